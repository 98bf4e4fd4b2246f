"""The page of the search and its API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from podworko.core import search
from podworko.places.models import ModelKind
from tests.factories import make_centre, make_network, make_organisation, make_room

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


@pytest.fixture
def town():
    network = make_network(slug="krakow", name="Kraków")
    runs = make_organisation(network, name="Fundacja Sala")
    for number in range(23):
        centre = make_centre(operator=runs, name=f"CAS {number}", kind=ModelKind.CAS)
        make_room(centre, name=f"Sala {number}")
    search.rebuild()
    return network


def test_results_stand_by_kind_with_the_words_marked(client, town):
    page = client.get("/krakow/search/?q=seniorow").content.decode()
    assert "<mark>" in page
    assert "what=places" in page
    assert "CAS 0" in page


@pytest.mark.parametrize(
    "query", ["q=sala", "q=seniorow&what=places", "q=seniorow&what=places&page=2", "q=sslaa", "q=cas+zzqqxx"]
)
def test_a_page_takes_few_queries_whatever_it_finds(client, town, query):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/krakow/search/?{query}").status_code == 200
    assert len(queries) <= MOST_QUERIES


def test_a_kind_is_read_page_by_page(client, town):
    first = client.get("/krakow/search/?q=seniorow&what=places").content.decode()
    second = client.get("/krakow/search/?q=seniorow&what=places&page=2").content.decode()
    assert first.count('class="find ') == 20
    assert second.count('class="find ') == 3


def test_nothing_found_leads_to_all_places(client, town):
    page = client.get("/krakow/search/?q=zzqqxx").content.decode()
    assert 'href="/krakow/places/"' in page


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", "q=sala&what=nothing&page=-1", "page=99999999999", "q=<script>"]
)
def test_a_hostile_address_is_answered(client, town, query):
    response = client.get(f"/krakow/search/?{query}")
    assert response.status_code == 200
    assert b"<script>" not in response.content.split(b"<main", 1)[1]


def test_all_towns_are_searched_at_once(client, town):
    make_centre(make_network(slug="gdansk", name="Gdańsk"), name="Nad Motławą", kind=ModelKind.CAS)
    assert "Nad <mark>Motławą</mark>" in client.get("/search/?q=motlawa").content.decode()
    assert "Motławą" not in client.get("/krakow/search/?q=motlawa").content.decode().split("<main", 1)[1]


def test_programs_search_too(client, town):
    found = client.get("/api/v1/networks/krakow/search?q=seniorow&limit=5").json()
    assert found["count"] == 23
    assert len(found["items"]) == 5
    assert client.get("/api/v1/networks/krakow/search?kind=people").status_code == 422
    assert client.get("/api/v1/networks/nowhere/search?q=x").status_code == 404
