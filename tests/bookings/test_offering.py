"""Offers and the waiting list: who is offered what is given back, for how long, and what comes of it."""

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from podworko.bookings.actions import (
    asking,
    deciding,
    ending,
    forgetting,
    moving,
    occupying,
    offering,
    walk_ins,
    watching,
)
from podworko.bookings.models import Blackout, BookingDate, DateState, Occupancy, Offer, RequestState, RoomTerms
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.models import Message
from podworko.core.transactions import action
from podworko.people import assisted
from podworko.people.models import Role
from podworko.places.models import OpeningException
from tests.bookings.seen import codes, states, taken, told, trail
from tests.factories import make_booking, make_centre, make_draft, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ON = dt.date(2026, 12, 1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def room(centre):
    return make_room(centre)


@pytest.fixture
def host(centre):
    return audit.staff(make_staff(Role.HOST, centre))


@pytest.fixture
def held(room):
    """Somebody has the room on 1 December from 17 to 19."""
    return make_booking(room, on=ON, email="ma@example.org")


def in_line(room=None, **fields):
    """Return a request whose one date waits for its hour to be given back."""
    request = make_request(room, on=fields.pop("on", ON), state=RequestState.DECIDED, **fields)
    request.dates.update(state=DateState.QUEUED, decided_at=None)
    return request


def offers(request):
    """Return what was offered for the dates of a request, in order."""
    return [(offer.room.name, str(offer.state)) for offer in Offer.objects.filter(date__request=request)]


def offer_of(request):
    return Offer.objects.get(date__request=request, state="open")


def consistent():
    """Each open offer has its one hold, each accepted date its one use, and nothing else has any."""
    uses = Occupancy.objects.all()
    held = set(uses.filter(kind="offer").values_list("offer", flat=True))
    assert held == set(Offer.objects.filter(state="open").values_list("pk", flat=True))
    given = set(uses.filter(kind="booking").values_list("booking_date", flat=True))
    assert given == set(BookingDate.objects.filter(state="accepted").values_list("pk", flat=True))
    return True


# --- the waiting list ---


def test_what_is_called_off_is_offered_to_whoever_asked_first(room, held, tuesday):
    first = in_line(room, email="pierwsza@example.org")
    tuesday.shift(dt.timedelta(minutes=5))
    second = in_line(room, email="druga@example.org")
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(first) == [(room.name, "open")]
    assert offers(second) == []
    assert taken(room) == ["01.12. 17:00–19:00"]
    assert ("bookings.offered", "pierwsza@example.org", "pl") in told()
    assert consistent()


def test_the_next_in_line_follows_when_the_first_says_no_or_nothing(room, held, tuesday):
    line = []
    for name in ("a", "b", "c"):
        line.append(in_line(room, email=f"{name}@example.org"))
        tuesday.shift(dt.timedelta(minutes=1))
    ending.cancel(request=held, by=audit.RESIDENT)
    offering.refuse(offer=offer_of(line[0]), by=audit.RESIDENT)
    assert [offers(each) for each in line] == [[(room.name, "refused")], [(room.name, "open")], []]
    tuesday.shift(dt.timedelta(hours=48))
    offering.lapse_unanswered()
    assert [offers(each)[0][1] for each in line] == ["refused", "lapsed", "open"]
    assert ("bookings.offer_lapsed", "b@example.org", "pl") in told()
    offering.take(offer=offer_of(line[2]), by=audit.RESIDENT)
    assert [states(each)[1] for each in line] == [["queued"], ["queued"], ["accepted"]]
    assert consistent()


def test_nobody_is_offered_the_same_twice(room, held, tuesday):
    asker = in_line(room)
    ending.cancel(request=held, by=audit.RESIDENT)
    offering.refuse(offer=offer_of(asker), by=audit.RESIDENT)
    again = make_booking(room, on=ON)
    ending.cancel(request=again, by=audit.RESIDENT)
    assert offers(asker) == [(room.name, "refused")]
    assert taken(room) == []


def test_one_call_off_serves_all_that_it_has_room_for(room, held):
    early = in_line(room, starts="17:00", ends="18:00")
    late = in_line(room, starts="18:00", ends="19:00")
    both = in_line(room, starts="17:30", ends="18:30")
    ending.cancel(request=held, by=audit.RESIDENT)
    assert [len(offers(each)) for each in (early, late, both)] == [1, 1, 0]
    assert consistent()


def test_hours_that_are_only_partly_free_are_not_offered(room, held):
    make_booking(room, on=ON, starts="16:00", ends="17:00")
    asker = in_line(room, starts="16:30", ends="18:00")
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(asker) == []


def test_the_time_to_answer_is_that_of_the_place_and_ends_an_hour_before(room, held, tuesday):
    asker = in_line(room)
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offer_of(asker).answer_by == clock.now() + 48 * HOUR
    offering.refuse(offer=offer_of(asker), by=audit.RESIDENT)
    later, last = make_booking(room, on=ON), in_line(room)
    tuesday.move_to(later.dates.get().starts_at - 3 * HOUR)
    ending.cancel(request=later, by=audit.RESIDENT)
    assert offer_of(last).answer_by == last.dates.get().starts_at - HOUR


def test_what_begins_too_soon_is_offered_to_nobody(room, held, tuesday):
    asker = in_line(room)
    tuesday.move_to(held.dates.get().starts_at - HOUR)
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(asker) == []
    assert taken(room) == []


def test_an_answer_that_comes_too_late_takes_nothing(room, held, tuesday):
    asker = in_line(room)
    ending.cancel(request=held, by=audit.RESIDENT)
    made = offer_of(asker)
    tuesday.shift(48 * HOUR)
    with pytest.raises(Conflict) as refusal:
        offering.take(offer=made, by=audit.RESIDENT)
    assert codes(refusal) == [("", "too-late")]
    assert states(asker)[1] == ["queued"]


def test_each_answer_counts_once(room, held):
    asker = in_line(room)
    ending.cancel(request=held, by=audit.RESIDENT)
    made = offer_of(asker)
    offering.take(offer=made, by=audit.RESIDENT)
    messages = len(told())
    assert offering.take(offer=made, by=audit.RESIDENT).state == "taken"
    assert len(told()) == messages
    with pytest.raises(Conflict):
        offering.refuse(offer=made, by=audit.RESIDENT)
    offering.lapse_unanswered()
    assert [verb for verb, *_rest in trail(asker)] == ["bookings.offered", "bookings.offer_taken"]
    answer = Message.objects.filter(kind="bookings.decided").latest("pk")
    assert "BEGIN:VCALENDAR" in answer.attachments[0]["text"]
    assert consistent()


# --- what gives hours back ---


def test_shortening_moving_and_the_end_of_a_walk_in_give_back_too(room, host, tuesday):
    shortened = make_booking(room, on=ON, starts="10:00", ends="13:00")
    asker = in_line(room, starts="12:00", ends="13:00")
    moving.edit(
        request=shortened,
        date=shortened.dates.get(),
        scope=moving.Scope.THIS,
        change=moving.Edit(dt.time(10), dt.time(12)),
        by=audit.RESIDENT,
    )
    assert offers(asker) == [(room.name, "open")]

    moved = make_booking(room, on=ON, starts="14:00", ends="16:00")
    second = in_line(room, starts="14:00", ends="16:00")
    moving.edit(
        request=moved,
        date=moved.dates.get(),
        scope=moving.Scope.THIS,
        change=moving.Edit(dt.time(16), dt.time(18)),
        by=host,
    )
    assert offers(second) == [(room.name, "open")]

    today = clock.today(room.centre.zone)
    walk_in = walk_ins.begin(room=room, by=host, submission_key="x")
    third = in_line(room, on=today, starts="14:00", ends="15:00")
    tuesday.shift(HOUR)
    walk_ins.end_now(walk_in=walk_in, by=host)
    assert offers(third) == [(room.name, "open")]
    assert consistent()


def test_a_request_that_moves_away_frees_its_old_hours_for_others(room, held, host):
    asker = in_line(room)
    change = moving.Edit(dt.time(10), dt.time(12))
    moving.edit(request=held, date=held.dates.get(), scope=moving.Scope.THIS, change=change, by=audit.RESIDENT)
    assert offers(asker) == []
    deciding.accept(request=held, by=host)
    assert offers(asker) == [(room.name, "open")]
    assert taken(room) == ["01.12. 10:00–12:00", "01.12. 17:00–19:00"]


def test_with_time_to_make_ready_the_hour_before_is_served_too(room, centre):
    centre.booking_terms.buffer_minutes = 15
    centre.booking_terms.save()
    after = make_booking(room, on=ON, starts="19:00", ends="20:00")
    asker = in_line(room)  # 17 to 19, and a quarter of an hour to make ready
    ending.cancel(request=after, by=audit.RESIDENT)
    assert offers(asker) == [(room.name, "open")]
    assert taken(room) == ["01.12. 17:00–19:15"]


# --- who has gone meanwhile ---


@pytest.mark.parametrize("how", ["called off", "erased", "declined", "not confirmed"])
def test_whoever_does_not_wait_any_more_is_passed_over(room, held, host, how):
    gone, asker = in_line(room), in_line(room, email="ola@example.org")
    match how:
        case "called off":
            ending.cancel(request=gone, by=audit.RESIDENT)
        case "erased":
            forgetting.erase(requests=[gone], by=audit.RESIDENT)
        case "declined":
            deciding.decline(request=gone, by=host, reason="Nie.")
        case _:
            type(gone).objects.filter(pk=gone.pk).update(state=RequestState.UNCONFIRMED)
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(gone) == []
    assert offers(asker) == [(room.name, "open")]


@pytest.mark.parametrize("how", ["called off", "erased", "declined"])
def test_an_offer_to_somebody_who_goes_is_taken_back_and_passed_on(room, held, host, how):
    gone, asker = in_line(room), in_line(room, email="ola@example.org")
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(gone) == [(room.name, "open")]
    match how:
        case "called off":
            ending.cancel(request=gone, by=audit.RESIDENT)
        case "erased":
            forgetting.erase(requests=[gone], by=audit.RESIDENT)
        case _:
            deciding.decline(request=gone, by=host, reason="Nie.")
    assert offers(gone) == [(room.name, "recalled")]
    assert offers(asker) == [(room.name, "open")]
    assert consistent()


def test_a_changed_request_gives_its_offer_back(room, host):
    request = make_request(room, on=ON)
    other = make_room(room.centre)
    (date,) = request.dates.all()
    offering.offer(date=date, room=other, starts_at=date.starts_at, ends_at=date.ends_at, by=host)
    asker = in_line(other, email="ola@example.org")
    asking.change(request=request, draft=make_draft(room.centre, room=room, on=ON), by=audit.RESIDENT)
    assert offers(request) == []
    assert offers(asker) == [(other.name, "open")]
    assert consistent()


def test_a_date_that_is_accepted_needs_its_offer_no_more(room, host):
    request = make_request(room, on=ON)
    other = make_room(room.centre)
    (date,) = request.dates.all()
    offering.offer(date=date, room=other, starts_at=date.starts_at, ends_at=date.ends_at, by=host)
    deciding.accept(request=request, by=host)
    assert offers(request) == [(other.name, "recalled")]
    assert taken(other) == []
    assert consistent()


def test_the_hour_held_for_it_is_the_one_that_it_is_given(room, host):
    request = make_request(room, on=ON)
    (date,) = request.dates.all()
    offering.offer(date=date, room=room, starts_at=date.starts_at, ends_at=date.ends_at, by=host)
    deciding.accept(request=request, by=host)
    assert states(request) == ("decided", ["accepted"])
    assert consistent()


def test_while_a_later_hour_is_offered_the_date_is_not_out_of_time(room, host, tuesday):
    request = make_request(room, on=ON)
    (date,) = request.dates.all()
    later = dt.timedelta(days=1)
    offering.offer(date=date, room=room, starts_at=date.starts_at + later, ends_at=date.ends_at + later, by=host)
    Offer.objects.update(answer_by=date.starts_at + 12 * HOUR)
    tuesday.move_to(date.starts_at + HOUR)
    watching.lapse_past()
    assert states(request) == ("waiting", ["waiting"])
    tuesday.move_to(date.starts_at + 13 * HOUR)
    offering.lapse_unanswered()
    watching.lapse_past()
    assert states(request) == ("lapsed", ["lapsed"])
    assert consistent()


# --- any room that fits, rooms with movable walls ---


def test_whoever_waits_for_any_room_is_offered_the_one_that_is_free(centre, room, held):
    other = make_room(centre, capacity=10)
    make_booking(other, on=ON)
    asker = in_line(centre=centre, people=12)
    small = in_line(centre=centre, people=8, starts="17:00", ends="18:00")
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(asker) == [(room.name, "open")]
    assert offers(small) == []
    offering.take(offer=offer_of(asker), by=audit.RESIDENT)
    assert asker.dates.get().room == room


def test_a_room_too_small_is_not_offered_to_them(centre):
    small = make_room(centre, capacity=5)
    held = make_booking(small, on=ON)
    asker = in_line(centre=centre, people=12)
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(asker) == []


def test_the_whole_is_offered_when_its_last_part_is_given_back(centre):
    hall = make_room(centre)
    left, right = make_room(whole=hall), make_room(whole=hall)
    halves = [make_booking(each, on=ON) for each in (left, right)]
    asker = in_line(hall)
    ending.cancel(request=halves[0], by=audit.RESIDENT)
    assert offers(asker) == []
    ending.cancel(request=halves[1], by=audit.RESIDENT)
    assert offers(asker) == [(hall.name, "open")]
    assert taken(left) == taken(right) == taken(hall) == ["01.12. 17:00–19:00"]


def test_both_parts_are_offered_when_the_whole_is_given_back(centre):
    hall = make_room(centre)
    left, right = make_room(whole=hall), make_room(whole=hall)
    held = make_booking(hall, on=ON)
    askers = [in_line(left), in_line(right), in_line(hall)]
    ending.cancel(request=held, by=audit.RESIDENT)
    assert [len(offers(each)) for each in askers] == [1, 1, 0]
    assert consistent()


# --- by the place ---


def test_the_place_offers_another_room_or_hour_and_holds_it(room, host):
    request = make_request(room, on=ON)
    (date,) = request.dates.all()
    other = make_room(room.centre)
    RoomTerms.objects.create(room=other, buffer_minutes=30)
    made = offering.offer(date=date, room=other, starts_at=date.starts_at - HOUR, ends_at=date.ends_at - HOUR, by=host)
    assert taken(other) == ["01.12. 16:00–18:30"]
    offering.take(offer=made, by=audit.RESIDENT)
    date.refresh_from_db()
    assert (date.room, date.starts_at, date.is_changed, date.state) == (other, made.starts_at, True, "accepted")
    assert date.rule_at == date.starts_at + HOUR
    assert states(request)[0] == "decided"
    assert consistent()


def test_what_cannot_be_offered_is_refused(room, held, host, tuesday):
    request = make_request(room, on=ON)
    (date,) = request.dates.all()
    span = {"starts_at": date.starts_at, "ends_at": date.ends_at}
    with pytest.raises(Conflict) as refusal, transaction.atomic():
        offering.offer(date=date, room=room, by=host, **span)
    assert codes(refusal) == [("", "taken")]
    with pytest.raises(Refused) as refusal, transaction.atomic():
        offering.offer(date=date, room=make_room(), by=host, **span)
    assert codes(refusal) == [("room", "no-such-room")]
    soon = clock.now() + HOUR
    with pytest.raises(Refused) as refusal, transaction.atomic():
        offering.offer(date=date, room=room, starts_at=soon, ends_at=soon + HOUR, by=host)
    assert codes(refusal) == [("on", "too-soon")]
    other = make_room(room.centre)
    offering.offer(date=date, room=other, by=host, **span)
    with pytest.raises(Conflict), transaction.atomic():
        offering.offer(date=date, room=make_room(room.centre), by=host, **span)
    unconfirmed = make_request(other, on=ON + dt.timedelta(days=1), state=RequestState.UNCONFIRMED).dates.get()
    with pytest.raises(Conflict), transaction.atomic():
        offering.offer(
            date=unconfirmed, room=other, starts_at=unconfirmed.starts_at, ends_at=unconfirmed.ends_at, by=host
        )
    ending.cancel(request=request, by=audit.RESIDENT)
    with pytest.raises(Conflict), transaction.atomic():
        offering.offer(date=date, room=other, by=host, **span)
    assert consistent()


def test_what_staff_put_in_line_is_told_and_served(room, held, host):
    request = make_request(room, on=ON)
    deciding.queue(request=request, by=host)
    assert states(request) == ("decided", ["queued"])
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(request) == [(room.name, "open")]
    with pytest.raises(Conflict):
        deciding.queue(request=request, by=host)


def test_what_is_asked_for_in_line_is_in_line_when_the_place_has_agreed(room, held):
    draft = make_draft(room.centre, room=room, on=ON, is_queued_if_taken=True)
    by = audit.staff(make_staff(Role.HOST, room.centre))
    request = asking.submit(centre=room.centre, draft=draft, channel="api", by=by, submission_key="x")
    assert states(request) == ("waiting", ["waiting"])
    deciding.accept(request=request, by=by)
    assert states(request) == ("decided", ["queued"])
    ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(request) == [(room.name, "open")]


def test_who_begins_to_wait_for_hours_that_are_free_by_now_is_offered_them(room, host):
    request = make_request(room, on=ON)
    deciding.queue(request=request, by=host)
    assert offers(request) == [(room.name, "open")]


def test_nothing_is_offered_on_days_on_which_nothing_is_lent(room, host, held):
    request = in_line(room)
    Blackout.objects.create(centre=room.centre, room=room, first_on=ON, last_on=ON, reason="Malowanie")
    ending.cancel(request=held, by=host, reason="Choroba.")
    assert list(offers(request)) == []


def test_nobody_gets_a_free_room_past_the_host_by_way_of_the_waiting_list(room, host, held):
    request = in_line(room)
    date = request.dates.get()
    change = moving.Edit(dt.time(10), dt.time(12))
    outcome = moving.edit(request=request, date=date, scope=moving.Scope.THIS, change=change, by=audit.RESIDENT)
    assert [each.pk for each in outcome.asked] == [date.pk]
    assert states(request) == ("waiting", ["waiting"])
    assert offers(request) == []


def test_what_was_held_for_the_old_hours_is_held_no_more_when_they_change(room, host, held):
    request = in_line(room)
    ending.cancel(request=held, by=host, reason="Choroba.")
    date = request.dates.get()
    moving.edit(
        request=request, date=date, scope=moving.Scope.THIS, change=moving.Edit(dt.time(10), dt.time(12)), by=host
    )
    assert offers(request) == [(room.name, "recalled"), (room.name, "open")]
    assert offer_of(request).starts_at.astimezone(room.centre.zone).hour == 10


def test_the_place_hears_what_became_of_its_offer(room, host, held):
    taker, refuser = in_line(room), in_line(room, email="druga@example.org")
    ending.cancel(request=held, by=host, reason="Choroba.")
    offering.refuse(offer=offer_of(taker), by=audit.RESIDENT)
    offering.take(offer=offer_of(refuser), by=audit.RESIDENT)
    to_place = [kind for kind, to, _language in told() if to == room.centre.email]
    assert to_place == ["bookings.offer_refused", "bookings.offer_taken"]


# --- hours that have changed since ---


def test_nothing_is_offered_while_the_place_is_closed_by_now(room, host, held):
    request = in_line(room)
    OpeningException.objects.create(centre=room.centre, on=ON, reason="Inwentaryzacja")
    ending.cancel(request=held, by=host, reason="Inwentaryzacja.")
    assert offers(request) == []
    assert states(request) == ("decided", ["queued"])
    assert taken(room) == []
    assert told()[-1][0] == "bookings.cancelled"


def test_only_hours_that_lie_inside_those_of_the_place_are_offered(room, host, held):
    early, late = in_line(room, starts="17:00", ends="18:00"), in_line(room, starts="17:30", ends="19:00")
    OpeningException.objects.create(centre=room.centre, on=ON, starts="10:00", ends="18:00", reason="Krócej")
    ending.cancel(request=held, by=host, reason="Krócej otwarte.")
    assert offers(early) == [(room.name, "open")]
    assert offers(late) == []


def test_whoever_comes_after_a_closed_hour_in_line_is_served(room, host):
    held = make_booking(room, on=ON, starts="15:00", ends="19:00")
    closed, asker = in_line(room, starts="16:00", ends="19:00"), in_line(room, starts="15:00", ends="17:00")
    OpeningException.objects.create(centre=room.centre, on=ON, starts="10:00", ends="18:00", reason="Krócej")
    ending.cancel(request=held, by=host, reason="Krócej otwarte.")
    assert [len(offers(each)) for each in (closed, asker)] == [0, 1]
    assert consistent()


def test_the_place_is_told_beside_the_field_when_it_offers_an_hour_in_which_it_is_closed(room, host):
    date = make_request(room, on=ON).dates.get()
    span = {"starts_at": date.starts_at, "ends_at": date.ends_at}
    OpeningException.objects.create(centre=room.centre, on=ON, starts="10:00", ends="18:00", reason="Krócej")
    with pytest.raises(Refused) as refusal:
        offering.offer(date=date, room=room, by=host, **span)
    assert codes(refusal) == [("starts", "outside-hours")]
    OpeningException.objects.all().delete()
    OpeningException.objects.create(centre=room.centre, on=ON, reason="Inwentaryzacja")
    with pytest.raises(Refused) as refusal:
        offering.offer(date=date, room=room, by=host, **span)
    assert codes(refusal) == [("on", "closed")]
    assert "Inwentaryzacja" in str(refusal.value.problems[0].sentence)
    assert consistent()


# --- one message for all that one deed offers ---

DAYS = ["1 grudnia", "8 grudnia", "15 grudnia", "22 grudnia", "29 grudnia"]


def repeated(request, weeks):
    """Give `request` its one date in each of so many weeks; return the new dates."""
    (first,) = request.dates.select_related("room")
    shifts = [dt.timedelta(weeks=number) for number in range(1, weeks)]
    return [
        BookingDate.objects.create(
            request=request,
            room=first.room,
            starts_at=first.starts_at + shift,
            ends_at=first.ends_at + shift,
            rule_at=first.rule_at + shift,
            state=first.state,
        )
        for shift in shifts
    ]


def series_in_line(room, weeks, **fields):
    """Return a request whose dates, one in each week, all wait for their hours to be given back."""
    request = in_line(room, **fields)
    repeated(request, weeks)
    return request


@pytest.fixture
def choir(room):
    """Somebody has the room on five Tuesdays."""
    request = make_booking(room, on=ON, email="ma@example.org")
    for date in repeated(request, 5):
        hours = {"starts_at": date.starts_at, "ends_at": date.ends_at}
        occupying.occupy(room=room, kind=Occupancy.Kind.BOOKING, booking_date=date, **hours)
    return request


def mails(kind, to):
    return list(Message.objects.filter(kind=f"bookings.{kind}", to=to).order_by("pk"))


def test_a_series_that_is_called_off_is_one_message_to_each_who_waits(room, choir, tuesday):
    first = series_in_line(room, 3, email="a@example.org")
    tuesday.shift(dt.timedelta(minutes=1))
    second = series_in_line(room, 5, email="b@example.org")
    ending.cancel(request=choir, by=audit.RESIDENT)
    assert [len(offers(each)) for each in (first, second)] == [3, 2]
    (to_first,) = mails("offered", "a@example.org")
    assert [day in to_first.text for day in DAYS] == [True, True, True, False, False]
    (to_second,) = mails("offered", "b@example.org")
    assert [day in to_second.text for day in DAYS] == [False, False, False, True, True]
    assert len(re.findall(r"26 listopada, \d\d:\d\d:", to_first.text)) == 1, "one deadline, said once"
    assert consistent()


def test_each_date_stands_under_its_own_deadline(room, choir, tuesday):
    series_in_line(room, 3, email="a@example.org")
    tuesday.move_to(choir.dates.first().starts_at - 7 * HOUR)
    ending.cancel(request=choir, by=audit.RESIDENT)
    (mail,) = mails("offered", "a@example.org")
    soon, later = mail.text.index("1 grudnia, 16:00:"), mail.text.index("3 grudnia, 10:00:")
    assert (
        soon
        < mail.text.index("1 grudnia, 17:00–19:00")
        < later
        < mail.text.index("8 grudnia")
        < mail.text.index("15 grudnia")
    )


def test_offers_that_nobody_answers_are_one_message_and_pass_on_as_one(room, choir, tuesday):
    first = series_in_line(room, 3, email="a@example.org")
    tuesday.shift(dt.timedelta(minutes=1))
    second = series_in_line(room, 3, email="b@example.org")
    ending.cancel(request=choir, by=audit.RESIDENT)
    tuesday.shift(48 * HOUR)
    offering.lapse_unanswered()
    offering.lapse_unanswered()
    assert offers(first) == [(room.name, "lapsed")] * 3
    assert offers(second) == [(room.name, "open")] * 3
    (over,) = mails("offer_lapsed", "a@example.org")
    assert all(day in over.text for day in DAYS[:3])
    (mail,) = mails("offered", "b@example.org")
    assert all(day in mail.text for day in DAYS[:3])
    assert trail(first)[-1][0] == "bookings.offer_lapsed"
    assert consistent()


def test_what_is_taken_back_before_the_deed_ends_is_news_to_nobody(room, held, host):
    request = make_request(room, on=ON, state=RequestState.WAITING)
    other = make_room(room.centre)
    date = request.dates.get()

    @action
    def offer_and_decline():
        offering.offer(date=date, room=other, starts_at=date.starts_at, ends_at=date.ends_at, by=host)
        deciding.decline(request=request, by=host, reason="Nie.")

    offer_and_decline()
    assert [kind for kind, *_rest in told()] == ["bookings.decided"]
    assert consistent()


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_a_text_message_names_the_first_date_how_many_more_and_the_first_deadline(room, choir, monkeypatch, language):
    series_in_line(room, 3, language=language)
    reach = assisted.Reach(Message.Channel.SMS, "+48123456789")
    monkeypatch.setattr("podworko.bookings.messages.reach_of", lambda _request: reach)
    ending.cancel(request=choir, by=audit.RESIDENT)
    (text,) = mails("offered", "+48123456789")
    assert "1.12, 17:00-19:00 (+2)" in text.text
    assert "26.11, 10:05" in text.text


def test_the_form_of_an_offer_begins_with_the_smallest_room_that_is_free_and_large_enough(client, centre, room, held):
    for name, capacity in (("Klitka", 5), ("Wielka", 200), ("Akurat", 30)):
        make_room(centre, name=name, slug=name.lower(), capacity=capacity)
    request = in_line(room, people=20)
    client.force_login(make_staff(Role.HOST, centre))
    address = reverse("bookings:offer", args=[request.reference, request.dates.get().pk])
    assert client.get(address).context["form"]["room"].value() == "akurat"
    assert client.get(f"{address}?room=wielka").context["form"]["room"].value() == "wielka"


@pytest.mark.parametrize("is_any", [False, True])
def test_what_a_date_given_back_costs_does_not_grow_with_how_many_there_are(centre, is_any):
    """The rules and the hours of a place are read once: all others who write wait for the end of it."""
    few, many = (cost_of_calling_off(make_room(centre), weeks, is_any=is_any) for weeks in (2, 10))
    # For each date: calling it off, the line's lock and two looks, the offer, its use, the trail, and two savepoints.
    assert (many - few) / 8 <= 11


def cost_of_calling_off(room, weeks, *, is_any):
    """Return how many queries it takes to call off a series when each of its dates is waited for."""
    held = make_booking(room, on=ON, weeks=weeks, email="chor@example.org")
    line = in_line(room, email="druga@example.org", people=room.capacity)
    repeated(line, weeks)
    if is_any:
        room.centre.rooms.exclude(pk=room.pk).update(is_lent=False)
        line.dates.update(room=None)
    with CaptureQueriesContext(connection) as queries:
        ending.cancel(request=held, by=audit.RESIDENT)
    assert offers(line) == [(room.name, "open")] * weeks
    return len(queries)


def test_whoever_waits_for_hours_that_two_rooms_give_back_is_offered_one_of_them(centre, room):
    smaller = make_room(centre, name="Mała", slug="mala", capacity=room.capacity - 1)
    held = make_booking(room, on=ON, weeks=2)
    held.dates.filter(starts_at__date=ON + dt.timedelta(weeks=1)).update(
        room=smaller, starts_at=held.dates.first().starts_at, ends_at=held.dates.first().ends_at
    )
    Occupancy.objects.all().delete()
    for date in held.dates.all():
        occupying.occupy(
            room=date.room,
            kind=Occupancy.Kind.BOOKING,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            booking_date=date,
        )
    asker = in_line(centre=centre, people=2)
    ending.cancel(request=held, by=audit.RESIDENT)
    assert len(offers(asker)) == 1
    assert consistent()
