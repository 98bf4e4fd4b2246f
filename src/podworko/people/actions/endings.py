"""Letters to those whose role has ended: somebody ended it, or its last day is over."""

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef

from podworko.core import clock, messages
from podworko.core.models import Message
from podworko.core.transactions import action
from podworko.people.models import Grant, Role
from podworko.people.scopes import zone_of

# So long the news is told where no worker ran when the day came; it is less than a letter is kept.
NEWS = dt.timedelta(days=7)
# A role ends with its last day, at the moment at which the next one begins.
TICK = dt.timedelta(microseconds=1)


def tell() -> None:
    """Write to everybody whose role has come to its last day, once."""
    now = clock.now()
    same = Grant.objects.in_force().filter(user=OuterRef("user"), role=OuterRef("role"), scope=OuterRef("scope"))
    ended = Grant.objects.filter(~Exists(same), until__lte=now, until__gt=now - NEWS)
    by_key = {_key(held): held for held in ended.select_related("user", "scope")}
    told = set(Message.objects.filter(key__in=by_key).values_list("key", flat=True))
    for key, held in by_key.items():
        if key not in told:
            tell_holder(held=held)


@action
def tell_holder(*, held: Grant) -> None:
    """Write to whoever had the role that it has ended; of the same end they hear once. No closed account is told."""
    if held.until is None or not held.user.is_active:
        return
    messages.send(
        key=_key(held),
        kind="people.role_ended",
        to=held.user.email,
        language=held.user.language,
        context={
            "role": Role(held.role).label,
            "place": held.scope,
            "on": (held.until - TICK).astimezone(zone_of(held.scope)).date(),
            "is_taken_back": held.until <= held.since,
            "url": settings.SITE_URL,
        },
    )


def _key(held: Grant) -> str:
    return f"role_ended:{held.pk}:{held.until:%Y%m%d%H%M%S}"
