"""Calling off, by the one who asked or by the place."""

import datetime as dt

import pytest

from podworko.bookings.actions import deciding, ending
from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.people.models import Role
from tests.bookings.seen import codes, last_mail, states, taken, told, trail
from tests.factories import make_booking, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def room():
    return make_room()


@pytest.fixture
def host(room):
    return audit.staff(make_staff(Role.HOST, room.centre))


def test_a_resident_calls_off_the_room_is_free_again_and_the_place_is_told(room):
    request = make_booking(room)
    ending.cancel(request=request, by=audit.RESIDENT)
    assert states(request) == ("decided", ["cancelled"])
    assert taken(room) == []
    assert trail(request) == [("bookings.cancelled", "resident", "")]
    assert told() == [
        ("bookings.cancelled", "anna.nowak@example.org", "pl"),
        ("bookings.called_off", room.centre.email, "pl"),
    ]


def test_the_calendar_file_takes_it_out_of_the_calendar(room):
    ending.cancel(request=make_booking(room), by=audit.RESIDENT)
    (file,) = type(last_mail()).objects.get(kind="bookings.cancelled").attachments
    assert file["type"] == "text/calendar; method=CANCEL"
    assert "STATUS:CANCELLED" in file["text"]


def test_the_place_calls_off_with_a_reason_that_the_person_reads(room, host):
    request = make_booking(room)
    with pytest.raises(Refused) as refused:
        ending.cancel(request=request, by=host, reason=" ")
    assert codes(refused) == [("reason", "reason-needed")]
    assert len(taken(room)) == 1
    ending.cancel(request=request, by=host, reason="Pękła rura.")
    assert told() == [("bookings.cancelled", "anna.nowak@example.org", "pl")]
    assert "Pękła rura." in last_mail().text
    assert request.dates.get().reason == "Pękła rura."


def test_a_request_that_still_waits_is_withdrawn_without_bothering_the_place(room):
    request = make_request(room, weeks=2)
    ending.cancel(request=request, by=audit.RESIDENT)
    assert states(request) == ("withdrawn", ["withdrawn", "withdrawn"])
    assert [(mail, to) for mail, to, _language in told()] == [("bookings.cancelled", "anna.nowak@example.org")]
    assert last_mail().attachments == []


def test_single_dates_are_called_off_and_the_others_stay(room):
    request = make_booking(room, weeks=3)
    second = request.dates.all()[1]
    ending.cancel(request=request, by=audit.RESIDENT, date_ids=[second.pk])
    assert states(request) == ("decided", ["accepted", "cancelled", "accepted"])
    assert taken(room) == ["01.12. 17:00–19:00", "15.12. 17:00–19:00"]
    (file,) = type(last_mail()).objects.get(kind="bookings.cancelled").attachments
    assert file["type"] == "text/calendar; method=REQUEST"
    assert "EXDATE" in file["text"]


def test_of_a_series_decided_in_part_all_that_is_to_come_is_called_off(room, host):
    request = make_request(room, weeks=3)
    first, second, _third = request.dates.all()
    deciding.accept(request=request, by=host, date_ids=[first.pk])
    deciding.decline(request=request, by=host, reason="Zajęte.", date_ids=[second.pk])
    ending.cancel(request=request, by=audit.RESIDENT)
    assert states(request) == ("decided", ["cancelled", "declined", "withdrawn"])
    assert taken(room) == []


def test_what_has_begun_cannot_be_called_off(room, tuesday):
    request = make_booking(room, weeks=2)
    tuesday.move_to(request.dates.first().starts_at)
    ending.cancel(request=request, by=audit.RESIDENT)
    assert states(request) == ("decided", ["accepted", "cancelled"])
    with pytest.raises(Conflict) as refused:
        ending.cancel(request=request, by=audit.RESIDENT)
    assert codes(refused) == [("", "nothing-left")]


def test_the_room_can_be_given_to_another_at_once(room, host):
    rival = make_request(room)
    ending.cancel(request=make_booking(room), by=audit.RESIDENT)
    deciding.accept(request=rival, by=host)
    assert taken(room) == ["01.12. 17:00–19:00"]


def test_dates_of_another_request_are_not_called_off(room):
    mine, other = make_booking(room), make_booking(room, on=dt.date(2026, 12, 2))
    with pytest.raises(Conflict):
        ending.cancel(request=mine, by=audit.RESIDENT, date_ids=[other.dates.get().pk])
    assert len(taken(room)) == 2
