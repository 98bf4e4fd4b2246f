"""What the display by the door of a room shows: now, next, and a week ahead for when the network is lost."""

import datetime as dt
from dataclasses import dataclass

from podworko.bookings.queries import showing
from podworko.bookings.queries.showing import Shown
from podworko.core import clock
from podworko.places import hours
from podworko.places.models import Centre, Room

# So long a display stays right with no network.
DAYS = 7
NEXT = 3
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """How a room stands at a moment: free, used or closed; until when, and by which use.

    Of a place that is closed, `until` is when it opens; None when that is not known.
    """

    state: str
    until: dt.datetime | None
    use: Shown | None = None


@dataclass(frozen=True)
class Door:
    """A room's coming week: its uses, and from when to when the place is open."""

    room: Room
    first: dt.date
    uses: tuple[Shown, ...]
    open: tuple[tuple[dt.datetime, dt.datetime], ...]

    @property
    def days(self) -> list[dt.date]:
        """The days that it knows of."""
        return [self.first + number * _ONE_DAY for number in range(DAYS)]

    def standing(self, at: dt.datetime) -> Standing:
        """Return how the room stands at the moment `at`. The display itself counts the same way: js/door.js."""
        current = next((use for use in self.uses if use.starts_at <= at < use.ends_at), None)
        if current:
            return Standing("closed" if current.tone == "closed" else "used", current.ends_at, current)
        closing = next((until for start, until in self.open if start <= at < until), None)
        if closing:
            begins = (use.starts_at for use in self.uses if use.starts_at > at)
            return Standing("free", min(closing, next(begins, closing)))
        return Standing("closed", next((start for start, _until in self.open if start > at), None))

    def next_uses(self, at: dt.datetime) -> list[Shown]:
        """Return what comes next."""
        return [use for use in self.uses if use.starts_at > at][:NEXT]


def door_of(centre: Centre, room: Room) -> Door:
    """Return what the display of `room` shows, in six queries."""
    first = clock.today(centre.zone)
    last = first + (DAYS - 1) * _ONE_DAY
    table = hours.timetable(centre, first - _ONE_DAY, last, with_duty=False)
    span = clock.day(first, centre.zone)[0], clock.day(last, centre.zone)[1]
    uses = showing.by_room([room], span)[room.pk]
    return Door(room, first, tuple(uses), tuple(table.stretches(first - _ONE_DAY, last)))
