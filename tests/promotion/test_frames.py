"""The programme in a frame on another site, the page on which its line is made, the page that hands calendars out."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from podworko.core import audit
from podworko.places.models import Stage
from podworko.programme.actions import planning
from tests.factories import make_activity, make_centre
from tests.gates.markup import Markup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
SITE = "https://podworko.example.org"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def words(what):
    return [what.network.slug, what.slug] if hasattr(what, "network") else [what.slug]


def path_of(page, owner, **query):
    prefix = "" if hasattr(owner, "network") else "network_"
    return reverse(f"promotion:{prefix}{page}", args=words(owner), query=query)


def frame(what, **query):
    return Client().get(path_of("frame", what, **query))


def shown(page):
    return Markup(page.content.decode()).words


def test_it_shows_what_is_on_by_day_and_says_what_is_called_off(chess):
    planning.call_off_session(session=chess.sessions.first(), by=audit.SYSTEM, reason="Remont.")
    make_activity(chess.centre, is_draft=True, draft={"title": "Szkic"})
    said = shown(frame(chess.centre))
    assert said.count(chess.title) == 4
    assert "Odwołane" in said
    assert "Wtorek, 1 grudnia" in said
    assert "Szkic" not in said


def test_of_a_network_it_names_the_places_and_hides_those_that_are_ideas(chess):
    network = chess.centre.network
    make_activity(make_centre(network=network, stage=Stage.IDEA), draft={"title": "Pomysł"})
    make_activity(make_centre(network=network, name="Za rogiem"), draft={"title": "Spacer"})
    said = " ".join(shown(frame(network)))
    assert "Za rogiem" in said
    assert "Pomysł" not in said
    assert frame(make_centre(stage=Stage.IDEA)).status_code == 404


def test_it_is_chosen_what_how_much_in_which_language_and_colours(chess):
    make_activity(chess.centre, draft={"title": "Spacer"})
    page = frame(chess.centre, language="uk", most=2, lang="uk", theme="dark")
    assert shown(page).count(chess.title) == 2
    assert "Spacer" not in shown(page)
    assert 'data-bs-theme="dark"' in page.content.decode()
    assert page["Content-Language"] == "uk"


@pytest.mark.parametrize("query", [{"most": "9" * 5000}, {"most": "-1"}, {"theme": '"><script>'}, {"lang": "../.."}])
def test_nonsense_in_the_address_is_left_alone(chess, query):
    page = frame(chess.centre, **query)
    assert page.status_code == 200
    assert chess.title in shown(page)
    assert "data-bs-theme" not in page.content.decode()


def test_it_sets_no_cookie_holds_no_token_and_may_be_framed(chess, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("a@example.org", name="A"))
    page = client.get(path_of("frame", chess.centre))
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")
    assert "csrf" not in page.content.decode()
    assert "X-Frame-Options" not in page
    assert "frame-ancestors http: https:" in page["Content-Security-Policy"]
    assert "form-action 'none'" in page["Content-Security-Policy"]


def test_every_way_leads_out_of_the_frame_to_the_site_itself(chess):
    links = [given for tag, given in Markup(frame(chess.centre).content.decode()).tags if tag == "a"]
    assert len(links) == 6
    assert all(link["href"].startswith(f"{SITE}/") and link["target"] == "_top" for link in links)


def test_a_frame_asks_once_however_many_dates(chess, django_assert_num_queries):
    for _number in range(3):
        make_activity(chess.centre)
    with django_assert_num_queries(2):
        frame(chess.centre)


def test_the_line_is_put_together_by_choosing(chess):
    network = chess.centre.network
    chess.centre.name = 'Dom "U nas" <b>'
    chess.centre.save()
    chosen = {"place": chess.centre.slug, "audience": "seniors", "theme": "light", "lang": "uk", "most": "20"}
    page = Client().get(path_of("on_your_site", network, **chosen)).content.decode()
    (line,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    pasted = Markup(html.unescape(line))
    (framed,) = [given for tag, given in pasted.tags if tag == "iframe"]
    assert framed["src"].startswith(f"{SITE}{path_of('frame', chess.centre)}?audience=seniors")
    assert 'Dom "U nas" <b>' in framed["title"]
    assert framed["loading"] == "lazy"
    assert [tag for tag, _given in pasted.tags] == ["iframe", "script"]
    inside = Client().get(framed["src"].removeprefix(SITE))
    assert chess.title in shown(inside)
    assert inside["Content-Language"] == "uk"


def test_what_cannot_be_chosen_is_said_beside_the_field(chess):
    page = Client().get(path_of("on_your_site", chess.centre, theme="różowy", most="1000"))
    assert page.status_code == 422
    assert {*page.context["form"].errors} == {"theme", "most"}
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


# --- the page that hands calendars out ---


def test_one_page_hands_out_the_programme_and_the_rooms(chess):
    page = Client().get(path_of("subscribe", chess.centre, audience="seniors")).content.decode()
    assert f'value="{SITE}{path_of("calendar", chess.centre)}?audience=seniors&amp;lang=pl"' in page
    assert "webcal://podworko.example.org/" in page
    assert f"{SITE}{path_of('news', chess.centre)}" in page
    rooms = Client().get(path_of("subscribe", chess.centre, what="rooms", room="nie-ma")).content.decode()
    assert f'value="{SITE}{reverse("bookings:feed", args=words(chess.centre))}"' in rooms
    assert "Atom" not in rooms


def test_a_network_has_such_a_page_too(chess):
    page = Client().get(path_of("subscribe", chess.centre.network)).content.decode()
    assert f'value="{SITE}{path_of("calendar", chess.centre.network)}?lang=pl"' in page
    assert path_of("on_your_site", chess.centre.network) in page
