"""Which rooms are used when."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet, Value
from psycopg.types.range import TimestamptzRange

from podworko.bookings.models import LONGEST_USE, Occupancy
from podworko.places.models import Room, RoomPart

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


def taken(
    rooms: Sequence[Room],
    spans: Sequence[Moments],
    *,
    buffer: dt.timedelta | Mapping[int, dt.timedelta],
    besides: Collection[int] = (),
) -> list[frozenset[int]]:
    """Return for each of the `spans` the ids of the `rooms` that are taken then, in two queries.

    A room is taken when it, the whole around it or a part inside it is used. `buffer` is the time to make a room ready
    after a use: of all, or of each by its id. `besides` are ids of booking dates whose uses do not count.
    """
    if not rooms or not spans:
        return [frozenset() for _span in spans]
    buffers = buffer if isinstance(buffer, Mapping) else {room.pk: buffer for room in rooms}
    widest = max(buffers.values())
    wide = [(start, end + widest) for start, end in spans]
    blocks = list(blocked([room.pk for room in rooms], *wide, besides=besides))
    return [
        frozenset(pk for pk, begin, until in blocks if begin < end + buffers[pk] and until > start)
        for start, end in spans
    ]


def blocked(
    room_ids: Collection[int], *spans: Moments, besides: Collection[int] = ()
) -> Iterator[tuple[int, dt.datetime, dt.datetime]]:
    """Yield when the rooms are blocked about the `spans`: the room's id and [from, until) in UTC, in two queries.

    What uses a part of a room blocks it too; what uses the whole around it is written for it by the database.
    """
    wholes: dict[int, list[int]] = {pk: [pk] for pk in room_ids}
    for pair in RoomPart.objects.filter(whole__in=room_ids):
        wholes.setdefault(pair.part_id, []).append(pair.whole_id)
    asked = set(room_ids)
    uses = occupied(wholes, *spans)
    if besides:
        uses = uses.exclude(booking_date__in=besides).exclude(whole__booking_date__in=besides)
    for pk, begin, until in uses.values_list("room_id", "blocked_from", "blocked_until"):
        for whole in wholes[pk]:
            if whole in asked:
                yield whole, begin, until
