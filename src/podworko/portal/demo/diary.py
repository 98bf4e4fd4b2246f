"""The days of one place while they are filled: when it is open, and which rooms are taken already."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from podworko.core import clock
from podworko.places import hours
from podworko.places.hours import Span
from podworko.places.models import Centre
from podworko.portal.demo.shapes import Hall

BACK, AHEAD = dt.timedelta(weeks=10), dt.timedelta(weeks=26)


class Diary:
    """What is free at `centre`, from ten weeks back to half a year ahead."""

    def __init__(self, centre: Centre, rooms: Iterable[Hall]) -> None:
        self.centre = centre
        # Beside a room its parts, or the whole that it is a part of.
        self._kin: dict[str, list[str]] = defaultdict(list)
        for hall in rooms:
            if hall.whole:
                self._kin[hall.whole].append(hall.slug)
                self._kin[hall.slug].append(hall.whole)
        self.today = clock.today(centre.zone)
        first = self.today - BACK
        self.days = hours.days(centre, [first + dt.timedelta(days=number) for number in range((BACK + AHEAD).days)])
        self._taken: dict[tuple[str, dt.date], list[Span]] = defaultdict(list)

    def day_of(self, week: int, weekday: int) -> dt.date:
        """Return the date of that day of the week, so many weeks from this one."""
        return self.today + dt.timedelta(weeks=week, days=weekday - self.today.weekday())

    def is_open(self, on: dt.date, when: Span) -> bool:
        """Say whether the place is open all that time."""
        return self.days[on].covers(when.starts, when.ends)

    def is_free(self, room: str, on: dt.date, when: Span) -> bool:
        """Say whether the place is open all that time and nobody has the room."""
        taken = self._taken[room, on]
        return self.is_open(on, when) and not any(
            other.starts < when.ends and when.starts < other.ends for other in taken
        )

    def take(self, room: str, on: dt.date, when: Span) -> None:
        """Note that the room is taken, and with it its parts, or the whole around it."""
        for slug in (room, *self._kin[room]):
            self._taken[slug, on].append(when)

    def moments(self, on: dt.date, when: Span) -> tuple[dt.datetime, dt.datetime]:
        """Return the beginning and the end in UTC."""
        zone = self.centre.zone
        return clock.at(on, when.starts, zone), clock.at(on, when.ends, zone)
