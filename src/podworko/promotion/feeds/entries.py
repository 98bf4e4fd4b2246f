"""What a calendar of the programme holds: the sessions of the last weeks and of the next year, in words."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from podworko.bookings.calendar_files import FeedEntry
from podworko.core import clock
from podworko.places.models import Audience, SignUp
from podworko.programme.models import ActivityKind, Session, SessionState, Where
from podworko.programme.models.activities import INDOORS
from podworko.promotion.feeds.scope import Scope, whole

BACK, AHEAD = dt.timedelta(weeks=4), dt.timedelta(days=366)
# A city holds 100,000 sessions a year: its calendar tells of the next ones, and of a few that are just over.
MOST_AHEAD, MOST_BACK = 1500, 300


class Row(NamedTuple):
    """A session as it is asked for: in this order, under these names."""

    pk: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str
    reason: str
    sequence: int
    changed_at: dt.datetime
    room__name: str | None
    activity__slug: str
    activity__title: str
    activity__lead: str
    activity__kind: str
    activity__audience: str
    activity__where: str
    activity__spot: str
    activity__sign_up: str
    activity__centre__slug: str
    activity__centre__name: str
    activity__centre__street: str
    activity__centre__postcode: str
    activity__centre__city: str
    activity__centre__latitude: float | None
    activity__centre__longitude: float | None


COLUMNS = tuple(Row.__annotations__)


def rows(scope: Scope) -> list[Row]:
    """Return the sessions that the calendar of `scope` holds, soonest first; what was called off among them.

    Two queries, however many there are. Whatever of them changes, the rows change: they are their own version.
    """
    now = clock.now()
    held = Session.objects.filter(activity__in=scope.activities())
    ahead = held.filter(ends_at__gt=now, starts_at__lt=now + AHEAD).order_by("starts_at", "pk")
    back = held.filter(ends_at__lte=now, starts_at__gt=now - BACK).order_by("-starts_at", "-pk")
    return [*reversed(_rows(back, MOST_BACK)), *_rows(ahead, MOST_AHEAD)]


def _rows(sessions: QuerySet[Session], most: int) -> list[Row]:
    return [Row(*each) for each in sessions.values_list(*COLUMNS)[:most]]


def entries(scope: Scope, found: Sequence[Row]) -> list[FeedEntry]:
    """Return the `found` sessions as a calendar tells them; the address on line is not among it."""
    return [_entry(scope, row) for row in found]


def _entry(scope: Scope, row: Row) -> FeedEntry:
    is_called_off = row.state == SessionState.CALLED_OFF
    return FeedEntry(
        uid=f"session-{row.pk}",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=scope.zone,
        summary=row.activity__title,
        location=location(row),
        status="CANCELLED" if is_called_off else "CONFIRMED",
        sequence=row.sequence,
        changed_at=row.changed_at,
        description="\n".join(_said(row, is_called_off=is_called_off)),
        url=whole(path_of(scope, row)),
        categories=categories(row),
        spot=_spot(row),
    )


def path_of(scope: Scope, row: Row) -> str:
    """Return the path of the page of the activity."""
    return reverse("programme:activity", args=[scope.network.slug, row.activity__centre__slug, row.activity__slug])


def _said(row: Row, *, is_called_off: bool) -> list[str]:
    called_off = _("Called off: %(reason)s") % {"reason": row.reason} if row.reason else _("Called off.")
    how = "" if is_called_off else capfirst(str(SignUp(row.activity__sign_up).label))
    return [line for line in (called_off if is_called_off else "", row.activity__lead, how) if line]


def location(row: Row) -> str:
    """Return where a session is held, in one line that a map can find."""
    centre = (
        f"{row.activity__centre__name}, {row.activity__centre__street}, "
        f"{row.activity__centre__postcode} {row.activity__centre__city}"
    )
    if row.room__name:
        return f"{row.room__name}, {centre}"
    if row.activity__where == Where.ONLINE:
        return row.activity__spot or _("on line")
    return row.activity__spot or centre


def categories(row: Row) -> tuple[str, ...]:
    """Return the words by which a program may sort: of which kind it is, and for whom."""
    kind, audience = ActivityKind(row.activity__kind), Audience(row.activity__audience)
    return (str(kind.label), *([str(audience.label)] if audience != Audience.EVERYBODY else []))


def _spot(row: Row) -> tuple[float, float] | None:
    """Return where on the map it is, when it is at the place itself."""
    latitude, longitude = row.activity__centre__latitude, row.activity__centre__longitude
    if row.activity__where not in INDOORS or latitude is None or longitude is None:
        return None
    return latitude, longitude
