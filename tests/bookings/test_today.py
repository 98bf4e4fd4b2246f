"""The day of the desk as it is read: rooms now and next, who comes, keys, what waits, how it was left."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import Q

from podworko.bookings.actions import handovers, walk_ins
from podworko.bookings.handing_over import Step
from podworko.bookings.models import BookingDate, Handover, WalkIn
from podworko.bookings.queries.handovers import handed_over, line_of, use_of
from podworko.bookings.queries.today import is_seen, today
from podworko.core import audit, clock
from podworko.people.models import Role
from podworko.places.models import OpeningException
from tests.bookings.conftest import WARSAW
from tests.factories import make_booking, make_centre, make_closure, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = dt.date(2026, 11, 24)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def room():
    return make_room(name="Sala duża")


@pytest.fixture
def host(room):
    return audit.staff(make_staff(Role.HOST, room.centre))


def book(room, starts, ends, *, on=TODAY, **fields):
    return make_booking(room, on=on, starts=starts, ends=ends, **fields).dates.get()


def of(room):
    """Return how the day shows the room."""
    return next(each for each in today(room.centre).rooms if each.room == room)


def times(line):
    return f"{line.starts_at.astimezone(WARSAW):%H:%M}–{line.ends_at.astimezone(WARSAW):%H:%M}" if line else None


# --- rooms ---


def test_a_room_shows_who_is_in_it_who_comes_next_and_later(room):
    book(room, "10:00", "11:00", topic="Chór")
    book(room, "12:00", "13:00", topic="Joga")
    book(room, "14:00", "15:00")
    shown = of(room)
    assert (shown.now.title, times(shown.now)) == ("Chór", "10:00–11:00")
    assert (shown.next.title, times(shown.next)) == ("Joga", "12:00–13:00")
    assert [times(line) for line in shown.later] == ["14:00–15:00"]


def test_at_the_end_of_a_use_the_room_is_free(room, tuesday):
    book(room, "10:00", "11:00")
    tuesday.move_to(dt.datetime(2026, 11, 24, 10, 59, 59, tzinfo=WARSAW))
    assert of(room).now
    tuesday.move_to(dt.datetime(2026, 11, 24, 11, 0, tzinfo=WARSAW))
    assert of(room).now is None
    assert of(room).spare.is_free


def test_a_free_room_offers_the_lengths_that_fit(room):
    book(room, "11:20", "12:00")
    assert of(room).spare.lengths == (30, 60)


def test_between_two_uses_a_room_is_made_ready(room):
    date = book(room, "09:00", "10:00")
    date.occupancy.blocked_until = date.ends_at + dt.timedelta(minutes=15)
    date.occupancy.save()
    shown = of(room)
    assert shown.now is None
    assert not shown.spare.is_free
    assert shown.ready_at.astimezone(WARSAW).time() == dt.time(10, 0)


def test_of_a_divided_room_the_parts_and_the_whole_know_of_each_other(room, host):
    part = make_room(room.centre, whole=room, name="Sala A")
    walk_ins.begin(room=part, by=host, submission_key="tap", length=HOUR)
    assert [line.room for line in of(room).parts_in_use] == [part]
    assert of(room).now is None

    whole = make_room(room.centre)
    inner = make_room(room.centre, whole=whole)
    walk_ins.begin(room=whole, by=host, submission_key="tap", length=HOUR)
    assert of(inner).now.is_part
    assert not of(whole).parts_in_use


def test_a_closure_and_a_room_without_a_use_are_told(room):
    make_closure(room, on=TODAY, starts="09:00", ends="15:00")
    shown = of(room)
    assert (shown.now.title, shown.now.word, shown.now.steps) == ("Remont stołu", "", frozenset())


def test_a_room_that_is_not_lent_is_shown_only_when_it_is_used(room):
    kitchen = make_room(room.centre, is_lent=False)
    assert [each.room for each in today(room.centre).rooms] == [room]
    book(kitchen, "12:00", "13:00")
    assert [each.room for each in today(room.centre).rooms] == [room, kitchen]


def test_a_use_past_midnight_is_of_both_days(tuesday):
    room = make_room(make_centre(opens="18:00-03:00"))
    host = audit.staff(make_staff(Role.HOST, room.centre))
    tuesday.move_to(dt.datetime(2026, 11, 24, 23, 0, tzinfo=WARSAW))
    walk_ins.begin(room=room, by=host, submission_key="tap", length=2 * HOUR)
    assert of(room).now
    tuesday.move_to(dt.datetime(2026, 11, 25, 0, 30, tzinfo=WARSAW))
    assert times(of(room).now) == "23:00–01:00"
    assert today(room.centre).on == dt.date(2026, 11, 25)


@pytest.mark.parametrize("night", [dt.date(2027, 3, 28), dt.date(2026, 10, 25)])
def test_in_the_nights_of_the_clock_the_day_is_whole(room, tuesday, night):
    OpeningException.objects.create(centre=room.centre, on=night, starts=dt.time(0), ends=dt.time(12), reason="Noc")
    book(room, "04:00", "05:00", on=night)
    tuesday.move_to(dt.datetime.combine(night, dt.time(1, 30), tzinfo=WARSAW))
    shown = of(room)
    assert times(shown.next) == "04:00–05:00"
    assert shown.spare.until.astimezone(WARSAW).time() == dt.time(4, 0)


# --- people, keys, decisions, troubles ---


def test_expected_are_those_who_come_within_the_hour(room):
    other = make_room(room.centre)
    book(room, "11:05", "12:00", topic="Joga")
    book(other, "10:30", "12:00", topic="Chór")
    book(room, "12:00", "13:00")
    assert [line.title for line in today(room.centre).expected] == ["Chór", "Joga"]


def test_what_is_over_waits_to_be_handed_over_until_it_is_known_how_it_was_left(room, host):
    date = book(room, "09:00", "10:00")
    day = today(room.centre)
    assert ([line.used for line in day.to_hand_over], day.settled) == ([date], ())
    assert {"left", "no-show"} <= day.to_hand_over[0].steps
    handovers.note(use=date, step=Step.LEFT, by=host)
    day = today(room.centre)
    assert (day.to_hand_over, [line.used for line in day.settled]) == ((), [date])


def test_with_keys_still_out_nothing_is_settled(room, host, tuesday):
    date = book(room, "10:00", "10:30")
    handovers.note(use=date, step=Step.KEYS_OUT, by=host)
    handovers.note(use=date, step=Step.LEFT, by=host)
    tuesday.shift(HOUR)
    assert today(room.centre).to_hand_over


def test_keys_stay_on_the_page_until_they_are_back_however_long(room, host, tuesday):
    date = book(room, "10:00", "11:00")
    handovers.note(use=date, step=Step.KEYS_OUT, by=host)
    tuesday.shift(dt.timedelta(days=3))
    assert [line.used for line in today(room.centre).keys_out] == [date]
    handovers.note(use=date, step=Step.KEYS_BACK, by=host)
    assert today(room.centre).keys_out == ()


def test_on_monday_one_hears_of_friday(room, host, tuesday):
    friday = dt.date(2026, 11, 20)
    date, older = book(room, "17:00", "19:00", on=friday), book(room, "17:00", "19:00", on=dt.date(2026, 11, 19))
    for each in (date, older):
        tuesday.move_to(each.ends_at)
        handovers.leave(use=each, by=host, is_tidy=False, words="Stół")
    tuesday.move_to(dt.datetime(2026, 11, 23, 9, 0, tzinfo=WARSAW))
    assert [line.used for line in today(room.centre).troubles] == [date]


def test_of_another_place_nothing_is_shown(room, host):
    elsewhere = make_room(make_centre(room.centre.network))
    date = book(elsewhere, "10:00", "11:00")
    handovers.note(use=date, step=Step.KEYS_OUT, by=host)
    handovers.leave(use=date, by=host, is_tidy=False)
    make_request(elsewhere)
    day = today(room.centre)
    assert (day.keys_out, day.troubles, day.to_decide.count, day.is_empty) == ((), (), 0, True)


def test_the_most_pressing_decision_stands_first(room, tuesday):
    make_request(room, topic="Później")
    tuesday.shift(-HOUR)
    late = make_request(room, topic="Pilne")
    tuesday.shift(3 * 24 * HOUR)
    make_request(room, state="changes_asked")
    waiting = today(room.centre).to_decide
    assert (waiting.count, waiting.late, waiting.pressing) == (2, 2, late)


def test_an_empty_day_says_what_comes_next(room):
    date = book(room, "17:00", "19:00", on=TODAY + dt.timedelta(days=2))
    day = today(room.centre)
    assert day.is_empty
    assert day.next_date == date


def test_a_freed_room_is_free_and_the_no_show_is_told(room, host):
    date = book(room, "10:00", "12:00")
    handovers.note(use=date, step=Step.NO_SHOW, by=host)
    assert of(room).now.can_be_given_back
    handovers.give_back(use=date, by=host)
    assert of(room).spare.is_free
    (line,) = today(room.centre).settled
    assert times(line) == "10:00–12:00"
    assert "no-show" in line.undoable


# --- how much it costs, and when it is drawn anew ---


def test_as_many_queries_however_much_there_is(room, host, django_assert_num_queries):
    def fill(number):
        each = make_room(room.centre)
        first = book(each, "09:00", "09:30")
        handovers.leave(use=first, by=host, is_tidy=False, words="Stół")
        handovers.note(use=book(each, "10:00", "10:30"), step=Step.KEYS_OUT, by=host)
        book(each, "11:00", "12:00")
        make_request(each, topic=f"Nowe {number}")
        part = make_room(room.centre, whole=each)
        other = make_room(room.centre)
        walk_ins.begin(room=other, by=host, submission_key="tap", length=HOUR)
        assert part

    def look():
        for each in today(room.centre).rooms:
            assert each.now is None or each.now.word or each.now.is_part
            assert each.now is None or each.now.steps is not None

    fill(0)
    with django_assert_num_queries(18) as few:
        look()
    for number in range(1, 6):
        fill(number)
    with django_assert_num_queries(len(few)):
        look()


def test_unchanged_it_costs_two_queries(room, django_assert_num_queries):
    seen = today(room.centre).seen
    with django_assert_num_queries(2):
        assert is_seen(room.centre, seen)


def test_whatever_changes_it_is_drawn_anew(room, host, tuesday):
    other = make_room(room.centre)
    date = book(other, "10:00", "12:00")
    walk_in = None

    def begin():
        nonlocal walk_in
        walk_in = walk_ins.begin(room=room, by=host, submission_key="tap", length=HOUR)

    for deed in (
        begin,
        lambda: walk_ins.prolong(walk_in=walk_in, by=host),
        lambda: walk_ins.describe(walk_in=walk_in, by=host, topic="Szachy", people=2),
        lambda: walk_ins.end_now(walk_in=walk_in, by=host),
        lambda: handovers.note(use=date, step=Step.CAME, by=host),
        lambda: handovers.undo(use=date, step=Step.CAME, by=host),
        lambda: make_request(room),
    ):
        seen = today(room.centre).seen
        tuesday.shift(dt.timedelta(seconds=2))
        assert is_seen(room.centre, seen)
        deed()
        assert not is_seen(room.centre, seen)


def test_when_an_hour_comes_it_is_drawn_anew(room, tuesday):
    book(room, "10:07", "10:08")
    for minute in (5, 7, 8):
        tuesday.move_to(dt.datetime(2026, 11, 24, 10, minute, tzinfo=WARSAW))
        seen = today(room.centre).seen
        tuesday.shift(dt.timedelta(seconds=59))
        assert is_seen(room.centre, seen)
        tuesday.shift(dt.timedelta(seconds=61))
        assert not is_seen(room.centre, seen) or minute == 8


@pytest.mark.parametrize("seen", ["", ".", "abc", "abc.9999999999999", "x.²", "." + "9" * 400, "a.b.c", "\x00.1"])
def test_whatever_else_is_sent_it_is_drawn_anew(room, seen):
    assert not is_seen(room.centre, seen)


# --- names in addresses ---


def test_a_use_is_named_and_found_again(room, host):
    date = book(room, "12:00", "13:00")
    walk_in = walk_ins.begin(room=make_room(room.centre), by=host, submission_key="tap")
    assert use_of(line_of(date).word) == (BookingDate, date.pk)
    assert use_of(line_of(walk_in).word) == (WalkIn, walk_in.pk)


@pytest.mark.parametrize("word", ["", "date", "date-", "date-x", "room-1", "walk-in-²", "date-" + "9" * 30, "-1"])
def test_what_names_no_use_is_none(word):
    assert use_of(word) is None


def test_on_the_page_of_a_request_its_dates_are_told_once_there_is_something_to_tell(room, host):
    request = make_booking(room, on=TODAY, starts="10:00", ends="11:00", weeks=3)
    assert [line.used for line in handed_over(request)] == [request.dates.first()]


def test_what_is_open_is_found_by_its_index_however_long_the_history(room, host):
    keys = Q(keys_out_at__isnull=False, keys_back_at__isnull=True)
    trouble = Q(left_at__gte=clock.now()) & (Q(is_tidy=False) | Q(is_damaged=True))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A handful of rows is read as a whole otherwise.
            cursor.execute("SET LOCAL enable_seqscan = off")
    for where, index in ((keys, "handover_keys_out"), (trouble, "handover_trouble")):
        assert index in Handover.objects.filter(where, centre=room.centre).explain()
