"""What the history of a request says to those who look at it."""

from typing import cast

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from podworko.bookings.models import BookingRequest
from podworko.bookings.queries import requests
from podworko.core import history


def register() -> None:
    """Tell core the words for our verbs and messages, and who sees the requests."""
    history.register_verbs(
        {
            "bookings.submitted": _("Request sent"),
            "bookings.confirmed": _("Contact confirmed with a code"),
            "bookings.changed": _("Request changed"),
            "bookings.changes_asked": _("A change was asked for"),
            "bookings.accepted": _("Accepted"),
            "bookings.declined": _("Declined"),
            "bookings.cancelled": _("Called off"),
            "bookings.escalated": _("Not decided in time: the coordinator was told"),
            "bookings.lapsed": _("The day came before a decision"),
            "bookings.erased": _("The person was taken out"),
        }
    )
    history.register_kinds(
        {
            "bookings.received": _("We have the request"),
            "bookings.arrived": _("There is a request to decide"),
            "bookings.changes_asked": _("Please change the request"),
            "bookings.decided": _("The decision"),
            "bookings.cancelled": _("What is called off"),
            "bookings.called_off": _("The resident has called off"),
            "bookings.erased": _("The resident had their data erased"),
            "bookings.escalated": _("Nobody has decided yet"),
            "bookings.lapsed": _("We did not answer in time"),
        }
    )
    history.register_subject(
        BookingRequest._meta.label_lower,
        history.Subject(
            visible_to=lambda user: cast("QuerySet[Model]", requests.visible_to(user)),
            address=lambda request: reverse("bookings:decide", args=[cast("BookingRequest", request).reference]),
        ),
    )
