"""When a place is open and on duty: one answer for every page, right across midnight and clock changes.

Hours are times on the wall. A day's own hours are those of its exception, or else of its week (that of the season, or
the usual one) unless the day is free; hours that go past midnight belong to the day on which they begin.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from podworko.places.hours.spans import DAY, Span, Turn, merged, minutes, within_day
from podworko.places.hours.workdays import holiday

# How far ahead the next opening is sought: over the longest summer break.
AHEAD = dt.timedelta(days=100)


@dataclass(frozen=True)
class Row:
    """Hours that recur on a weekday, in a season (its id) or in the usual week, or that hold on one day."""

    starts: dt.time
    ends: dt.time
    host: str = ""

    @property
    def stretch(self) -> tuple[int, int]:
        """The minutes from the midnight that begins its day; over 1440 when it goes past the next."""
        first, last = minutes(self.starts), minutes(self.ends)
        return first, last if last > first else last + DAY


@dataclass(frozen=True)
class SeasonDates:
    """A part of the year with a week of its own."""

    pk: int
    name: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Day:
    """The hours of a place on one local date, and why they are not the usual ones."""

    on: dt.date
    open: tuple[Span, ...]
    duty: tuple[Span, ...]
    reason: str = ""
    turns: tuple[Turn, ...] = ()

    def covers(self, starts: dt.time, ends: dt.time) -> bool:
        """Say whether the place is open all the time from `starts` to `ends`."""
        return any(span.covers(starts, ends) for span in self.open)


@dataclass(frozen=True)
class Now:
    """How a place stands at a moment: open until, or closed and opening next; local dates and times."""

    is_open: bool
    is_on_duty: bool
    until: dt.time | None
    opens_on: dt.date | None
    opens_at: dt.time | None
    # Who is on duty, as visitors read it.
    hosts: tuple[str, ...] = ()


Weekly = Mapping[tuple[int | None, int], Sequence[Row]]


@dataclass(frozen=True)
class Timetable:
    """All that decides when one place is open between two dates."""

    zone: ZoneInfo
    country: str
    is_open_on_holidays: bool = False
    # By the season (its id, None for the usual week) and the weekday.
    opening: Weekly = field(default_factory=dict)
    duty: Weekly = field(default_factory=dict)
    seasons: Sequence[SeasonDates] = ()
    # Rows and the reason, by date; no rows: closed, or nobody on duty.
    exceptions: Mapping[dt.date, tuple[Sequence[Row], str]] = field(default_factory=dict)
    duty_exceptions: Mapping[dt.date, Sequence[Row]] = field(default_factory=dict)
    # The days that the network chose: their name, and whether places are closed.
    chosen: Mapping[dt.date, tuple[str, bool]] = field(default_factory=dict)

    def season(self, on: dt.date) -> SeasonDates | None:
        """Return the season in which `on` lies; of two, the one that began later."""
        return max(
            (season for season in self.seasons if season.starts_on <= on <= season.ends_on),
            key=lambda season: season.starts_on,
            default=None,
        )

    def free_day(self, on: dt.date) -> str:
        """Return the name of the day off that closes the place on `on`, or nothing."""
        if self.is_open_on_holidays:
            return ""
        if on in self.chosen:
            name, is_free = self.chosen[on]
            return name if is_free else ""
        return holiday(self.country, on)

    def day(self, on: dt.date) -> Day:
        """Return the hours on the local date `on`."""
        rows, reason = self._own(on)
        before, _reason = self._own(on - dt.timedelta(days=1))
        spans = merged([*_here(rows), *_here(before, shift=-DAY)])
        turns = tuple(self._turns(on))
        return Day(on, spans, merged((turn.first, turn.last) for turn in turns), reason, turns)

    def week(self, year: int, number: int) -> list[Day]:
        """Return the seven days of the ISO week. Raises ValueError when that year has no such week."""
        monday = dt.date.fromisocalendar(year, number, 1)
        return [self.day(monday + dt.timedelta(days=passed)) for passed in range(7)]

    def stretches(self, first: dt.date, last: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """Yield the moments from–until, in UTC, of each stretch in which the place is open, from `first` to `last`.

        A stretch that goes on past midnight, or into the hours of the next day, is one.
        """
        current: tuple[dt.datetime, dt.datetime] | None = None
        on = first
        while on <= last:
            for span in self.day(on).open:
                starts, ends = span.moments(on, self.zone)
                if starts >= ends:
                    continue
                if current and starts <= current[1]:
                    current = (current[0], max(current[1], ends))
                    continue
                if current:
                    yield current
                current = (starts, ends)
            on += dt.timedelta(days=1)
        if current:
            yield current

    def is_open(self, at: dt.datetime) -> bool:
        """Say whether the place is open at that moment."""
        on = at.astimezone(self.zone).date()
        return any(starts <= at < ends for starts, ends in self.stretches(on, on))

    def next_opening(self, at: dt.datetime) -> dt.datetime | None:
        """Return the first moment from `at` on, in UTC, at which the door opens; None when not within AHEAD."""
        on = at.astimezone(self.zone).date()
        ahead = self.stretches(on - dt.timedelta(days=1), on + AHEAD)
        return next((starts for starts, _ends in ahead if starts >= at), None)

    def now(self, at: dt.datetime) -> Now:
        """Return how the place stands at the moment `at`."""
        local = at.astimezone(self.zone)
        on = local.date()
        turns = [turn for turn in self._turns(on) if _includes(turn, on, self.zone, at)]
        hosts = tuple(dict.fromkeys(turn.host for turn in turns if turn.host))
        until = next((ends for starts, ends in self.stretches(on, on + _ONE_DAY) if starts <= at < ends), None)
        opens = None if until else self.next_opening(at)
        opening = opens.astimezone(self.zone) if opens else None
        return Now(
            is_open=until is not None,
            is_on_duty=bool(turns),
            until=until.astimezone(self.zone).time() if until else None,
            opens_on=opening.date() if opening else None,
            opens_at=opening.time() if opening else None,
            hosts=hosts,
        )

    @cached_property
    def _days(self) -> dict[dt.date, tuple[Sequence[Row], str]]:
        return {}

    def _own(self, on: dt.date) -> tuple[Sequence[Row], str]:
        """Return the rows that begin on `on`, and why they are not the usual ones; remembered."""
        if on not in self._days:
            self._days[on] = self._look_up(on)
        return self._days[on]

    def _look_up(self, on: dt.date) -> tuple[Sequence[Row], str]:
        if on in self.exceptions:
            return self.exceptions[on]
        if free := self.free_day(on):
            return (), free
        season = self.season(on)
        rows = self.opening.get((season.pk if season else None, on.weekday()), ())
        return rows, season.name if season else ""

    def _turns(self, on: dt.date) -> Iterator[Turn]:
        """Yield who is on duty on `on`, from the evening before on, each within the day."""
        for date, shift in ((on - _ONE_DAY, -DAY), (on, 0)):
            for row in self._duty_rows(date):
                for first, last in within_day([row.stretch], shift=shift):
                    yield Turn(*_times(first, last), row.host)

    def _duty_rows(self, on: dt.date) -> Sequence[Row]:
        if on in self.duty_exceptions:
            return self.duty_exceptions[on]
        if not self._own(on)[0]:
            return ()
        season = self.season(on)
        return self.duty.get((season.pk if season else None, on.weekday()), ())


_ONE_DAY = dt.timedelta(days=1)


def _here(rows: Sequence[Row], *, shift: int = 0) -> list[tuple[int, int]]:
    return within_day((row.stretch for row in rows), shift=shift)


def _times(first: int, last: int) -> tuple[dt.time, dt.time]:
    return dt.time(first // 60, first % 60), dt.time(last // 60 % 24, last % 60)


def _includes(span: Span, on: dt.date, zone: ZoneInfo, at: dt.datetime) -> bool:
    starts, ends = span.moments(on, zone)
    return starts <= at < ends
