"""The declaration of accessibility: what the law's machine reads in it is there, once, and right.

Technical conditions v2.0 of 31.07.2024 to the act of 4.04.2019.
"""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from podworko.places.models import AccessFact, AccessStatement
from tests.factories import make_centre, make_network

pytestmark = pytest.mark.django_db

ALWAYS = {
    f"a11y-{name}"
    for name in (
        "wstep",
        "podmiot",
        "zakres",
        "url",
        "data-publikacja",
        "data-aktualizacja",
        "status",
        "kontakt",
        "email",
        "telefon",
        "procedura",
        "data-sporzadzenie",
        "architektura",
        "komunikacja",
    )
}
DATES = {"a11y-data-publikacja", "a11y-data-aktualizacja", "a11y-data-sporzadzenie", "a11y-data-przeglad"}


class Reader(HTMLParser):
    """Reads a declaration as the control does: each element with an id, its tag and attributes, the words in it."""

    def __init__(self, html):
        super().__init__()
        self.found, self.words, self._inside = [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("id", "")
        if name.startswith("a11y-"):
            self.found.append((name, tag, given))
        if tag not in {"meta", "link", "input", "use", "path", "br", "img"}:
            self._inside.append((tag, name))

    def handle_endtag(self, tag):
        while self._inside and self._inside.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for _tag, name in self._inside:
            if name.startswith("a11y-"):
                self.words[name] = " ".join(f"{self.words.get(name, '')} {data}".split())


def declared(network, **fields):
    values = {
        "body": "Gmina Miejska Kraków",
        "site_published_on": dt.date(2026, 10, 1),
        "site_changed_on": dt.date(2026, 11, 20),
        "made_on": dt.date(2026, 11, 2),
        "person": "Magdalena Wilk",
        "email": "dostepnosc@example.org",
        "phone": "+48125550099",
    }
    return AccessStatement.objects.create(network=network, **values | fields)


def read(client, network, language="pl"):
    response = client.get(reverse("portal:accessibility", args=[network.slug]), headers={"accept-language": language})
    assert response.status_code == 200
    return Reader(response.content.decode()), response.content.decode()


@pytest.fixture
def town():
    network = make_network(slug="krakow")
    centre = make_centre(network, name="Na Kozłówce")
    AccessFact.objects.create(centre=centre, question="step_free", answer="yes", verified_on=dt.date(2026, 9, 1))
    AccessFact.objects.create(centre=centre, question="loop", answer="no", verified_on=dt.date(2026, 9, 1))
    return network


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_every_id_stands_once(client, town, language):
    declared(town)
    reader, _html = read(client, town, language)
    names = [name for name, _tag, _given in reader.found]
    assert len(names) == len(set(names))
    assert set(names) - {"a11y-architektura-url"} == ALWAYS


def test_what_stands_in_them(client, town, settings):
    declared(town)
    reader, _html = read(client, town, "en")
    by_id = {name: (tag, given) for name, tag, given in reader.found}
    dates = {name: by_id[name] for name in DATES & {*by_id}}
    assert {tag for tag, _given in dates.values()} == {"time"}
    assert {name: given["datetime"] for name, (_tag, given) in dates.items()} == {
        "a11y-data-publikacja": "2026-10-01",
        "a11y-data-aktualizacja": "2026-11-20",
        "a11y-data-sporzadzenie": "2026-11-02",
    }
    assert by_id["a11y-url"][1]["href"] == f"{settings.SITE_URL}/krakow/"
    assert by_id["a11y-email"][1]["href"] == "mailto:dostepnosc@example.org"
    assert by_id["a11y-telefon"][1]["href"] == "tel:+48125550099"
    assert reader.words["a11y-podmiot"] == "Gmina Miejska Kraków"
    assert reader.words["a11y-kontakt"] == "Magdalena Wilk"
    procedure = reader.words["a11y-procedura"]
    assert "7 days" in procedure
    assert "2 months" in procedure
    assert "Commissioner for Human Rights" in procedure
    assert "no sign-language interpreter" in reader.words["a11y-komunikacja"]


def test_the_buildings_are_told_from_the_facts(client, town):
    declared(town)
    make_centre(make_network(), name="Gdzie indziej")
    make_centre(town, name="Pomysł", stage="idea")
    told = read(client, town, "en")[0].words["a11y-architektura"]
    assert "Na Kozłówce" in told
    assert "Entrance without steps" in told
    assert "Induction loop: no" in told
    assert "Gdzie indziej" not in told
    assert "Pomysł" not in told


@pytest.mark.parametrize(
    ("status", "words"),
    [("full", "conforms fully"), ("partly", "conforms partly"), ("not", "does not conform")],
)
def test_each_status_in_its_words(client, town, status, words):
    declared(town, status=status)
    assert words in read(client, town, "en")[0].words["a11y-status"]


def test_what_is_said_only_where_it_holds(client, town):
    declared(town, reviewed_on=dt.date(2026, 11, 20), basis="outside", has_sign_language=True, complaint_to="Prezydent")
    reader, html = read(client, town, "en")
    by_id = {name: given for name, _tag, given in reader.found}
    assert by_id["a11y-data-przeglad"]["datetime"] == "2026-11-20"
    assert "another body" in reader.words["a11y-ocena"]
    assert "Prezydent" in html
    assert "a11y-aplikacje" not in by_id
    assert len(by_id) == len(reader.found)


def test_before_the_town_has_filled_it_in(client, town):
    reader, html = read(client, town, "en")
    assert reader.found == []
    assert "has not published its declaration" in html
    assert "Na Kozłówce" in html


def test_a_town_without_places(client):
    network = make_network()
    declared(network)
    assert "no places yet" in read(client, network, "en")[0].words["a11y-architektura"]
