"""What a city puts into its own site: no cookie, no session, a frame of this address alone."""

import pytest
from django.test import Client
from django.urls import reverse

from podworko.places.models import Stage
from tests.factories import make_booking, make_centre, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def room():
    return make_room(make_centre(name="Dom sąsiedzki"))


def words(room):
    return [room.centre.network.slug, room.centre.slug]


def embed(room, query="", **headers):
    return Client().get(reverse("bookings:embed", args=words(room)) + query, headers=headers)


def test_it_shows_what_neighbours_may_come_to_and_nothing_else(room):
    make_booking(room, topic="Joga na krzesłach", is_open_to_all=True, person="Zenobia Tajna")
    make_booking(room, topic="Terapia", starts="14:00", ends="15:00", person="Zenobia Tajna")
    html = embed(room).content.decode()
    assert "Joga na krzesłach" in html
    for hidden in ("Terapia", "Zenobia", "csrf", "Zajęte"):
        assert hidden not in html


def test_no_cookie_is_set_even_for_whoever_has_a_session(room, client, django_user_model):
    assert not embed(room).cookies
    client.force_login(django_user_model.objects.create_user("a@example.org", name="A"))
    response = client.get(reverse("bookings:embed", args=words(room)))
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_it_may_stand_in_a_frame_and_may_do_nothing_there(room):
    response = embed(room)
    assert "X-Frame-Options" not in response
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors http: https:" in policy
    assert "form-action 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["portal:place", "bookings:calendar", "bookings:ask", "promotion:subscribe"])
def test_every_other_page_refuses_a_frame(room, name):
    response = Client().get(reverse(name, args=words(room)))
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_the_door_refuses_it_too(room):
    response = Client().get(reverse("bookings:door", args=[*words(room), room.slug]))
    assert response["X-Frame-Options"] == "DENY"


def test_every_way_leads_out_of_the_frame_to_the_site_itself(room, settings):
    settings.SITE_URL = "https://podworko.example.org"
    html = embed(room).content.decode()
    ways = html.split("<a ")[1:]
    assert len(ways) == 3
    for way in ways:
        assert 'href="https://podworko.example.org/' in way.partition(">")[0]
        assert 'target="_top"' in way.partition(">")[0]


@pytest.mark.parametrize(("language", "word"), [("pl", "Pożycz salę"), ("uk", "Позичте зал"), ("en", "Borrow a room")])
def test_it_speaks_the_language_that_the_site_asks_for_and_leaves_none_behind(room, language, word):
    response = embed(room, f"?lang={language}", accept_language="en")
    assert f'lang="{language}"' in response.content.decode()
    assert word in response.content.decode()
    assert response["Content-Language"] == language
    assert 'lang="en"' in embed(room, accept_language="en").content.decode()


@pytest.mark.parametrize("query", ["?lang=xx", "?lang=../../etc", "?theme=%22%3E%3Cscript%3E", "?lang=" + "a" * 3000])
def test_nonsense_in_the_address_is_left_alone(room, query):
    response = embed(room, query)
    assert response.status_code == 200
    assert "data-bs-theme" not in response.content.decode()


def test_the_colours_can_be_chosen(room):
    assert 'data-bs-theme="dark"' in embed(room, "?theme=dark").content.decode()


def test_a_place_that_is_an_idea_is_not_shown(room):
    room.centre.stage = Stage.IDEA
    room.centre.save()
    assert embed(room).status_code == 404


def test_a_place_with_nothing_on_says_so(room):
    assert "<li>" not in embed(room).content.decode()
    assert embed(make_room(make_centre())).status_code == 200
