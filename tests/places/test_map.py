"""The map: what it is told, what it may load, and the drawing that is always there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from podworko.places.models import District, Stage
from tests.factories import make_centre, make_network

pytestmark = pytest.mark.django_db
BORDER = {"type": "MultiPolygon", "coordinates": [[[[20.0, 50.0], [20.1, 50.0], [20.1, 50.1], [20.0, 50.0]]]]}


@pytest.fixture
def town():
    network = make_network(slug="miasto")
    District.objects.create(network=network, code="a", name="Stare", border=BORDER, latitude=50.05, longitude=20.05)
    make_centre(network, slug="arka", name="Arka", latitude=50.01, longitude=20.02)
    return network


def named(response):
    return {each["properties"]["name"]: each for each in response.json()["features"]}


def test_the_map_is_told_of_districts_and_of_places_at_work(client, town):
    make_centre(town, name="Pomysł", latitude=50.01, longitude=20.02, stage=Stage.IDEA)
    make_centre(town, name="Bez położenia", latitude=None, longitude=None)
    make_centre(make_network(), name="Gdzie indziej", latitude=50.01, longitude=20.02)
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/miasto/map.json")
    assert len(asked) <= 4
    found = named(response)
    assert found.keys() == {"Stare", "Arka"}
    assert found["Stare"]["geometry"] == BORDER
    assert found["Arka"]["geometry"] == {"type": "Point", "coordinates": [20.02, 50.01]}
    assert found["Arka"]["properties"]["url"] == "/miasto/arka/"


def test_what_has_not_changed_is_not_sent_again(client, town):
    etag = client.get("/miasto/map.json")["ETag"]
    assert client.get("/miasto/map.json", headers={"if-none-match": etag}).status_code == 304
    make_centre(town, name="Nowe", latitude=50.02, longitude=20.03)
    assert client.get("/miasto/map.json", headers={"if-none-match": etag}).status_code == 200


def test_there_is_no_map_of_no_network(client):
    assert client.get("/nigdzie/map.json").status_code == 404


@pytest.mark.parametrize("page", ["places/", "arka/"])
def test_pages_hold_the_drawing_and_what_makes_it_live(client, town, page):
    html = client.get(f"/miasto/{page}").content.decode()
    assert 'data-map="/miasto/map.json"' in html
    assert '<svg class="city"' in html


def test_the_drawing_holds_every_place_that_was_found_and_no_other(client, town):
    for number in range(40):
        make_centre(town, name=f"Miejsce {number:02}", latitude=50.0 + number / 1000, longitude=20.02)
    make_centre(town, name="Bez położenia", latitude=None, longitude=None)
    everything = client.get("/miasto/places/")
    assert len(everything.context["rows"]) == 30
    assert len(everything.context["drawing"].marks) == 41
    assert everything.context["unplaced"] == 1
    found = client.get("/miasto/places/?q=Arka")
    [mark] = found.context["drawing"].marks
    html = found.content.decode()
    assert f'<a id="on-map-{mark.pk}" class="spot k-{mark.look}" href="/miasto/arka/"' in html
    # To the map and back to the list, without a script.
    assert f'href="#on-map-{mark.pk}"' in html
    assert f'id="find-{mark.pk}"' in html
    assert [str(kind) for kind in found.context["legend"]] == [str(found.context["page"][0].centre.kind)]


def test_a_town_without_positions_has_no_map(client):
    make_centre(make_network(slug="puste"), name="Arka", latitude=None, longitude=None)
    assert "data-map" not in client.get("/puste/places/").content.decode()


def test_only_ourselves_are_asked_until_a_town_sets_tiles(client, settings, town):
    policy = client.get("/miasto/places/")["Content-Security-Policy"]
    assert "worker-src 'self';" in policy
    assert "http" not in policy
    settings.TILES_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.TILES_ATTRIBUTION = "© Ktoś od ulic"
    response = Client().get("/miasto/places/")
    policy = response["Content-Security-Policy"]
    assert "img-src 'self' data: https://tiles.example.org;" in policy
    assert "connect-src 'self' https://tiles.example.org;" in policy
    assert "© Ktoś od ulic" in response.content.decode()
