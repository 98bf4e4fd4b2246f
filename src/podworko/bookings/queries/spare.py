"""How long a room may be used from this moment on without asking: until the next use, or until the door closes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from podworko.bookings.queries.use import blocked
from podworko.bookings.terms import Rules, rules_of
from podworko.core import clock
from podworko.core.errors import Problem
from podworko.places import hours
from podworko.places.models import Centre, Room

ONE_DAY = dt.timedelta(days=1)
LENGTHS = (30, 60, 120)
# What is shorter is not worth opening a room for; what is longer is asked for.
SHORTEST, LONGEST = dt.timedelta(minutes=10), dt.timedelta(hours=12)


class Ending(StrEnum):
    """What brings a walk-in to its end, when it is not the length that was chosen."""

    CLOSING = "closing"
    USE = "use"
    LONGEST = "longest"


@dataclass(frozen=True)
class Spare:
    """How long `room` is to be had: from `at` to `until`, which `ending` decides; or why it is not (`problem`)."""

    room: Room
    at: dt.datetime
    until: dt.datetime
    ending: Ending
    buffer: dt.timedelta
    problem: Problem | None = None

    @property
    def is_free(self) -> bool:
        """Whether a walk-in may begin."""
        return self.problem is None

    @property
    def lengths(self) -> tuple[int, ...]:
        """The lengths, in minutes, that are shorter than all there is."""
        left = self.until - self.at
        return tuple(each for each in LENGTHS if dt.timedelta(minutes=each) < left) if self.is_free else ()


def open_until(centre: Centre, at: dt.datetime) -> dt.datetime | None:
    """Return when the door of `centre`, open at the moment `at`, closes, in UTC; None when it is closed then."""
    on = at.astimezone(centre.zone).date()
    return closing_in(hours.timetable(centre, on - ONE_DAY, on + ONE_DAY, with_duty=False), at)


def closing_in(table: hours.Timetable, at: dt.datetime) -> dt.datetime | None:
    """Return the same where the hours of the day, the one before and the next are at hand."""
    on = at.astimezone(table.zone).date()
    stretches = table.stretches(on - ONE_DAY, on + ONE_DAY)
    return next((ends for starts, ends in stretches if starts <= at < ends), None)


def spare_rooms(
    centre: Centre,
    rooms: Sequence[Room],
    *,
    closing: dt.datetime | None,
    rules: Rules | None = None,
    at: dt.datetime | None = None,
) -> dict[int, Spare]:
    """Return by the id of each of the `rooms` of `centre` how long it may be used from `at`, or this moment, on.

    `closing` is when the door closes (`open_until`). In two queries, and three for the rules where they are not given.
    """
    moment = at or clock.now()
    held = rules or rules_of(centre)
    look = _Look(centre, moment, closing, held)
    widest = max(held.buffers(rooms).values(), default=dt.timedelta(0))
    blocks: dict[int, list[tuple[dt.datetime, dt.datetime]]] = {room.pk: [] for room in rooms}
    for pk, begins, until in blocked(list(blocks), (moment, moment + LONGEST + widest)):
        blocks[pk].append((begins, until))
    return {room.pk: look.spare(room, blocks[room.pk]) for room in rooms}


@dataclass(frozen=True)
class _Look:
    """What is known of a place at the moment `at`."""

    centre: Centre
    at: dt.datetime
    closing: dt.datetime | None
    rules: Rules

    def spare(self, room: Room, blocks: Sequence[tuple[dt.datetime, dt.datetime]]) -> Spare:
        """Return how long `room` is to be had between its `blocks`."""
        until, ending = self._end(room, blocks)
        buffer = self.rules.of(room).buffer
        problem = _about_place(self.centre, self.closing) or self._about_room(room)
        return Spare(room, self.at, until, ending, buffer, problem or self._about_time(room, until, blocks))

    def _end(self, room: Room, blocks: Sequence[tuple[dt.datetime, dt.datetime]]) -> tuple[dt.datetime, Ending]:
        ends = [(self.at + LONGEST, Ending.LONGEST), (self.closing or self.at, Ending.CLOSING)]
        ends += [(begins - self.rules.of(room).buffer, Ending.USE) for begins, _until in blocks if begins >= self.at]
        on = self.at.astimezone(self.centre.zone).date()
        if self.rules.blackout(on + ONE_DAY, room):
            ends.append((clock.day(on, self.centre.zone)[1], Ending.CLOSING))
        return min(ends)

    def _about_room(self, room: Room) -> Problem | None:
        if not room.is_lent or not self.rules.of(room).has_walk_ins:
            sentence = _("%(room)s is not used without asking; the rules of the room say so.")
            return Problem("", "no-walk-ins", sentence % {"room": room.name})
        if blackout := self.rules.blackout(self.at.astimezone(self.centre.zone).date(), room):
            sentence = _("Nothing is lent today: %(reason)s.")
            return Problem("", "blackout", sentence % {"reason": blackout.reason})
        return None

    def _about_time(
        self, room: Room, until: dt.datetime, blocks: Sequence[tuple[dt.datetime, dt.datetime]]
    ) -> Problem | None:
        taken_until = max((ends for begins, ends in blocks if begins <= self.at < ends), default=None)
        if taken_until:
            sentence = _("%(room)s is in use until %(time)s.")
            return Problem("", "taken", sentence % {"room": room.name, "time": self._time(taken_until)})
        if until - self.at < SHORTEST:
            sentence = _("There is too little time: %(room)s is free only until %(time)s.")
            return Problem("", "too-short", sentence % {"room": room.name, "time": self._time(max(self.at, until))})
        return None

    def _time(self, moment: dt.datetime) -> str:
        return f"{moment.astimezone(self.centre.zone):%H:%M}"


def _about_place(centre: Centre, closing: dt.datetime | None) -> Problem | None:
    if not centre.is_at_work:
        return Problem("", "place-closed", _("This place is closed and lends no rooms."))
    if closing is None:
        sentence = _("The place is closed now. A room is used without asking only while the place is open.")
        return Problem("", "closed", sentence)
    return None
