"""What the calendar says of a day, a week, a month: every kind of use, to everybody and to staff, on every odd day."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from podworko.bookings.models import BroughtCalendar, BroughtUse, Occupancy, Offer, WalkIn
from podworko.bookings.queries import plans
from podworko.bookings.queries.plans.uses import found
from podworko.core import clock
from podworko.places.models import OpeningException
from tests.factories import make_booking, make_centre, make_request, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY, THURSDAY = dt.date(2026, 11, 24), dt.date(2026, 12, 3)
KIND = Occupancy.Kind


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def centre():
    return make_centre(opens="09:00-20:00")


@pytest.fixture
def room(centre):
    return make_room(centre, name="Hall")


def moment(on, hour, zone, fold=0):
    time = dt.time.fromisoformat(hour)
    return dt.datetime.combine(on, time.replace(fold=fold), tzinfo=zone).astimezone(dt.UTC)


def use(room, starts_at, ends_at, kind=KIND.CLOSURE, **source):
    return Occupancy.objects.create(
        room=room,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        blocked_from=starts_at,
        blocked_until=ends_at,
        **source,
    )


def local(room, on, starts, ends, kind=KIND.CLOSURE, *, until=None, **source):
    zone = room.centre.zone
    return use(room, moment(on, starts, zone), moment(until or on, ends, zone), kind, **source)


def told(centre, on, *, for_staff=False, rooms=None):
    """Return what stands in each room on a day: (time, title, kind, note)."""
    plan = plans.day_plan(centre, on, for_staff=for_staff, rooms=rooms)
    return {row.name: [(use.time, use.title, use.kind, use.note) for use in row.uses] for row in plan.rows}


# --- every kind of use ---------------------------------------------------------------------------


def test_a_booking_shows_its_topic_where_neighbours_may_come_and_to_staff_who_it_is(centre, room):
    make_booking(room, on=THURSDAY, topic="Choir", starts="10:00", ends="11:00", is_open_to_all=True)
    make_booking(room, on=THURSDAY, topic="Board", starts="12:00", ends="13:00", person="Jan Lis", people=7)
    assert told(centre, THURSDAY)["Hall"] == [
        ("10:00–11:00", "Choir", "use", ""),
        ("12:00–13:00", "Taken", "private", ""),
    ]
    assert told(centre, THURSDAY, for_staff=True)["Hall"][1] == ("12:00–13:00", "Board", "use", "Jan Lis, 7")


def test_staff_are_led_to_the_request(centre, room):
    booking = make_booking(room, on=THURSDAY)
    plan = plans.day_plan(centre, THURSDAY, for_staff=True)
    assert booking.reference in plan.rows[0].uses[0].url
    assert plans.day_plan(centre, THURSDAY).rows[0].uses[0].url == ""


def test_a_closure_says_why(centre, room):
    local(room, THURSDAY, "09:00", "10:00", note="Painting")
    local(room, THURSDAY, "10:00", "11:00")
    assert told(centre, THURSDAY)["Hall"] == [
        ("09:00–10:00", "Painting", "closed", ""),
        ("10:00–11:00", "Closed", "closed", ""),
    ]


def test_what_the_host_wrote_of_a_walk_in_is_for_the_staff_alone(centre, room):
    zone = centre.zone
    for hour, topic in ((10, "Chess"), (12, "")):
        starts, ends = moment(THURSDAY, f"{hour}:00", zone), moment(THURSDAY, f"{hour + 1}:00", zone)
        walk_in = WalkIn.objects.create(
            room=room, topic=topic, people=3, starts_at=starts, ends_at=ends, submission_key=str(hour)
        )
        use(room, starts, ends, KIND.WALK_IN, walk_in=walk_in)
    assert [line[1:3] for line in told(centre, THURSDAY)["Hall"]] == [("Taken", "private")] * 2
    assert [line[1:] for line in told(centre, THURSDAY, for_staff=True)["Hall"]] == [
        ("Chess", "use", "3"),
        ("In use without a request", "use", "3"),
    ]


def test_an_offer_is_taken_and_staff_see_to_whom_it_was_made(centre, room):
    request = make_request(room, on=THURSDAY, topic="Choir", person="Jan Lis")
    date = request.dates.get()
    starts, ends = moment(THURSDAY, "11:00", centre.zone), moment(THURSDAY, "12:00", centre.zone)
    offer = Offer.objects.create(date=date, room=room, starts_at=starts, ends_at=ends, answer_by=starts)
    use(room, starts, ends, KIND.OFFER, offer=offer)
    assert told(centre, THURSDAY)["Hall"] == [("11:00–12:00", "Taken", "private", "")]
    assert told(centre, THURSDAY, for_staff=True)["Hall"][0] == (
        "11:00–12:00",
        "Choir",
        "asked",
        "offered to Jan Lis",
    )


@pytest.mark.parametrize(("is_open", "shown"), [(True, ("Yoga", "use")), (False, ("Taken", "private"))])
def test_what_was_brought_along_shows_its_title_only_if_it_is_open_to_all(centre, room, is_open, shown):
    calendar = BroughtCalendar.objects.create(centre=centre, file_name="a.ics")
    starts, ends = moment(THURSDAY, "11:00", centre.zone), moment(THURSDAY, "12:00", centre.zone)
    brought = BroughtUse.objects.create(
        calendar=calendar, room=room, title="Yoga", is_open_to_all=is_open, starts_at=starts, ends_at=ends
    )
    use(room, starts, ends, KIND.BROUGHT, brought=brought)
    assert told(centre, THURSDAY)["Hall"][0][1:3] == shown
    assert told(centre, THURSDAY, for_staff=True)["Hall"][0][1:3] == ("Yoga", shown[1])


def test_requests_that_wait_are_for_staff_alone(centre, room):
    make_request(room, on=THURSDAY, topic="Choir", starts="17:00", ends="19:00", person="Jan Lis")
    assert told(centre, THURSDAY)["Hall"] == []
    assert told(centre, THURSDAY, for_staff=True)["Hall"] == [("17:00–19:00", "Choir", "asked", "Jan Lis")]


def test_the_time_to_make_a_room_ready_is_not_shown(centre, room):
    done = local(room, THURSDAY, "10:00", "12:00")
    done.blocked_until += dt.timedelta(hours=3)
    done.save()
    assert told(centre, THURSDAY)["Hall"] == [("10:00–12:00", "Closed", "closed", "")]
    late = local(room, THURSDAY, "22:00", "23:30")
    late.blocked_until += dt.timedelta(hours=3)
    late.save()
    assert told(centre, THURSDAY + dt.timedelta(days=1))["Hall"] == []


# --- rooms that a wall divides -------------------------------------------------------------------


@pytest.fixture
def divided(centre, room):
    """The hall, and the two rooms into which a wall divides it."""
    return room, make_room(whole=room, name="Left"), make_room(whole=room, name="Right")


def test_a_part_shows_what_uses_the_whole_and_the_whole_that_a_part_is_taken(centre, divided):
    hall, left, _right = divided
    make_booking(hall, on=THURSDAY, topic="Ball", starts="10:00", ends="12:00", is_open_to_all=True)
    make_booking(left, on=THURSDAY, topic="Choir", starts="13:00", ends="14:00", is_open_to_all=True)
    assert told(centre, THURSDAY) == {
        "Hall": [("10:00–12:00", "Ball", "use", ""), ("13:00–14:00", "Partly taken", "partly", "Left")],
        "Left": [("10:00–12:00", "Ball", "use", "the whole of Hall"), ("13:00–14:00", "Choir", "use", "")],
        "Right": [("10:00–12:00", "Ball", "use", "the whole of Hall")],
    }


def test_a_part_shown_alone_knows_what_uses_the_whole_and_names_nobody(centre, divided):
    hall, left, _right = divided
    make_booking(hall, on=THURSDAY, topic="Board", starts="10:00", ends="12:00", person="Jan Lis", people=7)
    assert told(centre, THURSDAY, rooms=[left]) == {"Left": [("10:00–12:00", "Taken", "private", "the whole of Hall")]}
    assert told(centre, THURSDAY, rooms=[left], for_staff=True) == {
        "Left": [("10:00–12:00", "Board", "use", "the whole of Hall, Jan Lis, 7")]
    }


def test_a_list_of_all_rooms_tells_each_use_once(centre, divided):
    hall, left, _right = divided
    make_booking(hall, on=THURSDAY, topic="Ball", is_open_to_all=True, starts="10:00", ends="12:00")
    make_booking(left, on=THURSDAY, topic="Choir", is_open_to_all=True, starts="13:00", ends="14:00")
    (day,) = plans.listed_days(centre, [THURSDAY])
    assert [(use.room, use.title) for use in day.uses] == [("Hall", "Ball"), ("Left", "Choir")]
    (of_left,) = plans.listed_days(centre, [THURSDAY], room=left)
    assert [use.title for use in of_left.uses] == ["Ball", "Choir"]


def test_what_is_coming_is_told_once(centre, divided):
    make_booking(divided[0], on=THURSDAY, topic="Ball", is_open_to_all=True)
    assert [(use.title, use.room, use.on) for use in plans.coming(centre)] == [("Ball", "Hall", THURSDAY)]


# --- odd days ------------------------------------------------------------------------------------


def test_a_use_past_midnight_stands_on_both_days_where_it_is(centre, room):
    local(room, THURSDAY, "22:00", "02:00", until=THURSDAY + dt.timedelta(days=1))
    friday = THURSDAY + dt.timedelta(days=1)
    assert told(centre, THURSDAY)["Hall"] == [("22:00–02:00", "Closed", "closed", "")]
    assert told(centre, friday)["Hall"] == [("until 02:00", "Closed", "closed", "")]
    evening, night = plans.day_plan(centre, THURSDAY).rows[0].uses[0], plans.day_plan(centre, friday).rows[0].uses[0]
    assert (evening.start, evening.length) == ((22 - 9) * 4, 8)
    assert (night.start, night.length) == (0, 8)
    first, second = plans.listed_days(centre, [THURSDAY, friday])
    assert [use.time for use in (*first.uses, *second.uses)] == ["22:00–02:00", "until 02:00"]


def test_what_ends_at_midnight_is_over_on_the_next_day(centre, room):
    friday = THURSDAY + dt.timedelta(days=1)
    local(room, THURSDAY, "22:00", "00:00", until=friday)
    assert told(centre, THURSDAY)["Hall"] == [("22:00–00:00", "Closed", "closed", "")]
    assert told(centre, friday)["Hall"] == []
    assert plans.day_plan(centre, THURSDAY).hours[-1] == 23


def test_a_use_of_the_whole_day(centre, room):
    before, after = THURSDAY - dt.timedelta(days=1), THURSDAY + dt.timedelta(days=1)
    local(room, before, "23:00", "00:30", until=after)
    assert told(centre, THURSDAY)["Hall"] == [("all day", "Closed", "closed", "")]
    shown = plans.day_plan(centre, THURSDAY)
    assert (shown.rows[0].uses[0].start, shown.rows[0].uses[0].length, shown.cols) == (0, 96, 96)


SPRING, AUTUMN = dt.date(2027, 3, 28), dt.date(2026, 10, 25)


def test_the_night_that_lacks_an_hour(centre, room):
    local(room, SPRING, "01:00", "04:00")
    shown = plans.day_plan(centre, SPRING).rows[0].uses[0]
    assert (shown.time, shown.start, shown.length) == ("01:00–04:00", 0, 12)


def test_the_hour_that_comes_twice_is_told_in_order(centre, room):
    zone = centre.zone
    use(room, moment(AUTUMN, "02:40", zone), moment(AUTUMN, "02:50", zone), note="first")
    use(room, moment(AUTUMN, "02:10", zone, fold=1), moment(AUTUMN, "02:30", zone, fold=1), note="second")
    use(room, moment(AUTUMN, "02:50", zone), moment(AUTUMN, "02:10", zone, fold=1), note="over the change")
    shown = plans.day_plan(centre, AUTUMN).rows[0].uses
    assert [use.title for use in shown] == ["first", "over the change", "second"]
    assert all(use.length >= 1 and use.start + use.length <= 96 for use in shown)


def test_the_last_day_of_a_year_and_the_53rd_week(centre, room):
    new_year = dt.date(2026, 12, 31)
    local(room, new_year, "20:00", "02:00", until=dt.date(2027, 1, 1), note="Ball")
    week = [dt.date(2026, 12, 28) + dt.timedelta(days=number) for number in range(7)]
    assert week[0].isocalendar().week == 53
    days = plans.listed_days(centre, week)
    assert [len(day.uses) for day in days] == [0, 0, 0, 1, 1, 0, 0]
    assert not days[4].day.open
    assert days[4].day.reason


def test_uses_outside_the_opening_hours_widen_the_day(centre, room):
    local(room, THURSDAY, "07:30", "08:00")
    local(room, THURSDAY, "21:00", "21:15")
    assert plans.day_plan(centre, THURSDAY).hours == tuple(range(7, 22))


# --- a long list ---------------------------------------------------------------------------------


def test_many_hours_that_are_nobody_elses_business_are_counted_not_listed(centre, room):
    for hour in range(9, 17):
        make_booking(room, on=THURSDAY, starts=f"{hour:02}:00", ends=f"{hour:02}:30")
    make_booking(room, on=THURSDAY, starts="18:00", ends="19:00", topic="Choir", is_open_to_all=True)
    (day,) = plans.listed_days(centre, [THURSDAY])
    assert ([use.title for use in day.uses], day.more) == (["Choir"], 8)
    assert len(day.uses) <= 8
    (of_room,) = plans.listed_days(centre, [THURSDAY], room=room)
    assert (len(of_room.uses), of_room.more) == (9, 0)
    (for_staff,) = plans.listed_days(centre, [THURSDAY], for_staff=True)
    assert (len(for_staff.uses), for_staff.more) == (9, 0)


# --- the month -----------------------------------------------------------------------------------


def days_of(weeks):
    return {day.on: day for week in weeks for day in week}


def test_a_month_says_how_full_each_day_is(centre, room):
    other = make_room(centre)
    make_room(centre, is_lent=False)
    local(room, THURSDAY, "09:00", "20:00")
    make_booking(other, on=THURSDAY, starts="09:00", ends="10:00")
    days = days_of(plans.month(centre, THURSDAY))
    assert (days[THURSDAY].tenths, days[THURSDAY].words) == (6, "Some is free")
    assert days[dt.date(2026, 12, 4)].words == "All is free"
    assert (days[dt.date(2026, 12, 5)].words, days[dt.date(2026, 12, 5)].look) == ("Closed", "closed")
    assert days_of(plans.month(centre, THURSDAY, room=room))[THURSDAY].words == "All taken"


@pytest.mark.parametrize(
    ("ends", "tenths", "words"),
    [
        ("09:10", 1, "Plenty is free"),
        ("14:00", 5, "Some is free"),
        ("19:50", 9, "Little is free"),
        ("20:00", 10, "All taken"),
    ],
)
def test_full_means_full_and_free_means_free(centre, room, ends, tenths, words):
    local(room, THURSDAY, "09:00", ends)
    day = days_of(plans.month(centre, THURSDAY))[THURSDAY]
    assert (day.tenths, day.words) == (tenths, words)


def test_only_what_lies_in_the_opening_hours_fills_a_day(centre, room):
    friday = THURSDAY + dt.timedelta(days=1)
    local(room, THURSDAY, "20:00", "09:00", until=friday)
    days = days_of(plans.month(centre, THURSDAY))
    assert (days[THURSDAY].tenths, days[friday].tenths) == (0, 0)


def test_two_stretches_of_opening_hours_count_both(centre, room):
    for starts, ends in (("08:00", "10:00"), ("18:00", "20:00")):
        OpeningException.objects.create(centre=centre, on=THURSDAY, starts=starts, ends=ends)
    local(room, THURSDAY, "09:00", "19:00")
    assert days_of(plans.month(centre, THURSDAY))[THURSDAY].tenths == 5


def test_a_month_names_what_is_open_to_all_and_nothing_else(centre, room):
    for hour in range(9, 14):
        make_booking(
            room, on=THURSDAY, starts=f"{hour:02}:00", ends=f"{hour:02}:45", topic=f"Choir {hour}", is_open_to_all=True
        )
    make_booking(room, on=THURSDAY, topic="Board", starts="15:00", ends="16:00")
    day = days_of(plans.month(centre, THURSDAY))[THURSDAY]
    assert [(each.time, each.title, each.room) for each in day.named] == [
        ("09:00", "Choir 9", "Hall"),
        ("10:00", "Choir 10", "Hall"),
        ("11:00", "Choir 11", "Hall"),
    ]
    assert day.more == 2
    assert days_of(plans.month(centre, THURSDAY, room=room))[THURSDAY].named[0].room == ""


def test_staff_see_how_many_requests_wait(centre, room):
    make_request(room, on=THURSDAY)
    make_request(room, on=THURSDAY)
    assert days_of(plans.month(centre, THURSDAY, for_staff=True))[THURSDAY].waiting == 2
    assert days_of(plans.month(centre, THURSDAY))[THURSDAY].waiting == 0


def test_the_weeks_of_a_month_are_whole_and_the_rest_is_left_empty(centre, room):
    weeks = plans.month(centre, dt.date(2026, 12, 15))
    assert {len(week) for week in weeks} == {7}
    assert [day.on.day for day in weeks[0] if not day.is_outside] == [1, 2, 3, 4, 5, 6]
    assert sum(not day.is_outside for week in weeks for day in week) == 31
    leap = plans.month(centre, dt.date(2028, 2, 1))
    assert sum(not day.is_outside for week in leap for day in week) == 29


@pytest.mark.parametrize("month", [SPRING, AUTUMN])
def test_months_in_which_the_clock_changes(centre, room, month):
    OpeningException.objects.create(centre=centre, on=month, starts="00:00", ends="12:00")
    local(room, month, "00:00", "12:00")
    day = days_of(plans.month(centre, month))[month]
    assert (day.tenths, day.words) == (10, "All taken")


# --- as long as what is shown --------------------------------------------------------------------


LOOKS = {
    "day": lambda centre, staff: plans.day_plan(centre, THURSDAY, for_staff=staff),
    "week": lambda centre, staff: plans.listed_days(
        centre, [THURSDAY + dt.timedelta(days=number) for number in range(7)], for_staff=staff
    ),
    "month": lambda centre, staff: plans.month(centre, THURSDAY, for_staff=staff),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("for_staff", [False, True])
def test_rooms_uses_and_years_of_history_cost_no_more_queries(look, for_staff):
    counts = []
    for rooms, years in ((1, 0), (6, 0), (6, 3)):
        centre = make_centre()
        for _room in range(rooms):
            each = make_room(centre)
            for hour in range(9, 18):
                make_booking(each, on=THURSDAY, starts=f"{hour:02}:00", ends=f"{hour:02}:45")
            Occupancy.objects.bulk_create(
                Occupancy(
                    room=each,
                    kind=KIND.CLOSURE,
                    starts_at=at,
                    ends_at=at + dt.timedelta(hours=1),
                    blocked_from=at,
                    blocked_until=at + dt.timedelta(hours=1),
                )
                for at in (
                    dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC) - dt.timedelta(days=number)
                    for number in range(365 * years)
                )
            )
        part = make_room(whole=each)
        assert part.whole_id
        fresh = type(centre).objects.select_related("network").get(pk=centre.pk)
        with CaptureQueriesContext(connection) as asked:
            LOOKS[look](fresh, for_staff)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 9


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_read_of_the_table_of_use_is_what_is_shown(look):
    """Each look at the table goes through an index between two bounds; a year of history adds no row."""
    centre = make_centre()
    room = make_room(centre)
    Occupancy.objects.bulk_create(
        Occupancy(
            room=room,
            kind=KIND.CLOSURE,
            starts_at=at,
            ends_at=at + dt.timedelta(hours=1),
            blocked_from=at,
            blocked_until=at + dt.timedelta(hours=1),
        )
        for at in (dt.datetime(2027, 6, 1, 8, tzinfo=dt.UTC) - dt.timedelta(days=number) for number in range(900))
    )
    with CaptureQueriesContext(connection) as asked:
        LOOKS[look](centre, False)
    reads = [query["sql"] for query in asked if 'FROM "bookings_occupancy"' in query["sql"]]
    assert reads
    days = {"day": 1, "week": 7, "month": 31}[look]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE bookings_occupancy")
        for sql in reads:
            cursor.execute(sql)
            assert len(cursor.fetchall()) <= days
            explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
            cursor.execute(f"{explain} {sql}")
            plan = " ".join(str(part) for row in cursor.fetchall() for part in row)
            if connection.vendor == "postgresql":
                assert "Seq Scan on bookings_occupancy" not in plan, plan
            else:
                assert "occupancy_room_time (room_id=? AND blocked_from>? AND blocked_from<?)" in plan, plan


def test_a_use_and_its_moments_are_read_alike_on_both_databases(centre, room):
    local(room, THURSDAY, "10:00", "12:00")
    (one,) = found(centre, [room], clock.day(THURSDAY, centre.zone))
    assert (one.starts.isoformat(), one.ends.utcoffset()) == ("2026-12-03T10:00:00+01:00", dt.timedelta(hours=1))
