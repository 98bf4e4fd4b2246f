"""The timetable against a look at each minute, over clock changes, midnight, seasons, holidays and year's end."""

import datetime as dt
from collections import defaultdict
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from podworko.places import hours
from podworko.places.hours import Row, SeasonDates, Span, Timetable

pytestmark = pytest.mark.any_database

WARSAW = ZoneInfo("Europe/Warsaw")
MINUTE, ONE_DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
SPRING, AUTUMN, LEAP, YEARS_END = (
    dt.date(2026, 3, 29),
    dt.date(2026, 10, 25),
    dt.date(2028, 2, 29),
    dt.date(2026, 12, 31),
)
LOOKED_AT = 5

TIMES = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45, 59]))
ROWS = st.lists(st.builds(Row, TIMES, TIMES), max_size=2)
OFFSETS = st.integers(-3, LOOKED_AT + 2)


@st.composite
def timetables(draw):
    """Return the first date of those that are looked at, and a timetable with something special around it."""
    first = draw(st.sampled_from([SPRING, AUTUMN, LEAP, YEARS_END])) - draw(st.integers(0, LOOKED_AT - 1)) * ONE_DAY
    start, length = draw(OFFSETS), draw(st.integers(0, 4))
    season = SeasonDates(1, "Ferie", first + start * ONE_DAY, first + (start + length) * ONE_DAY)
    weekly = draw(st.dictionaries(st.tuples(st.sampled_from([None, None, 1]), st.integers(0, 6)), ROWS, max_size=14))
    exceptions = draw(st.dictionaries(OFFSETS, ROWS, max_size=2))
    chosen = draw(st.dictionaries(OFFSETS, st.booleans(), max_size=2))
    return first, Timetable(
        zone=WARSAW,
        country="PL",
        is_open_on_holidays=draw(st.booleans()),
        opening=weekly,
        seasons=draw(st.sampled_from([(), (season,)])),
        exceptions={first + number * ONE_DAY: (rows, "Remont") for number, rows in exceptions.items()},
        chosen={first + number * ONE_DAY: ("Święto miasta", is_free) for number, is_free in chosen.items()},
    )


def rows_of(table, on):
    """Look the rows of a date up in the plainest way."""
    if on in table.exceptions:
        return table.exceptions[on][0]
    is_free = table.chosen[on][1] if on in table.chosen else hours.holiday("PL", on) != ""
    if is_free and not table.is_open_on_holidays:
        return []
    in_season = any(season.starts_on <= on <= season.ends_on for season in table.seasons)
    return table.opening.get((1 if in_season else None, on.weekday()), [])


def open_minutes(table, first):
    """Walk minute by minute: the door opens when the wall shows the start for the first time, closes when it shows the
    end for the last time."""
    begin = dt.datetime.combine(first - 3 * ONE_DAY, dt.time(), dt.UTC)
    shown = defaultdict(list)
    for number in range((LOOKED_AT + 6) * 24 * 60):
        at = begin + number * MINUTE
        shown[at.astimezone(WARSAW).replace(tzinfo=None)].append(at)
    found = set()
    for number in range(-2, LOOKED_AT + 1):
        on = first + number * ONE_DAY
        for row in rows_of(table, on):
            wall = dt.datetime.combine(on, row.starts)
            end = dt.datetime.combine(on, row.ends)
            end += ONE_DAY if end <= wall else dt.timedelta()
            seen = []
            while wall < end:
                seen += shown.get(wall, [])
                wall += MINUTE
            if seen:
                found |= {min(seen) + step * MINUTE for step in range((max(seen) - min(seen)) // MINUTE + 1)}
    return found


@settings(max_examples=60, deadline=None)
@given(timetables(), st.lists(st.integers(0, LOOKED_AT * 24 * 60 - 1), min_size=1, max_size=20))
@example((SPRING, Timetable(WARSAW, "PL", opening={(None, 6): [Row(dt.time(2, 30), dt.time(5))]})), [60])
@example((SPRING, Timetable(WARSAW, "PL", opening={(None, 6): [Row(dt.time(2, 15), dt.time(2, 45))]})), [60])
@example((AUTUMN, Timetable(WARSAW, "PL", opening={(None, 6): [Row(dt.time(1), dt.time(2, 30))]})), [30, 60, 90, 120])
@example((YEARS_END, Timetable(WARSAW, "PL", opening={(None, 3): [Row(dt.time(20), dt.time(3))]})), [1439, 1441])
def test_it_is_what_a_look_at_each_minute_finds(given_table, minutes):
    first, table = given_table
    naive = open_minutes(table, first)
    start = dt.datetime.combine(first, dt.time(), WARSAW).astimezone(dt.UTC)
    end = dt.datetime.combine(first + LOOKED_AT * ONE_DAY, dt.time(), WARSAW).astimezone(dt.UTC)
    looked_at = [start + number * MINUTE for number in range((end - start) // MINUTE)]
    stretches = list(table.stretches(first, first + (LOOKED_AT - 1) * ONE_DAY))
    told = {at + step * MINUTE for at, until in stretches for step in range(max(0, (until - at) // MINUTE))}
    assert told & {*looked_at} == naive & {*looked_at}
    for number in minutes:
        at = looked_at[number % len(looked_at)]
        assert table.is_open(at) == (at in naive)
        later = next((each for each in looked_at if each >= at and each in naive and each - MINUTE not in naive), None)
        if later:
            assert table.next_opening(at) == later
        state = table.now(at)
        assert state.is_open == (at in naive)


def test_a_week_has_seven_days_also_in_a_year_of_53_weeks():
    table = Timetable(WARSAW, "PL", opening={(None, 0): [Row(dt.time(9), dt.time(17))]})
    week = table.week(2026, 53)
    assert [day.on.isoformat() for day in week][::6] == ["2026-12-28", "2027-01-03"]
    assert week[0].open == (Span(dt.time(9), dt.time(17)),)
    with pytest.raises(ValueError, match="week"):
        table.week(2027, 53)


def test_hours_past_midnight_are_those_of_the_evening_on_which_they_begin():
    table = Timetable(
        WARSAW,
        "PL",
        opening={(None, 4): [Row(dt.time(20), dt.time(2))]},
        exceptions={dt.date(2026, 11, 28): ((), "Remont")},
    )
    friday, saturday = table.day(dt.date(2026, 11, 27)), table.day(dt.date(2026, 11, 28))
    assert [str(span) for span in (*friday.open, *saturday.open)] == ["20:00–24:00", "00:00–02:00"]
    state = table.now(dt.datetime(2026, 11, 27, 23, tzinfo=WARSAW))
    assert (state.is_open, state.until) == (True, dt.time(2))


def test_who_is_on_duty_is_said_and_changes_for_a_day():
    table = Timetable(
        WARSAW,
        "PL",
        opening={(None, 1): [Row(dt.time(9), dt.time(20))]},
        duty={(None, 1): [Row(dt.time(10), dt.time(14), "Pani Ewa"), Row(dt.time(14), dt.time(18), "Pan Jan")]},
        duty_exceptions={dt.date(2026, 12, 1): [Row(dt.time(9), dt.time(12), "Pani Olena")]},
    )
    hosts = [
        table.now(dt.datetime(2026, *when, tzinfo=WARSAW)).hosts
        for when in ((11, 24, 13), (11, 24, 15), (12, 1, 11), (12, 1, 15))
    ]
    assert hosts == [("Pani Ewa",), ("Pan Jan",), ("Pani Olena",), ()]


def test_a_season_has_a_week_of_its_own_and_says_its_name():
    season = SeasonDates(7, "Wakacje", dt.date(2027, 7, 1), dt.date(2027, 8, 31))
    table = Timetable(
        WARSAW,
        "PL",
        opening={(None, 0): [Row(dt.time(9), dt.time(20))], (7, 0): [Row(dt.time(16), dt.time(0))]},
        seasons=[season],
    )
    before, within = table.day(dt.date(2027, 6, 28)), table.day(dt.date(2027, 7, 5))
    assert ([str(span) for span in before.open], before.reason) == (["09:00–20:00"], "")
    assert ([str(span) for span in within.open], within.reason) == (["16:00–24:00"], "Wakacje")
    assert within.covers(dt.time(20), dt.time(0))
    assert table.day(dt.date(2027, 7, 6)).open == ()
