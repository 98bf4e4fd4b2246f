"""Which hours and groups the programme reaches: the figures, what is said of them, and who may see them."""

import datetime as dt

import pytest
from django.urls import reverse

from podworko.bookings import series
from podworko.core import audit
from podworko.people.models import Role
from podworko.programme.actions import planning
from podworko.programme.queries import spread
from tests.factories import make_activity, make_centre, make_network, make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = dt.date(2026, 11, 24)
WEDNESDAY, SATURDAY = TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=4)


@pytest.fixture
def centre():
    return make_centre(make_network(name="Miasto"), name="MAM Kozłówka")


def weekly(centre, on, starts, ends, **draft):
    rule = series.weekly(on + dt.timedelta(weeks=3))
    return make_activity(centre, on=on, starts=starts, ends=ends, rule=rule, draft=draft)


def look(client, centre, query="?period=ahead"):
    client.force_login(make_staff(Role.HOST, centre))
    answer = client.get(reverse("programme:spread", args=[centre.network.slug, centre.slug]) + query)
    assert answer.status_code == 200
    return answer.context


def test_dates_are_counted_by_hour_weekday_and_group(client, centre):
    weekly(centre, WEDNESDAY, "17:00", "18:30", audience="seniors")
    make_activity(centre, on=SATURDAY, starts="10:00", ends="12:00", draft={"audience": "youth"})
    off = make_activity(centre, on=SATURDAY, starts="14:00", ends="15:00")
    planning.call_off(activity=off, by=audit.SYSTEM, reason="Remont")
    make_activity(centre, on=SATURDAY, is_draft=True)
    weekly(make_centre(centre.network), WEDNESDAY, "09:00", "10:00")
    found = look(client, centre)["spread"]
    assert dict(found.cells) == {(2, 17): 4, (2, 18): 4, (5, 10): 1, (5, 11): 1}
    assert (found.all.dates, found.all.evening, found.all.weekend) == (5, 4, 1)
    assert {name: tally.dates for name, tally in found.audiences.items()} == {"seniors": 4, "youth": 1}
    assert look(client, centre, "?period=ahead&audience=youth")["spread"].all.dates == 1


def test_it_is_said_what_is_left_out(client, centre):
    assert len(look(client, centre)["said"]) == 1
    weekly(centre, WEDNESDAY, "09:00", "10:00", audience="seniors")
    said = " ".join(map(str, look(client, centre)["said"]))
    assert "wtorek" in said
    assert "środa" not in said
    assert "nowi mieszkańcy" in said or "przybysze" in said or "nowo" in said
    assert "osoby starsze" not in said


def test_a_place_for_one_group_is_not_asked_about_others(client):
    centre = make_centre(kind="cas")
    weekly(centre, WEDNESDAY, "17:00", "18:00", audience="seniors")
    assert len(look(client, centre)["said"]) == 2  # the figures, and the days with nothing


def test_one_looks_back_and_ahead_and_at_a_quarter(client, centre, tuesday):
    weekly(centre, WEDNESDAY, "17:00", "18:00")
    tuesday.move_to(dt.datetime(2026, 12, 10, 9, tzinfo=dt.UTC))
    assert look(client, centre, "")["spread"].all.dates == 3
    assert look(client, centre, "?period=ahead")["spread"].all.dates == 1
    assert look(client, centre, "?period=quarter")["spread"].all.dates == 4
    assert look(client, centre, "?period=%00&audience=%00")["period"] == "back"


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("today", "first", "last"),
    [("2026-11-24", "2026-10-01", "2026-12-31"), ("2027-03-31", "2027-01-01", "2027-03-31")],
)
def test_a_quarter_is_that_of_the_year(today, first, last):
    found = spread.period("quarter", dt.date.fromisoformat(today))
    assert found == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_officers_see_all_places_and_others_do_not(client, centre):
    weekly(centre, WEDNESDAY, "09:00", "10:00")
    weekly(make_centre(centre.network, name="Wieczorna"), WEDNESDAY, "18:00", "19:00")
    address = reverse("programme:network_spread", args=[centre.network.slug])
    assert client.get(address).status_code == 302
    for user in (make_user(), make_staff(Role.HOST, centre), make_staff(Role.OFFICER, make_network())):
        client.force_login(user)
        assert client.get(address).status_code == 404
    client.force_login(make_staff(Role.OFFICER, centre.network))
    context = client.get(f"{address}?period=ahead").context
    assert [name for name, _tally in context["places"]] == ["MAM Kozłówka", "Wieczorna"]
    assert context["plot"]
