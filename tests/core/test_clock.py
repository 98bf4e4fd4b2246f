"""Time on the wall, across the nights on which it jumps."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from podworko.core import clock

pytestmark = pytest.mark.any_database

WARSAW = ZoneInfo("Europe/Warsaw")
ZONES = st.sampled_from([WARSAW, ZoneInfo("Europe/Kyiv"), ZoneInfo("America/St_Johns"), ZoneInfo("UTC")])
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize("on", [dt.date(2026, 3, 29), dt.date(2027, 3, 28)])
def test_the_hour_that_spring_takes_away_does_not_exist(on):
    for skipped in (dt.time(2), dt.time(2, 30), dt.time(2, 59, 59)):
        with pytest.raises(clock.NoSuchTime):
            clock.at(on, skipped, WARSAW)
    before, after = clock.at(on, dt.time(1, 59), WARSAW), clock.at(on, dt.time(3), WARSAW)
    assert after - before == dt.timedelta(minutes=1)


def test_of_an_hour_that_autumn_shows_twice_the_first_is_meant():
    on = dt.date(2026, 10, 25)
    assert clock.at(on, dt.time(2, 30), WARSAW) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert clock.at(on, dt.time(3), WARSAW) - clock.at(on, dt.time(2), WARSAW) == 2 * HOUR


@pytest.mark.parametrize(
    ("on", "length"),
    [
        (dt.date(2026, 3, 28), 24),
        (dt.date(2026, 3, 29), 23),
        (dt.date(2027, 3, 28), 23),
        (dt.date(2026, 10, 25), 25),
        (dt.date(2026, 12, 24), 24),
    ],
)
def test_a_day_is_as_long_as_its_clocks_say(on, length):
    start, end = clock.day(on, WARSAW)
    assert end - start == length * HOUR
    assert (start.tzinfo, end.tzinfo) == (dt.UTC, dt.UTC)


def test_today_is_what_the_wall_shows_not_what_utc_says():
    with time_machine.travel(dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)):
        assert clock.today(WARSAW) == dt.date(2026, 11, 24)
        assert clock.today(ZoneInfo("UTC")) == dt.date(2026, 11, 23)


@given(on=DATES, time=st.times(), zone=ZONES)
def test_a_moment_shows_the_time_it_was_made_from(on, time, zone):
    try:
        moment = clock.at(on, time, zone)
    except clock.NoSuchTime:
        # Only where the wall jumps do the two readings of one time differ.
        wall = dt.datetime.combine(on, time, tzinfo=zone)
        assert wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
    else:
        local = moment.astimezone(zone)
        assert (local.date(), local.time()) == (on, time)
        assert moment.tzinfo == dt.UTC


@given(on=DATES, zone=ZONES)
def test_days_follow_one_another_without_a_gap(on, zone):
    assert clock.day(on, zone)[1] == clock.day(on + dt.timedelta(days=1), zone)[0]


def test_what_is_done_as_of_a_moment_is_done_then_and_nothing_else_is():
    then = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    with time_machine.travel(dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC), tick=False):
        with clock.as_of(then):
            assert clock.now() == then
            with clock.as_of(then + dt.timedelta(days=1)):
                assert clock.today(ZoneInfo("Europe/Warsaw")) == dt.date(2026, 3, 2)
            assert clock.now() == then
        assert clock.now() == dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
