"""The first stretch in which rooms are free: windows of time that grow, and rooms that drop out once answered.

A use found begins at the opening, at the hour asked for or on a quarter of an hour; it lies within one local day, and
the wall shows its beginning and its end as clock.at reads them.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from podworko.bookings.queries.finding.gaps import Seconds, Stretch, common, gaps, moment
from podworko.bookings.queries.finding.ground import ONE_DAY, Ground, Place
from podworko.bookings.queries.finding.wanted import Wanted
from podworko.core import clock
from podworko.places.hours import Span

MINUTE, QUARTER, HOUR = 60, 900, 3600
# The first look is as long; each later one twice as long as the one before, a week at most.
FIRST_LOOK, LONGEST_LOOK = 4 * HOUR, 7 * 24 * HOUR
# A use ends before the midnight that ends its day: the forms know no later hour.
LAST_HOUR = dt.time(23, 59)


class Seat(NamedTuple):
    """A room, or rooms that are wanted together, and what must be looked at to know whether they are free."""

    rooms: tuple[int, ...]
    centre: int
    # The rooms and their parts.
    blocked_by: tuple[int, ...]
    buffer: Seconds
    first_on: dt.date
    last_on: dt.date
    closed: tuple[tuple[dt.date, dt.date], ...]

    def is_lent(self, on: dt.date) -> bool:
        """Say whether the rules let it be asked for on that day."""
        return self.first_on <= on <= self.last_on and not any(first <= on <= last for first, last in self.closed)


class Fit(NamedTuple):
    """When a seat is free for the first time, and the end of the opening hours in which it is."""

    starts: Seconds
    ends: Seconds
    closes: Seconds


def seat(ground: Ground, wanted: Wanted, rooms: Sequence[Place]) -> Seat:
    """Return the rooms, all of one centre, as one thing to be had."""
    centre = rooms[0].centre
    closed: list[tuple[dt.date, dt.date]] = []
    blocked_by: dict[int, None] = {}
    for room in rooms:
        closed += [(each.first_on, each.last_on) for each in ground.rules[centre].kept_back(room.pk)]
        blocked_by |= dict.fromkeys((room.pk, *ground.parts.get(room.pk, ())))
    ahead = ground.today + min(room.rules.longest_ahead_days for room in rooms) * ONE_DAY
    return Seat(
        rooms=tuple(room.pk for room in rooms),
        centre=centre,
        blocked_by=tuple(blocked_by),
        buffer=max(room.rules.buffer_minutes for room in rooms) * MINUTE,
        first_on=max(wanted.first_on or ground.today, *(ground.first_on(room) for room in rooms)),
        last_on=min(wanted.last_on or ground.last_on, ground.last_on, ahead),
        closed=tuple(closed),
    )


@dataclass
class Walk:
    """A walk through time in search of what is `wanted`."""

    ground: Ground
    wanted: Wanted
    is_in_doubt: bool = False
    _pieces: dict[tuple[int, dt.date], list[Stretch]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.length = int(self.wanted.length.total_seconds())
        self.zone = self.ground.network.zone
        # What begins now is too late.
        self.earliest = _quarter(int(clock.now().timestamp()) + 1)

    def first_fits(
        self, seats: Sequence[Seat], *, is_enough: Callable[[Mapping[tuple[int, ...], Fit], Seconds], bool]
    ) -> dict[tuple[int, ...], Fit]:
        """Return the first fit of each of the `seats` that has one, by its rooms; one query for each window.

        After each window `is_enough` is asked, with what was found and the moment up to which all was looked at.
        """
        found: dict[tuple[int, ...], Fit] = {}
        pending, look, at = list(seats), FIRST_LOOK, self.earliest
        while pending and (opens := self._next(pending, at)) is not None:
            at, until = opens, opens + look
            for each, fit in self._look(pending, at, until):
                found[each.rooms] = fit
            if is_enough(found, until):
                break
            pending = [each for each in pending if each.rooms not in found]
            at, look = until, min(2 * look, LONGEST_LOOK)
        return found

    def _next(self, seats: Sequence[Seat], at: Seconds) -> Seconds | None:
        """Return the first moment from `at` on at which one of the seats may be had, by hours and rules."""
        on = max(self._local(at).date(), min((each.first_on for each in seats), default=self.ground.today))
        last_on = max((each.last_on for each in seats), default=self.ground.today)
        while on <= last_on:
            starts = [
                max(first, at)
                for centre in {each.centre for each in seats if each.is_lent(on)}
                for first, last in self.pieces(centre, on)
                if max(first, at) + self.length <= last
            ]
            if starts:
                return min(starts)
            on += ONE_DAY
        return None

    def _look(self, seats: Sequence[Seat], at: Seconds, until: Seconds) -> list[tuple[Seat, Fit]]:
        """Return the seats that are free for the first time at a moment of [at, until)."""
        days = self._days(at, until)
        chances = [(each, pieces) for each in seats if (pieces := self._chances(each, days, at, until))]
        # No further than somebody might still stand in the way of the last of the chances.
        last = max(
            (min(ends, until + self.length) for _seat, pieces in chances for _starts, ends in pieces), default=at
        )
        buffers = [each.buffer for each, _pieces in chances] or [0]
        wanted = {pk for each, _pieces in chances for pk in each.blocked_by}
        free = gaps(wanted, at, last + max(buffers), at_least=self.length + min(buffers))
        # All hours are said without doubt, unless the clock is changed.
        self.is_in_doubt = self._local(at).utcoffset() != self._local(last).utcoffset()
        found = []
        for each, pieces in chances:
            stretches = common([free[pk] for pk in each.blocked_by])
            fit = next(self._fits(pieces, stretches, at, each.buffer), None)
            if fit and fit.starts < until:
                found.append((each, fit))
        return found

    def _chances(self, each: Seat, days: Collection[dt.date], at: Seconds, until: Seconds) -> list[Stretch]:
        return [
            (starts, ends)
            for on in days
            if each.is_lent(on)
            for starts, ends in self.pieces(each.centre, on)
            if starts < until and max(starts, at) + self.length <= ends
        ]

    def _fits(
        self, pieces: Sequence[Stretch], stretches: Sequence[Stretch], at: Seconds, buffer: Seconds
    ) -> Iterator[Fit]:
        """Yield, in order, the first fit in what each of the pieces shares with each of the free stretches."""
        for opens, closes in pieces:
            for begin, until in stretches:
                starts = opens if opens >= max(at, begin) else _quarter(max(at, begin, opens))
                last = min(closes, until - buffer) - self.length
                while starts <= last:
                    if not self.is_in_doubt or (self._is_sayable(starts) and self._is_sayable(starts + self.length)):
                        yield Fit(starts, starts + self.length, closes)
                        break
                    starts = _quarter(starts + 1)

    def pieces(self, centre: int, on: dt.date) -> list[Stretch]:
        """Return the stretches of a local day, inside the opening and the wanted hours, that are long enough."""
        key = centre, on
        if key not in self._pieces:
            self._pieces[key] = list(self._read(centre, on)) if on.weekday() in self.wanted.weekdays else []
        return self._pieces[key]

    def _read(self, centre: int, on: dt.date) -> list[Stretch]:
        latest = min(self.wanted.latest or LAST_HOUR, LAST_HOUR)
        found = []
        for span in self.ground.tables[centre].day(on).open:
            closes = span.ends if span.ends != dt.time() else LAST_HOUR
            starts, ends = max(span.starts, self.wanted.earliest), min(closes, latest)
            if starts < ends:
                first, last = (int(each.timestamp()) for each in Span(starts, ends).moments(on, self.zone))
                if max(first, self.earliest) + self.length <= last:
                    found.append((max(first, self.earliest), last))
        return found

    def _days(self, at: Seconds, until: Seconds) -> list[dt.date]:
        first, last = self._local(at).date(), self._local(until - 1).date()
        return [first + number * ONE_DAY for number in range((last - first).days + 1)]

    def _local(self, at: Seconds) -> dt.datetime:
        return moment(at).astimezone(self.zone)

    def _is_sayable(self, at: Seconds) -> bool:
        """Say whether the hour on the wall means this moment, and not the one an hour before."""
        return not self._local(at).fold


def _quarter(at: Seconds) -> Seconds:
    """Return the first quarter of an hour at or after the moment."""
    return -(-at // QUARTER) * QUARTER
