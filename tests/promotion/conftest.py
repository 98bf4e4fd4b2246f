"""A moment on which the tests of promotion stand, and a place with something on."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from podworko.bookings import series
from tests.factories import make_activity, make_centre, make_room

WARSAW = ZoneInfo("Europe/Warsaw")
TUESDAY = dt.date(2026, 12, 1)


@pytest.fixture
def tuesday():
    """It is Tuesday, 24 November 2026, five past ten in Kraków; the traveller moves the clock."""
    with time_machine.travel(dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW), tick=False) as traveller:
        yield traveller


@pytest.fixture
def room():
    return make_room(make_centre(name="Dom sąsiedzki", latitude=50.01, longitude=19.96), name="Sala duża")


@pytest.fixture
def chess(room):
    """Chess on four Tuesdays, for older people, in two languages."""
    words = {"title": "Szachy; „duże”, dla każdego", "lead": "Gramy.", "audience": "seniors", "languages": ["pl", "uk"]}
    rule = series.weekly(TUESDAY + dt.timedelta(weeks=3))
    return make_activity(draft=words, room=room, on=TUESDAY, rule=rule)
