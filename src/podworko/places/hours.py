"""When a centre is open and on duty, in its local time, right across clock changes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import holidays
from django.utils.translation import get_language

from podworko.core import clock
from podworko.places.models import Centre, Weekday, WeeklyHours


@dataclass(frozen=True, order=True)
class Span:
    """Local times on the wall of one day, from `starts` up to `ends`."""

    starts: dt.time
    ends: dt.time

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"

    def holds(self, time: dt.time) -> bool:
        """Say whether `time` lies inside."""
        return self.starts <= time < self.ends

    def covers(self, starts: dt.time, ends: dt.time) -> bool:
        """Say whether all of `starts`–`ends` lies inside."""
        return self.starts <= starts and ends <= self.ends


@dataclass(frozen=True)
class Day:
    """The hours of a centre on one local date, and why they are not the usual ones."""

    on: dt.date
    open: tuple[Span, ...]
    duty: tuple[Span, ...]
    reason: str = ""

    def covers(self, starts: dt.time, ends: dt.time) -> bool:
        """Say whether the centre is open all the time from `starts` to `ends`."""
        return any(span.covers(starts, ends) for span in self.open)


@dataclass(frozen=True)
class Now:
    """How a centre stands at this moment: open until, or closed and opening next."""

    is_open: bool
    is_on_duty: bool
    until: dt.time | None
    opens_on: dt.date | None
    opens_at: dt.time | None


@lru_cache(maxsize=64)
def public_holidays(country: str, year: int, language: str = "pl") -> dict[dt.date, str]:
    """Return the statutory days off of `country` in `year` with their names in `language` (pl, uk, en).

    Poland: ustawa z 18.01.1951 o dniach wolnych od pracy; 24 December among them from 2025 (Dz.U. 2024 poz. 1965).
    """
    spoken = "en_US" if language == "en" else language
    return dict(holidays.country_holidays(country, years=year, language=spoken).items())


def holiday(country: str, on: dt.date) -> str:
    """Return the name of the public holiday on that date in the reader's language, or nothing."""
    return public_holidays(country, on.year, (get_language() or "pl")[:2]).get(on, "")


def is_working_day(country: str, on: dt.date) -> bool:
    """Say whether `on` is neither a Saturday or Sunday nor a public holiday."""
    return on.weekday() < Weekday.SATURDAY and not holiday(country, on)


def add_working_days(country: str, start: dt.date, count: int) -> dt.date:
    """Return the date that comes `count` working days after `start`, which itself is not counted."""
    day = start
    while count:
        day += dt.timedelta(days=1)
        count -= is_working_day(country, day)
    return day


def working_days_between(country: str, start: dt.date, end: dt.date) -> int:
    """Return how many working days lie after `start` and before `end`, both not counted."""
    days = (start + dt.timedelta(days=number) for number in range(1, (end - start).days))
    return sum(is_working_day(country, day) for day in days)


def days(centre: Centre, dates: Iterable[dt.date]) -> dict[dt.date, Day]:
    """Return the hours of `centre` on each of the `dates`, in three queries however many they are."""
    wanted = list(dates)
    exceptions = {row.on: row for row in centre.opening_exceptions.filter(on__in=wanted)} if wanted else {}
    opening = list(centre.opening_hours.all())
    duty = list(centre.duty_hours.all())
    result = {}
    for on in wanted:
        free = "" if centre.is_open_on_holidays else holiday(centre.network.holidays, on)
        spans = _spans(opening, on.weekday())
        on_duty = _spans(duty, on.weekday())
        if exception := exceptions.get(on):
            spans = (Span(exception.starts, exception.ends),) if exception.starts and exception.ends else ()
            free = exception.reason
        elif free:
            spans = ()
        result[on] = Day(on, spans, on_duty if spans else (), free)
    return result


def _spans(rows: Iterable[WeeklyHours], weekday: int) -> tuple[Span, ...]:
    """Return the spans of that day in order; those that touch or overlap are one."""
    merged: list[Span] = []
    for span in sorted(Span(row.starts, row.ends) for row in rows if row.weekday == weekday):
        if merged and span.starts <= merged[-1].ends:
            merged[-1] = Span(merged[-1].starts, max(merged[-1].ends, span.ends))
        else:
            merged.append(span)
    return tuple(merged)


def day(centre: Centre, on: dt.date) -> Day:
    """Return the hours of `centre` on the local date `on`."""
    return days(centre, [on])[on]


def now(centre: Centre) -> Now:
    """Return how `centre` stands at this moment; the next opening is sought four weeks ahead."""
    local = clock.now().astimezone(centre.zone)
    today, time = local.date(), local.time()
    ahead = days(centre, [today + dt.timedelta(days=number) for number in range(29)])
    current = next((span for span in ahead[today].open if span.holds(time)), None)
    on_duty = any(span.holds(time) for span in ahead[today].duty)
    if current:
        return Now(is_open=True, is_on_duty=on_duty, until=current.ends, opens_on=None, opens_at=None)
    for on, hours in ahead.items():
        for span in hours.open:
            if on > today or span.starts > time:
                return Now(is_open=False, is_on_duty=on_duty, until=None, opens_on=on, opens_at=span.starts)
    return Now(is_open=False, is_on_duty=on_duty, until=None, opens_on=None, opens_at=None)


def usual_week(centre: Centre) -> list[tuple[str, tuple[Span, ...], tuple[Span, ...]]]:
    """Return for each day of the week its name, the opening hours and the duty hours that recur."""
    opening, duty = list(centre.opening_hours.all()), list(centre.duty_hours.all())
    return [
        (
            str(weekday.label),
            _spans(opening, weekday),
            _spans(duty, weekday),
        )
        for weekday in Weekday
    ]
