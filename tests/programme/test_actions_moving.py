"""Moving sessions: this, this and the following, all; what was moved by itself stays."""

import datetime as dt

import pytest

from podworko.bookings.actions.moving import Edit, Scope
from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.core.models import Message
from podworko.programme.actions import moving, planning
from tests.bookings.seen import codes, taken
from tests.factories import make_activity, make_closure, make_enrolment, make_room
from tests.programme.seen import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
THURSDAY = dt.date(2026, 11, 26)


@pytest.fixture
def room():
    return make_room(name="Duża")


@pytest.fixture
def activity(room):
    return make_activity(
        room=room,
        on=THURSDAY,
        rule="FREQ=WEEKLY;COUNT=3",
        draft={"sign_up": "required", "signs_up_for": "series"},
    )


def move(session, scope=Scope.THIS, starts="10:00", ends="11:30", **more):
    change = Edit(dt.time.fromisoformat(starts), dt.time.fromisoformat(ends), **more)
    return moving.move(session=session, scope=scope, change=change, by=audit.SYSTEM, why="Prowadzący prosi.")


def test_one_session_moves_and_the_room_with_it(activity, room):
    move(activity.sessions.all()[1])
    assert taken(room) == ["26.11. 17:00–18:30", "03.12. 10:00–11:30", "10.12. 17:00–18:30"]


def test_this_and_the_following_move(activity, room):
    move(activity.sessions.all()[1], Scope.FOLLOWING, days=1)
    assert taken(room) == ["26.11. 17:00–18:30", "04.12. 10:00–11:30", "11.12. 10:00–11:30"]


def test_what_was_moved_by_itself_stays_when_all_move(activity, room):
    first, second, _third = activity.sessions.all()
    move(second)
    move(first, Scope.ALL, starts="12:00", ends="13:00")
    assert taken(room) == ["26.11. 12:00–13:00", "03.12. 10:00–11:30", "10.12. 12:00–13:00"]


def test_a_series_moves_by_a_week_into_its_own_hours(activity, room):
    move(activity.sessions.first(), Scope.ALL, starts="17:00", ends="18:30", days=7)
    assert [use[:5] for use in taken(room)] == ["03.12", "10.12", "17.12"]


def test_what_is_taken_stays_where_it_is_and_is_told(activity, room):
    make_closure(room, on=dt.date(2026, 12, 3))
    outcome = move(activity.sessions.first(), Scope.ALL)
    assert [str(each)[:10] for each in outcome.moved] == ["2026-11-26", "2026-12-10"]
    assert [str(each)[:10] for each in outcome.taken] == ["2026-12-03"]
    assert f"{activity.sessions.all()[1].starts_at:%H:%M}" == "16:00"


def test_when_all_is_taken_it_is_a_conflict_and_nothing_moves(activity, room):
    make_closure(room, on=THURSDAY)
    before = taken(room)
    with refused(Conflict) as refusal:
        move(activity.sessions.first())
    assert codes(refusal) == [("", "taken")]
    assert taken(room) == before


def test_into_another_room(activity, room):
    other = make_room(room.centre)
    move(activity.sessions.first(), room=other)
    assert (len(taken(room)), taken(other)) == (2, ["26.11. 10:00–11:30"])


def test_a_room_of_another_place_is_refused(activity):
    with refused(Refused) as refusal:
        move(activity.sessions.first(), room=make_room())
    assert codes(refusal) == [("room", "no-such-room")]


@pytest.mark.parametrize(
    ("words", "field", "code"),
    [
        ({"ends": "10:00"}, "ends", "ends-first"),
        ({"days": -5}, "on", "past"),
        # The last Sunday of March, when the clocks go forward.
        ({"starts": "02:30", "ends": "04:00", "days": 122}, "starts", "no-such-time"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(activity, words, field, code):
    with refused(Refused) as refusal:
        move(activity.sessions.first(), **words)
    assert codes(refusal) == [(field, code)]


def test_those_who_signed_up_are_told_once_of_all_that_moved(activity):
    make_enrolment(activity, email="anna@example.org")
    Message.objects.all().delete()
    move(activity.sessions.first(), Scope.ALL)
    (message,) = Message.objects.all()
    assert (message.kind, message.to) == ("programme.moved", "anna@example.org")
    assert message.text.count("10:00–11:30") == 3
    assert message.attachments[0]["text"].count("BEGIN:VEVENT") == 3


def test_what_is_called_off_does_not_move(activity):
    session = activity.sessions.first()
    planning.call_off_session(session=session, by=audit.SYSTEM, reason="Awaria.")
    with refused(Conflict):
        move(session)


def test_outdoors_only_the_hours_move():
    activity = make_activity(on=THURSDAY)
    move(activity.sessions.get())
    session = activity.sessions.get()
    assert (f"{session.starts_at:%H:%M}", session.use, session.sequence) == ("09:00", None, 1)
