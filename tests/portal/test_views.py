"""The first pages: towns, a place, and what the demo shows besides."""

import datetime as dt
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.html import strip_tags

from podworko.bookings.links import path_of
from podworko.core import messages
from podworko.core.models import Message
from podworko.people.models import Role
from podworko.places.models import AccessFact
from tests.factories import (
    app_of,
    grant,
    make_booking,
    make_centre,
    make_network,
    make_request,
    make_room,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db
TUESDAY = dt.datetime(2026, 11, 24, 10, 5, tzinfo=ZoneInfo("Europe/Warsaw"))


@pytest.fixture(autouse=True)
def _a_tuesday():
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def letter(demo):
    """A message with a calendar file, as the demo keeps it."""
    file = messages.Attachment("podworko.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR")
    context = {"code": "123456", "about": "Próba chóru", "minutes": 30}
    messages.send(
        key="k", kind="people.code", to="anna@example.org", language="pl", context=context, attachments=[file]
    )
    return Message.objects.get(key="k")


def words_of(response):
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def read(client, url):
    response = client.get(url, headers={"accept-language": "en"})
    assert response.status_code == 200
    return words_of(response)


def test_the_only_town_is_the_first_page(client):
    town = make_network()
    assert client.get("/").headers["Location"] == town.get_absolute_url()


def test_of_several_towns_one_is_chosen(client):
    towns = [make_network(name="Kraków"), make_network(name="Wrocław")]
    page = client.get("/").content.decode()
    assert all(f'href="{town.get_absolute_url()}"' in page for town in towns)


def test_an_empty_installation_says_what_comes_next(client):
    assert "There is no network yet" in read(client, "/")


def test_a_town_shows_its_own_places_only(client):
    here, elsewhere = make_centre(name="MAM Na Kozłówce"), make_centre(name="CAL Ołbin")
    words = read(client, here.network.get_absolute_url())
    assert here.name in words
    assert elsewhere.name not in words


def test_a_place_says_that_it_is_open_and_a_host_is_there(client):
    words = read(client, make_centre().get_absolute_url())
    assert "Open until 20:00, a host is here" in words


def test_a_closed_place_says_when_it_opens(client):
    centre = make_centre()
    with time_machine.travel(TUESDAY.replace(hour=22), tick=False):
        assert "Closed, opens tomorrow, 09:00" in read(client, centre.get_absolute_url())
    with time_machine.travel(TUESDAY.replace(day=28), tick=False):
        assert "Closed, opens Monday, 09:00" in read(client, centre.get_absolute_url())


def test_a_place_shows_today_and_what_neighbours_may_come_to(client):
    room = make_room(name="Pracownia")
    make_booking(room, on=TUESDAY.date(), starts="12:00", ends="13:00", topic="Joga na krzesłach", is_open_to_all=True)
    make_booking(room, on=TUESDAY.date() + dt.timedelta(days=1), topic="Las w słoiku", is_open_to_all=True)
    make_booking(room, on=TUESDAY.date() + dt.timedelta(days=2), topic="Wesele", is_open_to_all=False)
    words = read(client, room.centre.get_absolute_url())
    assert "Today, Tuesday, 24 November" in words
    assert "Joga na krzesłach 12:00–13:00" in words
    assert "Las w słoiku" in words
    assert "Wesele" not in words


def test_what_is_not_there_is_said_too(client):
    centre = make_centre()
    AccessFact.objects.create(centre=centre, question="loop", answer="no", verified_on=TUESDAY.date())
    words = read(client, centre.get_absolute_url())
    assert "Induction loop: no" in words
    assert 'class="is-no"' in client.get(centre.get_absolute_url()).content.decode()


def test_rooms_that_are_not_lent_are_not_offered(client):
    room = make_room(name="Sala duża")
    make_room(room.centre, name="Biuro", is_lent=False)
    rooms = read(client, room.centre.get_absolute_url()).partition("Rooms")[2]
    assert "Sala duża" in rooms
    assert "Biuro" not in rooms


def test_staff_find_their_desk_on_the_page_of_their_place(client):
    centre = make_centre()
    assert "To decide" not in read(client, centre.get_absolute_url())
    client.force_login(make_staff(Role.HOST, centre))
    assert "To decide" in read(client, centre.get_absolute_url())


def administrator():
    """Return whoever runs the installation, with the app that they sign in with."""
    user = make_user(is_staff=True)
    Authenticator.objects.bulk_create([app_of(user)])
    return user


def test_everybody_comes_to_their_work_after_the_sign_in(client):
    centre = make_centre()
    network, operator = centre.network, centre.operator
    board = reverse("places:board", args=[network.slug])
    today = reverse("bookings:today", args=[network.slug, centre.slug])
    grounds = {
        Role.HOST: (centre, today),
        Role.COORDINATOR: (centre, today),
        Role.OPERATOR: (operator, today),
        Role.ADVISER: (centre, centre.get_absolute_url()),
        Role.OFFICER: (network, board),
        Role.ANIMATOR: (network, board),
        Role.CERT_BOARD: (network, network.get_absolute_url()),
        Role.PARTNER: (operator, operator.get_absolute_url()),
    }
    people = {make_staff(role, on): address for role, (on, address) in grounds.items()}
    people[administrator()] = board
    people[make_user()] = "/account/"
    for user, address in people.items():
        client.force_login(user)
        assert client.get("/signed-in/")["Location"] == address, user
    make_network()
    client.force_login(administrator())
    assert client.get("/signed-in/")["Location"] == "/manage/"


def test_who_runs_several_places_chooses_one_first(client):
    first = make_centre()
    second = make_centre(first.network, operator=first.operator)
    host = make_staff(Role.HOST, first)
    grant(host, Role.COORDINATOR, second)
    for user in (host, make_staff(Role.OPERATOR, first.operator)):
        client.force_login(user)
        assert client.get("/signed-in/")["Location"] == "/desk/"


def test_the_menu_leads_whoever_looks_after_much_to_all_of_it(client):
    network = make_network()
    retention, networks, desk = 'href="/manage/retention/"', 'href="/manage/"', 'href="/desk/"'
    for user, ways in (
        (administrator(), {retention, networks}),
        (make_staff(Role.ANIMATOR, network), {networks}),
        (make_staff(Role.HOST, make_centre(network)), {desk}),
        (make_user(), set()),
    ):
        client.force_login(user)
        page = client.get("/account/").content.decode()
        assert {way for way in (retention, networks, desk) if way in page} == ways


def test_the_demo_shows_what_was_sent(client, letter):
    words = read(client, reverse("portal:mailbox"))
    assert letter.subject in words
    assert "anna@example.org" in words


def test_the_demo_hands_out_what_was_attached(client, letter):
    response = client.get(reverse("portal:mailbox_file", args=[letter.pk, 0]))
    assert response.content == b"BEGIN:VCALENDAR"
    assert "podworko.ics" in response.headers["Content-Disposition"]
    assert response.headers["Content-Type"].startswith("text/calendar")
    assert client.get(reverse("portal:mailbox_file", args=[letter.pk, 1])).status_code == 404


def test_outside_the_demo_nobody_s_mail_is_shown(client, letter, settings):
    settings.DEMO = False
    assert client.get(reverse("portal:mailbox")).status_code == 404
    assert client.get(reverse("portal:mailbox_file", args=[letter.pk, 0])).status_code == 404


def test_the_demo_lets_anybody_in_and_no_other_installation_does(client, settings):
    settings.DEMO = True
    assert "gospodyni@example.org" in read(client, reverse("account_login"))
    settings.DEMO = False
    assert "gospodyni@example.org" not in read(client, reverse("account_login"))


def test_the_page_of_the_code_leads_to_the_mail_of_the_demo(client, settings):
    request = make_request(state="unconfirmed")
    link = f'href="{reverse("portal:mailbox")}"'
    assert link not in client.get(path_of(request, "code")).content.decode()
    settings.DEMO = True
    assert link in client.get(path_of(request, "code")).content.decode()
