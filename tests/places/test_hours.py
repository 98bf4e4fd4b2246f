"""When a place is open, against oracles so naive that they cannot be wrong."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from podworko.places import hours
from podworko.places.hours import Span
from podworko.places.models import DutyHours, OpeningException, OpeningHours
from tests.factories import make_centre

WARSAW = ZoneInfo("Europe/Warsaw")
ONE_DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
DATES = st.dates(dt.date(2025, 1, 1), dt.date(2030, 12, 31))
with_database = pytest.mark.django_db


def time(text):
    return dt.time.fromisoformat(text)


def span(text):
    return Span(*map(time, text.split("-")))


# --- working days ---


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (dt.date(2026, 1, 1), "Nowy Rok"),
        (dt.date(2026, 1, 6), "Święto Trzech Króli"),
        (dt.date(2026, 4, 6), "Poniedziałek Wielkanocny"),
        (dt.date(2026, 5, 1), "Święto Państwowe"),
        (dt.date(2026, 5, 3), "Święto Narodowe Trzeciego Maja"),
        (dt.date(2026, 6, 4), "Dzień Bożego Ciała"),
        (dt.date(2026, 8, 15), "Wniebowzięcie Najświętszej Marii Panny"),
        (dt.date(2026, 11, 1), "Uroczystość Wszystkich Świętych"),
        (dt.date(2026, 11, 11), "Narodowe Święto Niepodległości"),
        (dt.date(2026, 12, 24), "Wigilia Bożego Narodzenia"),
        (dt.date(2026, 12, 25), "Boże Narodzenie (pierwszy dzień)"),
    ],
)
def test_the_days_off_have_their_names(on, name):
    assert hours.holiday("PL", on) == name
    assert not hours.is_working_day("PL", on)


def test_christmas_eve_is_a_day_off_from_2025():
    assert [hours.holiday("PL", dt.date(year, 12, 24)) != "" for year in (2023, 2024, 2025, 2026)] == [
        False, False, True, True,
    ]  # fmt: skip


def test_there_are_fourteen_days_off_in_a_year():
    assert {len(hours.public_holidays("PL", year)) for year in range(2025, 2031)} == {14}


def test_three_working_days_over_christmas_take_eight_days():
    # Tue 22 December: Wed 23 is one; Thu 24 to Sun 27 are off; Mon 28, Tue 29 are two and three.
    assert hours.add_working_days("PL", dt.date(2026, 12, 22), 3) == dt.date(2026, 12, 29)


@given(start=DATES, count=st.integers(0, 30))
def test_adding_working_days_is_walking_the_calendar(start, count):
    end = hours.add_working_days("PL", start, count)
    walked = [start + number * ONE_DAY for number in range(1, (end - start).days + 1)]
    assert sum(day.weekday() < 5 and day not in hours.public_holidays("PL", day.year) for day in walked) == count
    assert count == 0 or hours.is_working_day("PL", end)


@given(start=DATES, length=st.integers(-5, 40))
def test_working_days_between_are_those_strictly_inside(start, length):
    end = start + length * ONE_DAY
    inside = [start + number * ONE_DAY for number in range(1, max(0, length))]
    off = {day for day in inside if day.weekday() >= 5 or day in hours.public_holidays("PL", day.year)}
    assert hours.working_days_between("PL", start, end) == len(inside) - len(off)


# --- the hours of a day ---


@with_database
def test_opening_hours_and_duty_hours_are_two_things():
    day = hours.day(make_centre(opens="09:00-20:00", duty="10:00-14:00"), dt.date(2026, 11, 24), with_duty=True)
    assert (day.open, day.duty, day.reason) == ((span("09:00-20:00"),), (span("10:00-14:00"),), "")


@with_database
def test_on_a_public_holiday_the_place_is_closed_and_says_why():
    day = hours.day(make_centre(), dt.date(2026, 12, 24))
    assert (day.open, day.duty, day.reason) == ((), (), "Wigilia Bożego Narodzenia")


@with_database
def test_unless_it_is_one_that_opens_on_holidays():
    day = hours.day(make_centre(is_open_on_holidays=True), dt.date(2026, 12, 24))
    assert day.open == (span("09:00-20:00"),)


@with_database
def test_an_exception_stands_over_the_week_and_over_a_holiday():
    centre = make_centre()
    closed, shorter, festive = dt.date(2026, 11, 24), dt.date(2026, 11, 25), dt.date(2026, 12, 24)
    for on, starts, ends in ((closed, None, None), (shorter, "12:00", "14:00"), (festive, "17:00", "21:00")):
        times = {"starts": starts and time(starts), "ends": ends and time(ends)}
        OpeningException.objects.create(centre=centre, on=on, reason="Remont", **times)
    days = hours.days(centre, [closed, shorter, festive], with_duty=True)
    assert [days[on].open for on in (closed, shorter, festive)] == [(), (span("12:00-14:00"),), (span("17:00-21:00"),)]
    assert {day.reason for day in days.values()} == {"Remont"}
    assert days[closed].duty == ()


@with_database
def test_hours_that_touch_are_one_stretch():
    centre = make_centre(opens="09:00-12:00")
    OpeningHours.objects.create(centre=centre, weekday=1, starts=time("12:00"), ends=time("15:00"))
    OpeningHours.objects.create(centre=centre, weekday=1, starts=time("16:00"), ends=time("18:00"))
    tuesday = hours.day(centre, dt.date(2026, 11, 24))
    assert tuesday.open == (span("09:00-15:00"), span("16:00-18:00"))
    assert tuesday.covers(time("11:00"), time("13:00"))
    assert not tuesday.covers(time("14:00"), time("17:00"))
    assert hours.usual_week(centre)[1][1] == tuesday.open


@with_database
@pytest.mark.parametrize("count", [1, 40])
def test_any_number_of_days_takes_four_queries(count, django_assert_num_queries):
    centre = make_centre()
    with django_assert_num_queries(4):
        hours.days(centre, [dt.date(2026, 11, 24) + number * ONE_DAY for number in range(count)])


# --- now ---


@with_database
@pytest.mark.parametrize(
    ("moment", "is_open", "on_duty", "until", "opens"),
    [
        ("2026-11-24 08:59", False, False, None, ("2026-11-24", "09:00")),
        ("2026-11-24 09:00", True, False, "20:00", None),
        ("2026-11-24 10:00", True, True, "20:00", None),
        ("2026-11-24 19:59", True, False, "20:00", None),
        ("2026-11-24 20:00", False, False, None, ("2026-11-25", "09:00")),
        ("2026-11-27 21:00", False, False, None, ("2026-11-30", "09:00")),  # Friday evening
        ("2026-12-23 21:00", False, False, None, ("2026-12-28", "09:00")),  # over Christmas
    ],
)
def test_now_says_until_when_or_from_when(moment, is_open, on_duty, until, opens):
    centre = make_centre()
    with time_machine.travel(dt.datetime.fromisoformat(moment).replace(tzinfo=WARSAW), tick=False):
        state = hours.now(centre)
    assert (state.is_open, state.is_on_duty) == (is_open, on_duty)
    assert state.until == (until and time(until))
    assert (state.opens_on, state.opens_at) == (
        (dt.date.fromisoformat(opens[0]), time(opens[1])) if opens else (None, None)
    )


@with_database
def test_a_place_that_never_opens_says_no_day():
    centre = make_centre()
    centre.opening_hours.all().delete()
    state = hours.now(centre)
    assert (state.is_open, state.opens_on) == (False, None)


QUARTERS = st.integers(24, 92)  # 6:00 to 23:00; no clock is changed then
SPANS = st.tuples(QUARTERS, QUARTERS).filter(lambda pair: pair[0] < pair[1])
WEEKS = st.lists(st.tuples(st.integers(0, 6), SPANS), max_size=8)
EXCEPTIONS = st.dictionaries(st.integers(0, 13), st.none() | SPANS, max_size=3)


def quarter(number):
    return dt.time(number // 4, number % 4 * 15)


@dataclass
class NaiveHours:
    """The hours looked up anew for each minute; weeks are (weekday, quarters), exceptions count days from `first`."""

    first: dt.date
    opening: list
    duty: list
    exceptions: dict

    def is_open(self, wall):
        return any(quarter(start) <= wall.time() < quarter(end) for start, end in self.opens(wall.date()))

    def is_on_duty(self, wall):
        duty = [pair for day, pair in self.duty if day == wall.weekday()]
        on_duty = any(quarter(start) <= wall.time() < quarter(end) for start, end in duty)
        return on_duty and self.opens(wall.date()) != []

    def opens(self, on):
        if (number := (on - self.first).days) in self.exceptions:
            return [self.exceptions[number]] if self.exceptions[number] else []
        return [] if hours.holiday("PL", on) else [pair for day, pair in self.opening if day == on.weekday()]


@with_database
@settings(max_examples=40, deadline=None)
@given(
    first=DATES,
    opening=WEEKS,
    duty=WEEKS,
    exceptions=EXCEPTIONS,
    minutes=st.lists(st.integers(0, 3 * 24 * 60 - 1), min_size=1, max_size=3),
)
def test_now_is_what_a_look_at_each_minute_finds(first, opening, duty, exceptions, minutes):
    centre = make_centre()
    centre.opening_hours.all().delete()
    centre.duty_hours.all().delete()
    for table, rows in ((OpeningHours, opening), (DutyHours, duty)):
        table.objects.bulk_create(
            table(centre=centre, weekday=day, starts=quarter(start), ends=quarter(end)) for day, (start, end) in rows
        )
    OpeningException.objects.bulk_create(
        OpeningException(
            centre=centre,
            on=first + number * ONE_DAY,
            starts=pair and quarter(pair[0]),
            ends=pair and quarter(pair[1]),
        )
        for number, pair in exceptions.items()
    )

    naive = NaiveHours(first, opening, duty, exceptions)
    for minute in minutes:
        wall = dt.datetime.combine(first, dt.time()) + minute * MINUTE
        with time_machine.travel(wall.replace(tzinfo=WARSAW), tick=False):
            state = hours.now(centre)
        # The oracle walks in steps of 15 minutes from the quarter after `wall`, since all hours begin at quarters.
        walk = [wall.replace(minute=wall.minute // 15 * 15) + step * 15 * MINUTE for step in range(1, 29 * 96)]
        assert state.is_open == naive.is_open(wall)
        assert state.is_on_duty == naive.is_on_duty(wall)
        if state.is_open:
            assert state.until == next(later for later in walk if not naive.is_open(later)).time()
            continue
        opens = next((later for later in walk if naive.is_open(later) and later.date() < first + 29 * ONE_DAY), None)
        if opens:
            assert (state.opens_on, state.opens_at) == (opens.date(), opens.time())


@pytest.mark.parametrize(("language", "name"), [("pl", "Wigilia"), ("uk", "Святий вечір"), ("en", "Christmas Eve")])
def test_a_holiday_is_named_in_the_readers_language(language, name):
    with translation.override(language):
        assert hours.holiday("PL", dt.date(2026, 12, 24)).startswith(name)
