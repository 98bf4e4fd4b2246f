"""Find me a place: the first free time over all rooms of a city, and what there is instead."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from podworko.bookings.models import Applicant, Blackout, Occupancy, RoomTerms
from podworko.bookings.queries import finding
from podworko.bookings.queries.finding import Change, Order, Reason, Wanted, Why
from podworko.bookings.queries.finding.gaps import statement
from podworko.core import clock
from podworko.places import hours
from podworko.places.distances import Point
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    Equipment,
    Layout,
    OpeningException,
    OpeningHours,
    RoomLayout,
    Stage,
)
from tests.factories import make_centre, make_closure, make_network, make_organisation, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

WARSAW = ZoneInfo("Europe/Warsaw")
# The notice of three working days ends: Wednesday, Thursday and Friday lie between.
MONDAY = dt.date(2026, 11, 30)
HOUR, MINUTE, DAY = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(days=1)


@pytest.fixture
def town():
    """A town whose centres one organisation runs."""
    return make_organisation(make_network())


def house(town, **fields):
    return make_centre(operator=town, **fields)


def find(town, *, centre=None, limit=20, **wanted):
    return finding.first_free(town.network, Wanted(**wanted), centre=centre, limit=limit)


def seen(answer, zone=WARSAW):
    """Return the answers as (room, day and hours)."""
    return [
        f"{each.room.name} {each.starts_at.astimezone(zone):%d.%m. %H:%M}–{each.ends_at.astimezone(zone):%H:%M}"
        for each in answer.finds
    ]


def names(answer):
    return [each.room.name for each in answer.finds]


def taken(room, *hours_taken, on=MONDAY):
    for span in hours_taken:
        starts, ends = span.split("-")
        make_closure(room, on=on, starts=starts, ends=ends)


def fact(centre, question, answer="yes", room=None):
    AccessFact.objects.create(
        centre=centre, room=room, question=question, answer=answer, verified_on=dt.date(2026, 1, 1)
    )


# --- when ----------------------------------------------------------------------------------------


def test_the_first_possible_day_is_that_of_the_notice(town):
    make_room(house(town), name="Duża")
    assert seen(find(town)) == ["Duża 30.11. 09:00–11:00"]


def test_what_is_used_is_passed_over_to_the_next_quarter(town):
    room = make_room(house(town), name="Duża")
    taken(room, "09:00-10:05", "11:50-13:10", "15:00-20:00")
    answer = find(town, length=1.5 * HOUR)
    assert seen(answer) == ["Duża 30.11. 10:15–11:45"]
    assert answer.finds[0].free_until.astimezone(WARSAW).time() == dt.time(11, 50)
    assert seen(find(town, length=1.75 * HOUR)) == ["Duża 30.11. 13:15–15:00"]
    assert seen(find(town)) == ["Duża 01.12. 09:00–11:00"]


def test_two_uses_keep_the_time_to_make_the_room_ready_between_them(town):
    room = make_room(house(town, terms={"buffer_minutes": 30}), name="Duża")
    taken(room, "11:00-20:00")
    assert seen(find(town)) == ["Duża 01.12. 09:00–11:00"]
    assert seen(find(town, length=1.5 * HOUR)) == ["Duża 30.11. 09:00–10:30"]


def test_a_room_with_rules_of_its_own(town):
    centre = house(town)
    slow, short = make_room(centre, name="Powolna"), make_room(centre, name="Krótka")
    RoomTerms.objects.create(room=slow, notice_working_days=5)
    RoomTerms.objects.create(room=short, longest_minutes=60)
    assert seen(find(town)) == ["Powolna 02.12. 09:00–11:00"]
    assert seen(find(town, length=HOUR)) == ["Krótka 30.11. 09:00–10:00", "Powolna 02.12. 09:00–10:00"]


def test_a_room_that_is_lent_for_long_only(town):
    make_room(house(town, terms={"shortest_minutes": 180}))
    assert not find(town).finds
    assert find(town, length=3 * HOUR).finds


def test_without_notice_what_begins_now_is_too_late(town, tuesday):
    make_room(house(town, terms={"notice_working_days": 0}), name="Duża")
    assert seen(find(town)) == ["Duża 24.11. 10:15–12:15"]
    tuesday.move_to(dt.datetime(2026, 11, 24, 10, 15, tzinfo=WARSAW))
    assert seen(find(town)) == ["Duża 24.11. 10:30–12:30"]
    tuesday.move_to(dt.datetime(2026, 11, 24, 18, 0, tzinfo=WARSAW))
    assert seen(find(town)) == ["Duża 25.11. 09:00–11:00"]


def test_nothing_further_ahead_than_the_place_allows(town):
    room = make_room(house(town, terms={"longest_ahead_days": 7}), name="Duża")
    taken(room, "09:00-20:00")
    assert seen(find(town)) == ["Duża 01.12. 09:00–11:00"]
    taken(room, "09:00-20:00", on=MONDAY + DAY)
    assert not find(town).finds


def test_days_on_which_nothing_is_lent(town):
    centre = house(town)
    first, second = make_room(centre, name="Pierwsza"), make_room(centre, name="Druga")
    Blackout.objects.create(centre=centre, room=first, first_on=MONDAY, last_on=MONDAY + DAY, reason="Malowanie")
    assert seen(find(town)) == ["Druga 30.11. 09:00–11:00", "Pierwsza 02.12. 09:00–11:00"]
    Blackout.objects.create(centre=centre, first_on=MONDAY, last_on=MONDAY + 2 * DAY, reason="Remont")
    assert seen(find(town)) == ["Druga 03.12. 09:00–11:00", "Pierwsza 03.12. 09:00–11:00"]
    assert second.pk


def test_weekdays_dates_and_hours(town):
    make_room(house(town), name="Duża")
    assert seen(find(town, weekdays=frozenset({3}))) == ["Duża 03.12. 09:00–11:00"]
    assert seen(find(town, first_on=dt.date(2026, 12, 15))) == ["Duża 15.12. 09:00–11:00"]
    assert seen(find(town, earliest=dt.time(17))) == ["Duża 30.11. 17:00–19:00"]
    assert not find(town, earliest=dt.time(18, 30)).finds
    assert not find(town, latest=dt.time(10, 30)).finds
    assert not find(town, first_on=MONDAY - 2 * DAY, last_on=MONDAY - DAY).finds


def test_exact_hours_of_a_day_show_every_room_that_is_free_then(town):
    centre, other = house(town), house(town)
    free, busy, far = make_room(centre, name="A"), make_room(centre, name="B"), make_room(other, name="C")
    taken(busy, "17:30-18:00")
    at = {"first_on": MONDAY, "last_on": MONDAY, "earliest": dt.time(17, 10), "latest": dt.time(18, 40)}
    assert seen(find(town, length=1.5 * HOUR, **at)) == ["A 30.11. 17:10–18:40", "C 30.11. 17:10–18:40"]
    assert free.pk
    assert far.pk


def test_holidays_exceptions_and_hours_past_midnight(town):
    late = house(town)
    late.opening_hours.all().delete()
    OpeningHours.objects.create(centre=late, weekday=0, starts=dt.time(22), ends=dt.time(2))
    make_room(late, name="Nocna")
    # A use lies within one day, and ends before its midnight.
    assert seen(find(town, length=HOUR)) == ["Nocna 30.11. 22:00–23:00"]
    assert seen(find(town, length=2 * HOUR)) == ["Nocna 01.12. 00:00–02:00"]
    OpeningException.objects.create(centre=late, on=MONDAY, reason="Urlop")
    assert seen(find(town, length=2 * HOUR)) == ["Nocna 08.12. 00:00–02:00"]


@pytest.mark.parametrize(
    ("taken_hours", "length", "expected"),
    [
        # The hour from two to three is skipped: an hour from half past one ends at half past three.
        ("00:00-01:30", HOUR, "28.03. 01:30–03:30"),
        # It comes twice: what the wall cannot say apart is not offered.
        ("00:00-01:45", HOUR / 2, "25.10. 01:45–02:15"),
        ("00:00-02:45", HOUR / 2, "25.10. 03:00–03:30"),
    ],
)
def test_nights_on_which_the_clock_is_changed(town, tuesday, taken_hours, length, expected):
    on = dt.date(2027, 3, 28) if "03" in expected[:6] else dt.date(2026, 10, 25)
    tuesday.move_to(dt.datetime.combine(on - DAY, dt.time(12), tzinfo=WARSAW))
    night = house(town, terms={"notice_working_days": 0}, is_open_on_holidays=True)
    OpeningHours.objects.create(centre=night, weekday=6, starts=dt.time(), ends=dt.time(6))
    room = make_room(night, name="Nocna")
    taken(room, taken_hours, on=on)
    found = find(town, length=length, first_on=on)
    assert seen(found) == [f"Nocna {expected}"]
    starts, ends = (each.astimezone(WARSAW) for each in (found.finds[0].starts_at, found.finds[0].ends_at))
    # What the form sends back means the same moments.
    assert clock.at(starts.date(), starts.time(), WARSAW) == found.finds[0].starts_at
    assert clock.at(ends.date(), ends.time(), WARSAW) == found.finds[0].ends_at


# --- which rooms ---------------------------------------------------------------------------------


def test_only_lent_rooms_of_this_town_s_working_centres(town):
    make_room(house(town), name="Duża")
    make_room(house(town), is_lent=False)
    make_room(house(town, stage=Stage.IDEA))
    make_room(house(town, stage=Stage.CLOSED))
    make_room()
    assert names(find(town)) == ["Duża"]


def test_one_centre_alone(town):
    here, there = house(town), house(town)
    make_room(here, name="Tu"), make_room(there, name="Tam")
    assert names(find(town, centre=here)) == ["Tu"]


def test_size_in_the_layout_that_is_wanted(town):
    centre = house(town)
    for name, capacity, in_rows in (("Mała", 10, 8), ("Średnia", 45, None), ("Duża", 60, 50)):
        room = make_room(centre, name=name, capacity=capacity)
        if in_rows:
            RoomLayout.objects.create(room=room, layout=Layout.ROWS, capacity=in_rows)
    assert names(find(town, people=40)) == ["Średnia", "Duża"]
    assert names(find(town, people=40, layout=Layout.ROWS)) == ["Duża"]
    found = find(town, people=40, layout=Layout.ROWS).finds[0]
    assert found.capacity == 50
    assert {Reason(Why.SIZE), Reason(Why.LAYOUT, Layout.ROWS)} <= set(found.reasons)


def test_equipment_with_its_counts(town):
    make_room(house(town), name="Mało", equipment={Equipment.CHAIRS: 10})
    make_room(house(town), name="Dość", equipment={Equipment.CHAIRS: 40, Equipment.PIANO: 1})
    assert names(find(town, equipment={Equipment.CHAIRS: 30})) == ["Dość"]
    assert names(find(town, equipment={Equipment.CHAIRS: 10, Equipment.PIANO: 1})) == ["Dość"]
    assert not find(town, equipment={Equipment.PIANO: 2}).finds


def test_access_of_the_place_and_of_the_room(town):
    with_step, step_free = house(town), house(town)
    fact(step_free, AccessQuestion.STEP_FREE), fact(step_free, AccessQuestion.TOILET)
    fact(with_step, AccessQuestion.STEP_FREE, "no")
    up = make_room(with_step, name="Ze stopniem")
    fact(with_step, AccessQuestion.STEP_FREE, room=up)
    attic = make_room(step_free, name="Strych")
    fact(step_free, AccessQuestion.STEP_FREE, "no", attic)
    make_room(step_free, name="Parter")
    assert names(find(town, access=(AccessQuestion.STEP_FREE, AccessQuestion.TOILET))) == ["Parter"]


def test_a_loop_in_the_room_in_the_place_or_among_the_equipment(town):
    place, other = house(town), house(town)
    fact(place, AccessQuestion.LOOP)
    make_room(place, name="W domu")
    without = make_room(place, name="Bez")
    fact(place, AccessQuestion.LOOP, "partly", without)
    own = make_room(other, name="W sali")
    fact(other, AccessQuestion.LOOP, room=own)
    make_room(other, name="Przenośna", equipment={Equipment.LOOP: 1})
    make_room(other, name="Zwykła")
    assert set(names(find(town, access=(AccessQuestion.LOOP,)))) == {"W domu", "W sali", "Przenośna"}


def test_who_asks(town):
    room = make_room(house(town), name="Dla organizacji")
    RoomTerms.objects.create(room=room, lends_to=["organisation"])
    assert not find(town, applicant=Applicant.RESIDENT).finds
    assert find(town, applicant=Applicant.ORGANISATION).finds[0].lends_to == ("organisation",)
    assert names(find(town)) == ["Dla organizacji"]


def test_divided_rooms(town):
    centre = house(town)
    whole = make_room(centre, name="Cała", capacity=60)
    left = make_room(centre, name="Lewa", whole=whole)
    make_room(centre, name="Prawa", whole=whole)
    taken(left, "09:00-12:00")
    assert set(seen(find(town))) == {
        "Prawa 30.11. 09:00–11:00",
        "Cała 30.11. 12:00–14:00",
        "Lewa 30.11. 12:00–14:00",
    }
    taken(whole, "12:00-20:00")
    assert set(seen(find(town))) == {
        "Prawa 30.11. 09:00–11:00",
        "Cała 01.12. 09:00–11:00",
        "Lewa 01.12. 09:00–11:00",
    }


# --- where, and in which order -------------------------------------------------------------------

HERE = Point(50.0, 20.0)


def metres_east(metres):
    return {"latitude": 50.0, "longitude": 20.0 + metres / 71_500}


def test_within_a_distance_places_without_a_position_are_left_out(town):
    make_room(house(town, **metres_east(600)), name="Blisko")
    make_room(house(town, **metres_east(3000)), name="Daleko")
    make_room(house(town), name="Nieznane")
    assert names(find(town, near=HERE)) == ["Blisko", "Daleko", "Nieznane"]
    found = find(town, near=HERE, within=2000)
    assert names(found) == ["Blisko"]
    assert found.finds[0].metres == pytest.approx(600, abs=5)
    assert found.finds[0].reasons == (Reason(Why.NEAREST),)


def test_of_one_day_the_nearest_comes_first(town):
    near, far, tomorrow = (house(town, **metres_east(metres)) for metres in (600, 3000, 100))
    first, _second, third = (
        make_room(near, name="Blisko"),
        make_room(far, name="Daleko"),
        make_room(tomorrow, name="Tuż"),
    )
    taken(first, "09:00-15:00")
    taken(third, "09:00-20:00")
    found = find(town, near=HERE)
    assert names(found) == ["Blisko", "Daleko", "Tuż"]
    assert [each.reasons for each in found.finds] == [(), (Reason(Why.SOONEST),), (Reason(Why.NEAREST),)]
    assert names(find(town, near=HERE, order=Order.NEAREST)) == ["Tuż", "Blisko", "Daleko"]
    # Nobody said from where: the hour decides.
    assert names(find(town)) == ["Daleko", "Blisko", "Tuż"]


def test_the_district_stands_in_for_a_position(town):
    make_room(house(town, district="Podgórze"), name="W Podgórzu")
    make_room(house(town, district="Krowodrza"), name="A w Krowodrzy")
    assert names(find(town, near=HERE, district="Podgórze")) == ["W Podgórzu", "A w Krowodrzy"]


def test_by_size(town):
    centre = house(town)
    for capacity in (100, 45, 60):
        make_room(centre, name=f"Na {capacity}", capacity=capacity)
    assert names(find(town, people=40, order=Order.SIZE)) == ["Na 45", "Na 60", "Na 100"]
    assert names(find(town, people=40, order=Order.LARGEST)) == ["Na 100", "Na 60", "Na 45"]


@pytest.mark.parametrize("order", Order)
def test_a_few_of_many(town, order):
    centre = house(town, **metres_east(100))
    for number in range(5):
        make_room(centre, name=f"Sala {number}")
    answer = find(town, limit=3, order=order, near=HERE)
    assert len(answer.finds) == 3
    assert answer.has_more
    assert answer.fitting == 5
    assert not find(town, limit=5, order=order).has_more


def test_a_town_without_rooms(town):
    assert find(town) == finding.Answer()
    assert finding.instead(town.network, Wanted()) == []


# --- what there is instead -----------------------------------------------------------------------


def instead(town, **wanted):
    return {each.change: each for each in finding.instead(town.network, Wanted(**wanted))}


ONE_DAY = {"first_on": MONDAY, "last_on": MONDAY}


def test_another_hour_and_another_day(town):
    room = make_room(house(town), name="Duża")
    taken(room, "16:00-20:00")
    found = instead(town, earliest=dt.time(17), latest=dt.time(19), **ONE_DAY)
    assert set(found) == {Change.HOUR, Change.DAY}
    assert seen(found[Change.HOUR]) == ["Duża 30.11. 09:00–11:00"]
    assert seen(found[Change.DAY]) == ["Duża 01.12. 17:00–19:00"]


def test_another_day_and_hour_when_neither_alone_is_enough(town):
    room = make_room(house(town), name="Duża")
    taken(room, "09:00-20:00")
    found = instead(town, earliest=dt.time(19, 30), latest=dt.time(21, 30), **ONE_DAY)
    assert seen(found[Change.DAY]) == ["Duża 01.12. 09:00–11:00"]


def test_farther(town):
    make_room(house(town, **metres_east(5000)), name="Dalej")
    make_room(house(town, **metres_east(3000)), name="Trochę dalej")
    assert names(instead(town, near=HERE, within=1000)[Change.FARTHER]) == ["Trochę dalej"]


def test_smaller(town):
    centre = house(town)
    make_room(centre, name="Mała", capacity=10), make_room(centre, name="Średnia", capacity=25)
    found = instead(town, people=40)
    assert names(found[Change.SMALLER]) == ["Średnia"]
    assert Change.SPLIT not in found


def test_without_one_of_the_things(town):
    centre = house(town)
    make_room(centre, name="Duża", equipment={Equipment.PROJECTOR: 1})
    found = finding.instead(
        town.network,
        Wanted(people=2, layout=Layout.ROWS, equipment={Equipment.PROJECTOR: 1}),
    )
    assert [(each.change, list(each.left_out)) for each in found] == [(Change.WITHOUT, [Layout.ROWS])]
    found = instead(town, equipment={Equipment.PIANO: 1})
    assert found[Change.WITHOUT].left_out == [Equipment.PIANO]
    found = instead(town, access=(AccessQuestion.LOOP,))
    assert found[Change.WITHOUT].left_out == [AccessQuestion.LOOP]


def test_two_rooms_of_one_place_at_the_same_hours(town):
    here, there = house(town), house(town)
    first, second = (make_room(here, name=name, capacity=20) for name in ("Pierwsza", "Druga"))
    make_room(there, name="Sama", capacity=20)
    taken(first, "09:00-12:00"), taken(second, "14:00-20:00")
    found = instead(town, people=40)[Change.SPLIT]
    assert seen(found) == ["Pierwsza 30.11. 12:00–14:00", "Druga 30.11. 12:00–14:00"]
    assert instead(town, people=41).get(Change.SPLIT) is None


def test_a_whole_and_its_part_are_not_two_rooms(town):
    whole = make_room(house(town), name="Cała", capacity=30)
    for name in ("Lewa", "Prawa"):
        make_room(whole=whole, name=name, capacity=15)
    assert Change.SPLIT not in instead(town, people=40)
    taken(whole, "09:00-20:00")
    assert seen(instead(town, people=30, **ONE_DAY)[Change.DAY]) == ["Cała 01.12. 09:00–11:00"]


# --- against a naive model -----------------------------------------------------------------------

QUARTERS = st.integers(0, 24 * 4 - 1)
SPANS = st.tuples(QUARTERS, st.integers(1, 16))


@st.composite
def worlds(draw):
    """A place with a few rooms, some divided, uses in them, and what is wanted."""
    return {
        "opens": draw(st.sampled_from(["08:00-20:00", "09:10-17:40", "20:00-03:00", "00:00-00:00"])),
        "notice": draw(st.integers(0, 3)),
        "buffers": draw(st.lists(st.sampled_from([0, 10, 30, None]), min_size=4, max_size=4)),
        "uses": draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6), SPANS), max_size=14)),
        "blackout": draw(st.none() | st.tuples(st.sampled_from([None, 0, 1, 3]), st.integers(0, 5))),
        "length": draw(st.sampled_from([30, 60, 90, 120, 300])) * MINUTE,
        "hours": draw(st.sampled_from([(dt.time(), None), (dt.time(17), None), (dt.time(10, 20), dt.time(15))])),
        "weekdays": draw(st.sampled_from([frozenset(range(7)), frozenset({0, 2}), frozenset({5, 6})])),
        "days": draw(st.integers(0, 9)),
    }


def build(world):
    """Write the world down; return its centre and rooms: a whole with two parts, and a room by itself."""
    centre = make_centre(terms={"notice_working_days": world["notice"], "buffer_minutes": 20})
    centre.opening_hours.all().delete()
    starts, ends = (dt.time.fromisoformat(each) for each in world["opens"].split("-"))
    OpeningHours.objects.bulk_create(
        OpeningHours(centre=centre, weekday=day, starts=starts, ends=ends) for day in range(6)
    )
    whole = make_room(centre)
    rooms = [whole, make_room(centre, whole=whole), make_room(centre, whole=whole), make_room(centre)]
    RoomTerms.objects.bulk_create(
        RoomTerms(room=room, buffer_minutes=buffer)
        for room, buffer in zip(rooms, world["buffers"], strict=True)
        if buffer is not None
    )
    if world["blackout"]:
        number, after = world["blackout"]
        on = clock.today(WARSAW) + after * DAY
        room = None if number is None else rooms[number]
        Blackout.objects.create(centre=centre, room=room, first_on=on, last_on=on + DAY, reason="Remont")
    return centre, rooms, use(rooms, world["uses"])


def use(rooms, uses):
    """Use the rooms; return for each what blocks it."""
    blocked = {room.pk: [] for room in rooms}
    touches = {0: (0, 1, 2), 1: (0, 1), 2: (0, 2), 3: (3,)}
    midnight = dt.datetime.combine(clock.today(WARSAW), dt.time(), tzinfo=dt.UTC)
    for number, after, (quarter, length) in uses:
        starts = midnight + after * DAY + quarter * 15 * MINUTE
        ends = starts + length * 15 * MINUTE - 5 * MINUTE
        others = [rooms[each].pk for each in touches[number]]
        if any(begin < ends and until > starts for pk in others for begin, until in blocked[pk]):
            continue
        Occupancy.objects.create(
            room=rooms[number],
            kind=Occupancy.Kind.CLOSURE,
            starts_at=starts,
            ends_at=ends,
            blocked_from=starts,
            blocked_until=ends,
        )
        for pk in others:
            blocked[pk].append((starts, ends))
    return blocked


def naive(centre, room, blocked, wanted, *, buffer, notice, blackouts):
    """Try minute after minute."""
    today = clock.today(WARSAW)
    first = hours.add_working_days("PL", today, notice) + DAY if notice else today
    on = max(first, wanted.first_on or today)
    while on <= wanted.last_on:
        spans = hours.day(centre, on).open
        is_lent = on.weekday() in wanted.weekdays and not any(a <= on <= b for a, b in blackouts)
        for minute in range(24 * 60) if is_lent else ():
            starts = dt.datetime.combine(on, dt.time(minute // 60, minute % 60), tzinfo=WARSAW)
            ends = starts + wanted.length
            if ends.date() != on or starts <= clock.now():
                continue
            opens = {max(span.starts, wanted.earliest) for span in spans}
            if minute % 15 and starts.time() not in opens:
                continue
            latest = wanted.latest or dt.time(23, 59)
            is_inside = starts.time() >= wanted.earliest and ends.time() <= latest
            if not is_inside or not any(span.covers(starts.time(), ends.time()) for span in spans):
                continue
            if not any(begin < ends + buffer and until > starts for begin, until in blocked[room.pk]):
                return starts.astimezone(dt.UTC)
        on += DAY
    return None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_as_a_naive_model_finds(world):
    with transaction.atomic():
        centre, rooms, blocked = build(world)
        earliest, latest = world["hours"]
        wanted = Wanted(
            length=world["length"],
            weekdays=world["weekdays"],
            earliest=earliest,
            latest=latest,
            last_on=clock.today(WARSAW) + world["days"] * DAY,
        )
        found = {each.room.pk: each for each in finding.first_free(centre.network, wanted).finds}
        rows = [*Blackout.objects.filter(centre=centre)]
        whole, left, right, plain = (room.pk for room in rooms)
        # What keeps a room back keeps its whole and its parts back too.
        walls = {whole: {whole, left, right}, left: {whole, left}, right: {whole, right}, plain: {plain}}
        for room, own in zip(rooms, world["buffers"], strict=True):
            expected = naive(
                centre,
                room,
                blocked,
                wanted,
                buffer=(20 if own is None else own) * MINUTE,
                notice=world["notice"],
                blackouts=[(row.first_on, row.last_on) for row in rows if row.room_id in {None, *walls[room.pk]}],
            )
            assert (found[room.pk].starts_at if room.pk in found else None) == expected
        transaction.set_rollback(True)


# --- how much is read ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(near=HERE, within=5000, access=(AccessQuestion.LOOP,), layout=Layout.ROWS),
        Wanted(equipment={Equipment.CHAIRS: 1}, order=Order.SIZE),
    ],
)
def test_as_many_queries_for_many_rooms_as_for_one(town, wanted, django_assert_num_queries):
    def grow(count):
        for _number in range(count):
            centre = house(town, **metres_east(100))
            fact(centre, AccessQuestion.LOOP)
            room = make_room(centre)
            RoomLayout.objects.create(room=room, layout=Layout.ROWS, capacity=20)
            taken(room, "09:00-10:00")

    grow(1)
    with CaptureQueriesContext(connection) as asked:
        finding.first_free(town.network, wanted)
    grow(9)
    with django_assert_num_queries(len(asked)):
        assert len(finding.first_free(town.network, wanted).finds) == 10
    assert len(asked) <= 18


def plan_of(rooms, start, end):
    """Return the plan of the look for gaps, as the database tells it."""
    how = "EXPLAIN (ANALYZE, FORMAT JSON)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    seconds = (int(each.timestamp()) for each in (start, end))
    query, values = statement([room.pk for room in rooms], *seconds, at_least=3600)
    with connection.cursor() as cursor:
        cursor.execute(f"{how} {query}", values)
        return cursor.fetchall()


def test_the_look_reads_the_window_and_not_the_history(town):
    centre = house(town)
    rooms = [make_room(centre) for _number in range(3)]
    start = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
    Occupancy.objects.bulk_create(
        Occupancy(
            room=room,
            kind=Occupancy.Kind.CLOSURE,
            starts_at=at,
            ends_at=at + HOUR,
            blocked_from=at,
            blocked_until=at + HOUR,
        )
        for room in rooms
        for day in range(-200, 20)
        for hour in range(8)
        for at in [start + day * DAY + hour * HOUR]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = plan_of(rooms, start, start + 4 * HOUR)
    if connection.vendor == "postgresql":
        read = sum(rows_read(plan[0][0][0]["Plan"]))
        # Of each room the four uses in the window, and the one before it.
        assert read <= 5 * len(rooms)
    else:
        steps = [row[-1] for row in plan]
        looks = [step for step in steps if "occupancy" in step]
        index = "SEARCH {} USING INDEX occupancy_room_time (room_id=? AND {})"
        assert looks == [
            index.format("bookings_occupancy", "blocked_from>? AND blocked_from<?"),
            index.format("before", "blocked_from<?"),
        ]


def rows_read(node):
    """Yield how many rows each scan of the uses read; it must be one of an index."""
    if node.get("Relation Name") == "bookings_occupancy":
        assert "Index Scan" in node["Node Type"] or node["Node Type"] == "Bitmap Heap Scan"
        yield (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    for each in node.get("Plans", ()):
        yield from rows_read(each)
