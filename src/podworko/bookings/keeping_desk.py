"""What is held of the desk's notes about somebody, and how long: hand-overs, damages, walk-ins."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.bookings.actions import handovers
from podworko.bookings.holdings import requests_of
from podworko.bookings.models import Handover
from podworko.core import holdings, retention
from podworko.core.holdings import Contact, Field, Record

COPIED = ("came_at", "no_show_at", "keys_out_at", "keys_back_at", "left_at", "is_tidy", "is_damaged", "damage")


def register() -> None:
    """Register the rules and the holding of the desk."""
    retention.register(
        retention.Rule(
            "bookings.damages",
            lazy(_how_long_words, str)(),
            due=lambda: handovers.old_words().count(),
            carry_out=handovers.forget_words,
        )
    )
    retention.register(
        retention.Rule(
            "bookings.walk_ins",
            lazy(_how_long_topics, str)(),
            due=lambda: handovers.old_topics().count(),
            carry_out=handovers.forget_topics,
        )
    )
    holdings.register(
        holdings.Holding(
            "bookings.handovers",
            gettext_lazy("How the use of rooms went"),
            fields=(
                Field("starts_at", gettext_lazy("From")),
                Field("room", gettext_lazy("Room")),
                Field("came_at", gettext_lazy("Came")),
                Field("no_show_at", gettext_lazy("Nobody came")),
                Field("keys_out_at", gettext_lazy("Keys given")),
                Field("keys_back_at", gettext_lazy("Keys given back")),
                Field("left_at", gettext_lazy("Room left")),
                Field("is_tidy", gettext_lazy("Tidy")),
                Field("is_damaged", gettext_lazy("Something damaged")),
                Field("damage", gettext_lazy("What is damaged")),
                Field("photo", gettext_lazy("Photo of the damage")),
            ),
            records=_records,
            erase=lambda contact: handovers.forget_words(_of(contact).exclude(damage="", photo__isnull=True)),
            stays=gettext_lazy("When the room was used, left and how, without words and pictures."),
        )
    )


def _how_long_words() -> str:
    sentence = _("Words and pictures of a damage are deleted %(days)s days after the use of the room.")
    return sentence % {"days": settings.CONTACTS_KEPT_DAYS}


def _how_long_topics() -> str:
    sentence = _("What was on in a room that was used without asking is deleted %(days)s days afterwards.")
    return sentence % {"days": settings.CONTACTS_KEPT_DAYS}


def _of(contact: Contact) -> QuerySet[Handover]:
    requests = requests_of(contact).order_by().values("pk")
    return Handover.objects.filter(date__request__in=requests).select_related("date__room").order_by("date__starts_at")


def _records(contact: Contact) -> Iterator[Record]:
    for handover in _of(contact):
        assert handover.date
        yield {name: getattr(handover, name) for name in COPIED} | {
            "starts_at": handover.date.starts_at,
            "room": str(handover.date.room or ""),
            "photo": handover.photo is not None,
        }
