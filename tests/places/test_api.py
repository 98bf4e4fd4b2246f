"""Reading places through the API: open to everybody, bounded, without personal data."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from podworko.places.models import AccessFact, AccessQuestion, Equipment, ModelKind
from tests.factories import make_centre, make_network, make_room

pytestmark = pytest.mark.django_db


def problem_of(response, status):
    """Return the problem document, which is always complete."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    document = response.json()
    assert set(document) == {"type", "title", "status", "detail", "errors"}
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    return document


def test_networks_are_listed_by_name(client):
    make_network(slug="wroclaw", name="Wrocław")
    make_network(slug="krakow", name="Kraków")
    answer = client.get("/api/v1/networks").json()
    assert answer == {
        "items": [
            {"slug": "krakow", "name": "Kraków", "time_zone": "Europe/Warsaw"},
            {"slug": "wroclaw", "name": "Wrocław", "time_zone": "Europe/Warsaw"},
        ],
        "count": 2,
    }


def test_a_network_lists_its_own_places_and_no_others(client):
    here, elsewhere = make_network(slug="krakow"), make_network(slug="wroclaw")
    make_centre(here, slug="kozlowka", name="Na Kozłówce", kind=ModelKind.MAM)
    make_centre(elsewhere, slug="zajezdnia")
    answer = client.get("/api/v1/networks/krakow/places").json()
    assert [place["slug"] for place in answer["items"]] == ["kozlowka"]
    assert answer["items"][0]["kind"] == "mam"
    assert answer["items"][0]["url"].endswith("/krakow/kozlowka/")
    assert [place["slug"] for place in client.get("/api/v1/networks/wroclaw/places").json()["items"]] == ["zajezdnia"]


def test_a_place_of_another_network_is_not_found_under_this_one(client):
    make_network(slug="krakow")
    make_centre(make_network(slug="wroclaw"), slug="zajezdnia")
    problem_of(client.get("/api/v1/networks/krakow/places/zajezdnia"), 404)
    problem_of(client.get("/api/v1/networks/krakow/places/zajezdnia/rooms"), 404)


def test_a_place_shows_rooms_equipment_hours_and_access(client):
    centre = make_centre(make_network(slug="krakow"), slug="kozlowka")
    make_room(centre, slug="mala", name="Mała", capacity=12, area_m2="18.5", equipment={Equipment.PROJECTOR: 1})
    make_room(centre, slug="biuro", is_lent=False)
    AccessFact.objects.create(
        centre=centre, question=AccessQuestion.LIFT, answer="no", note="parter", verified_on=dt.date(2026, 3, 1)
    )
    answer = client.get("/api/v1/networks/krakow/places/kozlowka", headers={"Accept-Language": "en"}).json()
    assert answer["rooms"] == [
        {
            "slug": "mala",
            "name": "Mała",
            "about": "",
            "area_m2": 18.5,
            "capacity": 12,
            "equipment": [{"item": "projector", "name": "projector", "count": 1}],
            "layouts": [],
            "floor": None,
            "part_of": None,
        }
    ]
    monday, sunday = answer["week"][0], answer["week"][6]
    assert monday == {
        "weekday": 1,
        "name": "Monday",
        "open": [{"starts": "09:00", "ends": "20:00"}],
        "duty": [{"starts": "10:00", "ends": "18:00"}],
    }
    assert (sunday["weekday"], sunday["open"]) == (7, [])
    assert answer["access"] == [
        {
            "question": "lift",
            "name": "Lift",
            "answer": "no",
            "number": None,
            "unit": "",
            "note": "parter",
            "verified_on": "2026-03-01",
        }
    ]


def test_lists_are_cut_into_pages(client):
    centre = make_centre(make_network(slug="krakow"), slug="kozlowka")
    slugs = [make_room(centre).slug for _number in range(3)]
    address = "/api/v1/networks/krakow/places/kozlowka/rooms"
    first = client.get(address, {"limit": 2}).json()
    rest = client.get(address, {"limit": 2, "offset": 2}).json()
    assert [room["slug"] for room in first["items"] + rest["items"]] == slugs
    assert first["count"] == rest["count"] == 3


@pytest.mark.parametrize(
    ("query", "field", "code", "sentence"),
    [
        ({"limit": "0"}, "limit", "greater_than_equal", "Write at least 1."),
        ({"limit": "100000"}, "limit", "less_than_equal", "Write at most 200."),
        ({"offset": "9" * 30}, "offset", "less_than_equal", "Write at most 1000000."),
        ({"limit": "many"}, "limit", "int_parsing", "Write a whole number."),
    ],
)
def test_a_page_that_cannot_be_is_refused_in_a_sentence(client, query, field, code, sentence):
    document = problem_of(client.get("/api/v1/networks", query, headers={"Accept-Language": "en"}), 422)
    assert document["errors"] == [{"field": field, "code": code, "detail": sentence}]


def queries_of(client, address):
    """Return how many queries a list takes, and how long it is."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"/api/v1/{address}").json()
    return len(queries), answer["count"]


@pytest.mark.parametrize("address", ["networks", "networks/krakow/places", "networks/krakow/places/a/rooms"])
def test_ten_times_the_rows_take_the_same_number_of_queries(client, address):
    network = make_network(slug="krakow")
    centre = make_centre(network, slug="a")
    make_room(centre)
    few, one = queries_of(client, address)
    for _number in range(9):
        make_network()
        make_centre(network)
        make_room(centre)
    assert queries_of(client, address) == (few, 10)
    assert one == 1


def test_ten_times_the_rooms_of_a_place_take_the_same_number_of_queries(client):
    centre = make_centre(make_network(slug="krakow"), slug="a")
    counts = []
    for rooms in (1, 9):
        for _number in range(rooms):
            make_room(centre)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/api/v1/networks/krakow/places/a").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


class TestWhatIsNotThere:
    @pytest.mark.parametrize("path", ["", "networks/nowhere/places", "nothing", "networks/a%00b/places", "a/b/c/d"])
    def test_is_told_as_a_problem(self, client, path):
        problem_of(client.get(f"/api/v1/{path}"), 404)

    def test_another_method_is_told_as_a_problem(self, client):
        response = client.delete("/api/v1/networks")
        problem_of(response, 405)
        assert response["Allow"] == "GET"

    @pytest.mark.parametrize("language", ["pl", "en", "uk"])
    def test_in_the_language_of_the_reader(self, client, language):
        response = client.get("/api/v1/nothing", headers={"Accept-Language": language})
        assert response["Content-Language"] == language
        with translation.override(language):
            assert problem_of(response, 404)["title"] == gettext("Not found")


def test_there_is_no_page_that_would_load_scripts_from_elsewhere(client):
    problem_of(client.get("/api/v1/docs"), 404)


def test_the_description_is_openapi_3_1(client):
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    operations = [each for path in document["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in operations]
    assert len(names) == len(set(names))
    for operation in operations:
        told = {media for answer in operation["responses"].values() for media in answer.get("content", {})}
        assert told == {"application/json", "application/problem+json"}
    tokens = {each["operationId"] for each in operations if "security" in each}
    assert {"create_request", "accept", "list_requests"} <= tokens
    assert not {"list_places", "get_free_time"} & tokens
