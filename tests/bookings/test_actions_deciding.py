"""The place decides: accepts, declines, asks for a change; as a whole or date by date."""

import datetime as dt
import threading

import pytest
from django.db import connection

from podworko.bookings.actions import deciding
from podworko.bookings.models import BookingRequest, Channel, Occupancy
from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent, Message
from podworko.people.models import Role
from tests.bookings.seen import codes, last_mail, states, taken, told, trail
from tests.factories import make_booking, make_centre, make_closure, make_draft, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def room():
    return make_room(make_centre(terms={"buffer_minutes": 15}))


@pytest.fixture
def host(room):
    return audit.staff(make_staff(Role.HOST, room.centre))


# --- accepting ---


def test_accepting_gives_the_room_and_the_time_to_make_it_ready(room, host):
    request = make_request(room, language="uk")
    outcome = deciding.accept(request=request, by=host)
    assert states(request) == ("decided", ["accepted"])
    assert taken(room) == ["01.12. 17:00–19:15"]
    use = Occupancy.objects.get()
    assert (use.starts_at, use.ends_at) == (request.dates.get().starts_at, request.dates.get().ends_at)
    assert [len(outcome.accepted), len(outcome.taken)] == [1, 0]
    assert trail(request) == [("bookings.accepted", "staff", "")]
    assert AuditEvent.objects.get().facts == {"dates": ["2026-12-01 16:00"], "rooms": [str(room)]}
    assert told() == [("bookings.decided", "anna.nowak@example.org", "uk")]
    (file,) = last_mail().attachments
    assert (file["name"], file["type"]) == ("podworko.ics", "text/calendar; method=REQUEST")


def test_a_room_that_was_given_meanwhile_is_a_conflict_and_nothing_changes(room, host):
    request = make_request(room)
    make_booking(room, starts="18:00", ends="20:00")
    with pytest.raises(Conflict) as refused:
        deciding.accept(request=request, by=host)
    assert codes(refused) == [("", "taken")]
    assert states(request) == ("waiting", ["waiting"])
    assert (told(), trail(request)) == ([], [])
    assert taken(room) == ["01.12. 18:00–20:00"]


def test_a_use_right_before_leaves_the_room_unready(room, host):
    deciding.accept(request=make_request(room, starts="15:00", ends="17:00"), by=host)
    with pytest.raises(Conflict):
        deciding.accept(request=make_request(room, starts="17:00", ends="18:00"), by=host)
    deciding.accept(request=make_request(room, starts="17:15", ends="18:00"), by=host)


def test_the_host_may_give_another_room(room, host):
    other = make_room(room.centre)
    request = make_request(room)
    deciding.accept(request=request, by=host, room=other)
    assert (taken(room), taken(other)) == ([], ["01.12. 17:00–19:15"])
    assert BookingRequest.objects.get().dates.get().room == other
    assert other.name in last_mail().text


def test_any_that_fits_is_the_smallest_that_is_free_and_large_enough(room, host):
    centre = room.centre
    tiny, small, middle = (make_room(centre, capacity=capacity) for capacity in (5, 12, 20))
    deciding.accept(request=make_request(centre=centre), by=host)
    assert [taken(each) != [] for each in (tiny, small, middle, room)] == [False, True, False, False]
    deciding.accept(request=make_request(centre=centre), by=host)
    assert [taken(each) != [] for each in (tiny, small, middle, room)] == [False, True, True, False]
    deciding.accept(request=make_request(centre=centre), by=host)
    with pytest.raises(Conflict):
        deciding.accept(request=make_request(centre=centre), by=host)
    assert taken(tiny) == []


def test_rooms_that_are_not_lent_are_never_given_as_any(room, host):
    office = make_room(room.centre, capacity=12, is_lent=False)
    deciding.accept(request=make_request(centre=room.centre), by=host)
    assert (taken(office), len(taken(room))) == ([], 1)


def test_a_series_for_any_room_stays_in_one_room_where_it_can(room, host):
    small = make_room(room.centre, capacity=12)
    for on in (dt.date(2026, 12, 1), dt.date(2026, 12, 8)):
        make_closure(small, on=on, starts="09:00", ends="20:00")
    deciding.accept(request=make_request(centre=room.centre, weeks=3), by=host)
    assert taken(room) == ["01.12. 17:00–19:15", "08.12. 17:00–19:15", "15.12. 17:00–19:15"]


def test_dates_that_are_taken_go_on_waiting(room, host):
    make_booking(room, on=dt.date(2026, 12, 8))
    request = make_request(room, weeks=3)
    outcome = deciding.accept(request=request, by=host)
    assert states(request) == ("waiting", ["accepted", "waiting", "accepted"])
    assert [len(outcome.accepted), len(outcome.taken)] == [2, 1]
    assert "8 grudnia" in last_mail().text
    deciding.decline(request=request, by=host, reason="Zajęte.")
    assert states(request) == ("decided", ["accepted", "declined", "accepted"])


def test_a_series_is_decided_date_by_date(room, host):
    request = make_request(room, weeks=3)
    first, second, third = request.dates.all()
    deciding.accept(request=request, by=host, date_ids=[first.pk])
    assert states(request) == ("waiting", ["accepted", "waiting", "waiting"])
    deciding.decline(request=request, by=host, reason="Wigilia klubu.", date_ids=[third.pk])
    assert states(request) == ("waiting", ["accepted", "waiting", "declined"])
    deciding.accept(request=request, by=host, date_ids=[second.pk])
    assert states(request) == ("decided", ["accepted", "accepted", "declined"])
    assert BookingRequest.objects.get().sequence == 3


def test_two_staff_deciding_the_same_the_second_hears_it_and_nothing_is_lost(room, host):
    request = make_request(room)
    seen_by_the_other = BookingRequest.objects.get(pk=request.pk)
    deciding.decline(request=request, by=host, reason="Remont.")
    for deed in (
        lambda: deciding.accept(request=seen_by_the_other, by=host),
        lambda: deciding.decline(request=seen_by_the_other, by=host, reason="Inaczej."),
        lambda: deciding.ask_for_changes(request=seen_by_the_other, by=host, question="Kiedy?"),
    ):
        with pytest.raises(Conflict) as refused:
            deed()
        assert refused.value.problems[0].code in {"not-any-more", "partly-decided"}
    assert states(request) == ("decided", ["declined"])
    assert request.dates.get().reason == "Remont."
    assert len(told()) == 1


def test_a_date_that_another_decided_meanwhile_stops_the_deed_as_a_whole(room, host):
    request = make_request(room, weeks=2)
    first, second = request.dates.all()
    deciding.decline(request=request, by=host, reason="Remont.", date_ids=[first.pk])
    with pytest.raises(Conflict):
        deciding.accept(request=request, by=host, date_ids=[first.pk, second.pk])
    assert states(request) == ("waiting", ["declined", "waiting"])


def test_dates_of_another_request_cannot_be_decided_along(room, host):
    request, other = make_request(room), make_request(room)
    with pytest.raises(Conflict):
        deciding.accept(request=request, by=host, date_ids=[request.dates.get().pk, other.dates.get().pk])
    assert states(other) == ("waiting", ["waiting"])


# --- at once ---


def test_staff_may_ask_and_accept_in_one_step_both_or_neither(room, host):
    def at_once(key):
        return deciding.submit_accepted(
            centre=room.centre,
            draft=make_draft(room.centre, room=room),
            channel=Channel.API,
            by=host,
            submission_key=key,
        )

    request = at_once("1")
    assert states(request) == ("decided", ["accepted"])
    assert [verb for verb, *_rest in trail(request)] == ["bookings.submitted", "bookings.accepted"]
    assert [kind for kind, *_rest in told()] == ["bookings.decided"]
    assert at_once("1") == request
    with pytest.raises(Conflict):
        at_once("2")
    assert BookingRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_hosts_accept_clashing_requests_at_once_and_one_is_given():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; the tests' database in memory is not shared by threads")
    room = make_room()
    host = audit.staff(make_staff(Role.HOST, room.centre))
    requests = [make_request(room, starts=f"{10 + number % 3}:00", ends="14:00") for number in range(8)]
    outcomes = []

    def accept(request):
        try:
            deciding.accept(request=request, by=host)
            outcomes.append("given")
        except Conflict:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[request]) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["given"] + ["taken"] * 7
    assert Occupancy.objects.count() == Message.objects.count() == 1
    assert sorted(states(request)[0] for request in requests) == ["decided"] + ["waiting"] * 7


# --- declining and asking ---


def test_declining_needs_a_reason_which_the_person_reads(room, host):
    request = make_request(room)
    for nothing in ("", " \n"):
        with pytest.raises(Refused) as refused:
            deciding.decline(request=request, by=host, reason=nothing)
        assert codes(refused) == [("reason", "reason-needed")]
    deciding.decline(request=request, by=host, reason="Tego dnia malujemy ściany.")
    assert states(request) == ("decided", ["declined"])
    assert trail(request) == [("bookings.declined", "staff", "Tego dnia malujemy ściany.")]
    mail = last_mail()
    assert (mail.kind, mail.attachments) == ("bookings.decided", [])
    assert "Tego dnia malujemy ściany." in mail.text
    assert taken(room) == []


def test_asking_for_a_change_says_what_and_gives_the_link(room, host):
    request = make_request(room)
    with pytest.raises(Refused) as refused:
        deciding.ask_for_changes(request=request, by=host, question=" ")
    assert codes(refused) == [("question", "question-needed")]
    deciding.ask_for_changes(request=request, by=host, question="Czy może być o 18?")
    assert states(request) == ("changes_asked", ["waiting"])
    assert trail(request) == [("bookings.changes_asked", "staff", "Czy może być o 18?")]
    mail = last_mail()
    assert mail.kind == "bookings.changes_asked"
    assert "Czy może być o 18?" in mail.text
    assert f"/request/{request.reference}:" in mail.text


def test_a_request_that_waits_for_the_person_can_still_be_decided(room, host):
    request = make_request(room)
    deciding.ask_for_changes(request=request, by=host, question="O 18?")
    deciding.accept(request=request, by=host)
    assert states(request) == ("decided", ["accepted"])


def test_a_series_decided_in_part_cannot_be_asked_about(room, host):
    request = make_request(room, weeks=2)
    deciding.accept(request=request, by=host, date_ids=[request.dates.first().pk])
    with pytest.raises(Conflict) as refused:
        deciding.ask_for_changes(request=request, by=host, question="O 18?")
    assert codes(refused) == [("", "partly-decided")]
