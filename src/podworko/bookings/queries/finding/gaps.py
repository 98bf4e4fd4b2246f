"""When many rooms are free: found by the database from the rows of one window of time, however long the history.

Uses of a room never overlap (the guard keeps it so). So the last one that began before the window alone can reach into
it, which is one step in the index on (room, blocked_from); from there the same index is read to the end of the window.
Written by hand: a thousand rooms go in as one value, and only gaps that are long enough come out.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import connection

from podworko.bookings.models import Occupancy

# Moments are whole seconds since 1970, in UTC.
Seconds = int
Stretch = tuple[Seconds, Seconds]
# The end of a gap after which no use is known.
OPEN_END = 2**40

# Each room has a use of no length where the window begins, or where the one before it ends; a gap lies between the end
# of a use and the beginning of the next.
GAPS = """
SELECT room_id, {begin}, {until} FROM (
  SELECT room_id, blocked_until AS begin,
    LEAD(blocked_from) OVER (PARTITION BY room_id ORDER BY blocked_from, blocked_until) AS until
  FROM (
    SELECT room_id, blocked_from, blocked_until FROM {uses}
    WHERE room_id {among} AND blocked_from >= {start} AND blocked_from < {end}
    UNION ALL
    SELECT asked.id, {start}, {greatest}({start}, COALESCE((
      SELECT before.blocked_until FROM {uses} AS before
      WHERE before.room_id = asked.id AND before.blocked_from < {start}
      ORDER BY before.blocked_from DESC LIMIT 1), {start}))
    FROM {asked}
  ) AS used
) AS gaps
WHERE until IS NULL OR {is_long}
"""
POSTGRESQL = {
    "begin": "CEIL(EXTRACT(EPOCH FROM begin))::bigint",
    "until": "FLOOR(EXTRACT(EPOCH FROM until))::bigint",
    "start": "%(start)s::timestamptz",
    "end": "%(end)s::timestamptz",
    "among": "= ANY(%(rooms)s::bigint[])",
    "asked": "unnest(%(rooms)s::bigint[]) AS asked(id)",
    "greatest": "GREATEST",
    "is_long": "until - begin >= %(length)s",
}
# SQLite keeps moments as text, to the second.
SQLITE = {
    "begin": "CAST(strftime('%%s', begin) AS INTEGER)",
    "until": "CAST(strftime('%%s', until) AS INTEGER)",
    "start": "%(start)s",
    "end": "%(end)s",
    "among": "IN (SELECT value FROM json_each(%(rooms)s))",
    "asked": "(SELECT value AS id FROM json_each(%(rooms)s)) AS asked",
    "greatest": "MAX",
    "is_long": "until >= datetime(begin, %(length)s)",
}


def gaps(room_ids: Collection[int], start: Seconds, end: Seconds, *, at_least: Seconds) -> dict[int, list[Stretch]]:
    """Return for each room the stretches of at least so many seconds in which nothing blocks it, in one query.

    Those that begin in [start, end), and the one in which `start` lies; after the last use before `end` follows one
    with an OPEN_END.
    """
    found: dict[int, list[Stretch]] = defaultdict(list)
    if not room_ids:
        return found
    with connection.cursor() as cursor:
        cursor.execute(*statement(room_ids, start, end, at_least=at_least))
        for pk, begin, until in cursor.fetchall():
            found[pk].append((begin, OPEN_END if until is None else until))
    return found


def statement(
    room_ids: Collection[int], start: Seconds, end: Seconds, *, at_least: Seconds
) -> tuple[str, dict[str, Any]]:
    """Return the query of `gaps` and its values, as the database in use understands them."""
    uses = connection.ops.quote_name(Occupancy._meta.db_table)
    if connection.vendor == "postgresql":
        return GAPS.format(uses=uses, **POSTGRESQL), {
            # One literal: a list would be turned into words one room after the other.
            "rooms": f"{{{','.join(map(str, room_ids))}}}",
            "start": moment(start),
            "end": moment(end),
            "length": dt.timedelta(seconds=at_least),
        }
    return GAPS.format(uses=uses, **SQLITE), {
        "rooms": json.dumps([*room_ids]),
        "start": f"{moment(start):%Y-%m-%d %H:%M:%S}",
        "end": f"{moment(end):%Y-%m-%d %H:%M:%S}",
        "length": f"+{at_least} seconds",
    }


def common(several: Collection[list[Stretch]]) -> list[Stretch]:
    """Return the stretches that lie in one of each of the lists; all are in order."""
    first, *others = several
    result = first
    for other in others:
        result = [
            (max(begin, other_begin), min(until, other_until))
            for begin, until in result
            for other_begin, other_until in other
            if max(begin, other_begin) < min(until, other_until)
        ]
    return result


def moment(seconds: Seconds) -> dt.datetime:
    """Return the moment that the seconds tell."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
