"""Forms of the bookings: asking for a room, deciding, changing what stands."""

from podworko.bookings.forms.asking import ChangeForm, CodeForm, RequestForm, StaffRequestForm
from podworko.bookings.forms.deciding import DecisionForm, EditForm, OfferForm
from podworko.bookings.forms.when import ANY, DAYS_SHOWN, DayChoice, WhenForm

__all__ = [
    "ANY",
    "DAYS_SHOWN",
    "ChangeForm",
    "CodeForm",
    "DayChoice",
    "DecisionForm",
    "EditForm",
    "OfferForm",
    "RequestForm",
    "StaffRequestForm",
    "WhenForm",
]
