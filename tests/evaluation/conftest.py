"""A moment on which the tests of ratings stand, and what was held just before it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from podworko.programme.models import SessionState
from tests.factories import make_activity, make_centre, make_enrolment

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def clock_hand():
    """It is Tuesday, 1 December 2026, noon in Kraków; the traveller moves the clock."""
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, 0, tzinfo=WARSAW), tick=False) as traveller:
        yield traveller


@pytest.fixture
def centre(clock_hand):
    return make_centre(name="MAM Kozłówka")


@pytest.fixture
def activity(centre):
    """What one signs up for, next Tuesday from 17 to 18:30; Anna and Olena have a place."""
    made = make_activity(centre, draft={"title": "Szachy", "sign_up": "required", "capacity": 3})
    make_enrolment(made, person="Anna Nowak", email="anna@example.org")
    make_enrolment(made, person="Olena Kowal", email="olena@example.org", language="uk")
    return made


@pytest.fixture
def session(activity):
    found = activity.sessions.select_related("activity__centre__network").get()
    assert found.state == SessionState.PLANNED
    return found


@pytest.fixture
def on_the_day(session, clock_hand):
    """Go to a moment of the day on which it is held: on_the_day("19:29")."""

    def go(time, days=0):
        on = session.starts_at.astimezone(WARSAW).date() + dt.timedelta(days=days)
        clock_hand.move_to(dt.datetime.combine(on, dt.time.fromisoformat(time), tzinfo=WARSAW))

    return go
