"""Adds when a place is open and who is on duty: the week, the summer, the days that differ."""

import datetime as dt
from typing import TypeVar

from podworko.core import clock
from podworko.places import hours
from podworko.places.models import Centre, DutyException, DutyHours, OpeningException, OpeningHours, Season
from podworko.portal.demo.rows import Rows
from podworko.portal.demo.shapes import EVERY_SECOND_WEEK, SAT, SUN, Feast, Hours, Place, span

Row = TypeVar("Row", OpeningHours, DutyHours)
# How those on duty want to be called; "" where the place does not say.
HOSTS = ("Pani Ewa", "Pan Grzegorz", "Pani Renata", "Michał", "Pani Joanna", "", "Pan Andrzej", "Alicja", "Pani Iryna")


def add(place: Place, centre: Centre, number: int, rows: Rows) -> None:
    """Add the hours of `place`, the number of which lends it the names of its hosts."""
    rows.add(*_weekly(OpeningHours, centre, place.opening))
    shifts = [set(days) for days, _times in place.duty]
    is_by_shift = len(shifts) > 1 and shifts[0] == shifts[1]
    for turn, row in enumerate(_weekly(DutyHours, centre, place.duty)):
        row.host = _host(place, number, turn // len(shifts[0]) if is_by_shift else turn)
        rows.add(row)
    for season, pattern in ((_summer(centre), place.summer), (_winter(centre), place.winter)):
        if pattern:
            rows.add(season, *_weekly(OpeningHours, centre, pattern, season))
            for turn, row in enumerate(_weekly(DutyHours, centre, pattern, season)):
                row.host = _host(place, number, turn)
                rows.add(row)
    special = _special_days(place, centre)
    rows.add(*special)
    for turn, day in enumerate(special):
        if day.starts:
            host = _host(place, number, turn)
            rows.add(DutyException(centre=centre, on=day.on, starts=day.starts, ends=day.ends, host=host))


def _host(place: Place, number: int, turn: int) -> str:
    if place.hosts:
        return place.hosts[turn % len(place.hosts)]
    return HOSTS[(number + turn % 2) % len(HOSTS)]


def _weekly(table: type[Row], centre: Centre, pattern: Hours, season: Season | None = None) -> list[Row]:
    return [
        table(centre=centre, season=season, weekday=day, starts=span(times).starts, ends=span(times).ends)
        for days, times in pattern
        for day in days
    ]


def _summer(centre: Centre) -> Season:
    """Return July and August: these, or those to come."""
    today = clock.today(centre.zone)
    year = today.year if today <= dt.date(today.year, 8, 31) else today.year + 1
    return Season(centre=centre, name="Wakacje", starts_on=dt.date(year, 7, 1), ends_on=dt.date(year, 8, 31))


def _winter(centre: Centre) -> Season:
    """Return the fortnight in which schools of these parts rest: this winter's, or the next."""
    today = clock.today(centre.zone)
    year = today.year if today <= dt.date(today.year, 2, 14) else today.year + 1
    monday = dt.date(year, 2, 1) - dt.timedelta(days=dt.date(year, 2, 1).weekday())
    return Season(
        centre=centre, name="Ferie zimowe", starts_on=monday + dt.timedelta(weeks=1), ends_on=monday + dt.timedelta(20)
    )


def _special_days(place: Place, centre: Centre) -> list[OpeningException]:
    """Return every second Saturday that is no holiday, today where the place would be closed, a feast and a day off."""
    country, today = centre.network.holidays, clock.today(centre.zone)
    reasons: dict[dt.date, str] = {}
    if place.special_hours:
        monday = today - dt.timedelta(days=today.weekday())
        saturdays = {monday + dt.timedelta(weeks=week, days=SAT) for week in EVERY_SECOND_WEEK}
        reasons = {on: "Sobota z sąsiadami" for on in saturdays if not hours.holiday(country, on)}
    if place.special_days:
        usual_days = {day for days, _hours in place.opening for day in days}
        if today.weekday() not in usual_days or hours.holiday(country, today):
            reasons[today] = "Dzień otwarty"
    rows = []
    for on, reason in sorted(reasons.items()):
        special = span(place.special_hours)
        rows.append(OpeningException(centre=centre, on=on, starts=special.starts, ends=special.ends, reason=reason))
    if place.feast:
        rows.append(_feast(place.feast, centre))
    if place.closed_ahead:
        closed_on = hours.add_working_days(country, today, place.closed_ahead)
        if closed_on not in reasons:
            rows.append(OpeningException(centre=centre, on=closed_on, reason=place.closed_why))
    return rows


def _feast(feast: Feast, centre: Centre) -> OpeningException:
    """Return the Sunday on which the street is out: the first that is no public holiday."""
    today = clock.today(centre.zone)
    on = today + dt.timedelta(weeks=feast.weeks, days=SUN - today.weekday())
    while hours.holiday(centre.network.holidays, on):
        on += dt.timedelta(weeks=1)
    when = span(feast.hours)
    return OpeningException(centre=centre, on=on, starts=when.starts, ends=when.ends, reason=feast.why)
