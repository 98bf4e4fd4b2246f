"""A moment on which the tests of attendance stand, and a place where something is on."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from podworko.people.models import Role
from tests.factories import make_activity, make_staff

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW)


@pytest.fixture
def tuesday():
    """It is Tuesday, 24 November 2026, five past ten in Kraków; the traveller moves the clock."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(tuesday, db):
    """A session of today from 10:30 to 12, for which people sign up; it was planned yesterday."""
    tuesday.move_to(NOW - dt.timedelta(days=1))
    words = {"sign_up": "optional", "largest_party": 4}
    activity = make_activity(on=NOW.date(), starts="10:30", ends="12:00", draft=words)
    tuesday.move_to(NOW)
    return activity.sessions.get()


@pytest.fixture
def host(session):
    return make_staff(Role.HOST, session.activity.centre)
