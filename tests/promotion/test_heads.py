"""What pages tell programs that look at them: news as Atom, linked data, the picture and sentence of a link."""

import datetime as dt
import io
import json
import subprocess
import sys

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from podworko.core import audit
from podworko.core.heads import as_data
from podworko.people.models import Role
from podworko.places.models import Stage
from podworko.programme.actions import planning
from podworko.programme.models import Session
from podworko.promotion.feeds import pictures
from podworko.promotion.feeds.news import NEWS
from tests.factories import make_activity, make_centre, make_staff
from tests.gates.markup import Markup

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("tuesday")]
HOSTILE = "</script><script>alert(1)</script><!-- & “"


def page(what, **headers):
    return Client().get(what.get_absolute_url(), headers=headers).content.decode()


def graph(html):
    """Return what Open Graph is told, each property once or as a list."""
    tags = [given for tag, given in Markup(html).tags if tag == "meta" and "property" in given]
    return {given["property"]: given["content"] for given in tags}


def data(html):
    (block,) = html.split('<script type="application/ld+json">')[1:]
    return json.loads(block.partition("</script>")[0])


# --- news ---


def news(place, **query):
    if hasattr(place, "network"):
        path = reverse("promotion:news", args=[place.network.slug, place.slug], query=query)
    else:
        path = reverse("promotion:network_news", args=[place.slug], query=query)
    response = Client().get(path)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return response, feedparser.parse(response.content)


def test_the_news_tell_what_was_planned_changed_and_called_off_the_newest_first(chess, tuesday):
    walk = make_activity(chess.centre, draft={"title": "Spacer <b>&", "lead": "Idziemy \ufffe dalej."})
    make_activity(chess.centre, is_draft=True, draft={"title": "Szkic"})
    tuesday.shift(3600)
    planning.call_off_session(session=chess.sessions.first(), by=audit.SYSTEM, reason="Remont.")
    tuesday.shift(3600)
    planning.call_off(activity=walk, by=audit.SYSTEM, reason="Burza.")
    _response, feed = news(chess.centre)
    assert not feed.bozo, feed.get("bozo_exception")
    first, second = [entry.title for entry in feed.entries]
    assert first.endswith(": Spacer <b>&")
    assert second == chess.title
    assert "Burza." in feed.entries[0].summary
    assert str(NEWS["programme.session_called_off"]) in feed.entries[1].summary
    assert feed.entries[0].updated > feed.entries[0].published
    assert feed.entries[1].link.endswith(chess.get_absolute_url())
    assert len({entry.id for entry in feed.entries}) == 2
    assert feed.entries[0].id.startswith("tag:")


def test_the_news_of_a_network_are_of_all_its_places_and_can_be_narrowed(chess):
    network = chess.centre.network
    make_activity(make_centre(network=network), draft={"title": "Spacer"})
    make_activity(make_centre(network=network, stage=Stage.IDEA), draft={"title": "Pomysł"})
    assert {entry.title for entry in news(network)[1].entries} == {chess.title, "Spacer"}
    assert {entry.title for entry in news(network, language="uk")[1].entries} == {chess.title}


def test_the_news_ask_once_and_say_nothing_new_to_whoever_has_them(chess, django_assert_num_queries):
    response, _feed = news(chess.centre)
    path = reverse("promotion:news", args=[chess.centre.network.slug, chess.centre.slug])
    for _number in range(3):
        make_activity(chess.centre)
    with django_assert_num_queries(2):
        again = Client().get(path)
    assert again["ETag"] != response["ETag"]
    assert Client().get(path, headers={"if-none-match": again["ETag"]}).status_code == 304


# --- linked data ---


def test_a_series_is_told_with_its_sessions(chess):
    told = data(page(chess))
    assert (told["@type"], told["isAccessibleForFree"], told["inLanguage"]) == ("EventSeries", True, ["pl", "uk"])
    assert told["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert told["location"]["geo"]["latitude"] == 50.01
    assert [each["startDate"][:16] for each in told["subEvent"]][:2] == ["2026-12-01T17:00", "2026-12-08T17:00"]
    assert told["subEvent"][0]["location"]["name"] == "Sala duża, Dom sąsiedzki"
    assert told["audience"]["audienceType"] == "osoby starsze"


def test_what_is_called_off_or_moved_is_told(chess):
    first, second, *_others = chess.sessions.all()
    planning.call_off_session(session=first, by=audit.SYSTEM, reason="Remont.")
    later = dt.timedelta(hours=1)
    moved = {"starts_at": second.starts_at + later, "ends_at": second.ends_at + later, "is_changed": True}
    Session.objects.filter(pk=second.pk).update(**moved)
    told = data(page(chess))["subEvent"]
    assert [each["eventStatus"].rpartition("/")[2] for each in told] == [
        "EventCancelled",
        "EventRescheduled",
        "EventScheduled",
        "EventScheduled",
    ]
    assert told[1]["previousStartDate"] == "2026-12-08T17:00:00+01:00"


def test_one_date_is_an_event_and_where_it_is_on_line_nobody_reads(room):
    draft = {
        "title": "Rozmowa",
        "where": "online",
        "link": "https://meet.example.org/tajne",
        "age_from": 10,
        "age_to": 14,
    }
    talk = make_activity(room.centre, draft=draft)
    html = page(talk)
    told = data(html)
    assert told["@type"] == "Event"
    assert told["location"]["@type"] == "VirtualLocation"
    assert told["location"]["url"].endswith(talk.get_absolute_url())
    assert told["typicalAgeRange"] == "10-14"
    assert "tajne" not in html.partition("</head>")[0]


def test_a_draft_and_what_is_over_tell_nothing(room, client, chess, tuesday):
    draft = make_activity(room.centre, is_draft=True)
    client.force_login(make_staff(Role.COORDINATOR, room.centre))
    html = client.get(draft.get_absolute_url()).content.decode()
    assert "og:" not in html
    assert "ld+json" not in html
    tuesday.shift(86400 * 60)
    assert "ld+json" not in page(chess)


def test_nothing_that_people_write_ends_the_block(room):
    activity = make_activity(room.centre, draft={"title": HOSTILE, "lead": HOSTILE})
    html = page(activity)
    assert data(html)["name"] == HOSTILE
    assert "<script>alert" not in html
    assert Markup(html).inline == []
    assert Markup(f"<head>{as_data({'a': HOSTILE})}</head>").inline == []


@pytest.mark.slow
def test_a_reader_of_linked_data_finds_it(chess, tmp_path):
    """Extruct, in a process of its own: it warns of things in its own libraries."""
    (tmp_path / "page.html").write_text(page(chess))
    program = (
        "import extruct, json, sys; print(json.dumps(extruct.extract(open(sys.argv[1]).read(),"
        " base_url='https://podworko.example.org', syntaxes=['json-ld', 'opengraph'], uniform=True)))"
    )
    command = [sys.executable, "-W", "ignore", "-c", program, str(tmp_path / "page.html")]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)
    assert found["json-ld"][0]["name"] == chess.title
    assert found["opengraph"][0]["og:title"] == chess.title


# --- the picture and sentence of a link ---


def test_a_link_to_an_activity_says_what_it_is_in_the_language_of_the_page(chess, settings):
    settings.SITE_URL = "https://podworko.example.org"
    told = graph(page(chess))
    assert told["og:title"] == chess.title
    assert told["og:description"] == "Gramy."
    assert told["og:url"] == f"https://podworko.example.org{chess.get_absolute_url()}"
    assert (told["og:locale"], told["og:image:width"], told["og:image:height"]) == ("pl_PL", "1200", "630")
    assert told["og:image"].startswith("https://podworko.example.org/")
    assert chess.title in told["og:image:alt"]
    assert graph(page(chess, accept_language="uk"))["og:locale"] == "uk_UA"


def test_the_picture_is_a_png_of_its_size_and_is_kept_for_ever(chess):
    path = "/" + graph(page(chess))["og:image"].split("/", 3)[3]
    response = Client().get(path)
    assert "immutable" in response["Cache-Control"]
    picture = Image.open(io.BytesIO(response.content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(response.content) < 300_000


@pytest.mark.parametrize("version", ["pl-0", "xx-1", "a" * 300, "-"])
def test_nobody_can_have_another_picture_drawn(chess, version, monkeypatch):
    monkeypatch.setattr(pictures, "drawn", None)
    slugs = [chess.centre.network.slug, chess.centre.slug, chess.slug]
    response = Client().get(reverse("promotion:activity_picture", args=[*slugs, version]))
    assert response.status_code == 302
    assert "/picture/pl-" in response["Location"]


def test_a_new_title_has_a_new_picture_and_the_old_address_leads_there(chess):
    old = "/" + graph(page(chess))["og:image"].split("/", 3)[3]
    chess.title = "Warcaby"
    chess.save()
    new = "/" + graph(page(chess))["og:image"].split("/", 3)[3]
    assert new != old
    assert Client().get(old)["Location"] == new


@pytest.mark.parametrize(
    "title",
    ["X" * 120, "Bardzo długi tytuł zajęć, który " * 3 + "kończy się tu", "Кухня сусідів 🎉", "#import “x”; $a$"],
)
def test_every_title_fits(room, title):
    """What is not in its place is seen by the margin: no ink of the words stands there."""
    activity = make_activity(room.centre, draft={"title": title[:120]})
    picture = Image.open(io.BytesIO(pictures.drawn(pictures.of_activity(activity)))).convert("RGB")
    paper = picture.getpixel((5, 5))
    for box in ((0, 0, 55, 630), (585, 0, 638, 630), (0, 585, 638, 630)):
        assert picture.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), paper)], box
    words = picture.crop((60, 100, 580, 560)).getcolors(100_000)
    assert len(words) > 10


def test_a_place_and_a_network_have_one_too(room):
    for what in (room.centre, room.centre.network):
        told = graph(page(what))
        assert told["og:title"] == what.name
        assert Client().get("/" + told["og:image"].split("/", 3)[3]).status_code == 200


def test_the_programme_names_its_feeds_as_it_is_looked_at(chess):
    path = reverse("programme:programme", args=[chess.centre.network.slug, chess.centre.slug])
    html = Client().get(f"{path}?audience=seniors").content.decode()
    links = [given for tag, given in Markup(html).tags if tag == "link" and given.get("rel") == "alternate"]
    assert {link["type"] for link in links} == {"text/calendar", "application/atom+xml"}
    assert all(link["href"].endswith("?audience=seniors") for link in links)
