"""Timetables from the database: the same number of queries for one place and for a thousand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from podworko.core import clock
from podworko.places.hours.spans import DAY, Span, merged
from podworko.places.hours.timetable import AHEAD, Day, Now, Row, SeasonDates, Timetable, Weekly
from podworko.places.models import (
    Centre,
    DutyException,
    DutyHours,
    NetworkDay,
    OpeningException,
    OpeningHours,
    Season,
    Weekday,
)

WEEK = 7
_ONE_DAY = dt.timedelta(days=1)


def timetables(
    centres: Sequence[Centre], first: dt.date, last: dt.date, *, with_duty: bool = True
) -> dict[int, Timetable]:
    """Return what decides the hours of each of the `centres`, by their id, from `first` to `last`.

    In six queries, or in four without duty. The centres come with their networks loaded.
    """
    ids = [centre.pk for centre in centres]
    begin, end = first - _ONE_DAY, last + _ONE_DAY
    of_centres = Q(centre__in=ids)
    week = (begin + dt.timedelta(days=passed) for passed in range(WEEK))
    weekdays = Q(weekday__in={on.weekday() for on in week if on <= end})
    opening = _weekly(OpeningHours, of_centres & weekdays)
    duty = _weekly(DutyHours, of_centres & weekdays, "host") if with_duty else defaultdict(dict)
    seasons = defaultdict(list)
    for season in Season.objects.filter(of_centres, starts_on__lte=end, ends_on__gte=begin):
        seasons[season.centre_id].append(SeasonDates(season.pk, season.name, season.starts_on, season.ends_on))
    exceptions = _exceptions(OpeningException, of_centres & Q(on__range=(begin, end)), "reason")
    duty_exceptions = (
        _exceptions(DutyException, of_centres & Q(on__range=(begin, end)), "host") if with_duty else defaultdict(dict)
    )
    chosen: dict[int, dict[dt.date, tuple[str, bool]]] = defaultdict(dict)
    networks = {centre.network_id for centre in centres}
    for network_id, on, name, is_free in NetworkDay.objects.filter(
        network__in=networks, on__range=(begin, end)
    ).values_list("network", "on", "name", "is_free"):
        chosen[network_id][on] = (name, is_free)
    return {
        centre.pk: Timetable(
            zone=centre.zone,
            country=centre.network.holidays,
            is_open_on_holidays=centre.is_open_on_holidays,
            opening=opening[centre.pk],
            duty=duty[centre.pk],
            seasons=seasons[centre.pk],
            exceptions={on: (_rows(rows), rows[0][2]) for on, rows in exceptions[centre.pk].items()},
            duty_exceptions={on: _rows(rows, is_duty=True) for on, rows in duty_exceptions[centre.pk].items()},
            chosen=chosen[centre.network_id],
        )
        for centre in centres
    }


def timetable(centre: Centre, first: dt.date, last: dt.date, *, with_duty: bool = True) -> Timetable:
    """Return what decides the hours of `centre` from `first` to `last`."""
    return timetables([centre], first, last, with_duty=with_duty)[centre.pk]


def days(centre: Centre, dates: Iterable[dt.date], *, with_duty: bool = False) -> dict[dt.date, Day]:
    """Return the hours of `centre` on each of the `dates`, however many in four queries; in six with duty."""
    wanted = list(dates)
    if not wanted:
        return {}
    table = timetable(centre, min(wanted), max(wanted), with_duty=with_duty)
    return {on: table.day(on) for on in wanted}


def day(centre: Centre, on: dt.date, *, with_duty: bool = False) -> Day:
    """Return the hours of `centre` on the local date `on`."""
    return days(centre, [on], with_duty=with_duty)[on]


def now(centre: Centre, at: dt.datetime | None = None) -> Now:
    """Return how `centre` stands at the moment `at`, or at this one."""
    return standing([centre], at)[centre.pk]


def standing(centres: Sequence[Centre], at: dt.datetime | None = None) -> dict[int, Now]:
    """Return how each of the `centres` stands at the moment `at`, or at this one, by its id."""
    at = at or clock.now()
    tables = timetables(centres, at.date() - _ONE_DAY, at.date() + AHEAD)
    return {pk: table.now(at) for pk, table in tables.items()}


def open_at(centres: Sequence[Centre], at: dt.datetime) -> frozenset[int]:
    """Return the ids of those of the `centres` that are open at the moment `at`: in four queries."""
    tables = timetables(centres, at.date() - _ONE_DAY, at.date() + _ONE_DAY, with_duty=False)
    return frozenset(pk for pk, table in tables.items() if table.is_open(at))


def usual_week(centre: Centre, season: Season | None = None) -> list[tuple[str, tuple[Span, ...], tuple[Span, ...]]]:
    """Return for each day of the week its name, the opening and the duty hours that recur, usually or in `season`."""
    kept = season.pk if season else None
    opening = [row for row in centre.opening_hours.all() if row.season_id == kept]
    duty = [row for row in centre.duty_hours.all() if row.season_id == kept]
    return [(str(weekday.label), _spans(opening, weekday), _spans(duty, weekday)) for weekday in Weekday]


def _spans(rows: Iterable[OpeningHours | DutyHours], weekday: int) -> tuple[Span, ...]:
    """Return the spans that begin on that day; those that go past midnight stand as they were typed, at the end."""
    here = [row for row in rows if row.weekday == weekday]
    stretches = [Row(row.starts, row.ends).stretch for row in here]
    over = [Span(row.starts, row.ends) for row in here if Row(row.starts, row.ends).stretch[1] > DAY]
    return (*merged(pair for pair in stretches if pair[1] <= DAY), *over)


def _weekly(table: type[OpeningHours | DutyHours], where: Q, *more: str) -> defaultdict[int, Weekly]:
    result: defaultdict[int, Any] = defaultdict(lambda: defaultdict(list))
    for centre_id, season_id, weekday, *row in table.objects.filter(where).values_list(
        "centre", "season", "weekday", "starts", "ends", *more
    ):
        result[centre_id][season_id, weekday].append(Row(*row))
    return result


Found = defaultdict[int, dict[dt.date, list[tuple[dt.time | None, dt.time | None, str]]]]


def _exceptions(table: type[OpeningException | DutyException], where: Q, word: str) -> Found:
    result: Found = defaultdict(dict)
    rows = table.objects.filter(where).order_by("starts").values_list("centre", "on", "starts", "ends", word)
    for centre_id, on, starts, ends, said in rows:
        result[centre_id].setdefault(on, []).append((starts, ends, said))
    return result


def _rows(rows: Iterable[tuple[dt.time | None, dt.time | None, str]], *, is_duty: bool = False) -> list[Row]:
    return [Row(starts, ends, said if is_duty else "") for starts, ends, said in rows if starts and ends is not None]
