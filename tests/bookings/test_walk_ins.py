"""Rooms used at once, without asking: only while the door is open, never over anybody's use, ended by the hour."""

import datetime as dt
import threading

import pytest
from django.db import connection

from podworko.bookings.actions import walk_ins
from podworko.bookings.models import Blackout, DayVersion, Handover, Occupancy, RoomTerms, WalkIn
from podworko.bookings.queries.spare import Ending, open_until, spare_rooms
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.people.models import Role
from podworko.places.models import OpeningException
from tests.bookings.conftest import WARSAW
from tests.bookings.seen import codes, taken, trail
from tests.factories import make_booking, make_centre, make_closure, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = dt.date(2026, 11, 24)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def room():
    return make_room()


@pytest.fixture
def host(room):
    return audit.staff(make_staff(Role.HOST, room.centre))


def begin(room, host, *, key="tap-1", length=HOUR, **words):
    return walk_ins.begin(room=room, by=host, submission_key=key, length=length, **words)


def until(walk_in):
    return f"{WalkIn.objects.get(pk=walk_in.pk).ends_at.astimezone(WARSAW):%d.%m. %H:%M}"


# --- begin ---


def test_a_room_is_used_from_this_moment_for_the_chosen_length(room, host):
    walk_in = begin(room, host, topic="  Szachy   w parze ", people=2)

    assert taken(room) == ["24.11. 10:05–11:05"]
    assert (walk_in.topic, walk_in.people, walk_in.begun_by) == ("Szachy w parze", 2, host.user)
    assert Occupancy.objects.get().kind == Occupancy.Kind.WALK_IN
    assert trail(walk_in) == [("bookings.walk_in_begun", "staff", "")]
    assert DayVersion.objects.filter(centre=room.centre, on=TODAY).exists()


def test_seconds_do_not_lengthen_it(room, host, tuesday):
    # The guard keeps whole seconds; a real clock shows parts of them.
    tuesday.move_to(dt.datetime(2026, 11, 24, 10, 5, 40, 123456, tzinfo=WARSAW))
    walk_in = begin(room, host)
    assert until(walk_in) == "24.11. 11:05"
    walk_ins.prolong(walk_in=walk_in, by=host)
    tuesday.shift(dt.timedelta(seconds=3.7))
    walk_ins.end_now(walk_in=walk_in, by=host)
    assert not WalkIn.objects.get().is_running
    begin(room, host, key="tap-2")


def test_it_ends_at_closing(room, host, tuesday):
    tuesday.move_to(dt.datetime(2026, 11, 24, 19, 30, tzinfo=WARSAW))
    assert until(begin(room, host)) == "24.11. 20:00"


def test_it_ends_before_the_next_use_and_leaves_time_to_make_the_room_ready(host, room):
    room.centre.booking_terms.buffer_minutes = 15
    room.centre.booking_terms.save()
    make_booking(room, on=TODAY, starts="11:00", ends="12:00")

    assert until(begin(room, host, length=2 * HOUR)) == "24.11. 10:45"
    assert taken(room) == ["24.11. 10:05–11:00", "24.11. 11:00–12:00"]


def test_a_room_has_a_buffer_of_its_own(host, room):
    RoomTerms.objects.create(room=room, buffer_minutes=30)
    make_booking(room, on=TODAY, starts="11:00", ends="12:00")
    assert until(begin(room, host, length=None)) == "24.11. 10:30"


def test_no_length_means_as_long_as_can_be(room, host):
    assert until(begin(room, host, length=None)) == "24.11. 20:00"


def test_past_midnight_it_ends_when_the_door_closes(host, tuesday):
    room = make_room(make_centre(opens="18:00-02:00"))
    tuesday.move_to(dt.datetime(2026, 11, 24, 23, 30, tzinfo=WARSAW))
    assert until(begin(room, host, length=2 * HOUR)) == "25.11. 01:30"
    tuesday.move_to(dt.datetime(2026, 11, 25, 1, 40, tzinfo=WARSAW))
    assert until(begin(room, host, key="tap-2")) == "25.11. 02:00"


@pytest.mark.parametrize(
    ("night", "hours"),
    # The clock is put forward: 23 to 4 is four hours; put back: six.
    [(dt.date(2027, 3, 27), 4), (dt.date(2026, 10, 24), 6)],
)
def test_in_the_nights_of_the_clock_it_lasts_as_long_as_the_door_is_open(host, tuesday, night, hours):
    centre = make_centre()
    OpeningException.objects.create(centre=centre, on=night, starts=dt.time(22), ends=dt.time(4), reason="Noc")
    room = make_room(centre)
    tuesday.move_to(dt.datetime.combine(night, dt.time(23), tzinfo=WARSAW))

    walk_in = begin(room, host, length=None)

    assert walk_in.ends_at - walk_in.starts_at == dt.timedelta(hours=hours)
    assert until(walk_in)[-5:] == "04:00"


def test_at_the_end_of_the_year_it_goes_into_the_next(host, tuesday):
    centre = make_centre(is_open_on_holidays=True, opens="18:00-03:00")
    room = make_room(centre)
    tuesday.move_to(dt.datetime(2026, 12, 31, 23, 59, tzinfo=WARSAW))
    assert until(begin(room, host)) == "01.01. 00:59"


def test_a_day_on_which_nothing_is_lent_begins_at_midnight(host, tuesday):
    room = make_room(make_centre(opens="18:00-02:00"))
    tomorrow = TODAY + dt.timedelta(days=1)
    Blackout.objects.create(centre=room.centre, first_on=tomorrow, last_on=tomorrow, reason="Wybory")
    tuesday.move_to(dt.datetime(2026, 11, 24, 23, 0, tzinfo=WARSAW))
    assert until(begin(room, host, length=None)) == "25.11. 00:00"


@pytest.mark.parametrize("hour", [8, 20, 23])
def test_while_the_door_is_closed_nothing_begins(room, host, tuesday, hour):
    tuesday.move_to(dt.datetime(2026, 11, 24, hour, 0, tzinfo=WARSAW))
    with pytest.raises(Refused) as refusal:
        begin(room, host)
    assert codes(refusal) == [("", "closed")]
    assert not WalkIn.objects.exists()


def test_a_place_that_is_not_at_work_has_none(host):
    room = make_room(make_centre(stage="closed"))
    with pytest.raises(Refused) as refusal:
        begin(room, host)
    assert codes(refusal) == [("", "place-closed")]


def test_a_room_may_be_left_out(room, host):
    RoomTerms.objects.create(room=room, has_walk_ins=False)
    with pytest.raises(Refused) as refusal:
        begin(room, host)
    assert codes(refusal) == [("", "no-walk-ins")]


def test_a_room_that_is_not_lent_has_none(host):
    with pytest.raises(Refused) as refusal:
        begin(make_room(is_lent=False), host)
    assert codes(refusal) == [("", "no-walk-ins")]


@pytest.mark.parametrize("is_of_room", [True, False])
def test_on_a_day_left_out_nothing_begins_and_the_reason_is_said(room, host, is_of_room):
    Blackout.objects.create(
        centre=room.centre, room=room if is_of_room else None, first_on=TODAY, last_on=TODAY, reason="Wybory"
    )
    with pytest.raises(Refused) as refusal:
        begin(room, host)
    assert codes(refusal) == [("", "blackout")]
    assert "Wybory" in str(refusal.value.problems[0].sentence)


def test_with_too_little_time_it_does_not_begin(room, host):
    make_booking(room, on=TODAY, starts="10:10", ends="12:00")
    with pytest.raises(Refused) as refusal:
        begin(room, host)
    assert codes(refusal) == [("", "too-short")]


def test_whoever_comes_too_late_hears_what_is_free_instead(room, host):
    make_booking(room, on=TODAY, starts="10:00", ends="12:00")
    other = make_room(room.centre, name="Sala mała")
    make_booking(other, on=TODAY, starts="13:00", ends="14:00")

    with pytest.raises(Conflict) as refusal:
        begin(room, host)

    assert codes(refusal) == [("", "taken")]
    assert "Sala mała" in str(refusal.value.problems[0].sentence)
    assert "13:00" in str(refusal.value.problems[0].sentence)


def test_the_whole_is_not_free_while_a_part_is_in_use_and_takes_its_parts_along(room, host, tuesday):
    part = make_room(room.centre, whole=room)
    walk_in = begin(part, host)
    with pytest.raises(Conflict):
        begin(room, host, key="tap-2")
    tuesday.shift(HOUR / 2)
    walk_ins.end_now(walk_in=walk_in, by=host)
    begin(room, host, key="tap-3")
    assert Occupancy.objects.filter(room=part, kind=Occupancy.Kind.PART).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_guard_has_the_last_word(room, host, monkeypatch):
    make_closure(room, on=TODAY, starts="10:00", ends="12:00")
    monkeypatch.setattr("podworko.bookings.queries.spare.blocked", lambda *_args: iter(()))
    with pytest.raises(Conflict) as refusal:
        begin(room, host)
    assert codes(refusal) == [("", "taken")]
    assert not WalkIn.objects.exists()


def test_the_same_tap_twice_is_one_use(room, host):
    first, second = begin(room, host), begin(room, host, length=2 * HOUR)
    assert first == second
    assert taken(room) == ["24.11. 10:05–11:05"]
    assert len(trail(first)) == 1


def test_the_same_word_in_another_room_is_another_use(room, host):
    assert begin(room, host) != begin(make_room(room.centre), host)


def test_a_tap_on_an_old_page_does_not_begin_anew(room, host, tuesday):
    walk_in = begin(room, host)
    tuesday.shift(HOUR / 2)
    walk_ins.end_now(walk_in=walk_in, by=host)
    with pytest.raises(Conflict) as refusal:
        begin(room, host)
    assert codes(refusal) == [("", "old-page")]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"topic": "a" * 121}, ("topic", "too-long")),
        ({"people": 0}, ("people", "people")),
        ({"people": 10_000}, ("people", "people")),
    ],
)
def test_words_are_held_against_what_can_be_kept(room, host, words, code):
    with pytest.raises(Refused) as refusal:
        begin(room, host, **words)
    assert codes(refusal) == [code]


# --- longer, end, undo, words ---


def test_it_can_last_longer_up_to_the_next_use(room, host):
    make_booking(room, on=TODAY, starts="11:30", ends="12:30")
    walk_in = begin(room, host)
    walk_ins.prolong(walk_in=walk_in, by=host)
    assert until(walk_in) == "24.11. 11:30"
    with pytest.raises(Refused) as refusal:
        walk_ins.prolong(walk_in=walk_in, by=host)
    assert codes(refusal) == [("", "no-more-time")]
    assert taken(room)[0] == "24.11. 10:05–11:30"


def test_it_can_last_longer_up_to_closing(room, host, tuesday):
    tuesday.move_to(dt.datetime(2026, 11, 24, 18, 45, tzinfo=WARSAW))
    walk_in = begin(room, host)
    walk_ins.prolong(walk_in=walk_in, by=host)
    assert until(walk_in) == "24.11. 20:00"
    with pytest.raises(Refused):
        walk_ins.prolong(walk_in=walk_in, by=host)


def test_what_is_over_cannot_last_longer(room, host, tuesday):
    walk_in = begin(room, host)
    tuesday.shift(2 * HOUR)
    with pytest.raises(Conflict) as refusal:
        walk_ins.prolong(walk_in=walk_in, by=host)
    assert codes(refusal) == [("", "over")]


def test_where_the_door_never_closes_it_stays_within_half_a_day(host, tuesday):
    centre = make_centre(opens="00:00-00:00")
    room = make_room(centre)
    walk_in = begin(room, host, length=None)
    assert walk_in.ends_at - walk_in.starts_at == 12 * HOUR
    with pytest.raises(Refused):
        walk_ins.prolong(walk_in=walk_in, by=host)


def test_ended_the_room_is_free_at_once_even_without_the_time_to_make_it_ready(room, host, tuesday):
    room.centre.booking_terms.buffer_minutes = 30
    room.centre.booking_terms.save()
    walk_in = begin(room, host)
    tuesday.shift(dt.timedelta(minutes=20))
    walk_ins.end_now(walk_in=walk_in, by=host)
    walk_ins.end_now(walk_in=walk_in, by=host)
    assert taken(room) == ["24.11. 10:05–10:25"]
    assert [verb for verb, _kind, _why in trail(walk_in)] == ["bookings.walk_in_begun", "bookings.walk_in_ended"]
    begin(room, host, key="tap-2")


def test_ended_in_the_moment_of_its_beginning_a_moment_stays(room, host):
    walk_in = walk_ins.end_now(walk_in=begin(room, host), by=host)
    assert walk_in.ends_at - walk_in.starts_at == dt.timedelta(seconds=1)


def test_what_ended_by_itself_is_not_ended_again(room, host, tuesday):
    walk_in = begin(room, host)
    tuesday.shift(2 * HOUR)
    walk_ins.end_now(walk_in=walk_in, by=host)
    assert until(walk_in) == "24.11. 11:05"


def test_begun_by_mistake_it_is_taken_back_in_the_first_minutes(room, host, tuesday):
    walk_in = begin(room, host)
    Handover.objects.create(walk_in=walk_in, centre=room.centre, came_at=clock.now())
    tuesday.shift(dt.timedelta(minutes=4))
    walk_ins.take_back(walk_in=walk_in, by=host)
    walk_ins.take_back(walk_in=walk_in, by=host)
    assert taken(room) == []
    assert WalkIn.objects.get().undone_at
    assert not Handover.objects.exists()
    assert [verb for verb, _kind, _why in trail(walk_in)] == ["bookings.walk_in_begun", "bookings.walk_in_undone"]


def test_later_it_stays_in_the_record(room, host, tuesday):
    walk_in = begin(room, host)
    tuesday.shift(dt.timedelta(minutes=5))
    with pytest.raises(Conflict) as refusal:
        walk_ins.take_back(walk_in=walk_in, by=host)
    assert codes(refusal) == [("", "too-late")]
    assert taken(room)


def test_what_is_on_may_be_said_later(room, host, tuesday):
    walk_in = begin(room, host)
    tuesday.shift(2 * HOUR)
    walk_ins.describe(walk_in=walk_in, by=host, topic=" Kolędy ", people=7)
    walk_in.refresh_from_db()
    assert (walk_in.topic, walk_in.people) == ("Kolędy", 7)
    with pytest.raises(Refused):
        walk_ins.describe(walk_in=walk_in, by=host, topic="", people=0)


# --- how long a room is free ---


def test_how_long_rooms_are_free_is_asked_at_once(room, django_assert_num_queries):
    rooms = [room, *(make_room(room.centre) for _number in range(6))]
    make_booking(rooms[1], on=TODAY, starts="12:00", ends="13:00")
    closing = open_until(room.centre, clock.now())
    with django_assert_num_queries(5):
        spare = spare_rooms(room.centre, rooms, closing=closing)
    assert spare[rooms[0].pk].lengths == (30, 60, 120)
    assert spare[rooms[0].pk].ending == Ending.CLOSING
    assert spare[rooms[1].pk].lengths == (30, 60)
    assert spare[rooms[1].pk].ending == Ending.USE


# --- many hands ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_one_tap", [True, False])
def test_of_many_hands_at_once_one_begins(room, host, is_one_tap):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time; the tests' database in memory is not shared by threads")
    begun, refused = [], []

    def tap(number):
        try:
            begun.append(begin(room, host, key="tap" if is_one_tap else f"tap-{number}").pk)
        except Conflict as conflict:
            refused.append(conflict.problems[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert WalkIn.objects.count() == Occupancy.objects.count() == 1
    assert len(set(begun)) == 1
    assert (len(begun), refused) == ((6, []) if is_one_tap else (1, ["taken"] * 5))
