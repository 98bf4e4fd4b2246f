"""Stretches of time on the wall of one day, and the moments that they are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY = 24 * 60


def minutes(time: dt.time) -> int:
    """Return how many minutes after midnight it is."""
    return time.hour * 60 + time.minute


@dataclass(frozen=True, order=True)
class Span:
    """Local times on the wall of one day, from `starts` up to `ends`; an end at 00:00 is the midnight that ends it."""

    starts: dt.time
    ends: dt.time

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.closing}"

    @property
    def first(self) -> int:
        """The minute of the day at which it begins."""
        return minutes(self.starts)

    @property
    def last(self) -> int:
        """The minute of the day at which it ends, 1440 for midnight."""
        return minutes(self.ends) or DAY

    @property
    def closing(self) -> str:
        """The end as people write it: 24:00 for midnight."""
        return f"{self.ends:%H:%M}" if minutes(self.ends) else "24:00"

    def holds(self, time: dt.time) -> bool:
        """Say whether `time` lies inside."""
        return self.first <= minutes(time) < self.last

    def covers(self, starts: dt.time, ends: dt.time) -> bool:
        """Say whether all of `starts`–`ends` lies inside."""
        return self.first <= minutes(starts) and (minutes(ends) or DAY) <= self.last

    def moments(self, on: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """Return the moments, in UTC, at which it begins and ends on the date `on`."""
        return moment(on, self.first, zone), moment(on, self.last, zone, is_end=True)


@dataclass(frozen=True, order=True)
class Turn(Span):
    """A span in which somebody is on duty; `host` is the name that visitors read, perhaps empty."""

    host: str = ""


def moment(on: dt.date, minute: int, zone: ZoneInfo, *, is_end: bool = False) -> dt.datetime:
    """Return when, in UTC, the clock on the wall shows that minute after the midnight that begins `on`.

    Where the clock shows it twice, a beginning is the first of them and an end the last. Where it never does, both are
    the moment at which the clock is put forward.
    """
    naive = dt.datetime.combine(on, dt.time()) + dt.timedelta(minutes=minute)
    found = naive.replace(tzinfo=zone, fold=int(is_end)).astimezone(dt.UTC)
    if found.astimezone(zone).replace(tzinfo=None) == naive:
        return found
    # The two readings lie on both sides of the jump, an hour apart at most.
    early = naive.replace(tzinfo=zone, fold=1).astimezone(dt.UTC)
    before = early.astimezone(zone).utcoffset()
    while early.astimezone(zone).utcoffset() == before:
        early += dt.timedelta(minutes=1)
    return early


def merged(stretches: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the stretches, as minutes of one day, in order; those that touch or overlap are one."""
    result: list[list[int]] = []
    for first, last in sorted(stretches):
        if result and first <= result[-1][1]:
            result[-1][1] = max(result[-1][1], last)
        else:
            result.append([first, last])
    return tuple(Span(_time(first), _time(last)) for first, last in result)


def within_day(stretches: Iterable[tuple[int, int]], *, shift: int = 0) -> list[tuple[int, int]]:
    """Return what of the stretches, moved by `shift` minutes, lies within one day."""
    moved = ((max(first + shift, 0), min(last + shift, DAY)) for first, last in stretches)
    return [(first, last) for first, last in moved if first < last]


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60 % 24, minute % 60)
