"""The one clock. Time is stored in UTC and shown in the network's zone.

Nothing else in the product may ask what time it is (a lint rule sees to it), so that a test can set it.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

_as_of: ContextVar[dt.datetime | None] = ContextVar("as_of", default=None)


class NoSuchTime(ValueError):
    """The wall clock skips this time: it falls in the hour that the spring change takes away."""


def now() -> dt.datetime:
    """Return this moment, aware, in UTC; inside `as_of` the moment that is named there."""
    return _as_of.get() or timezone.now()


@contextmanager
def as_of(moment: dt.datetime) -> Iterator[None]:
    """Let what is done inside be done at `moment` (UTC): the demo has a past that the product's own actions made."""
    token = _as_of.set(moment)
    try:
        yield
    finally:
        _as_of.reset(token)


def today(zone: ZoneInfo) -> dt.date:
    """Return the date that the wall shows in `zone`."""
    return now().astimezone(zone).date()


def at(on: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Return the moment, aware in UTC, when the clock on the wall in `zone` shows `time` on `on`.

    Of a time that the autumn change shows twice, the first is meant. Raises NoSuchTime for one that the spring
    change skips.
    """
    local = dt.datetime.combine(on, time, tzinfo=zone)
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(local.isoformat())
    return moment


def day(on: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """Return the first moment of the local day `on` and the first of the next (23, 24 or 25 hours later), in UTC."""
    start = dt.datetime.combine(on, dt.time(), tzinfo=zone)
    end = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), tzinfo=zone)
    return start.astimezone(dt.UTC), end.astimezone(dt.UTC)
