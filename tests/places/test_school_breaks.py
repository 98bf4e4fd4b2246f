"""When the schools of a network's towns rest."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.models import AuditEvent
from podworko.people.models import Role
from podworko.places import school_year
from podworko.places.actions import school_breaks
from podworko.places.models import SchoolBreak
from tests.factories import make_centre, make_network, make_staff

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2027, 2, 15), dt.date(2027, 2, 28)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(settings):
    settings.LANGUAGE_CODE = "en"
    with time_machine.travel(dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def network():
    return make_network()


@pytest.fixture
def officer(client, network):
    user = make_staff(Role.OFFICER, network)
    client.force_login(user)
    return user


def add(network, user, **fields):
    values = {"name": "Ferie zimowe", "first_on": FIRST, "last_on": LAST} | fields
    return school_breaks.add_break(network=network, by=audit.staff(user), **values)


def codes(refusal):
    return [(problem.field, problem.code) for problem in refusal.value.problems]


def test_a_break_is_written_down_once_and_removed_once(network, officer):
    made = add(network, officer)
    assert add(network, officer, name=" Ferie  zimowe ") == made
    for _twice in range(2):
        school_breaks.remove_break(school_break=made, by=audit.staff(officer))
    assert not SchoolBreak.objects.exists()
    events = AuditEvent.objects.about(network).order_by("pk")
    assert [(event.verb, event.facts["name"]) for event in events] == [
        ("places.school_break_added", "Ferie zimowe"),
        ("places.school_break_removed", "Ferie zimowe"),
    ]
    assert events[0].facts["days"] == {"first_on": "2027-02-15", "last_on": "2027-02-28"}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": " "}, ("name", "required")),
        ({"name": "x" * 81}, ("name", "too-long")),
        ({"last_on": FIRST - DAY}, ("last_on", "ends-before")),
        ({"first_on": dt.date(2026, 11, 1), "last_on": dt.date(2026, 11, 23)}, ("last_on", "day-past")),
        ({"first_on": dt.date(2030, 2, 1), "last_on": dt.date(2030, 2, 2)}, ("first_on", "day-far")),
        ({"last_on": FIRST + 120 * DAY}, ("last_on", "days-many")),
    ],
)
def test_what_cannot_be_is_refused(network, officer, fields, problem):
    with pytest.raises(Refused) as refusal:
        add(network, officer, **fields)
    assert codes(refusal) == [problem]
    assert not SchoolBreak.objects.exists()


@pytest.mark.parametrize(("first_on", "last_on"), [(LAST, LAST + DAY), (FIRST - DAY, FIRST), (FIRST + DAY, LAST - DAY)])
def test_two_breaks_do_not_meet(network, officer, first_on, last_on):
    add(network, officer)
    add(make_network(), officer, first_on=first_on, last_on=last_on)
    with pytest.raises(Refused) as refusal:
        add(network, officer, first_on=first_on, last_on=last_on)
    assert codes(refusal) == [("first_on", "meets")]


def test_the_database_holds_the_order_of_the_days(network):
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolBreak.objects.create(network=network, name="Ferie", first_on=LAST, last_on=FIRST)


# --- what is known of a school year ---


def test_the_breaks_of_a_school_year_follow_the_regulation():
    breaks = [(each.name, each.first_on.isoformat(), each.last_on.isoformat()) for each in school_year.of_year(2026)]
    assert breaks == [
        ("Christmas break", "2026-12-23", "2026-12-31"),
        ("Winter break", "2027-01-18", "2027-01-31"),
        ("Winter break", "2027-02-01", "2027-02-14"),
        ("Winter break", "2027-02-15", "2027-02-28"),
        ("Spring break", "2027-03-25", "2027-03-30"),
        ("Summer holidays", "2027-06-26", "2027-08-31"),
    ]


def test_christmas_begins_a_day_earlier_where_that_is_a_monday():
    """In 2025, as in 2031, 22 December is a Monday."""
    assert next(school_year.of_year(2025)).first_on == dt.date(2025, 12, 22)
    assert next(school_year.of_year(2031)).first_on == dt.date(2031, 12, 22)
    assert next(school_year.of_year(2027)).first_on == dt.date(2027, 12, 23)


@pytest.mark.parametrize(("year", "day"), [(2024, 21), (2025, 27), (2026, 26), (2027, 25), (2028, 23)])
def test_lessons_end_on_the_first_friday_after_20_june(year, day):
    assert school_year.end_of_lessons(year) == dt.date(year, 6, day)


def test_each_voivodeship_rests_once():
    named = [name for _last, names in school_year.WINTER.values() for name in names]
    assert len(named) == len(set(named)) == 16


def test_what_is_taken_is_suggested_no_more_nor_are_the_other_winter_breaks(network):
    assert len(school_year.suggested(network)) == 6
    SchoolBreak.objects.create(network=network, name="Ferie", first_on=FIRST, last_on=LAST)
    assert [each.name for each in school_year.suggested(network)] == [
        "Christmas break",
        "Spring break",
        "Summer holidays",
    ]


def test_in_july_the_next_school_year_is_known(network):
    with time_machine.travel(dt.datetime(2027, 7, 5, tzinfo=dt.UTC), tick=False):
        assert [each.first_on.isoformat() for each in school_year.suggested(network)] == [
            "2027-06-26",
            "2027-12-23",
            "2028-04-13",
            "2028-06-24",
        ]


def test_abroad_nothing_is_known():
    assert school_year.suggested(make_network(holidays="UA")) == []


# --- the page ---


def test_an_officer_adds_with_one_tap_and_removes(client, network, officer):
    page = f"/manage/{network.slug}/school-breaks/"
    shown = client.get(page)
    first = shown.context["suggested"][0]
    sent = {"name": first.name, "first_on": first.first_on.isoformat(), "last_on": first.last_on.isoformat()}
    for _twice in range(2):
        assert client.post(page, sent).status_code == 302
    [kept] = client.get(page).context["breaks"]
    assert client.post(f"{page}{kept.pk}/remove/").status_code == 302
    assert client.post(f"{page}{kept.pk}/remove/").status_code == 404
    assert not SchoolBreak.objects.exists()


def test_what_is_wrong_stands_beside_the_field(client, network, officer):
    sent = {"name": "Ferie", "first_on": "2027-02-28", "last_on": "15.02.2027"}
    response = client.post(f"/manage/{network.slug}/school-breaks/", sent)
    assert response.status_code == 422
    assert response.context["form"].errors == {"last_on": ["The last day comes before the first."]}
    assert response.context["form"]["name"].value() == "Ferie"


def test_the_breaks_of_another_network_are_not_found(client, network, officer):
    theirs = SchoolBreak.objects.create(network=make_network(), name="Ferie", first_on=FIRST, last_on=LAST)
    assert client.post(f"/manage/{network.slug}/school-breaks/{theirs.pk}/remove/").status_code == 404
    assert client.get(f"/manage/{theirs.network.slug}/school-breaks/").status_code == 404
    assert SchoolBreak.objects.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.HOST])
def test_it_is_not_for_those_of_one_place(client, network, role):
    client.force_login(make_staff(role, make_centre(network)))
    assert client.get(f"/manage/{network.slug}/school-breaks/").status_code == 404


def test_the_days_off_lead_there(client, network, officer):
    shown = client.get(f"/manage/{network.slug}/days/").content.decode()
    assert f'href="/manage/{network.slug}/school-breaks/"' in shown
