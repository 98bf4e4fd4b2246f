"""The page of a place, of its rooms, and of who runs it."""

import datetime as dt
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from podworko.people.models import Role
from podworko.places.models import (
    AccessFact,
    AreaDistrict,
    District,
    DutyHours,
    Entrance,
    ModelKind,
    OpeningException,
    OpeningHours,
    Operation,
    Photo,
    RoomLayout,
    Season,
    Stage,
    StageStep,
)
from tests.factories import make_centre, make_network, make_organisation, make_room, make_staff

pytestmark = pytest.mark.django_db
TUESDAY = dt.datetime(2026, 11, 24, 10, 5, tzinfo=ZoneInfo("Europe/Warsaw"))
BORDER = {"type": "MultiPolygon", "coordinates": [[[[20.0, 50.0], [20.1, 50.0], [20.1, 50.1], [20.0, 50.0]]]]}


@pytest.fixture(autouse=True)
def _a_tuesday():
    with time_machine.travel(TUESDAY, tick=False):
        yield


def read(client, url):
    response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == 200
    return " ".join(unescape(strip_tags(response.content.decode())).split())


class TestHours:
    def test_who_is_on_duty_now_and_through_the_week(self, client):
        centre = make_centre()
        DutyHours.objects.filter(centre=centre).update(host="pani Ewa")
        words = read(client, centre.get_absolute_url())
        assert "On duty now: pani Ewa" in words
        assert "10:00–18:00 pani Ewa" in words
        with time_machine.travel(TUESDAY.replace(hour=9), tick=False):
            assert "On duty now" not in read(client, centre.get_absolute_url())

    def test_what_will_be_otherwise_in_two_weeks_and_why(self, client):
        centre = make_centre()
        for days, reason in ((3, "Remont"), (20, "Za daleko")):
            OpeningException.objects.create(centre=centre, on=TUESDAY.date() + dt.timedelta(days=days), reason=reason)
        words = read(client, centre.get_absolute_url())
        assert "Friday, 27 November: closed Remont" in words
        assert "Za daleko" not in words

    def test_a_season_to_come(self, client):
        centre = make_centre()
        season = Season.objects.create(
            centre=centre, name="Ferie", starts_on=dt.date(2027, 1, 18), ends_on=dt.date(2027, 1, 31)
        )
        OpeningHours.objects.create(centre=centre, season=season, weekday=0, starts=dt.time(10), ends=dt.time(14))
        words = read(client, centre.get_absolute_url())
        assert "Ferie" in words
        assert "Monday: 10:00–14:00" in words


def test_for_whom_in_which_language_and_for_which_streets(client):
    centre = make_centre(kind=ModelKind.CAS, languages=["pl", "uk"], way="Dzwonek jest nisko.")
    district = District.objects.create(
        network=centre.network, code="xii", name="Prokocim", border=BORDER, latitude=50, longitude=20
    )
    AreaDistrict.objects.create(centre=centre, district=district)
    words = read(client, centre.get_absolute_url())
    assert "For people of 60 years and more. Please sign up" in words
    assert "Polish, Ukrainian" in words
    assert "Prokocim" in words
    assert "Dzwonek jest nisko." in words


class TestStages:
    @pytest.mark.parametrize("stage", [Stage.IDEA, Stage.DIAGNOSIS])
    def test_what_is_not_at_work_yet_is_for_those_who_work_on_it(self, client, stage):
        centre = make_centre(stage=stage)
        room = make_room(centre)
        addresses = [
            centre.get_absolute_url(),
            reverse("portal:place_access", args=[centre.network.slug, centre.slug]),
            reverse("portal:room", args=[centre.network.slug, centre.slug, room.slug]),
            reverse("bookings:ask", args=[centre.network.slug, centre.slug]),
            reverse("bookings:calendar", args=[centre.network.slug, centre.slug]),
            f"/api/v1/networks/{centre.network.slug}/places/{centre.slug}",
        ]
        assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
        client.force_login(make_staff(Role.COORDINATOR, make_centre()))
        assert client.get(addresses[0]).status_code == 404
        client.force_login(make_staff(Role.COORDINATOR, centre))
        assert "the place is not at work yet" in read(client, addresses[0])

    def test_a_closed_place_says_so_and_where_to_go(self, client):
        centre = make_centre(stage=Stage.CLOSED, latitude=50.02, longitude=20.0)
        StageStep.objects.create(centre=centre, stage=Stage.CLOSED, on=dt.date(2026, 6, 30))
        response = client.get(centre.get_absolute_url(), headers={"accept-language": "en"})
        page = response.content.decode()
        assert "closed since 30 June 2026" in page
        assert "?where=50.020,20.000" in page
        assert "/borrow/" not in page
        asked = client.get(reverse("bookings:ask", args=[centre.network.slug, centre.slug]))
        assert asked.headers["Location"] == centre.get_absolute_url()


class TestRoom:
    def test_how_many_what_is_in_it_and_how_one_gets_in(self, client):
        whole = make_room(name="Sala duża", capacity=60, area_m2=80, floor=0)
        centre = whole.centre
        part = make_room(centre, name="Sala mała", whole=whole)
        RoomLayout.objects.create(room=whole, layout="circle", capacity=30)
        AccessFact.objects.create(centre=centre, room=whole, question="door", number=82, verified_on=TUESDAY.date())
        Photo.objects.create(centre=centre, room=whole, alt="Parkiet i lustra", width=1600, height=900)
        address = reverse("portal:room", args=[centre.network.slug, centre.slug, whole.slug])
        words = read(client, address)
        assert "Chairs in a circle30" in words
        assert "Chairs: 20" in words
        assert "Width of the door: 82 cm" in words
        assert "ground floor" in words
        page = client.get(address).content.decode()
        assert f'/borrow/?room={whole.slug}"' in page
        assert 'alt="Parkiet i lustra"' in page
        assert f'/rooms/{part.slug}/"' in page
        assert f'/rooms/{whole.slug}/"' in client.get(centre.get_absolute_url()).content.decode()

    def test_one_that_is_not_lent_has_no_page(self, client):
        room = make_room(is_lent=False)
        address = reverse("portal:room", args=[room.centre.network.slug, room.centre.slug, room.slug])
        assert client.get(address).status_code == 404
        assert client.get(address.replace(room.slug, "nothing")).status_code == 404


class TestAccess:
    def test_all_that_is_known_and_what_is_not(self, client):
        centre = make_centre()
        entrance = Entrance.objects.create(centre=centre, name="Od podwórka", is_main=True)
        for of, question, answer in (
            ({}, "toilet", {"answer": "partly"}),
            ({"entrance": entrance}, "threshold", {"number": "1.5"}),
            ({"entrance": entrance}, "steps", {"number": 0}),
        ):
            AccessFact.objects.create(centre=centre, question=question, verified_on=dt.date(2026, 9, 1), **of, **answer)
        address = reverse("portal:place_access", args=[centre.network.slug, centre.slug])
        words = read(client, address)
        assert "Od podwórka main entrance" in words
        assert "Threshold: 1.5 cm" in words
        assert "No steps" in words
        assert "Accessible toilet: partly" in words
        assert "1 September 2026" in words
        assert "things that we do not know yet" in words
        assert 'class="is-partly"' in client.get(address).content.decode()

    def test_a_place_of_which_nothing_is_known(self, client):
        centre = make_centre()
        assert "Can I get in?" in read(client, reverse("portal:place_access", args=[centre.network.slug, centre.slug]))


class TestOrganisation:
    def test_numbers_and_the_places_that_it_runs_and_ran(self, client):
        town = make_network()
        org = make_organisation(town, name="Fundacja Kładka", krs="0000123456", is_member=True)
        runs = make_centre(operator=org, name="Arka")
        hidden = make_centre(operator=org, name="Pomysł", stage=Stage.IDEA)
        ran = make_centre(town, name="Zajezdnia")
        Operation.objects.create(centre=ran, organisation=org, since=dt.date(2019, 1, 1), until=dt.date(2021, 12, 31))
        words = read(client, org.get_absolute_url())
        assert "KRS0000123456" in words
        assert "Zajezdnia, 2019–2021" in words
        assert runs.name in words
        assert hidden.name not in words
        listed = read(client, reverse("portal:organisations", args=[town.slug]))
        assert "Fundacja Kładka" in listed
        assert "runs 1 place" in listed

    def test_one_of_another_town_is_not_found(self, client):
        org = make_organisation()
        assert client.get(org.get_absolute_url().replace(org.network.slug, make_network().slug)).status_code == 404


class TestAPlaceThatLendsNoRoom:
    """One comes in and stays; nobody is led to a form that asks for a room."""

    def test_nothing_leads_to_the_form(self, client):
        centre = make_centre()
        make_room(centre=centre, is_lent=False)

        page = client.get(centre.get_absolute_url()).content.decode()

        assert reverse("bookings:ask", args=[centre.network.slug, centre.slug]) not in page

    def test_who_comes_to_the_form_all_the_same_is_shown_the_place(self, client):
        centre = make_centre()
        make_room(centre=centre, is_lent=False)

        response = client.get(reverse("bookings:ask", args=[centre.network.slug, centre.slug]))

        assert response.status_code == 302
        assert response.url == centre.get_absolute_url()

    def test_one_that_lends_has_the_way_there(self, client):
        room = make_room()

        page = client.get(room.centre.get_absolute_url()).content.decode()

        assert reverse("bookings:ask", args=[room.centre.network.slug, room.centre.slug]) in page
