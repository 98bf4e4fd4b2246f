"""Opening and duty hours, kept right by a coordinator: the week, seasons, single days."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent
from podworko.people.models import Role
from podworko.places import concerned, hours
from podworko.places.actions.days import change_days
from podworko.places.actions.hours import Slot, change_duty, change_week
from podworko.places.actions.seasons import add_season
from podworko.places.models import Season
from tests.factories import a_working_day, make_booking, make_centre, make_room, make_staff
from tests.gates.town import NOW

pytestmark = [pytest.mark.django_db]
NINE, TEN, NOON, SIX, EIGHT, TWO = (dt.time(hour) for hour in (9, 10, 12, 18, 20, 2))
MIDNIGHT = dt.time()
ALIKE = {"starts-day-0-0": "09:00", "ends-day-0-0": "20:00", "is_alike": "on"}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def client(centre):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_staff(Role.COORDINATOR, centre))
    return client


def address(centre, page):
    return f"/manage/{centre.network.slug}/places/{centre.slug}/hours/{page}"


def seen(client, url):
    """Return the state that the page has seen, as its hidden field holds it."""
    return client.get(url).context["form"]["seen"].value()


def refusal(**changes):
    with pytest.raises(Refused) as refused:
        change_week(by=audit.SYSTEM, **changes)
    return [(problem.field, problem.code) for problem in refused.value.problems]


def test_a_coordinator_changes_the_week_and_visitors_see_it_at_once(centre, client):
    url = address(centre, "week/")
    form = {"starts-day-0-0": "08:00", "ends-day-0-0": "21:00", "is_alike": "on", "starts-day-5-0": "20:00"}
    response = client.post(url, form | {"ends-day-5-0": "02:00", "seen": seen(client, url)})
    assert response.status_code == 302
    usual = [[str(span) for span in spans] for _name, spans, _duty in hours.usual_week(centre)]
    assert usual == [["08:00–21:00"]] * 5 + [["20:00–02:00"], []]
    assert "08:00–21:00" in client.get(centre.get_absolute_url()).content.decode()
    event = AuditEvent.objects.about(centre).get(verb="places.hours_changed")
    assert event.facts["before"]["0"] == ["09:00–20:00"]
    assert event.facts["after"]["5"] == ["20:00–02:00"]


def test_hours_go_up_to_midnight_and_past_it_but_not_through_the_next_day(centre):
    change_week(centre=centre, slots=[Slot(NINE, MIDNIGHT, 0), Slot(EIGHT, TWO, 5)], by=audit.SYSTEM)
    assert centre.opening_hours.count() == 2
    assert refusal(centre=centre, slots=[Slot(EIGHT, NINE, 0, field="x")]) == [("x", "ends-before")]
    assert refusal(centre=centre, slots=[Slot(NINE, NINE, 0, field="x")]) == [("x", "no-time")]


@pytest.mark.parametrize(
    "slots",
    [
        [Slot(NINE, NOON, 0, field="a"), Slot(TEN, SIX, 0, field="x")],
        [Slot(NINE, NOON, 0, field="a"), Slot(NINE, NOON, 0, field="x")],
        # Into the morning of the next day, and from Sunday into Monday.
        [Slot(EIGHT, TWO, 0, field="a"), Slot(dt.time(1), SIX, 1, field="x")],
        [Slot(dt.time(1), SIX, 0, field="a"), Slot(EIGHT, TWO, 6, field="x")],
    ],
)
def test_hours_that_overlap_are_refused_beside_the_field(centre, slots):
    assert ("x", "hours-overlap") in refusal(centre=centre, slots=slots)


def test_hours_that_only_touch_are_good_and_two_may_be_on_duty_at_once(centre):
    change_week(centre=centre, slots=[Slot(NINE, NOON, 0), Slot(NOON, SIX, 0)], by=audit.SYSTEM)
    both = [Slot(NINE, NOON, 0, "Ewa"), Slot(NINE, NOON, 0, "Olena")]
    change_duty(centre=centre, slots=both, by=audit.SYSTEM)
    with pytest.raises(Refused):
        change_duty(centre=centre, slots=[both[0], both[0]], by=audit.SYSTEM)


def test_two_tabs_the_second_is_told_and_may_save_again(centre, client):
    url = address(centre, "week/")
    old = seen(client, url)
    change_week(centre=centre, slots=[Slot(TEN, NOON, 0)], by=audit.SYSTEM)
    response = client.post(url, ALIKE | {"seen": old})
    assert response.status_code == 422
    assert "Somebody changed this" in response.content.decode()
    assert [row.starts for row in centre.opening_hours.all()] == [TEN]
    # What was typed is kept, and who saves again has seen how it stands.
    again = response.context["form"]["seen"].value()
    assert response.context["form"]["starts-day-0-0"].value() == "09:00"
    assert client.post(url, ALIKE | {"seen": again}).status_code == 302


def test_half_an_hour_typed_and_nonsense_get_a_sentence_each(centre, client):
    url = address(centre, "week/")
    form = {"starts-day-0-0": "9", "starts-day-5-0": "25:99", "ends-day-5-0": "10:00", "seen": seen(client, url)}
    response = client.post(url, form)
    said = response.context["form"].errors
    assert set(said) == {"ends-day-0-0", "starts-day-5-0"}
    assert centre.opening_hours.count() == 5


def test_accepted_uses_outside_the_new_hours_are_listed_and_never_dropped(centre, client):
    booking = make_booking(make_room(centre), starts="17:00", ends="19:00", topic="Chór")
    url = address(centre, "week/")
    form = {"starts-day-0-0": "09:00", "ends-day-0-0": "16:00", "is_alike": "on", "seen": seen(client, url)}
    response = client.post(url, form)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Chór" in page
    assert f"/desk/requests/{booking.reference}/" in page
    assert centre.opening_hours.get(weekday=0).ends == EIGHT  # nothing was changed yet
    assert client.post(url, form | {"is_acknowledged": "on"}).status_code == 302
    assert [concern.url for concern in concerned.outside_hours(centre)] == [f"/desk/requests/{booking.reference}/"]
    # They stay on the page of the hours until somebody decides; what was outside before is not asked about again.
    assert "Chór" in client.get(address(centre, "")).content.decode()
    change_week(centre=centre, slots=[Slot(NINE, dt.time(15), day) for day in range(5)], by=audit.SYSTEM)


def test_what_falls_outside_the_usual_hours_is_named_before_a_day_or_a_season_goes(centre, client):
    on = a_working_day(centre)
    make_booking(make_room(centre), on=on, starts="21:00", ends="22:00", topic="Noc gier")
    late = [Slot(NINE, dt.time(23), day) for day in range(7)]
    change_days(centre=centre, first=on, last=on, opening=late[:1], duty=None, by=audit.SYSTEM)
    season = add_season(centre=centre, name="Zima", starts_on=on, ends_on=on, by=audit.SYSTEM)
    change_week(centre=centre, slots=late, season=season, by=audit.SYSTEM)
    # The season holds the hours open: the day alone touches nobody, and is not asked about.
    assert client.post(address(centre, f"days/{on}/remove/")).status_code == 302
    url = address(centre, f"seasons/{season.pk}/remove/")
    asked = client.post(url)
    assert (asked.status_code, Season.objects.count()) == (422, 1)
    assert "Noc gier" in asked.content.decode()
    assert client.post(url, {"is_acknowledged": "on"}).status_code == 302
    assert not Season.objects.exists()


def test_a_day_that_touches_somebody_is_as_usual_again_only_when_one_knows(centre, client):
    on = a_working_day(centre)
    make_booking(make_room(centre), on=on, starts="21:00", ends="22:00", topic="Noc gier")
    opening = [Slot(NINE, dt.time(23))]
    change_days(centre=centre, first=on, last=on, opening=opening, duty=None, by=audit.SYSTEM)
    url = address(centre, f"days/{on}/remove/")
    asked = client.post(url)
    assert asked.status_code == 422
    assert "Noc gier" in asked.content.decode()
    assert centre.opening_exceptions.exists()
    assert client.post(url, {"is_acknowledged": "on"}).status_code == 302
    assert not centre.opening_exceptions.exists()


def test_seasons_follow_one_another_and_begin_with_the_usual_week(centre, client):
    form = {"name": "Wakacje", "starts_on": "2027-07-01", "ends_on": "2027-08-31"}
    assert client.post(address(centre, "seasons/new/"), form).status_code == 302
    season = Season.objects.get()
    assert centre.opening_hours.filter(season=season).count() == 5
    assert centre.opening_hours.filter(season=None).count() == 5

    def wrong(**changes):
        return client.post(address(centre, "seasons/new/"), form | changes).context["form"].errors

    assert "Wakacje" in str(wrong(starts_on="2027-08-31", ends_on="2027-09-30")["starts_on"])
    assert "ends_on" in wrong(ends_on="2027-06-30")
    assert "ends_on" in wrong(starts_on="2025-07-01", ends_on="2025-08-31")
    assert "ends_on" in wrong(starts_on="2028-01-01", ends_on="2030-08-31")
    assert Season.objects.count() == 1
    assert client.post(address(centre, f"seasons/{season.pk}/remove/")).status_code == 302
    assert not Season.objects.exists()


def test_a_season_of_another_place_does_not_exist(client):
    other = add_season(
        centre=make_centre(),
        name="Ferie",
        starts_on=dt.date(2027, 1, 18),
        ends_on=dt.date(2027, 1, 31),
        by=audit.SYSTEM,
    )
    own = Client()
    assert own.get(address(other.centre, f"seasons/{other.pk}/")).status_code == 302
    assert client.get(address(other.centre, f"seasons/{other.pk}/")).status_code == 404


def test_single_days_are_closed_or_open_otherwise_with_others_on_duty(centre, client):
    on = a_working_day(centre)
    form = {
        "first": on.isoformat(),
        "door": "other",
        "starts-open-0-0": "10:00",
        "ends-open-0-0": "12:00",
        "starts-open-0-1": "14:00",
        "ends-open-0-1": "16:00",
        "reason": "Kiermasz",
        "duty": "other",
        "starts-duty-0-0": "10:00",
        "ends-duty-0-0": "12:00",
        "host-duty-0-0": "Olena",
    }
    assert client.post(address(centre, "days/new/"), form).status_code == 302
    day = hours.day(centre, on, with_duty=True)
    assert [str(span) for span in day.open] == ["10:00–12:00", "14:00–16:00"]
    assert [turn.host for turn in day.turns] == ["Olena"]
    # The same sent again (a double click, another tab) overwrites nothing.
    response = client.post(address(centre, "days/new/"), form | {"door": "closed"})
    assert "already" in str(response.context["form"].errors["first"])
    assert client.post(address(centre, f"days/{on}/remove/")).status_code == 302
    assert [str(span) for span in hours.day(centre, on).open] == ["09:00–20:00"]


def test_days_that_cannot_be_get_a_sentence(centre, client):
    def wrong(**changes):
        form = {"first": "2026-12-01", "door": "closed", "duty": "usual"} | changes
        return set(client.post(address(centre, "days/new/"), form).context["form"].errors)

    assert wrong(first="2026-11-23") == {"first"}
    assert wrong(first="2066-11-23") == {"first"}
    assert wrong(last="2026-11-30") == {"last"}
    assert wrong(last="2027-12-01") == {"last"}
    assert wrong(door="usual") == {"door"}
    assert wrong(door="other") == {"starts-open-0-0"}
    over = {"starts-open-0-0": "09:00", "ends-open-0-0": "12:00", "starts-open-0-1": "11:00", "ends-open-0-1": "13:00"}
    assert wrong(door="other", **over) == {"ends-open-0-1"}
    assert not centre.opening_exceptions.exists()


def test_a_break_of_several_days_is_one_form(centre):
    first = dt.date(2026, 12, 28)
    last = first + dt.timedelta(days=3)
    change_days(centre=centre, first=first, last=last, opening=[], duty=None, reason="Przerwa", by=audit.SYSTEM)
    assert centre.opening_exceptions.count() == 4
    with pytest.raises(Conflict):
        change_days(centre=centre, first=last, last=last, opening=[], duty=None, by=audit.SYSTEM)


def test_more_stretches_than_usual_are_all_shown_and_none_is_lost_when_the_form_is_sent_back(centre, client):
    four = [Slot(dt.time(hour), dt.time(hour + 1), 1) for hour in (9, 11, 13, 15)]
    change_week(centre=centre, slots=four, by=audit.SYSTEM)
    url = address(centre, "week/")
    page = client.get(url)
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form if field.value() not in (None, False, "")}
    assert client.post(url, {name: f"{value}"[:16] for name, value in values.items()}).status_code == 302
    assert [row.starts.hour for row in centre.opening_hours.order_by("starts")] == [9, 11, 13, 15]
