"""Nothing vanishes: what nobody decides is brought before the coordinator, and is answered in the end."""

import datetime as dt

import pytest

from podworko.bookings.actions import asking, deciding, watching
from podworko.bookings.models import RequestState
from podworko.core import audit
from podworko.people.models import Role
from tests.bookings.seen import last_mail, states, told, trail
from tests.factories import grant, make_draft, make_request, make_room, make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def room():
    return make_room()


def test_those_who_answer_for_the_place_hear_of_what_is_late_each_once(room, tuesday):
    coordinator = make_staff(Role.COORDINATOR, room.centre, language="uk")
    operator = make_staff(Role.OPERATOR, room.centre.operator)
    grant(operator, Role.COORDINATOR, room.centre.network)
    make_staff(Role.HOST, room.centre)
    make_staff(Role.COORDINATOR, make_room().centre)
    request = make_request(room)
    watching.escalate_overdue()
    assert told() == []  # it has two days
    tuesday.shift(dt.timedelta(days=2, minutes=1))
    watching.escalate_overdue()
    watching.escalate_overdue()
    assert sorted(told()) == sorted(
        [("bookings.escalated", coordinator.email, "uk"), ("bookings.escalated", operator.email, "pl")]
    )
    assert f"/desk/requests/{request.reference}/" in last_mail().text
    assert trail(request) == [("bookings.escalated", "system", "")]
    assert states(request) == ("waiting", ["waiting"])


def test_it_is_noted_even_where_there_is_nobody_to_tell(room, tuesday):
    request = make_request(room)
    tuesday.shift(dt.timedelta(days=3))
    watching.escalate_overdue()
    assert trail(request) == [("bookings.escalated", "system", "")]
    assert told() == []


def test_what_waits_for_the_person_or_is_decided_is_nobodys_delay(room, tuesday):
    make_staff(Role.COORDINATOR, room.centre)
    make_request(room, state=RequestState.CHANGES_ASKED)
    make_request(room, state=RequestState.UNCONFIRMED)
    make_request(room, state=RequestState.DECIDED)
    tuesday.shift(dt.timedelta(days=3))
    watching.escalate_overdue()
    assert told() == []


def test_after_a_change_the_new_deadline_counts(room, tuesday):
    make_staff(Role.COORDINATOR, room.centre)
    request = make_request(room)
    tuesday.shift(dt.timedelta(days=3))
    watching.escalate_overdue()
    asking.change(request=request, draft=make_draft(room.centre), by=audit.RESIDENT)
    watching.escalate_overdue()
    assert [kind for kind, *_rest in told()] == ["bookings.escalated", "bookings.arrived"]
    tuesday.shift(dt.timedelta(days=5))
    watching.escalate_overdue()
    assert [kind for kind, *_rest in told()] == ["bookings.escalated", "bookings.arrived", "bookings.escalated"]


def test_a_date_that_came_undecided_is_closed_with_an_apology(room, tuesday):
    request = make_request(room)
    tuesday.move_to(request.dates.get().starts_at - dt.timedelta(seconds=1))
    watching.lapse_past()
    assert states(request) == ("waiting", ["waiting"])
    tuesday.shift(1)
    watching.lapse_past()
    watching.lapse_past()
    assert states(request) == ("lapsed", ["lapsed"])
    assert trail(request) == [("bookings.lapsed", "system", "")]
    assert told() == [("bookings.lapsed", "anna.nowak@example.org", "pl")]
    assert "1 grudnia" in last_mail().text


def test_of_a_series_only_the_date_that_came_lapses(room, tuesday):
    request = make_request(room, weeks=3)
    tuesday.move_to(request.dates.first().starts_at)
    watching.lapse_past()
    assert states(request) == ("waiting", ["lapsed", "waiting", "waiting"])
    host = audit.staff(make_user())
    deciding.accept(request=request, by=host)
    assert states(request) == ("decided", ["lapsed", "accepted", "accepted"])


def test_the_last_waiting_date_lapses_and_the_rest_stays_decided(room, tuesday):
    request = make_request(room, weeks=2)
    deciding.accept(request=request, by=audit.staff(make_user()), date_ids=[request.dates.first().pk])
    tuesday.move_to(request.dates.last().starts_at)
    watching.lapse_past()
    assert states(request) == ("decided", ["accepted", "lapsed"])


def test_unconfirmed_requests_are_forgotten_not_apologised_for(room, tuesday):
    request = make_request(room, state=RequestState.UNCONFIRMED)
    tuesday.move_to(request.dates.get().starts_at)
    watching.lapse_past()
    assert told() == []
