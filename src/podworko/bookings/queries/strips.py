"""Which hours of a day are free, while somebody fills in the form."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from podworko.bookings.models import BookingDate, DateState
from podworko.bookings.queries.use import blocked
from podworko.core import clock
from podworko.places import hours
from podworko.places.models import Centre, Room

QUARTER = 15


@dataclass(frozen=True)
class Part:
    """A stretch of the day in one `state`: free, asked, taken or closed, or yours or clash, which lie over the others.

    Quarters count from the strip's start.
    """

    state: str
    time: str
    start: int
    length: int


@dataclass(frozen=True)
class Strip:
    """The day of one room in parts, so many quarters long (`cols`), the hours asked for last."""

    room: str
    capacity: int
    hours: tuple[int, ...]
    cols: int
    parts: tuple[Part, ...]


def strips(
    centre: Centre, rooms: Sequence[Room], on: dt.date, *, asked: tuple[dt.time, dt.time] | None = None
) -> list[Strip]:
    """Return a strip for each of the `rooms` on the local day `on`, with the hours `asked` for marked on it."""
    day = hours.day(centre, on)
    if not day.open or not rooms:
        return []
    first, last = day.open[0].first // 60, -(-day.open[-1].last // 60)
    kinds = {room.pk: ["closed"] * ((last - first) * 4) for room in rooms}
    for room in rooms:
        for span in day.open:
            _paint(kinds[room.pk], span.first, span.last, "free", first)
    start, end = clock.day(on, centre.zone)
    waiting = BookingDate.objects.filter(
        room__in=rooms,
        state=DateState.WAITING,
        request__state__in=["waiting", "changes_asked"],
        starts_at__lt=end,
        ends_at__gt=start,
    ).values_list("room_id", "starts_at", "ends_at")
    taken = blocked(kinds, (start, end))
    for kind, rows in (("asked", waiting), ("taken", taken)):
        for room_id, begins, ends in rows:
            _paint(kinds[room_id], _wall(begins, on, centre), _wall(ends, on, centre), kind, first)
    shown = tuple(range(first, last))
    return [
        Strip(
            room.name,
            room.capacity,
            shown,
            len(kinds[room.pk]),
            (*_parts(kinds[room.pk], first), *_yours(kinds[room.pk], asked, first)),
        )
        for room in rooms
    ]


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _wall(moment: dt.datetime, on: dt.date, centre: Centre) -> int:
    """Return the minutes from midnight that the wall clock shows, 0 before the day `on` and 24 h after it."""
    local = moment.astimezone(centre.zone)
    if local.date() != on:
        return 0 if local.date() < on else 24 * 60
    return _minutes(local.time())


def _paint(quarters: list[str], start: int, end: int, kind: str, first: int) -> None:
    begin = max(0, (start - first * 60) // QUARTER)
    for index in range(begin, min(len(quarters), -(-(end - first * 60) // QUARTER))):
        if quarters[index] != "closed" or kind == "free":
            quarters[index] = kind


def _parts(quarters: Sequence[str], first: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    start = 0
    for index in range(1, len(quarters) + 1):
        if index == len(quarters) or quarters[index] != quarters[start]:
            parts.append(Part(quarters[start], _time(first, start, index), start, index - start))
            start = index
    return tuple(parts)


def _yours(quarters: Sequence[str], asked: tuple[dt.time, dt.time] | None, first: int) -> tuple[Part, ...]:
    if asked is None:
        return ()
    start = max(0, (_minutes(asked[0]) - first * 60) // QUARTER)
    end = min(len(quarters), -(-(_minutes(asked[1]) - first * 60) // QUARTER))
    if start >= end:
        return ()
    is_free = set(quarters[start:end]) <= {"free", "asked"}
    return (Part("yours" if is_free else "clash", _time(first, start, end), start, end - start),)


def _time(first: int, start: int, end: int) -> str:
    def clock_at(quarter: int) -> str:
        hour, part = divmod(quarter, 4)
        return f"{first + hour}:{part * QUARTER:02}"

    return f"{clock_at(start)}–{clock_at(end)}"
