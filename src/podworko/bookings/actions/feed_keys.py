"""Keys to calendars that are not for everybody: made, renewed, given back."""

import datetime as dt
import secrets
from typing import Any

from django.utils.translation import gettext as _

from podworko.bookings.models import FeedKey
from podworko.core import audit, clock, limits
from podworko.core.errors import Refused
from podworko.core.holdings import Contact
from podworko.core.transactions import action
from podworko.people.models import User
from podworko.places.models import Centre

DAY = dt.timedelta(days=1)
# Whoever makes more addresses in a day has put none of them into a telephone.
MOST_IN_A_DAY = 20
# Programs read every quarter of an hour; that they do need not be written down each time.
NOTED_EVERY = dt.timedelta(hours=6)


@action
def make_staff_key(*, user: User, centre: Centre) -> str:
    """Make the key of `user` to the calendar of `centre` and return its secret, which cannot be read again later.

    One that they had is no good any more. Raises Refused for whoever does not run the place, TooMany.
    """
    if not user.has_perm("bookings.decide", centre):
        raise Refused.because("not-staff", _("Only those who run the place can have this calendar."))
    limits.count(f"feed-key:user:{user.pk}", limit=MOST_IN_A_DAY, per=DAY)
    named = {"user": user, "centre": centre}
    return _make(FeedKey.Kind.STAFF, named, by=audit.staff(user), is_vouched_for=user.is_vouched_for)


@action
def make_own_key(*, contact: Contact) -> str:
    """Make the key to the own bookings of a `contact` that was proven, and return its secret, as above. Raises TooMany.

    Whose contact it is stands on record nowhere but in the key.
    """
    limits.count(f"feed-key:{contact.mark()[:32]}", limit=MOST_IN_A_DAY, per=DAY)
    return _make(FeedKey.Kind.OWN, {"contact": str(contact)}, by=audit.RESIDENT)


@action
def revoke_key(*, key: FeedKey, by: audit.Actor) -> None:
    """Take a key back: its address is empty from now on. Twice is as good as once."""
    if FeedKey.objects.filter(pk=key.pk).delete()[0]:
        audit.record("bookings.feed_key_revoked", key, by=by, kind=key.kind)


@action
def note_use(*, key: FeedKey) -> None:
    """Write down that a program has read with `key`, a few times a day at most."""
    now = clock.now()
    if key.used_at is None or key.used_at < now - NOTED_EVERY:
        FeedKey.objects.filter(pk=key.pk).update(used_at=now)


def _make(kind: FeedKey.Kind, named: dict[str, Any], *, by: audit.Actor, is_vouched_for: bool = False) -> str:
    secret = secrets.token_urlsafe(32)
    made = {
        "digest": FeedKey.digest_of(secret),
        "created_at": clock.now(),
        "used_at": None,
        "is_vouched_for": is_vouched_for,
    }
    key, _is_first = FeedKey.objects.update_or_create(kind=kind, **named, defaults=made)
    audit.record("bookings.feed_key_made", key, by=by, kind=kind)
    return secret
