"""When a room is free."""

import datetime as dt

from podworko.bookings.queries.use import Moments, occupied
from podworko.core import clock
from podworko.places import hours
from podworko.places.models import Room


def gaps(room: Room, day: hours.Day, *, buffer: dt.timedelta) -> list[Moments]:
    """Return the stretches of `day`, in UTC, in which a use of `room` may lie, in one query.

    They lie inside the opening hours; `buffer` is the time that must pass between two uses.
    """
    zone = room.centre.zone
    start, end = clock.day(day.on, zone)
    uses = occupied([room.pk], (start, end + buffer)).order_by("blocked_from")
    free = [span.moments(day.on, zone) for span in day.open]
    for blocked_from, blocked_until in uses.values_list("blocked_from", "blocked_until"):
        free = [part for span in free for part in _without(span, blocked_from - buffer, blocked_until)]
    return free


def _without(span: Moments, start: dt.datetime, end: dt.datetime) -> list[Moments]:
    """Return what is left of `span` beside [start, end)."""
    parts = [(span[0], min(span[1], start)), (max(span[0], end), span[1])]
    return [(first, last) for first, last in parts if first < last]
