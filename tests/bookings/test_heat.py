"""How rooms are used: each minute in its hour, nothing counted twice, and no more rows read than the period has."""

import csv
import datetime as dt
import io
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from podworko.bookings import heat_plot
from podworko.bookings.actions import occupying
from podworko.bookings.models import DateState, Handover, Occupancy, RequestState, WalkIn
from podworko.bookings.queries import heat
from podworko.core import clock
from podworko.people.models import Role
from tests.factories import make_booking, make_centre, make_closure, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
# The Monday a week before the Tuesday on which we stand.
MONDAY = dt.date(2026, 11, 16)
FRIDAY = dt.date(2026, 11, 20)


@pytest.fixture
def room():
    return make_room(name="Sala duża")


def looked(centre, first=MONDAY, last=FRIDAY):
    return heat.use_of(centre, first, last)


def cell(found, weekday, hour, room=None):
    return next(each for each in found.cells(room) if (each.weekday, each.hour) == (weekday, hour))


def test_each_minute_lies_in_its_hour(room):
    make_booking(room, on=MONDAY, starts="09:30", ends="11:15")
    found = looked(room.centre)
    assert [cell(found, 0, hour).used for hour in (8, 9, 10, 11, 12)] == [0, 30, 60, 15, 0]
    assert [cell(found, 0, hour).share for hour in (9, 10, 11)] == [0.5, 1, 0.25]
    assert cell(found, 0, 8).share is None
    assert found.lent_hours == 1.75
    assert list(found.shown_hours()) == list(range(9, 20))


def test_several_weeks_and_rooms_are_taken_together(room):
    other = make_room(room.centre)
    make_booking(room, on=MONDAY, starts="10:00", ends="11:00")
    found = looked(room.centre, MONDAY - dt.timedelta(weeks=3), FRIDAY)
    assert cell(found, 0, 10).share == 1 / 8
    assert cell(found, 0, 10, room).share == 1 / 4
    assert cell(found, 0, 10, other).share == 0


def test_hours_in_which_the_room_is_closed_are_not_open(room):
    make_closure(room, on=MONDAY, starts="10:00", ends="10:30")
    make_booking(room, on=MONDAY, starts="10:30", ends="11:00")
    found = looked(room.centre)
    assert (cell(found, 0, 10).open, cell(found, 0, 10).share) == (30, 1)
    assert found.lent_hours == 0.5


def test_a_use_outside_opening_hours_makes_them_open(room):
    make_booking(room, on=MONDAY, starts="20:00", ends="22:00")
    found = looked(room.centre)
    assert cell(found, 0, 21).share == 1
    assert 21 in found.shown_hours()


def test_the_whole_is_in_use_in_its_parts_and_lent_once():
    whole = make_room(name="Sala", capacity=60)
    part = make_room(whole=whole)
    make_booking(whole, on=MONDAY, starts="10:00", ends="12:00")
    found = looked(whole.centre)
    assert cell(found, 0, 10, part).share == 1
    assert found.lent_hours == 2
    assert found.total("lent") == 1


def test_what_is_still_to_come_is_not_counted(room):
    today = clock.today(room.centre.zone)
    make_booking(room, on=today, starts="09:00", ends="12:00")
    make_booking(room, on=today + dt.timedelta(days=1), starts="09:00", ends="12:00")
    found = looked(room.centre, today, today + dt.timedelta(days=3))
    # It is five past ten.
    assert round(found.lent_hours * 60) == 65
    assert found.total("lent") == 1


def test_no_shows_walk_ins_and_why_it_was_declined(room):
    missed = make_booking(room, on=MONDAY, starts="10:00", ends="11:00")
    Handover.objects.create(centre=room.centre, date=missed.dates.get(), no_show_at=clock.now())
    at = clock.at(MONDAY, dt.time(12), room.centre.zone)
    until = at + dt.timedelta(hours=1)
    begun = WalkIn.objects.create(room=room, starts_at=at, ends_at=until, submission_key="x")
    occupying.occupy(room=room, kind=Occupancy.Kind.WALK_IN, starts_at=at, ends_at=until, walk_in=begun)
    for number, words in enumerate(["Remont.", " remont", "Za późno", ""]):
        hours = {"starts": f"{13 + number}:00", "ends": f"{14 + number}:00"}
        request = make_request(room, on=MONDAY, state=RequestState.DECIDED, **hours)
        request.dates.update(reason=words)
    make_request(room, on=MONDAY, state=RequestState.LAPSED)
    make_request(room, on=MONDAY - dt.timedelta(weeks=1), state=RequestState.DECIDED)
    make_request(make_room(), on=MONDAY, state=RequestState.DECIDED)
    found = looked(room.centre)
    assert (found.total("no_shows"), found.total("walk_ins"), found.total("lent")) == (1, 1, 1)
    assert cell(found, 0, 10).used == 0
    assert (found.declined, found.lapsed) == (4, 1)
    assert found.reasons[0] == heat.Reason("Remont", 2)
    assert {reason.words for reason in found.reasons} == {"Remont", "Za późno", ""}


@pytest.mark.parametrize("day", [dt.date(2027, 3, 28), dt.date(2026, 10, 25)])
def test_nights_in_which_the_clock_changes(room, tuesday, day):
    make_booking(room, on=day, starts="01:00", ends="04:00")
    tuesday.move_to(dt.datetime.combine(day, dt.time(23), tzinfo=room.centre.zone))
    found = looked(room.centre, day, day)
    real = 2 if day.month == 3 else 4
    assert found.lent_hours == real
    assert cell(found, 6, 2).used == {3: 0, 10: 120}[day.month]


@settings(max_examples=40, deadline=None)
@given(
    day=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    second=st.integers(0, 24 * 3600),
    minutes=st.integers(1, 26 * 60),
)
def test_no_minute_is_lost_wherever_it_lies(day, second, minutes):
    zone = ZoneInfo("Europe/Warsaw")
    begin = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) + dt.timedelta(seconds=second)
    week = heat.empty_week()
    heat._spread(week, begin, begin + dt.timedelta(minutes=minutes), zone)
    assert sum(map(sum, week)) == pytest.approx(minutes)
    assert max(map(max, week)) <= 120


@pytest.mark.parametrize("period", [(FRIDAY, MONDAY), (MONDAY - dt.timedelta(days=400), MONDAY)])
def test_no_such_period(room, period):
    with pytest.raises(ValueError, match="no such period"):
        looked(room.centre, *period)


def test_a_place_with_no_room_has_nothing_to_show():
    found = looked(make_centre())
    assert found.lent_hours == 0
    assert found.cells() == [heat.Cell(day, hour, 0, 0) for day in range(7) for hour in range(24)]


@pytest.mark.parametrize("count", [1, 15])
def test_as_many_queries_however_much_was_on(count, room, django_assert_num_queries):
    for number in range(count):
        make_booking(make_room(room.centre), on=MONDAY + dt.timedelta(days=number % 5))
    centre = room.centre
    with django_assert_num_queries(8):
        looked(centre)


# --- the page ---


def address(name, centre):
    return reverse(f"bookings:{name}", args=[centre.network.slug, centre.slug])


@pytest.fixture
def host(room, client):
    client.force_login(make_staff(Role.HOST, room.centre))
    return client


def test_the_picture_stands_beside_its_table_and_breaks_no_policy(host, room):
    make_booking(room, on=MONDAY, starts="10:00", ends="11:00")
    html = host.get(address("use", room.centre)).content.decode()
    plot = html.partition('<svg class="plot"')[2].partition("</svg>")[0]
    assert 'role="img"' in plot
    assert "var(--heat-" in plot
    for banned in ("style=", "<script", "<style", "href=", "xmlns"):
        assert banned not in plot
    assert html.count("<caption") >= 2


def test_a_room_can_be_chosen_and_its_name_breaks_nothing(host, room):
    room.name = 'Sala <b>"X"</b> & Y'
    room.save()
    make_booking(room, on=MONDAY)
    html = host.get(address("use", room.centre) + f"?room={room.slug}").content.decode()
    assert "<b>" not in html.partition("<main")[2]


def test_words_of_data_cannot_leave_the_drawing(room, monkeypatch):
    monkeypatch.setattr(heat_plot, "WEEKDAYS_ABBR", {day: f"<script>{day}</script>&\"'" for day in range(7)})
    make_booking(room, on=MONDAY)
    plot = heat_plot.drawn(looked(room.centre), None, label='"><script>')
    assert "<script" not in plot


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?first=2026-11-01&last=2026-11-20", 200),
        ("?first=2026-11-20&last=2026-11-01", 422),
        ("?first=2020-01-01&last=2026-11-01", 422),
        ("?first=nonsense", 422),
        ("?first=0001-01-01&last=0001-02-01", 422),
        ("?first=9999-12-01&last=9999-12-31", 422),
        ("?room=nowhere", 200),
    ],
)
def test_any_period_that_somebody_types(host, room, query, status):
    make_booking(room, on=MONDAY)
    assert host.get(address("use", room.centre) + query).status_code == status


def test_the_figures_as_a_file_that_no_spreadsheet_runs(host, room):
    room.name = "=cmd()"
    room.save()
    make_booking(room, on=MONDAY, starts="10:00", ends="10:30")
    response = host.get(address("use_file", room.centre) + f"?first={MONDAY}&last={FRIDAY}")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + 5 * 11
    assert rows[2] == ["'=cmd()", "poniedziałek", "10:00", "1,00", "0,50", "50,00"]


@pytest.mark.parametrize("name", ["use", "use_file"])
def test_it_is_for_those_who_run_the_place(name, room, client):
    assert client.get(address(name, room.centre)).status_code == 302
    client.force_login(make_staff(Role.HOST, make_centre()))
    assert client.get(address(name, room.centre)).status_code == 404


def test_an_empty_place_says_what_to_do(client):
    centre = make_centre()
    client.force_login(make_staff(Role.HOST, centre))
    assert client.get(address("use", centre)).status_code == 200


def test_dates_count_by_their_state(room):
    request = make_request(room, on=MONDAY, state=RequestState.WITHDRAWN)
    assert request.dates.get().state == DateState.WITHDRAWN
    assert looked(room.centre).declined == 0
