"""What is read: the inbox, rivals, the plan of a day, what is on."""

import datetime as dt

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from podworko.bookings.models import RequestState
from podworko.bookings.queries import gaps, plans, requests, strips
from podworko.bookings.queries.prospects import prospects
from podworko.core.queries import history_of
from podworko.people.models import Role
from podworko.places import hours
from tests.factories import make_booking, make_centre, make_closure, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
FIRST = dt.date(2026, 12, 1)
UTC = dt.UTC


@pytest.fixture
def room():
    return make_room()


def deadline(day):
    return dt.datetime(2026, 11, day, 22, 59, tzinfo=UTC)


def test_the_inbox_has_the_oldest_deadline_first_and_what_waits_for_the_person_last(room):
    late = make_request(room, decide_by=deadline(20))
    asked = make_request(room, decide_by=deadline(19), state=RequestState.CHANGES_ASKED)
    soon = make_request(room, decide_by=deadline(26))
    for state in (RequestState.UNCONFIRMED, RequestState.DECIDED, RequestState.WITHDRAWN, RequestState.LAPSED):
        make_request(room, state=state)
    make_request(make_room())
    assert list(requests.inbox(room.centre)) == [late, soon, asked]


def test_the_desk_counts_what_waits_and_what_is_late(room):
    make_request(room, decide_by=deadline(20))
    make_request(room, decide_by=deadline(26))
    make_request(room, state=RequestState.CHANGES_ASKED, decide_by=deadline(19))
    user = make_staff(Role.HOST, room.centre)
    (centre,) = requests.counts_by_centre(requests.centres_staffed_by(user))
    assert (centre.waiting, centre.late, centre.next_deadline) == (2, 1, deadline(20))


def test_rivals_want_the_same_room_at_the_same_time(room):
    mine = make_request(room)
    same, any_room = make_request(room, starts="18:00", ends="20:00"), make_request(centre=room.centre)
    make_request(room, starts="19:00", ends="20:00")  # touches
    make_request(make_room(room.centre))
    make_request(room, on=dt.date(2026, 12, 2))
    make_request(room, state=RequestState.WITHDRAWN)
    make_request(room, state=RequestState.UNCONFIRMED)
    (prospect,) = prospects(mine)
    assert {rival.request for rival in prospect.rivals} == {same, any_room}
    listed = requests.rivals_in(list(requests.inbox(room.centre)))
    assert {rival.request for rival in listed[mine.pk]} == {same, any_room}


def test_a_prospect_says_whether_the_room_is_free_and_which_others_are(room):
    other = make_room(room.centre)
    make_booking(room)
    mine, anyones = make_request(room), make_request(centre=room.centre)
    (prospect,) = prospects(mine)
    assert (prospect.is_free, prospect.free_rooms) == (False, (other,))
    (prospect,) = prospects(anyones)
    assert prospect.is_free


@pytest.mark.parametrize("count", [1, 8])
def test_queries_do_not_grow_with_the_inbox_or_the_series(room, count, django_assert_num_queries):
    mine = make_request(room, weeks=count)
    for _rival in range(count):
        make_request(room)
    with django_assert_num_queries(10):
        prospects(mine)
    with django_assert_num_queries(3):
        requests.rivals_in(list(requests.inbox(room.centre)))


def test_history_tells_staff_who_and_others_only_which_side(client, room):
    host = make_staff(Role.HOST, room.centre, name="Gospodarz")
    request = make_request(room)
    client.force_login(host)
    client.post(f"/desk/requests/{request.reference}/decline/", {"words": "Malujemy."})
    assert [event.who for event in history_of(request, zone=room.centre.zone).events] == ["Gospodarz"]
    (event,) = history_of(request, zone=room.centre.zone, for_staff=False).events
    assert "Gospodarz" not in (event.who, event.what, event.words)
    assert event.words == "Malujemy."


# --- the plan of a day ---


def test_the_plan_places_each_use_on_its_quarter_hours(room):
    make_booking(room, starts="09:15", ends="10:45", is_open_to_all=True)
    make_closure(room, on=FIRST, starts="18:00", ends="20:00")
    plan = plans.day_plan(room.centre, FIRST)
    assert (plan.hours[0], plan.hours[-1], plan.cols) == (9, 19, 44)
    (row,) = plan.rows
    assert [(use.time, use.kind, use.start, use.length) for use in row.uses] == [
        ("09:15–10:45", "use", 1, 6),
        ("18:00–20:00", "closed", 36, 8),
    ]


@pytest.mark.parametrize("rooms", [4, 40])
def test_a_full_day_takes_as_many_queries_with_forty_rooms_as_with_four(rooms, django_assert_num_queries):
    centre = make_centre()
    for _number in range(rooms):
        room = make_room(centre)
        for hour in range(9, 17):
            make_closure(room, on=FIRST, starts=f"{hour:02}:00", ends=f"{hour:02}:45")
    with django_assert_num_queries(7):
        plan = plans.day_plan(centre, FIRST, for_staff=True)
    assert [len(row.uses) for row in plan.rows] == [8] * rooms


def test_what_is_on_holds_what_neighbours_may_come_to_from_now_on(room):
    make_booking(room, topic="Zamknięte")
    later = make_booking(room, on=dt.date(2026, 12, 3), topic="Później", is_open_to_all=True)
    make_booking(room, on=dt.date(2026, 12, 2), topic="Wcześniej", is_open_to_all=True)
    assert [use.title for use in plans.coming(room.centre)] == ["Wcześniej", "Później"]
    with time_machine.travel(later.dates.get().starts_at):
        assert plans.coming(room.centre) == []


def test_a_strip_shows_free_asked_taken_and_what_you_ask_for(room):
    make_booking(room, starts="17:00", ends="18:00")
    make_request(room, starts="12:00", ends="13:00")
    asked = (dt.time(17, 30), dt.time(19))
    (strip,) = strips.strips(room.centre, [room], FIRST, asked=asked)
    assert [(part.state, part.time) for part in strip.parts] == [
        ("free", "9:00–12:00"),
        ("asked", "12:00–13:00"),
        ("free", "13:00–17:00"),
        ("taken", "17:00–18:00"),
        ("free", "18:00–20:00"),
        ("clash", "17:30–19:00"),
    ]


# --- free time ---

SPANS = st.lists(st.tuples(st.integers(36, 79), st.integers(1, 12)), max_size=5)


@settings(max_examples=30, deadline=None)
@given(spans=SPANS, buffer=st.sampled_from([0, 15, 30]))
def test_gaps_are_the_minutes_in_which_nobody_is_there(spans, buffer):
    room = make_room()
    held = set()
    for start, length in spans:
        quarters = set(range(start, min(start + length, 96)))
        if quarters & held or start + length >= 96:
            continue
        held |= quarters
        make_closure(room, on=FIRST, starts=clock_at(start), ends=clock_at(start + length))
    ready = buffer // 15
    blocked = {quarter + before for quarter in held for before in range(-ready, 1)}
    free = {quarter for quarter in range(36, 80) if quarter not in blocked}
    found = gaps.gaps(room, hours.day(room.centre, FIRST), buffer=dt.timedelta(minutes=buffer))
    zone = room.centre.zone
    assert free == {
        quarter
        for start, end in found
        for quarter in range(quarter_of(start.astimezone(zone)), quarter_of(end.astimezone(zone)))
    }


def clock_at(quarter):
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


def quarter_of(local):
    return local.hour * 4 + local.minute // 15
