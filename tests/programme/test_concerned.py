"""Whoever changes hours or rooms is shown the sessions that this touches."""

import pytest

from podworko.core import audit
from podworko.places import concerned
from podworko.programme.actions import planning
from tests.factories import make_activity, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def test_sessions_in_a_room_are_told_of_until_they_are_called_off():
    room = make_room()
    activity = make_activity(room=room)
    (concern,) = concerned.in_room(room)
    assert "Szachy na podwórku" in concern.what
    assert activity.slug in concern.url
    planning.call_off_session(session=activity.sessions.get(), by=audit.SYSTEM, reason="Awaria.")
    assert concerned.in_room(room) == []


def test_sessions_outside_the_hours_are_told_of():
    room = make_room()
    make_activity(room=room)
    assert concerned.outside_hours(room.centre) == []
    room.centre.opening_hours.all().delete()
    assert len(concerned.outside_hours(room.centre)) == 1
