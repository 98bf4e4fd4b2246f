"""Find a room: the page, and the same for programs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from podworko.bookings.forms import RequestForm
from podworko.places.models import AccessFact, Equipment, Layout, Photo, RoomLayout
from tests.factories import make_centre, make_closure, make_network, make_organisation, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

MONDAY = dt.date(2026, 11, 30)
HOURS = {"on": "2026-11-30", "starts": "17:00", "ends": "19:00"}


@pytest.fixture
def place():
    town = make_organisation(make_network(slug="miasto"))
    return make_centre(operator=town, slug="dom", name="Dom", latitude=50.0, longitude=20.0)


def find(client, **asked):
    return client.get("/miasto/find/", asked)


def rows(response):
    return [(card.room, card.day, card.hours) for card in response.context["cards"]]


def test_with_nothing_asked_what_is_free_first(client, place):
    make_room(place, name="Duża")
    response = find(client)
    assert rows(response) == [("Duża", "Poniedziałek", "09:00–11:00")]
    assert response.context["form"].errors == {}


def test_every_room_that_is_free_at_the_hours_of_a_day(client, place):
    rooms = [make_room(place, name=name) for name in "ABC"]
    make_closure(rooms[1], on=MONDAY, starts="18:00", ends="20:00")
    response = find(client, **HOURS)
    assert rows(response) == [("A", "Poniedziałek", "17:00–19:00"), ("C", "Poniedziałek", "17:00–19:00")]
    assert "poniedziałek, 30 listopada, 17:00–19:00" in response.content.decode()


def test_the_button_fills_in_the_form_of_the_place(client, place):
    make_room(place, name="Duża", slug="duza", capacity=45)
    card = find(client, people="40", **HOURS).context["cards"][0]
    asked = "on=2026-11-30&starts=17%3A00&ends=19%3A00&room=duza&people=40"
    assert card.borrow == f"/miasto/dom/borrow/?{asked}"
    assert client.get(card.borrow).status_code == 200
    assert {*HOURS, "people", "room"} <= set(RequestForm(centre=place).fields)


def test_from_a_place_the_nearest_comes_first(client, place):
    far = make_centre(operator=place.operator, slug="daleko", latitude=50.02, longitude=20.0)
    make_room(far, name="Daleko"), make_room(place, name="Tu")
    response = find(client, where="@dom")
    assert [card.room for card in response.context["cards"]] == ["Tu", "Daleko"]
    assert [card.distance for card in response.context["cards"]] == ["około 50 m", "około 2,2 km"]
    assert [card.room for card in find(client, where="50.0,20.0", within="1000").context["cards"]] == ["Tu"]


def test_reasons_are_said(client, place):
    room = make_room(place, name="Duża", capacity=45, equipment={Equipment.PIANO: 1})
    RoomLayout.objects.create(room=room, layout=Layout.ROWS, capacity=45)
    AccessFact.objects.create(centre=place, question="loop", answer="yes", verified_on=MONDAY)
    card = find(client, people="40", access="loop", equipment="piano", layout="rows", where="@dom").context["cards"][0]
    assert [icon for icon, _words in card.reasons] == ["map-pin", "users", "users", "ear", "check"]
    assert "Pętla indukcyjna" in [words for _icon, words in card.reasons]


def test_when_nothing_fits_each_way_out_leads_to_the_form(client, place):
    for name in ("Pierwsza", "Druga"):
        make_room(place, name=name, capacity=20)
    response = find(client, people="30", **HOURS)
    assert response.context["cards"] == []
    ways = response.context["ways"]
    assert [[card.room for card in way.cards] for way in ways] == [["Pierwsza"], ["Pierwsza", "Druga"]]
    assert [card.borrow.rpartition("&")[2] for card in ways[1].cards] == ["people=20", "people=10"]


def test_nothing_at_all_says_what_to_do_next(client, place):
    assert place.pk
    response = find(client, people="30")
    assert response.context["ways"] == []
    assert reverse("portal:directory", args=["miasto"]) in response.content.decode()


def test_more_than_a_page(client, place):
    for _number in range(22):
        make_room(place)
    response = find(client)
    assert len(response.context["cards"]) == 20
    assert len(client.get(f"/miasto/find/{response.context['more'].split('#')[0]}").context["cards"]) == 22


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": "0"},
        {"people": "mnóstwo"},
        {"on": "jutro"},
        {"on": "9999-12-31"},
        {"until": "0001-01-01"},
        {"starts": "19:00", "ends": "17:00"},
        {"length": "7"},
        {"where": "'; --"},
        {"where": "999,999"},
        {"where": "nan,nan"},
        {"weekday": "9"},
        {"layout": "chaos"},
        {"equipment": "x", "access": "y", "order": "z", "within": "1"},
    ],
)
def test_what_is_answered_wrong_is_said_and_left_aside(client, place, wrong):
    make_room(place)
    assert find(client, **wrong).status_code == 200


def test_as_many_queries_for_many_rooms_as_for_one(client, place, django_assert_num_queries):
    make_room(place)
    with CaptureQueriesContext(connection) as asked:
        find(client, people="20", where="@dom")
    for number in range(9):
        make_room(make_centre(operator=place.operator, slug=f"dom-{number}", latitude=50.0, longitude=20.0))
    with django_assert_num_queries(len(asked)):
        assert len(find(client, people="20", where="@dom").context["cards"]) == 10


@pytest.mark.parametrize(("language", "heading"), [("pl", "Znajdź salę"), ("uk", "Знайти зал"), ("en", "Find a room")])
def test_in_each_language(client, place, language, heading):
    make_room(place, capacity=20)
    client.cookies["django_language"] = language
    for people in ("20", "40"):
        assert f"<h1>{heading}</h1>" in find(client, people=people).content.decode()


def test_another_town_has_no_such_page(client):
    assert client.get("/nigdzie/find/").status_code == 404


# --- programs ------------------------------------------------------------------------------------


def ask(client, **asked):
    return client.get("/api/v1/networks/miasto/free-rooms", asked)


def test_programs_get_the_same(client, place):
    make_room(place, name="Duża", slug="duza", capacity=45, equipment={Equipment.CHAIRS: 40})
    answer = ask(client, people=40, equipment="chairs:30", near="50.009,20.0", earliest="17:00", place="dom").json()
    [item] = answer["items"]
    assert (item["room"], item["starts_at"], item["distance"]) == ("duza", "2026-11-30T17:00:00+01:00", 1001)
    assert {"why": "equipment", "about": "chairs"} in item["reasons"]
    assert not answer["has_more"]
    assert answer["instead"] == []


def test_programs_are_told_what_there_is_instead(client, place):
    make_room(place, capacity=10)
    answer = ask(client, people=40).json()
    assert answer["items"] == []
    assert [each["change"] for each in answer["instead"]] == ["smaller"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"near": "tu"}, "not-a-point"),
        ({"equipment": "chairs:-1"}, "no-such-choice"),
        ({"equipment": "fortepian"}, "no-such-choice"),
        ({"earliest": "19:00", "latest": "17:00"}, "ends-first"),
        ({"first_on": "2026-12-02", "last_on": "2026-12-01"}, "ends-first"),
        ({"people": 0}, "greater_than_equal"),
        ({"limit": 1000}, "less_than_equal"),
        ({"order": "best"}, "enum"),
    ],
)
def test_programs_are_told_what_is_wrong(client, place, wrong, code):
    assert place.pk
    response = ask(client, **wrong)
    assert response.status_code == 422
    assert [each["code"] for each in response.json()["errors"]] == [code]


def test_programs_ask_about_places_of_this_town_alone(client, place):
    other = make_centre(slug="obcy")
    assert ask(client, place=other.slug).status_code == 404
    assert place.pk


def test_a_room_shows_its_first_public_picture_and_others_the_sign_of_their_place(client, place):
    room, other = make_room(place, name="Z obrazem"), make_room(place, name="Bez obrazu")
    fields = {"centre": place, "width": 800, "height": 600}
    Photo.objects.create(room=room, alt="Dla oględzin", is_public=False, position=0, **fields)
    second = Photo.objects.create(room=room, alt="Sala z oknem", position=2, **fields)
    first = Photo.objects.create(room=room, alt="Sala z rzędami krzeseł", position=1, **fields)
    Photo.objects.create(room=None, alt="Sień", **fields)
    cards = {card.room: card.photo for card in find(client).context["cards"]}
    assert (cards[room.name], cards[other.name]) == (first, None)
    page = find(client).content.decode()
    assert first.alt in page
    assert not any(alt in page for alt in (second.alt, "Dla oględzin", "Sień"))
