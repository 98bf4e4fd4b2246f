"""What the history of a request says to those who look at it."""

from typing import cast

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from podworko.bookings.models import Applicant, Blackout, BookingRequest, BookingTerms, Declaration, RoomTerms
from podworko.bookings.queries import requests
from podworko.core import history
from podworko.places.history import about, name_facts


def register() -> None:
    """Tell core the words for our verbs and messages, and who sees the requests."""
    _register_rules()
    history.register_verbs(
        {
            "bookings.submitted": _("Request sent"),
            "bookings.confirmed": _("Contact confirmed with a code"),
            "bookings.changed": _("Request changed"),
            "bookings.changes_asked": _("A change was asked for"),
            "bookings.accepted": _("Accepted"),
            "bookings.declined": _("Declined"),
            "bookings.cancelled": _("Called off"),
            "bookings.moved": _("Hours or room changed"),
            "bookings.queued": _("Put on the waiting list"),
            "bookings.offered": _("A room was offered"),
            "bookings.offer_taken": _("The offer was taken up"),
            "bookings.offer_refused": _("The offer was not wanted"),
            "bookings.offer_lapsed": _("The offer was not answered in time"),
            "bookings.escalated": _("Not decided in time: the coordinator was told"),
            "bookings.lapsed": _("The day came before a decision"),
            "bookings.erased": _("The person was taken out"),
            "bookings.calendar_brought": _("A calendar was read"),
            "bookings.calendar_kept": _("A calendar was brought in"),
            "bookings.calendar_dropped": _("A calendar was dropped"),
            "bookings.calendar_undone": _("A calendar was taken back as a whole"),
            "bookings.brought_removed": _("A use out of another calendar was called off"),
            "bookings.brought_shown": _("It was said whether neighbours may come to a use out of another calendar"),
        }
    )
    history.register_kinds(
        {
            "bookings.received": _("We have the request"),
            "bookings.arrived": _("There is a request to decide"),
            "bookings.changes_asked": _("Please change the request"),
            "bookings.decided": _("The decision"),
            "bookings.cancelled": _("What is called off"),
            "bookings.moved": _("What is changed"),
            "bookings.rearranged": _("The resident has changed hours"),
            "bookings.offered": _("An offer"),
            "bookings.offer_lapsed": _("The offer is over"),
            "bookings.offer_taken": _("The offer was taken up"),
            "bookings.offer_refused": _("The offer was not wanted"),
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


def _register_rules() -> None:
    """Tell the words for what is changed of the rules of lending."""
    history.register_verbs(
        {
            "bookings.rules_changed": _("Rules of lending changed"),
            "bookings.room_rules_changed": about("room", _("Rules of a room changed")),
            "bookings.blackout_added": about("what", _("Days without lending added")),
            "bookings.blackout_changed": about("what", _("Days without lending changed")),
            "bookings.blackout_removed": about("what", _("Days without lending removed")),
            "bookings.declaration_added": about("what", _("A sentence to agree to added")),
            "bookings.declaration_changed": about("what", _("A sentence to agree to changed")),
            "bookings.declaration_removed": about("what", _("A sentence to agree to removed")),
            "bookings.declarations_ordered": _("Order of the sentences to agree to changed"),
        }
    )
    told = (BookingTerms, RoomTerms, Blackout, Declaration)
    names = {field.name: field.verbose_name for model in told for field in model._meta.concrete_fields}
    name_facts({name: words for name, words in names.items() if name not in {"id", "centre", "room", "position"}})
    name_facts({}, values=dict(Applicant.choices))
