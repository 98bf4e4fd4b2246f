"""Which rooms are used when."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet, Value
from psycopg.types.range import TimestamptzRange

from podworko.bookings.models import LONGEST_USE, Occupancy
from podworko.places.models import Room

Moments = tuple[dt.datetime, dt.datetime]


def occupied(room_ids: Iterable[int], *spans: Moments) -> QuerySet[Occupancy]:
    """Return the uses of the rooms whose blocked time overlaps one of the `spans` (each [start, end) in UTC).

    The look is as long as what it finds, not as the history: PostgreSQL asks the GiST index of the guard, SQLite the
    index on (room, blocked_from), bounded on both sides since no use is longer than LONGEST_USE.
    """
    overlaps = _by_range if connection.vendor == "postgresql" else _by_bounds
    return Occupancy.objects.filter(reduce(or_, map(overlaps, spans)), room__in=list(room_ids))


def _by_bounds(span: Moments) -> Q:
    start, end = span
    margin = LONGEST_USE + dt.timedelta(hours=4)
    return Q(blocked_from__gt=start - margin, blocked_from__lt=end, blocked_until__gt=start)


def _by_range(span: Moments) -> Q:
    # Written as the constraint writes it, so that its index serves.
    blocked = Func(F("blocked_from"), F("blocked_until"), function="tstzrange", output_field=DateTimeRangeField())
    asked = Value(TimestamptzRange(*span), output_field=DateTimeRangeField())
    overlap = DateTimeRangeField().get_lookup("overlap")
    assert overlap
    return Q(ExpressionWrapper(overlap(blocked, asked), output_field=BooleanField()))


def taken(rooms: Sequence[Room], spans: Sequence[Moments], *, buffer: dt.timedelta) -> list[frozenset[int]]:
    """Return for each of the `spans` the ids of the `rooms` that are taken then, in one query."""
    if not rooms or not spans:
        return [frozenset() for _span in spans]
    wide = [(start, end + buffer) for start, end in spans]
    uses = list(occupied([room.pk for room in rooms], *wide).values_list("room_id", "blocked_from", "blocked_until"))
    return [
        frozenset(
            room_id for room_id, blocked_from, blocked_until in uses if blocked_from < end and blocked_until > start
        )
        for start, end in wide
    ]
