"""What somebody asks for: its dates, its words, its print."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podworko.bookings.drafts import Draft, When
from podworko.bookings.series import MOST_DATES, weekly
from podworko.core import clock

WARSAW = ZoneInfo("Europe/Warsaw")
WHEN = When(dt.date(2026, 12, 1), dt.time(17), dt.time(19))
DRAFT = Draft(when=WHEN, room=None, topic="Chór", people=12, person="Anna Nowak", email="anna@example.org")
DATES = st.dates(dt.date(2020, 1, 1), dt.date(2060, 1, 1))


def test_once_is_one_date():
    assert WHEN.dates() == [dt.date(2026, 12, 1)]


def test_the_last_day_of_a_series_belongs_to_it():
    assert replace(WHEN, rule="FREQ=WEEKLY;UNTIL=20261215").dates() == [dt.date(2026, 12, day) for day in (1, 8, 15)]
    assert replace(WHEN, rule="FREQ=WEEKLY;UNTIL=20261214").dates() == [dt.date(2026, 12, day) for day in (1, 8)]


@given(on=DATES, days=st.integers(-30, 700))
def test_a_series_is_every_seventh_day_up_to_its_last(on, days):
    until = on + dt.timedelta(days=days)
    naive = [on + dt.timedelta(days=number) for number in range(0, days + 1, 7)]
    assert When(on, dt.time(17), dt.time(19), weekly(until)).dates() == naive[: MOST_DATES + 1]


@given(on=DATES, time=st.times().filter(lambda time: not 2 <= time.hour < 3), weeks=st.integers(1, 30))
def test_each_date_shows_the_same_hours_on_the_wall(on, time, weeks):
    when = When(on, time, dt.time(23, 59, 59), weekly(on + dt.timedelta(weeks=weeks)))
    for date in when.dates():
        starts_at, _ends_at = when.moments(date, WARSAW)
        assert starts_at.astimezone(WARSAW).replace(tzinfo=None) == dt.datetime.combine(date, time)


def test_a_time_that_does_not_exist_is_no_moment():
    with pytest.raises(clock.NoSuchTime):
        When(dt.date(2027, 3, 28), dt.time(2, 30), dt.time(4)).moments(dt.date(2027, 3, 28), WARSAW)


@given(words=st.text())
def test_words_become_one_line_without_control_characters(words):
    for kept in vars(Draft(when=WHEN, room=None, topic=words, people=1, person=words, accessibility=words)).values():
        if isinstance(kept, str):
            assert kept == " ".join(kept.split())
            assert not any(ord(each) < 32 or 0x7F <= ord(each) < 0xA0 for each in kept)
            kept.encode()


def test_the_print_tells_one_draft_from_another():
    others = [
        replace(DRAFT, when=replace(WHEN, ends=dt.time(20))),
        replace(DRAFT, when=replace(WHEN, rule="FREQ=WEEKLY;UNTIL=20261208")),
        replace(DRAFT, people=13),
        replace(DRAFT, email="jan@example.org"),
        replace(DRAFT, equipment=("chairs",)),
        replace(DRAFT, is_open_to_all=True),
        replace(DRAFT, language="uk"),
    ]
    prints = [draft.digest() for draft in (DRAFT, *others)]
    assert len(set(prints)) == len(prints)
    assert replace(DRAFT, topic=" Chór\n").digest() == DRAFT.digest()
