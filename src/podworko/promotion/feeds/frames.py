"""What is on, for a frame on somebody else's site: the next sessions by day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from podworko.core import clock
from podworko.core.words import spoken
from podworko.places.models import SignUp
from podworko.programme.models import Session, SessionState
from podworko.promotion.feeds import entries
from podworko.promotion.feeds.entries import COLUMNS, Row
from podworko.promotion.feeds.scope import Scope, whole

AHEAD = dt.timedelta(weeks=8)
USUAL, MOST = 10, 30


@dataclass(frozen=True)
class Line:
    """One session in the frame."""

    title: str
    url: str
    hours: str
    where: str
    how: str
    is_called_off: bool


@dataclass(frozen=True)
class Day:
    """What is on one day."""

    on: dt.date
    name: str
    lines: Sequence[Line]


def days(scope: Scope, *, most: int = USUAL) -> list[Day]:
    """Return the next sessions of `scope` by day, at most so many; one query."""
    now = clock.now()
    held = Session.objects.filter(activity__in=scope.activities(), ends_at__gt=now, starts_at__lt=now + AHEAD)
    found: dict[dt.date, list[Line]] = {}
    for each in held.order_by("starts_at", "pk").values_list(*COLUMNS)[:most]:
        row = Row(*each)
        found.setdefault(row.starts_at.astimezone(scope.zone).date(), []).append(_line(scope, row))
    return [Day(on, capfirst(spoken(on)), lines) for on, lines in found.items()]


def _line(scope: Scope, row: Row) -> Line:
    starts, ends = (at.astimezone(scope.zone) for at in (row.starts_at, row.ends_at))
    is_called_off = row.state == SessionState.CALLED_OFF
    return Line(
        title=row.activity__title,
        url=whole(entries.path_of(scope, row)),
        hours=f"{starts:%H:%M}–{ends:%H:%M}",
        where=_where(scope, row),
        how="" if is_called_off else str(SignUp(row.activity__sign_up).label),
        is_called_off=is_called_off,
    )


def _where(scope: Scope, row: Row) -> str:
    """Return where it is, in short: of a network, at which place."""
    spot = row.room__name or row.activity__spot
    place = "" if scope.centre else row.activity__centre__name
    return ", ".join(part for part in (place, spot) if part)
