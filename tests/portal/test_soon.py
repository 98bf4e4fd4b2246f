"""What the page of a place says is on in the next days."""

import datetime as dt

import pytest

from podworko.core import clock
from podworko.portal.soon import MOST, soon
from tests.factories import a_working_day, make_activity, make_booking, make_centre, make_enrolment, make_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return make_room(make_centre(), name="Sala")


def test_activities_and_what_neighbours_hold_stand_in_one_row(room):
    on = a_working_day(room.centre)
    make_booking(room, on=on, starts="10:00", ends="11:00", topic="Szydełko", is_open_to_all=True)
    activity = make_activity(room=room, on=on)
    first, second = soon(room.centre)
    assert (first.title, first.how, first.url) == ("Szydełko", "przyjdź", "")
    assert (second.title, second.time, second.where) == ("Szachy na podwórku", "17:00–18:30", "Sala")
    assert second.url == activity.get_absolute_url()


def test_an_activity_that_asks_for_a_sign_up_says_so_and_how_many_places_are_left(room):
    activity = make_activity(room=room, draft={"sign_up": "required", "capacity": 3})
    make_enrolment(activity)
    (only,) = soon(room.centre)
    assert only.how == "zapisy konieczne, zostały 2 miejsca"


def test_drafts_are_not_told_of(room):
    make_activity(room=room, is_draft=True)
    assert soon(room.centre) == []


def test_at_most_six_the_soonest_first(room):
    start = a_working_day(room.centre, ahead=1)
    make_activity(room=room, on=start, rule="FREQ=DAILY;COUNT=12")
    found = soon(room.centre)
    assert len(found) == MOST
    assert found == sorted(found, key=lambda each: each.at)
    assert found[0].at > clock.now() - dt.timedelta(minutes=1)
