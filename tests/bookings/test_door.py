"""The display by a door: what it says at which moment, that it names nobody, that it goes on with no network."""

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from podworko.bookings.queries import doors
from podworko.places.models import OpeningException, Stage
from tests.factories import make_booking, make_centre, make_closure, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
WARSAW = ZoneInfo("Europe/Warsaw")
TODAY = dt.date(2026, 11, 24)


def wall(hour, minute=0, on=TODAY):
    return dt.datetime.combine(on, dt.time(hour, minute), tzinfo=WARSAW)


@pytest.fixture
def room():
    return make_room(name="Sala duża")


def page(room, **headers):
    address = reverse("bookings:door", args=[room.centre.network.slug, room.centre.slug, room.slug])
    return Client().get(address, headers=headers)


def said(room, at):
    """Return state and until when, by the clock on the wall."""
    standing = doors.door_of(room.centre, room).standing(at)
    return standing.state, standing.until and f"{standing.until.astimezone(WARSAW):%d %H:%M}"


def test_it_says_free_used_and_closed_and_until_when(room):
    make_booking(room, on=TODAY, starts="12:00", ends="13:00")
    make_booking(room, on=TODAY, starts="13:00", ends="14:00")
    make_closure(room, on=TODAY, starts="16:00", ends="17:00")
    assert said(room, wall(8)) == ("closed", "24 09:00")
    assert said(room, wall(9)) == ("free", "24 12:00")
    assert said(room, wall(11, 59)) == ("free", "24 12:00")
    assert said(room, wall(12)) == ("used", "24 13:00")
    assert said(room, wall(13)) == ("used", "24 14:00")
    assert said(room, wall(16, 30)) == ("closed", "24 17:00")
    assert said(room, wall(17)) == ("free", "24 20:00")
    assert said(room, wall(20)) == ("closed", "25 09:00")


def test_a_use_outside_opening_hours_is_shown_all_the_same(room):
    make_booking(room, on=dt.date(2026, 11, 28), starts="10:00", ends="12:00")
    saturday = dt.date(2026, 11, 28)
    assert said(room, wall(11, on=saturday)) == ("used", "28 12:00")
    assert said(room, wall(13, on=saturday)) == ("closed", "30 09:00")


def test_a_closed_week_does_not_say_when_it_opens(room):
    OpeningException.objects.bulk_create(
        OpeningException(centre=room.centre, on=TODAY + dt.timedelta(days=n), reason="Remont") for n in range(9)
    )
    assert said(room, wall(12)) == ("closed", None)
    assert page(room).status_code == 200


@pytest.mark.parametrize(("day", "hours"), [(dt.date(2027, 3, 28), 23), (dt.date(2026, 10, 25), 25)])
def test_nights_in_which_the_clock_changes(room, tuesday, day, hours):
    tuesday.move_to(wall(0, 30, on=day))
    known = json.loads(page(room).context["known"])
    assert (known["days"][0]["until"] - known["days"][0]["from"]) == hours * 3_600_000
    assert known["days"][0]["on"] == str(day)


def test_the_year_ends_in_the_middle_of_the_week(room, tuesday):
    tuesday.move_to(wall(23, 59, on=dt.date(2026, 12, 31)))
    known = doors.door_of(room.centre, room)
    assert known.days[0] == dt.date(2026, 12, 31)
    assert known.days[-1] == dt.date(2027, 1, 6)


def test_what_goes_on_past_midnight_is_there_on_both_sides(tuesday):
    room = make_room(make_centre(opens="09:00-02:00"))
    make_booking(room, on=TODAY, starts="22:00", ends="23:59", topic="Noc gier", is_open_to_all=True)
    assert said(room, wall(23)) == ("used", "24 23:59")
    assert said(room, wall(23, 59)) == ("free", "25 02:00")
    tuesday.move_to(wall(0, 30, on=TODAY + dt.timedelta(days=1)))
    assert said(room, wall(1, on=TODAY + dt.timedelta(days=1))) == ("free", "25 02:00")


def test_only_what_is_open_to_all_is_named_and_nobody_at_all(room, tuesday):
    secrets = {"person": "Zenobia Tajna", "email": "zenobia@example.org", "phone": "+48512345678", "group": "Klub Echo"}
    make_booking(room, on=TODAY, starts="10:00", ends="11:00", topic="Terapia", **secrets)
    make_booking(room, on=TODAY, starts="12:00", ends="13:00", topic="Joga", is_open_to_all=True, **secrets)
    html = page(room).content.decode()
    for hidden in (*secrets.values(), "Terapia", "512 345 678", "zenobia", "Zenobia"):
        assert hidden not in html, hidden
    assert "Joga" in html
    assert page(room).context["what"] == ""
    tuesday.move_to(wall(12, 30))
    response = page(room)
    assert (response.context["what"], response.context["is_open"]) == ("Joga", True)


def test_a_part_is_taken_with_its_whole_and_the_whole_with_its_part():
    whole = make_room(name="Sala", capacity=60)
    left, right = make_room(whole=whole, name="Sala A"), make_room(whole=whole, name="Sala B")
    make_booking(whole, on=TODAY, starts="12:00", ends="13:00", topic="Zebranie", is_open_to_all=True)
    make_booking(left, on=TODAY, starts="14:00", ends="15:00", topic="Joga", is_open_to_all=True)
    assert [said(room, wall(12))[0] for room in (whole, left, right)] == ["used", "used", "used"]
    assert [said(room, wall(14))[0] for room in (whole, left, right)] == ["used", "used", "free"]
    assert [use["title"] for use in page(whole).context["next"]] == ["Zebranie", "Joga · Sala A"]


def test_next_are_three_with_their_day(room):
    for hour in (12, 14, 16, 18):
        make_booking(room, on=TODAY, starts=f"{hour}:00", ends=f"{hour + 1}:00")
    assert [use["time"] for use in page(room).context["next"]] == ["12:00–13:00", "14:00–15:00", "16:00–17:00"]
    assert not any(use["day_name"] for use in page(room).context["next"])


def test_a_room_that_is_not_lent_has_no_code_to_borrow_it(room):
    assert "?room=" in page(room).context["address"]
    room.is_lent = False
    room.save()
    assert page(room).context["address"] == ""


def test_it_sets_no_cookie_and_may_be_shown_to_everybody(room):
    response = page(room)
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")


def test_an_idea_has_no_door_yet_and_another_places_room_none_here(room):
    other = make_room(make_centre(room.centre.network))
    address = reverse("bookings:door", args=[room.centre.network.slug, room.centre.slug, other.slug])
    assert Client().get(address).status_code == 404
    room.centre.stage = Stage.IDEA
    room.centre.save()
    assert page(room).status_code == 404


@pytest.mark.parametrize(("hour", "theme"), [(6, "dark"), (7, "light"), (19, "light"), (20, "dark")])
def test_it_is_dark_by_night(room, tuesday, hour, theme):
    tuesday.move_to(wall(hour))
    assert page(room).context["theme"] == theme


@pytest.mark.parametrize("count", [1, 12])
def test_it_takes_as_many_queries_however_much_is_on(count, room, django_assert_num_queries):
    for number in range(count):
        hour, minute = 10 + number // 2, number % 2 * 30
        make_booking(room, on=TODAY, starts=f"{hour}:{minute:02}", ends=f"{hour}:{minute + 20}")
    centre = room.centre
    with django_assert_num_queries(6):
        doors.door_of(centre, room)


def test_titles_cannot_break_out_of_the_page(room):
    make_booking(room, on=TODAY, starts="12:00", ends="13:00", topic='"><script>alert(1)</script>', is_open_to_all=True)
    html = page(room).content.decode()
    assert "<script>alert" not in html
    assert json.loads(page(room).context["known"])["uses"][0]["title"] == '"><script>alert(1)</script>'
