"""Series: which days a rule means, counted by hand; what is no rule; and how a rule is said."""

import calendar
import datetime as dt
import itertools
import time
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from podworko.bookings import series
from podworko.bookings.drafts import When
from podworko.bookings.series import MOST_DATES, NotARule, Pattern
from podworko.core.clock import NoSuchTime

WARSAW = ZoneInfo("Europe/Warsaw")
DAY = dt.timedelta(days=1)
TUESDAY = dt.date(2026, 12, 1)


def days_from(first, count):
    return [first + number * DAY for number in range(count)]


def monday_of(on):
    return on - on.weekday() * DAY


# --- the days of a rule, against plain counting ---

A_DATE = st.dates(dt.date(2024, 1, 1), dt.date(2034, 12, 31))


@given(
    first=A_DATE, interval=st.integers(1, 5), weekdays=st.sets(st.integers(0, 6)), weeks=st.integers(0, 60), back=A_DATE
)
def test_weeks_are_counted_as_on_a_calendar_on_the_wall(first, interval, weekdays, weeks, back):
    until = first + weeks * 7 * DAY
    by_day = ";BYDAY=" + ",".join(series.WEEKDAYS[day] for day in sorted(weekdays)) if weekdays else ""
    rule = f"FREQ=WEEKLY;INTERVAL={interval};UNTIL={until:%Y%m%d}{by_day}"
    wanted = weekdays or {first.weekday()}
    expected = [
        on
        for on in days_from(first, (until - first).days + 1)
        if on.weekday() in wanted and (monday_of(on) - monday_of(first)).days // 7 % interval == 0
    ]
    assert series.dates(rule, first) == expected[: MOST_DATES + 1]


@given(first=A_DATE, interval=st.integers(1, 9), count=st.integers(1, 150))
def test_days_are_counted_one_by_one(first, interval, count):
    found = series.dates(f"FREQ=DAILY;INTERVAL={interval};COUNT={count}", first)
    assert found == [first + number * interval * DAY for number in range(min(count, MOST_DATES + 1))]


def weekdays_of_month(year, month, weekday):
    days = calendar.Calendar().itermonthdates(year, month)
    return [on for on in days if on.month == month and on.weekday() == weekday]


@given(first=A_DATE, months=st.integers(1, 30), every=st.sampled_from(["month", "month-end"]))
def test_the_same_weekday_of_each_month_is_the_one_that_people_mean(first, months, every):
    last = first + months * 30 * DAY
    found = series.dates(Pattern(every, until=last).rule(first), first)
    position = (first.day - 1) // 7 if every == "month" else -1
    expected = []
    for number in range(months + 2):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        of_month = weekdays_of_month(year, month + 1, first.weekday())
        if position < len(of_month) and first <= of_month[position] <= last:
            expected.append(of_month[position])
    assert found == expected


@given(
    first=A_DATE,
    every=st.sampled_from(["week", "fortnight", "month", "month-end"]),
    until=st.none() | A_DATE,
    count=st.integers(1, 60),
    weekdays=st.sets(st.integers(0, 6)),
)
def test_what_the_form_asks_comes_back_out_of_its_rule(first, every, until, count, weekdays):
    days = tuple(sorted(weekdays)) if every in {"week", "fortnight"} else ()
    asked = Pattern(every, until, None if until else count, days)
    assert Pattern.of(asked.rule(first)) == asked
    assert len(asked.rule(first)) <= series.LONGEST_RULE


# --- years that are not like the others ---


def test_a_leap_day_comes_in_a_leap_year_and_in_no_other():
    leap = dt.date(2028, 2, 29)
    assert series.dates("FREQ=WEEKLY;COUNT=3", dt.date(2028, 2, 22)) == [
        dt.date(2028, 2, 22),
        leap,
        dt.date(2028, 3, 7),
    ]
    assert series.dates("FREQ=DAILY;COUNT=3", dt.date(2028, 2, 28))[1] == leap
    assert series.dates("FREQ=DAILY;COUNT=2", dt.date(2027, 2, 28))[1] == dt.date(2027, 3, 1)
    each = series.dates("FREQ=MONTHLY;BYMONTHDAY=29;COUNT=4", dt.date(2027, 1, 29))
    assert each == [dt.date(2027, 1, 29), dt.date(2027, 3, 29), dt.date(2027, 4, 29), dt.date(2027, 5, 29)]
    assert leap in series.dates("FREQ=MONTHLY;BYMONTHDAY=29;COUNT=3", dt.date(2028, 1, 29))
    # The fifth Tuesday of February, which there is but in a leap year that suits it.
    assert leap in series.dates(Pattern("month", until=dt.date(2028, 6, 1)).rule(leap), leap)
    assert series.dates("FREQ=WEEKLY;UNTIL=20280229", leap) == [leap]


def test_a_day_that_is_none_is_no_last_day():
    with pytest.raises(NotARule):
        series.last_day("FREQ=WEEKLY;UNTIL=20270229")


@pytest.mark.parametrize("year", [2026, 2032, 2037])
def test_a_year_of_53_weeks_shifts_no_second_week(year):
    assert dt.date(year, 12, 28).isocalendar().week == 53
    first = dt.date(year, 12, 15)
    found = series.dates("FREQ=WEEKLY;INTERVAL=2;COUNT=5", first)
    assert [(later - earlier).days for earlier, later in itertools.pairwise(found)] == [14] * 4
    assert found[-1].year == year + 1


def test_over_the_end_of_the_year_a_week_is_a_week():
    found = series.dates("FREQ=WEEKLY;BYDAY=TH,FR;UNTIL=20270108", dt.date(2026, 12, 31))
    assert found == [dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2027, 1, 7), dt.date(2027, 1, 8)]


# --- the clocks ---


@pytest.mark.parametrize(
    ("first", "offsets"), [(dt.date(2026, 10, 20), [2, 1]), (dt.date(2027, 3, 23), [1, 2])], ids=["autumn", "spring"]
)
def test_a_weekly_18_00_stays_18_00_when_the_clocks_change(first, offsets):
    when = When(first, dt.time(18), dt.time(20), "FREQ=WEEKLY;COUNT=2")
    moments = [when.moments(on, WARSAW) for on in when.dates()]
    assert [begin.astimezone(WARSAW).hour for begin, _end in moments] == [18, 18]
    assert [begin.hour for begin, _end in moments] == [18 - offset for offset in offsets]
    assert [end - begin for begin, end in moments] == [dt.timedelta(hours=2)] * 2


def test_on_the_nights_themselves_an_hour_is_longer_shorter_or_not_there():
    autumn, spring = dt.date(2026, 10, 25), dt.date(2027, 3, 28)
    begin, end = When(autumn, dt.time(1), dt.time(4)).moments(autumn, WARSAW)
    assert end - begin == dt.timedelta(hours=4)
    begin, end = When(spring, dt.time(1), dt.time(4)).moments(spring, WARSAW)
    assert end - begin == dt.timedelta(hours=2)
    # Shown twice, the first is meant; never shown, it is refused.
    assert When(autumn, dt.time(2, 30), dt.time(4)).moments(autumn, WARSAW)[0].hour == 0
    with pytest.raises(NoSuchTime):
        When(spring, dt.time(2, 30), dt.time(4)).moments(spring, WARSAW)


def test_the_last_day_is_a_local_date_whatever_hour_stands_behind_it():
    for rule in ("FREQ=WEEKLY;UNTIL=20261215", "FREQ=WEEKLY;UNTIL=20261215T225959Z"):
        assert series.last_day(rule) == dt.date(2026, 12, 15)
        assert series.dates(rule, TUESDAY)[-1] == dt.date(2026, 12, 15)


# --- what is no rule ---

NO_RULES = [
    "",
    "=",
    ";",
    "WEEKLY",
    "FREQ=",
    "FREQ=YEARLY",
    "FREQ=SECONDLY",
    "FREQ=WEEKLY;",
    "FREQ=WEEKLY;;COUNT=3",
    "FREQ=WEEKLY;FREQ=DAILY",
    "FREQ=WEEKLY;COUNT=3;COUNT=3",
    "FREQ=WEEKLY;COUNT=3;UNTIL=20270101",
    "FREQ=WEEKLY;COUNT=0",
    "FREQ=WEEKLY;COUNT=-3",
    "FREQ=WEEKLY;COUNT=x",
    "FREQ=WEEKLY;COUNT= 3",
    "FREQ=WEEKLY;COUNT=１",
    "FREQ=WEEKLY;COUNT=99999999999999999999",
    "FREQ=WEEKLY;INTERVAL=0",
    "FREQ=WEEKLY;INTERVAL=-1",
    "FREQ=WEEKLY;INTERVAL=1.5",
    "FREQ=MONTHLY;INTERVAL=99999999999999999999",
    "FREQ=WEEKLY;UNTIL=",
    "FREQ=WEEKLY;UNTIL=x",
    "FREQ=WEEKLY;UNTIL=20279999",
    "FREQ=WEEKLY;UNTIL=2027-01-01",
    "FREQ=WEEKLY;BYDAY=",
    "FREQ=WEEKLY;BYDAY=XX",
    "FREQ=WEEKLY;BYDAY=1MO",
    "FREQ=WEEKLY;BYMONTHDAY=13",
    "FREQ=WEEKLY;BYSETPOS=1",
    "FREQ=WEEKLY;WKST=XX",
    "FREQ=WEEKLY;BYHOUR=3",
    "FREQ=MONTHLY;BYDAY=0MO",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO",
    "FREQ=WEEKLY\nDTSTART:19000101",
    "FREQ=WEEKLY;COUNT=3\nRRULE:FREQ=DAILY;COUNT=2",
    "DTSTART=19000101T000000;FREQ=WEEKLY",
    "FREQ=WEEKLY;COUNT=3\x00",
    "FREQ=MONTHLY;BYDAY=" + ",".join(["MO"] * 100),
    # These would be counted for ages, or for ever.
    "FREQ=DAILY;INTERVAL=0;BYDAY=MO",
    "FREQ=DAILY;BYSETPOS=2",
]


@pytest.mark.parametrize("rule", NO_RULES)
def test_what_is_no_rule_is_said_to_be_none_at_every_door(rule):
    doors = [series.parts_of, Pattern.of, lambda text: series.dates(text, TUESDAY)]
    for door in doors if rule else doors[:1]:
        with pytest.raises(NotARule):
            door(rule)


PIECES = st.sampled_from(
    [
        *("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "INTERVAL=999", "INTERVAL=7", "INTERVAL=12", "COUNT=9999"),
        *("BYDAY=MO", "BYDAY=SA,SU", "BYDAY=5MO", "BYDAY=-5SU", "BYMONTHDAY=31", "BYMONTHDAY=-31,30", "BYSETPOS=31"),
        *("BYSETPOS=-1", "WKST=SU", "UNTIL=99991231", "UNTIL=00010101", "UNTIL=20261201"),
    ]
)


@settings(deadline=None, max_examples=150)
@given(rule=st.lists(PIECES, max_size=6, unique=True).map(";".join) | st.text(max_size=60), first=A_DATE)
def test_whatever_is_sent_is_days_in_order_or_no_rule(rule, first):
    began = time.process_time()
    try:
        found = series.dates(rule, first)
    except NotARule:
        with pytest.raises(NotARule):
            series.read(rule, first)
        return
    assert found == sorted(set(found))
    assert len(found) <= MOST_DATES + 1
    assert all(on >= first for on in found)
    # Not a measure of speed: a rule that never ends to count is a way to stop the place.
    assert time.process_time() - began < 30


# --- in words ---


@pytest.mark.parametrize(
    ("rule", "polish", "english"),
    [
        ("FREQ=WEEKLY;UNTIL=20270630", "do 30 czerwca 2027", "every week until 30 June 2027"),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4", "", "every second week"),
        ("FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270630", "do 30 czerwca 2027", "every month until 30 June 2027"),
        ("FREQ=MONTHLY;BYDAY=-1TU", "", "every month, on the last such weekday"),
        ("FREQ=DAILY;INTERVAL=3;UNTIL=20280229", "29 lutego 2028", "in a series until 29 February 2028"),
    ],
)
def test_a_rule_is_said_as_people_say_it(rule, polish, english):
    with translation.override("en"):
        assert series.spoken(rule) == english
    with translation.override("pl"):
        said = series.spoken(rule)
    assert polish in said
    assert said != english
    assert "=" not in said


def test_a_weekly_rule_is_written_as_the_standard_has_it():
    assert series.weekly(dt.date(2027, 6, 30)) == "FREQ=WEEKLY;UNTIL=20270630"
    assert series.weekly(dt.date(2027, 6, 30), interval=2) == "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630"
    assert series.last_day("") is None


# --- how it goes on ---


@pytest.mark.parametrize(
    ("rule", "after", "expected"),
    [
        ("FREQ=WEEKLY;UNTIL=20261215", dt.date(2026, 12, 15), dt.date(2026, 12, 22)),
        ("FREQ=WEEKLY;UNTIL=20261215", dt.date(2027, 1, 1), dt.date(2027, 1, 5)),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=2", dt.date(2026, 12, 15), dt.date(2026, 12, 29)),
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261203", dt.date(2026, 12, 3), dt.date(2026, 12, 8)),
        ("FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270202", dt.date(2027, 2, 2), dt.date(2027, 3, 2)),
        ("FREQ=MONTHLY;BYDAY=-1TU;UNTIL=20270223", dt.date(2027, 2, 23), dt.date(2027, 3, 30)),
    ],
)
def test_a_series_goes_on_where_it_ended(rule, after, expected):
    assert series.following(rule, TUESDAY, after=after, most=1) == [expected]


def test_a_rule_that_meets_no_day_again_has_none_to_follow():
    assert series.following("FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12", dt.date(2026, 6, 1), after=TUESDAY, most=3) == []
