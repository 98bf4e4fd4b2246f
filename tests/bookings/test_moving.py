"""Moving and shortening: one date, this and the following, the whole series; by the resident and by staff."""

import datetime as dt

import pytest
from django.urls import reverse

from podworko.bookings.actions import asking, deciding, ending, moving, offering, watching
from podworko.bookings.links import path_of, token_of
from podworko.bookings.models import (
    BookingDate,
    BookingTerms,
    DateState,
    DayVersion,
    Occupancy,
    RequestState,
    RoomTerms,
)
from podworko.bookings.queries.edits import preview
from podworko.bookings.queries.prospects import prospects
from podworko.bookings.queries.queue import queue
from podworko.bookings.queries.requests import standing
from podworko.bookings.queries.use import occupied
from podworko.bookings.terms import judge_draft, terms_of
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.people.models import Role
from tests.bookings.seen import codes, last_mail, states, taken, told, trail
from tests.factories import make_booking, make_centre, make_closure, make_draft, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
THIS, FOLLOWING, ALL = moving.Scope.THIS, moving.Scope.FOLLOWING, moving.Scope.ALL
FIRST = dt.date(2026, 12, 1)


@pytest.fixture
def centre():
    return make_centre(terms={"change_hours": 24})


@pytest.fixture
def room(centre):
    return make_room(centre)


@pytest.fixture
def host(centre):
    return audit.staff(make_staff(Role.HOST, centre))


@pytest.fixture
def choir(room):
    """A choir that has three Tuesdays from 17 to 19."""
    return make_booking(room, on=FIRST, weeks=3)


def hours(starts, ends, **fields):
    return moving.Edit(dt.time.fromisoformat(starts), dt.time.fromisoformat(ends), **fields)


def dates(request):
    return list(request.dates.order_by("starts_at", "pk"))


def move(request, date, change, *, scope=THIS, by=audit.RESIDENT, **words):
    return moving.edit(request=request, date=date, scope=scope, change=change, by=by, **words)


def moves(request, change, scope=ALL):
    return moving.moves(request, dates(request)[0], scope, change)


def shown(request):
    """Return each date as people see it: day, hours, state."""
    zone = request.centre.zone
    return [
        f"{date.starts_at.astimezone(zone):%d.%m. %H:%M}–{date.ends_at.astimezone(zone):%H:%M} {date.state}"
        for date in dates(request)
    ]


# --- by staff: at once ---


def test_staff_move_one_date_and_both_sides_are_told(choir, room, host):
    move(choir, dates(choir)[1], hours("10:00", "12:00"), by=host, why="Próba zastępcza")
    assert taken(room) == ["01.12. 17:00–19:00", "08.12. 10:00–12:00", "15.12. 17:00–19:00"]
    assert states(choir) == ("decided", ["accepted"] * 3)
    assert trail(choir) == [("bookings.moved", "staff", "Próba zastępcza")]
    assert told() == [("bookings.moved", "anna.nowak@example.org", "pl")]
    assert "BEGIN:VCALENDAR" in last_mail().attachments[0]["text"]


def test_staff_move_this_and_the_following(choir, room, host):
    move(choir, dates(choir)[1], hours("10:00", "12:00"), scope=FOLLOWING, by=host)
    assert taken(room) == ["01.12. 17:00–19:00", "08.12. 10:00–12:00", "15.12. 10:00–12:00"]


def test_an_edit_of_all_leaves_what_was_changed_by_itself(choir, room, host):
    move(choir, dates(choir)[1], hours("10:00", "12:00"), by=host)
    move(choir, dates(choir)[0], hours("13:00", "15:00"), scope=ALL, by=host)
    assert taken(room) == ["01.12. 13:00–15:00", "08.12. 10:00–12:00", "15.12. 13:00–15:00"]


def test_an_edit_of_all_leaves_what_was_decided_otherwise(choir, host):
    ending.cancel(request=choir, by=audit.RESIDENT, date_ids=[dates(choir)[2].pk])
    move(choir, dates(choir)[0], hours("13:00", "15:00"), scope=ALL, by=host)
    assert shown(choir) == [
        "01.12. 13:00–15:00 accepted",
        "08.12. 13:00–15:00 accepted",
        "15.12. 17:00–19:00 cancelled",
    ]


def test_nobodys_use_is_overwritten_and_what_is_taken_stays(choir, room, host):
    other = make_booking(room, on=FIRST + dt.timedelta(weeks=1), starts="10:00", ends="12:00", email="ola@example.org")
    outcome = move(choir, dates(choir)[0], hours("11:00", "13:00"), scope=ALL, by=host)
    assert [date.pk for date in outcome.taken] == [dates(choir)[1].pk]
    assert len(outcome.moved) == 2
    assert shown(choir)[1] == "08.12. 17:00–19:00 accepted"
    assert shown(other) == ["08.12. 10:00–12:00 accepted"]


def test_where_all_is_taken_nothing_changes_and_it_is_a_conflict(choir, room, host):
    for week in range(3):
        make_closure(room, on=FIRST + dt.timedelta(weeks=week), starts="10:00", ends="12:00")
    before, uses = shown(choir), taken(room)
    with pytest.raises(Conflict) as refusal:
        move(choir, dates(choir)[0], hours("11:00", "13:00"), scope=ALL, by=host)
    assert codes(refusal) == [("", "taken")]
    assert (shown(choir), taken(room)) == (before, uses)
    assert trail(choir) == told() == []


@pytest.mark.parametrize("days", [7, -7])
def test_a_series_moves_by_a_week_onto_its_own_dates(room, host, days):
    request = make_booking(room, on=FIRST + dt.timedelta(weeks=1), weeks=3)
    outcome = move(request, dates(request)[0], hours("17:00", "19:00", days=days), scope=ALL, by=host)
    assert len(outcome.moved) == 3
    shift = dt.timedelta(days=days)
    assert taken(room) == [f"{FIRST + dt.timedelta(weeks=week) + shift:%d.%m.} 17:00–19:00" for week in (1, 2, 3)]


def test_a_use_moves_from_a_whole_into_its_part_and_back(centre, host):
    hall = make_room(centre)
    left, right = make_room(whole=hall), make_room(whole=hall)
    request = make_booking(hall, on=FIRST)
    (date,) = dates(request)
    move(request, date, hours("17:30", "19:30", room=left), by=host)
    assert taken(hall) == taken(right) == []
    assert taken(left) == ["01.12. 17:30–19:30"]
    move(request, date, hours("18:00", "19:30", room=hall), by=host)
    assert taken(hall) == taken(left) == taken(right) == ["01.12. 18:00–19:30"]


def test_a_use_does_not_move_into_a_whole_whose_other_part_is_used(centre, host):
    hall = make_room(centre)
    left, right = make_room(whole=hall), make_room(whole=hall)
    request = make_booking(left, on=FIRST)
    make_booking(right, on=FIRST)
    with pytest.raises(Conflict):
        move(request, dates(request)[0], hours("17:00", "19:00", room=hall), by=host)
    assert taken(left) == ["01.12. 17:00–19:00"]


def test_into_another_room_goes_the_time_to_make_that_one_ready(room, centre, choir, host):
    other = make_room(centre)
    RoomTerms.objects.create(room=other, buffer_minutes=30)
    move(choir, dates(choir)[0], hours("17:00", "19:00", room=other), by=host)
    assert taken(other) == ["01.12. 17:00–19:30"]


def test_staff_are_bound_by_the_hours_of_the_place(choir, host):
    with pytest.raises(Refused) as refusal:
        move(choir, dates(choir)[0], hours("07:00", "08:00"), by=host)
    assert codes(refusal) == [("starts", "outside-hours")]
    with pytest.raises(Refused) as refusal:
        move(choir, dates(choir)[0], hours("17:00", "19:00", days=-8), by=host)
    assert codes(refusal) == [("starts", "past")]
    with pytest.raises(Refused) as refusal:
        move(choir, dates(choir)[0], hours("19:00", "17:00"), by=host)
    assert codes(refusal) == [("ends", "ends-first")]


def test_only_what_is_ticked_is_moved(choir, room, host):
    ticked = [dates(choir)[0].pk, dates(choir)[2].pk]
    move(choir, dates(choir)[0], hours("10:00", "12:00"), scope=ALL, by=host, only=ticked)
    assert taken(room) == ["01.12. 10:00–12:00", "08.12. 17:00–19:00", "15.12. 10:00–12:00"]


def test_dates_of_somebody_else_are_not_moved_though_they_are_ticked(choir, room, host):
    other = make_booking(room, on=FIRST, starts="10:00", ends="11:00")
    move(
        choir,
        dates(choir)[0],
        hours("17:30", "19:00"),
        scope=ALL,
        by=host,
        only=[dates(other)[0].pk, dates(choir)[0].pk],
    )
    assert shown(other) == ["01.12. 10:00–11:00 accepted"]


def test_the_days_on_both_ends_are_shown_anew(choir, host):
    DayVersion.objects.all().delete()
    move(choir, dates(choir)[0], hours("17:00", "19:00", days=1), by=host)
    assert {row.on for row in DayVersion.objects.all()} == {FIRST, FIRST + dt.timedelta(days=1)}


# --- by the resident: shorter at once, else asked for ---


def test_a_resident_shortens_at_once_and_the_place_is_told(choir, room):
    move(choir, dates(choir)[0], hours("17:00", "18:00"))
    assert taken(room)[0] == "01.12. 17:00–18:00"
    assert states(choir) == ("decided", ["accepted"] * 3)
    assert {kind for kind, *_rest in told()} == {"bookings.moved", "bookings.rearranged"}


def test_a_resident_asks_for_other_hours_and_keeps_the_old_ones(choir, room):
    outcome = move(choir, dates(choir)[0], hours("10:00", "12:00"))
    (asked,) = outcome.asked
    assert taken(room)[0] == "01.12. 17:00–19:00"
    assert (states(choir)[0], sorted(states(choir)[1])) == ("waiting", ["accepted"] * 3 + ["waiting"])
    assert asked.rule_at == asked.replaces.rule_at
    choir.refresh_from_db()
    assert clock.now() < choir.decide_by <= asked.starts_at


def test_when_it_is_given_the_use_moves_and_the_old_date_is_called_off(choir, room, host):
    move(choir, dates(choir)[0], hours("10:00", "12:00"))
    deciding.accept(request=choir, by=host)
    assert taken(room)[0] == "01.12. 10:00–12:00"
    assert shown(choir)[:2] == ["01.12. 10:00–12:00 accepted", "01.12. 17:00–19:00 cancelled"]
    assert Occupancy.objects.count() == 3


def test_when_it_is_declined_the_old_hours_stay(choir, room, host):
    move(choir, dates(choir)[0], hours("10:00", "12:00"))
    deciding.decline(request=choir, by=host, reason="Zajęte.")
    assert taken(room)[0] == "01.12. 17:00–19:00"
    assert states(choir)[0] == "decided"


def test_what_was_declined_may_be_asked_for_anew(choir, host):
    for starts, ends in (("10:00", "12:00"), ("11:00", "13:00"), ("12:00", "14:00")):
        move(choir, next(date for date in dates(choir) if date.state == "accepted"), hours(starts, ends))
        deciding.decline(request=choir, by=host, reason="Nie tym razem.")
    assert states(choir)[1].count("declined") == 3
    assert states(choir)[1].count("accepted") == 3


def test_a_date_that_waits_to_be_moved_is_not_asked_for_twice(choir, host):
    first = dates(choir)[0]
    move(choir, first, hours("10:00", "12:00"))
    with pytest.raises(Conflict):
        move(choir, first, hours("11:00", "13:00"))
    deciding.queue(request=choir, by=host)
    with pytest.raises(Conflict):
        move(choir, first, hours("11:00", "13:00"))


def test_a_whole_series_asked_for_a_week_later_is_given_onto_its_own_dates(choir, room, host):
    move(choir, dates(choir)[0], hours("17:00", "19:00", days=7), scope=ALL)
    outcome = deciding.accept(request=choir, by=host)
    assert (len(outcome.accepted), outcome.taken) == (3, ())
    assert taken(room) == ["08.12. 17:00–19:00", "15.12. 17:00–19:00", "22.12. 17:00–19:00"]


def test_the_new_hours_are_given_though_the_old_ones_were_called_off_meanwhile(choir, room, host):
    first = dates(choir)[0]
    move(choir, first, hours("10:00", "12:00"))
    ending.cancel(request=choir, by=host, reason="Awaria.", date_ids=[first.pk])
    deciding.accept(request=choir, by=host)
    assert taken(room)[0] == "01.12. 10:00–12:00"


def test_an_offer_taken_up_in_place_of_the_move_gives_the_old_hours_back(choir, room, host):
    (asked,) = move(choir, dates(choir)[0], hours("10:00", "12:00")).asked
    starts_at = asked.starts_at + dt.timedelta(hours=2)
    made = offering.offer(
        date=asked, room=room, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=2), by=host
    )
    offering.take(offer=made, by=audit.RESIDENT)
    assert taken(room) == ["01.12. 12:00–14:00", "08.12. 17:00–19:00", "15.12. 17:00–19:00"]
    assert states(choir)[0] == "decided"


def test_what_still_waits_is_changed_at_once(room):
    request = make_request(room, on=FIRST)
    move(request, dates(request)[0], hours("10:00", "12:00"))
    assert shown(request) == ["01.12. 10:00–12:00 waiting"]
    assert {kind for kind, *_rest in told()} == {"bookings.arrived"}


@pytest.mark.parametrize(("left", "is_late"), [(dt.timedelta(hours=24), False), (dt.timedelta(hours=23), True)])
def test_too_late_is_said_by_the_rule_of_the_place(choir, tuesday, left, is_late):
    tuesday.move_to(dates(choir)[0].starts_at - left)
    if is_late:
        with pytest.raises(Refused) as refusal:
            move(choir, dates(choir)[0], hours("17:00", "18:00"))
        assert codes(refusal) == [("", "too-late")]
    else:
        assert move(choir, dates(choir)[0], hours("17:00", "18:00")).moved


def test_a_resident_does_not_ask_for_a_room_that_is_too_small(choir, centre):
    small = make_room(centre, capacity=5)
    with pytest.raises(Refused) as refusal:
        move(choir, dates(choir)[0], hours("17:00", "19:00", room=small))
    assert codes(refusal) == [("room", "too-many-people")]


def test_nor_for_a_room_that_is_not_lent_to_such_as_they(choir, centre):
    other = make_room(centre)
    RoomTerms.objects.create(room=other, lends_to=["organisation"])
    with pytest.raises(Refused) as refusal:
        move(choir, dates(choir)[0], hours("17:00", "19:00", room=other))
    assert codes(refusal) == [("applicant", "not-for-you")]


def test_what_is_over_or_called_off_is_not_moved(choir, tuesday):
    first = dates(choir)[0]
    ending.cancel(request=choir, by=audit.RESIDENT)
    with pytest.raises(Conflict):
        move(choir, first, hours("10:00", "12:00"))
    tuesday.shift(dt.timedelta(days=60))
    with pytest.raises(Conflict):
        move(choir, first, hours("10:00", "12:00"))


# --- the clocks ---


@pytest.fixture
def night(centre):
    """The place is open in the night of the spring change, and it is a week before it."""
    centre.is_open_on_holidays = True  # 28 March 2027 is Easter
    centre.save()
    centre.opening_hours.all().delete()
    for weekday in range(7):
        centre.opening_hours.create(weekday=weekday, starts=dt.time(0), ends=dt.time(23, 59))


def test_an_hour_that_the_clock_change_takes_away_stays_where_it_was(night, room, host):
    request = make_booking(room, on=dt.date(2027, 3, 21), weeks=3, starts="10:00", ends="12:00")
    outcome = move(request, dates(request)[0], hours("02:30", "04:00"), scope=ALL, by=host)
    assert [problem.code for _date, problem in outcome.refused] == ["no-such-time"]
    assert taken(room) == ["21.03. 02:30–04:00", "28.03. 10:00–12:00", "04.04. 02:30–04:00"]


@pytest.mark.parametrize("first", [dt.date(2027, 3, 23), dt.date(2027, 10, 26)])
def test_a_series_keeps_its_local_hours_over_a_clock_change(room, host, first):
    request = make_booking(room, on=first, weeks=2)
    move(request, dates(request)[0], hours("12:00", "14:00"), scope=ALL, by=host)
    later = first + dt.timedelta(weeks=1)
    assert taken(room) == [f"{first:%d.%m.} 12:00–14:00", f"{later:%d.%m.} 12:00–14:00"]


def test_over_the_end_of_the_year_and_onto_the_leap_day(room, host):
    request = make_booking(room, on=dt.date(2027, 12, 30))
    move(request, dates(request)[0], hours("12:00", "14:00", days=4), by=host)
    assert taken(room) == ["03.01. 12:00–14:00"]
    move(request, dates(request)[0], hours("12:00", "14:00", days=57), by=host)
    assert taken(room) == ["29.02. 12:00–14:00"]
    assert occupied([room.pk], clock.day(dt.date(2028, 2, 29), room.centre.zone)).count() == 1


def test_every_date_has_its_use_whatever_was_moved(choir, room, host):
    move(choir, dates(choir)[0], hours("10:00", "12:00"), scope=ALL)
    deciding.accept(request=choir, by=host, date_ids=[dates(choir)[0].pk])
    given = BookingDate.objects.filter(state=DateState.ACCEPTED).values_list("pk", flat=True)
    assert sorted(Occupancy.objects.values_list("booking_date", flat=True)) == sorted(given)


# --- until when it is to be decided ---


@pytest.fixture
def slow(centre):
    """A place that takes two weeks to decide."""
    BookingTerms.objects.filter(centre=centre).update(decision_working_days=10, notice_working_days=3)


def late_for(room, on):
    """Return a request for `on` whose answer is due as the place has it."""
    request = make_request(room, on=on)
    request.decide_by = asking.decide_by(room.centre, dates(request)[0].starts_at, terms_of(room.centre))
    request.save()
    return request


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("is_staff", [False, True])
def test_silence_on_what_was_moved_earlier_is_heard_of(room, host, tuesday, is_staff):
    coordinator = make_staff(Role.COORDINATOR, room.centre)
    request = late_for(room, FIRST + dt.timedelta(weeks=2))
    move(request, dates(request)[0], hours("17:00", "19:00", days=-14), by=host if is_staff else audit.RESIDENT)
    request.refresh_from_db()
    assert request.decide_by == dates(request)[0].starts_at
    tuesday.move_to(request.decide_by + dt.timedelta(minutes=1))
    watching.escalate_overdue()
    assert ("bookings.escalated", coordinator.email, "pl") in told()


@pytest.mark.usefixtures("slow")
def test_what_was_moved_later_is_to_be_answered_as_soon_as_before(room):
    request = late_for(room, FIRST)
    due = request.decide_by
    move(request, dates(request)[0], hours("17:00", "19:00", days=14))
    request.refresh_from_db()
    assert request.decide_by == due


def test_what_was_late_before_it_was_moved_is_late_anew(room, tuesday):
    make_staff(Role.COORDINATOR, room.centre)
    request = make_request(room, on=FIRST + dt.timedelta(weeks=2))
    tuesday.shift(dt.timedelta(days=3))
    watching.escalate_overdue()
    move(request, dates(request)[0], hours("17:00", "19:00", days=-7))
    tuesday.shift(dt.timedelta(minutes=1))
    watching.escalate_overdue()
    assert [kind for kind, *_rest in told()].count("bookings.escalated") == 2


def test_what_is_given_and_made_shorter_waits_for_nobody(choir):
    choir.refresh_from_db()
    due = choir.decide_by
    move(choir, dates(choir)[0], hours("17:00", "18:00"))
    choir.refresh_from_db()
    assert (choir.state, choir.decide_by) == ("decided", due)


@pytest.mark.parametrize("scope", [THIS, ALL])
def test_whoever_moves_what_the_place_asked_to_be_changed_has_answered(room, host, scope):
    request = make_request(room, on=FIRST + dt.timedelta(weeks=1), weeks=2)
    deciding.ask_for_changes(request=request, by=host, question="Może rano?")
    request.refresh_from_db()
    request.escalated_at = clock.now()
    request.save()
    move(request, dates(request)[1], hours("10:00", "12:00"), scope=scope)
    request.refresh_from_db()
    assert (request.state, request.question, request.escalated_at) == (RequestState.WAITING, "", None)
    assert clock.now() < request.decide_by <= dates(request)[0].starts_at


def test_where_staff_move_it_the_place_still_waits_for_the_answer(room, host):
    request = make_request(room, on=FIRST + dt.timedelta(weeks=1))
    deciding.ask_for_changes(request=request, by=host, question="Może rano?")
    move(request, dates(request)[0], hours("10:00", "12:00"), by=host)
    request.refresh_from_db()
    assert (request.state, request.question) == (RequestState.CHANGES_ASKED, "Może rano?")


# --- how it stands for the one who asked ---


def stands(request):
    request.refresh_from_db()
    found = standing(request)
    return found.state, len(found.accepted), len(found.counted)


def test_a_date_that_was_moved_counts_once(room, host):
    request = make_booking(room, on=FIRST)
    for starts, ends in (("10:00", "12:00"), ("13:00", "15:00")):
        (now,) = (date for date in dates(request) if date.state == DateState.ACCEPTED)
        move(request, now, hours(starts, ends))
        assert stands(request) == ("waiting", 1, 1)
        deciding.accept(request=request, by=host)
        request.refresh_from_db()
        given = standing(request)
        assert stands(request) == ("accepted", 1, 1)
        assert [date.state for date in given.dates] == [DateState.ACCEPTED]
        assert given.dates[0].starts_at.astimezone(room.centre.zone).time().isoformat("minutes") == starts


@pytest.mark.parametrize("end", ["decline", "withdraw", "queue", "lapse"])
def test_a_wish_that_came_to_nothing_takes_nothing_away(choir, host, tuesday, end):
    (wish,) = move(choir, dates(choir)[1], hours("10:00", "12:00")).asked
    if end == "decline":
        deciding.decline(request=choir, by=host, reason="Zajęte.")
    elif end == "queue":
        deciding.queue(request=choir, by=host)
    elif end == "withdraw":
        ending.cancel(request=choir, by=audit.RESIDENT, date_ids=[wish.pk])
    else:
        tuesday.move_to(wish.starts_at)
        watching.lapse_past()
    # One of the three is over when the wish has lapsed.
    count = 2 if end == "lapse" else 3
    assert stands(choir) == ("accepted", count, count)
    assert wish.pk in {date.pk for date in standing(choir).dates}


def test_what_was_called_off_while_it_waited_to_be_moved_may_still_be_waited_for(room, host):
    request = make_booking(room, on=FIRST)
    move(request, dates(request)[0], hours("10:00", "12:00"))
    deciding.queue(request=request, by=host)
    old = next(date for date in dates(request) if date.state == DateState.ACCEPTED)
    ending.cancel(request=request, by=host, reason="Awaria.", date_ids=[old.pk])
    assert stands(request) == ("queued", 0, 1)


def test_the_header_counts_what_is_to_come(client, choir, tuesday):
    ending.cancel(request=choir, by=audit.RESIDENT, date_ids=[dates(choir)[2].pk])

    def title():
        page = client.get(path_of(choir), headers={"accept-language": "en"}).content.decode()
        return page.partition('<section class="standing')[2].partition("<h2>")[2].partition("</h2>")[0].strip()

    assert title() == "The room is yours on 2 dates of 3"
    tuesday.move_to(dates(choir)[1].ends_at - dt.timedelta(minutes=1))
    assert title() == "The room is yours on 1 date of 2"
    tuesday.move_to(dates(choir)[1].ends_at)
    assert title() == "Over: 2 dates"


# --- quotas of a month ---


@pytest.fixture
def full(room):
    """A group that has three Tuesdays of December, which is as often as one group may come."""
    BookingTerms.objects.filter(centre=room.centre).update(uses_a_month=3)
    return make_booking(room, on=FIRST, weeks=3, applicant="group", group="Chór Sąsiad")


def test_within_its_month_a_date_moves_freely(full, room):
    assert move(full, dates(full)[0], hours("10:00", "12:00", days=1)).asked


def test_a_date_does_not_move_into_a_month_that_is_full(full, room):
    later = make_booking(room, on=dt.date(2027, 1, 5), applicant="group", group="chór  sąsiad")
    with pytest.raises(Refused) as refused:
        move(later, dates(later)[0], hours("17:00", "19:00", days=-13))
    assert codes(refused) == [("on", "quota")]
    assert "3" in str(refused.value.problems[0].sentence)


def test_of_a_series_only_so_many_dates_move_into_a_month_as_it_holds(full, room):
    BookingTerms.objects.filter(centre=room.centre).update(uses_a_month=4)
    january = make_booking(room, on=dt.date(2027, 1, 5), weeks=2, applicant="group", group="Chór Sąsiad")
    edit = hours("17:00", "19:00", days=-14)  # onto 22 and 29 December
    shown_before = [line.can_move for line in preview(january, moves(january, edit), is_staff=False)]
    outcome = move(january, dates(january)[0], edit, scope=ALL)
    assert shown_before == [True, False]
    assert [len(outcome.asked), [problem.code for _date, problem in outcome.refused]] == [1, ["quota"]]


def test_wishes_one_by_one_make_a_month_no_fuller_than_all_at_once(full, room):
    BookingTerms.objects.filter(centre=room.centre).update(uses_a_month=4)
    january = make_booking(room, on=dt.date(2027, 1, 5), weeks=2, applicant="group", group="Chór Sąsiad")
    first, second = dates(january)
    assert move(january, first, hours("17:00", "19:00", days=-14)).asked
    with pytest.raises(Refused):
        move(january, second, hours("17:00", "19:00", days=-14))


def test_a_wish_for_a_full_month_counts_against_what_is_asked_for_anew(full, room):
    BookingTerms.objects.filter(centre=room.centre).update(uses_a_month=4)
    january = make_booking(room, on=dt.date(2027, 1, 5), applicant="group", group="Chór Sąsiad")
    move(january, dates(january)[0], hours("17:00", "19:00", days=-14))
    draft = make_draft(room.centre, room=room, on=dt.date(2026, 12, 30), applicant="group", group="Chór Sąsiad")
    assert [(problem.field, problem.code) for problem in judge_draft(room.centre, draft).problems] == [("on", "quota")]


def test_a_wish_may_be_changed_within_what_it_asks_for_already(full):
    (wish,) = move(full, dates(full)[0], hours("10:00", "12:00")).asked
    assert move(full, wish, hours("11:00", "13:00")).moved


def test_a_longer_wish_counts_with_its_length(room):
    BookingTerms.objects.filter(centre=room.centre).update(hours_a_month=6)
    pair = make_booking(room, on=FIRST, weeks=2, applicant="group", group="Chór Sąsiad")
    assert move(pair, dates(pair)[0], hours("16:00", "19:00")).asked
    with pytest.raises(Refused):
        move(pair, dates(pair)[-1], hours("15:00", "19:00"))


def test_hours_of_a_month_are_counted_too(room):
    BookingTerms.objects.filter(centre=room.centre).update(hours_a_month=4)
    pair = make_booking(room, on=FIRST, weeks=2, applicant="group", group="Chór Sąsiad")
    assert move(pair, dates(pair)[0], hours("16:00", "18:00")).asked
    with pytest.raises(Refused):
        move(pair, dates(pair)[1], hours("16:00", "19:00"))


def test_a_room_with_a_quota_takes_no_more_than_that(full, room, centre):
    BookingTerms.objects.filter(centre=centre).update(uses_a_month=None)
    small = make_room(centre)
    RoomTerms.objects.create(room=small, uses_a_month=1)
    outcome = move(full, dates(full)[0], hours("17:00", "19:00", room=small), scope=ALL)
    assert [len(outcome.asked), len(outcome.refused)] == [1, 2]


def test_staff_are_not_bound_by_quotas(full, room, host):
    later = make_booking(room, on=dt.date(2027, 1, 5), applicant="group", group="Chór Sąsiad")
    assert move(later, dates(later)[0], hours("17:00", "19:00", days=-13), by=host).moved


def test_what_a_wish_takes_the_place_of_is_not_in_its_way(choir, room, host):
    """Half an hour later, onto hours of which most are the group's own already."""
    move(choir, dates(choir)[0], hours("17:30", "19:30"))
    (wish,) = (each for each in prospects(choir) if each.date.state == DateState.WAITING)
    (waiting,) = queue(room.centre)
    assert wish.is_free
    assert waiting.taken == ()
    deciding.accept(request=choir, by=host)
    assert taken(room)[0] == "01.12. 17:30–19:30"


def test_a_wish_of_somebody_else_for_those_hours_is_in_the_way_all_the_same(choir, room):
    move(choir, dates(choir)[0], hours("17:30", "19:30"))
    other = make_request(room, on=FIRST, starts="18:00", ends="19:00")
    (prospect,) = prospects(other)
    assert not prospect.is_free
    assert [len(each.taken) for each in queue(room.centre) if each.booking == other] == [1]


def test_a_request_goes_with_all_its_dates_those_to_be_moved_too(choir):
    move(choir, dates(choir)[0], hours("10:00", "12:00"))
    Occupancy.objects.filter(booking_date__request=choir).delete()
    choir.delete()
    assert not BookingDate.objects.exists()


# --- the page ---


@pytest.fixture
def page(client, choir):
    """Send the form of the first date of the choir, as the resident."""

    def _page(on=FIRST, starts="17:00", ends="19:00", scope="this", **more):
        address = reverse("bookings:own_edit", args=[token_of(choir), dates(choir)[0].pk])
        sent = {"on": on, "starts": starts, "ends": ends, "scope": scope, "room": "", **more}
        return client.post(address, sent, headers={"accept-language": "en"})

    return _page


def test_a_resident_is_told_first_that_the_hours_are_taken_and_may_ask_all_the_same(page, choir, room):
    make_closure(room, on=FIRST, starts="19:00", ends="20:00")
    spare = make_room(room.centre, name="Wolna")
    told = page(starts="18:00", ends="20:00")
    assert told.status_code == 200
    assert spare.name in told.content.decode()
    assert "Ask for it all the same" in told.content.decode()
    assert states(choir) == ("decided", ["accepted"] * 3)
    assert page(starts="18:00", ends="20:00", sure="1").status_code == 302
    assert (states(choir)[0], sorted(states(choir)[1])) == ("waiting", ["accepted"] * 3 + ["waiting"])


def test_what_is_free_is_asked_for_at_once(page, choir):
    assert page(starts="10:00", ends="12:00").status_code == 302
    assert states(choir)[0] == "waiting"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts": "19:00", "ends": "17:00"}, "ends"),
        ({"on": "2026-12-06"}, "on"),
        ({"starts": "03:00", "ends": "04:00"}, "starts"),
        ({"on": "2026-11-24", "starts": "09:00", "ends": "10:00"}, "starts"),
        ({"ends": "rano"}, "ends"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_with_what_was_typed(page, choir, wrong, field):
    answer = page(**wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    for name, value in wrong.items():
        assert answer.context["form"][name].value() == value
    assert states(choir) == ("decided", ["accepted"] * 3)


@pytest.fixture
def edits(client, choir):
    """Fill in the form of a date as a page shows it, and send it when told to; an own page of the resident."""

    def _edits(number=0, request=choir, name="own_edit"):
        whose = token_of(request) if name == "own_edit" else request.reference
        address = reverse(f"bookings:{name}", args=[whose, dates(request)[number].pk])
        form = client.get(address).context["form"]
        shown_then = {field.name: field.value() or "" for field in form}

        def _send(**more):
            return client.post(address, shown_then | more, headers={"accept-language": "en"}, follow=True)

        return _send

    return _edits


def said(answer):
    return [str(message) for message in answer.context["messages"]]


NOON = {"starts": "10:00", "ends": "12:00"}
ASKED_ALREADY = "You have asked to move this date already."


def test_a_date_with_a_wish_to_move_it_is_changed_by_the_wish(client, choir, edits):
    old = dates(choir)[0]
    send = edits()
    asked = send(**NOON)
    assert len(said(asked)) == 1
    wish = old.replaced_by.get()
    assert asked.context["movable"] == {date.pk for date in dates(choir)} - {old.pk}
    assert reverse("bookings:own_edit", args=[token_of(choir), wish.pk]) in asked.content.decode()
    # Pressed twice, or opened from an old page.
    again = send(**NOON)
    address = reverse("bookings:own_edit", args=[token_of(choir), old.pk])
    opened = client.get(address, follow=True, headers={"accept-language": "en"})
    for answer in (again, opened):
        assert answer.redirect_chain == [(path_of(choir), 302)]
        assert ASKED_ALREADY in said(answer)
    assert choir.dates.count() == 4


def test_staff_are_led_to_the_wish_too(client, choir, host):
    old = dates(choir)[0]
    move(choir, old, hours("10:00", "12:00"))
    client.force_login(host.user)
    address = reverse("bookings:staff_edit", args=[choir.reference, old.pk])
    answer = client.get(address, follow=True, headers={"accept-language": "en"})
    assert said(answer) == ["They have asked to move this date already. Decide on that first."]


def test_two_who_press_at_the_same_time_are_told_the_same(choir, edits, monkeypatch):
    """The second looked while the first had not yet written."""
    send, edit = edits(), moving.edit

    def _first(**words):
        monkeypatch.setattr(moving, "edit", edit)
        edit(**words)
        return edit(**words)

    monkeypatch.setattr(moving, "edit", _first)
    assert said(send(**NOON)) == [ASKED_ALREADY]
    assert choir.dates.count() == 4


def test_whoever_presses_twice_is_not_told_of_somebody_else(room, edits):
    request = make_request(room, on=FIRST)
    send = edits(request=request)
    assert said(send(**NOON)) == ["Changed: 1 date."]
    again = send(**NOON)
    assert again.redirect_chain == [(path_of(request), 302)]
    assert said(again) == ["It stands so already."]


def test_an_old_page_does_not_move_a_series_back(client, choir, room, host, edits):
    client.force_login(host.user)
    first, second = edits(name="staff_edit"), edits(name="staff_edit")
    every = {"scope": "all", "only": [date.pk for date in dates(choir)]}
    first(on="2026-12-02", sure="1", **every)
    moved = ["02.12. 17:00–19:00", "09.12. 17:00–19:00", "16.12. 17:00–19:00"]
    assert taken(room) == moved
    for more in ({"sure": "1"}, {}):
        told_so = second(**NOON, **every, **more)
        assert told_so.status_code == 409
        assert "Somebody changed this after you had opened the page." in told_so.content.decode()
        form = told_so.context["form"]
        # What was typed is there, and the lines tell what it means from where the dates stand now.
        assert [form[name].value() for name in ("starts", "ends", "on")] == ["10:00", "12:00", "2026-12-01"]
        assert [str(line.move.on) for line in told_so.context["lines"]] == ["2026-12-01", "2026-12-08", "2026-12-15"]
        assert taken(room) == moved
    # Sent once more, after a look at how it stands, it is done.
    seen = form["seen"].value()
    assert second(**NOON, **every, seen=seen, on="2026-12-02", sure="1").status_code == 200
    assert taken(room) == [day.replace("17:00–19:00", "10:00–12:00") for day in moved]


def test_an_old_page_may_name_the_room_in_which_it_is_now(choir, room, host, edits):
    other = make_room(room.centre)
    send = edits()
    move(choir, dates(choir)[0], hours("17:00", "19:00", room=other), by=host)
    assert said(send(room=other.slug)) == ["It stands so already."]
    answer = send(room=other.slug, **NOON)
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["__all__"])


def test_programs_that_do_not_look_are_not_asked_what_they_saw(choir, room, host):
    move(choir, dates(choir)[0], hours("10:00", "12:00"), by=host, seen=None)
    with pytest.raises(Conflict) as refusal:
        move(choir, dates(choir)[0], hours("13:00", "15:00"), by=host, seen="another word")
    assert codes(refusal) == [("", "changed-meanwhile")]
    assert taken(room)[0] == "01.12. 10:00–12:00"


def test_the_page_of_a_booking_that_was_moved_reads_as_that_of_any_other(client, room, host):
    request = make_booking(room, on=FIRST)
    move(request, dates(request)[0], hours("10:00", "12:00"))
    deciding.accept(request=request, by=host)
    page = client.get(path_of(request), headers={"accept-language": "en"}).content.decode()
    assert "The room is yours" in page
    assert "The room is yours on" not in page
    assert '<ul class="dates is-own">' not in page
    (given,) = (date for date in dates(request) if date.state == DateState.ACCEPTED)
    assert reverse("bookings:own_edit", args=[token_of(request), given.pk]) in page
