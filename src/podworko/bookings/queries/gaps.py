"""When a room is free."""

import datetime as dt
from collections.abc import Iterable

from podworko.bookings.queries.use import Moments, blocked
from podworko.core import clock
from podworko.places import hours
from podworko.places.models import Room


def gaps(room: Room, day: hours.Day, *, buffer: dt.timedelta) -> list[Moments]:
    """Return the stretches of `day`, in UTC, in which a use of `room` may lie, in two queries.

    They lie inside the opening hours; `buffer` is the time that must pass between two uses.
    """
    zone = room.centre.zone
    start, end = clock.day(day.on, zone)
    uses = blocked([room.pk], (start, end + buffer))
    return beside(
        [span.moments(day.on, zone) for span in day.open], ((begin - buffer, until) for _room, begin, until in uses)
    )


def beside(spans: Iterable[Moments], uses: Iterable[Moments]) -> list[Moments]:
    """Return what is left of the `spans` beside the `uses`, all [from, until) in UTC."""
    free = list(spans)
    for begin, until in uses:
        parts = [part for span in free for part in ((span[0], min(span[1], begin)), (max(span[0], until), span[1]))]
        free = [(first, last) for first, last in parts if first < last]
    return free
