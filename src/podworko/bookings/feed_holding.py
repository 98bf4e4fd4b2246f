"""The keys to own calendars among what is held about a contact, and how long they are kept."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from podworko.bookings import own_calendar
from podworko.bookings.actions import feed_keys
from podworko.bookings.models import FeedKey
from podworko.bookings.queries import feeds
from podworko.core import audit, clock, history, holdings, retention
from podworko.core.holdings import Contact, Field, Record

UNREAD = dt.timedelta(days=365)
FRESH = dt.timedelta(days=1)


def register() -> None:
    """Register the rules, the holding and the history of the keys, and what of ours stands in the own calendars."""
    own_calendar.register(own_calendar.Source(feeds.own_entries, feeds.requests_kept))
    history.register_verbs(
        {
            "bookings.feed_key_made": _("The address of a calendar was made"),
            "bookings.feed_key_revoked": _("The address of a calendar was taken back"),
        }
    )
    retention.deleting(
        "bookings.feed_keys",
        _("The address of a calendar is deleted when no program has read it for a year."),
        lambda: feeds.unread_for(UNREAD),
    )
    retention.deleting(
        "bookings.feed_keys_of_nobody",
        _("The address of somebody's own calendar is deleted when nothing of theirs is kept any more."),
        of_nobody,
    )
    holdings.register(
        holdings.Holding(
            "bookings.feed_keys",
            _("Addresses of the calendar in your telephone"),
            fields=(Field("created_at", _("Made")), Field("used_at", _("Last read"))),
            records=_records,
            erase=_erase,
        )
    )


def of_nobody() -> QuerySet[FeedKey]:
    """Return the keys of contacts about whom nothing is kept any more; the newest may still be put to use."""
    own = FeedKey.objects.filter(kind=FeedKey.Kind.OWN, created_at__lt=clock.now() - FRESH)
    return own.exclude(own_calendar.of_somebody())


def _records(contact: Contact) -> Iterator[Record]:
    for key in feeds.keys_of(contact):
        yield {"created_at": key.created_at, "used_at": key.used_at}


def _erase(contact: Contact) -> int:
    keys = list(feeds.keys_of(contact))
    for key in keys:
        feed_keys.revoke_key(key=key, by=audit.RESIDENT)
    return len(keys)
