"""The pages of districts and of the areas that places serve."""

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from podworko.people.models import Role
from podworko.places import geo
from podworko.places.areas import neighbours_of
from podworko.places.drawing import draw
from tests.factories import make_centre, make_network, make_staff

pytestmark = pytest.mark.django_db
# Real borders lie beside the checkout where somebody has put them; they are not ours to publish.
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "wroclaw-osiedla.geojson"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def network(client):
    network = make_network()
    client.force_login(make_staff(Role.OFFICER, network))
    return network


def square(west: float, size: float = 0.1) -> dict[str, object]:
    ring = [[west, 50.0], [west + size, 50.0], [west + size, 50.0 + size], [west, 50.0 + size], [west, 50.0]]
    return {"type": "Polygon", "coordinates": [ring]}


CROSSED = {"type": "Polygon", "coordinates": [[[20, 50], [20.1, 50.1], [20.1, 50], [20, 50.1], [20, 50]]]}


def city(**areas: object) -> bytes:
    features = [{"type": "Feature", "properties": {"name": name}, "geometry": area} for name, area in areas.items()]
    return json.dumps({"type": "FeatureCollection", "attribution": "© Miasto", "features": features}).encode()


def bring(client, network, content):
    file = SimpleUploadedFile("osiedla.geojson", content)
    return client.post(f"/manage/{network.slug}/districts/", {"file": file})


def test_a_file_is_shown_before_it_is_written_and_drawn_anew(client, network):
    shown = bring(client, network, city(Dobra=square(20.0), Zła=CROSSED))
    assert (shown.context["good"], shown.context["wrong"]) == (1, 1)
    assert "crosses itself" in shown.content.decode()
    assert not network.districts.exists()
    write = f"/manage/{network.slug}/districts/import/"
    packed = {"packed": shown.context["packed"]}
    assert client.post(write, packed).status_code == 302
    assert [district.name for district in network.districts.all()] == ["Dobra"]
    again = bring(client, network, city(Dobra=square(20.5)))
    assert again.context["read"][0][1] is True
    client.post(write, {"packed": again.context["packed"]})
    assert network.districts.get().longitude > 20.5
    network.refresh_from_db()
    assert network.districts_attribution == "© Miasto"
    # Neither changed on the way nor meant for another network.
    client.post(write, {"packed": "x" + packed["packed"]})
    other = make_network()
    client.force_login(make_staff(Role.OFFICER, other))
    client.post(f"/manage/{other.slug}/districts/import/", packed)
    assert not other.districts.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[" * 200_000,
        b'{"features": [NaN]}',
        b'{"type": "FeatureCollection", "features": []}',
        b"\xff\xfe\x00",
        b"[1, 2]",
    ],
)
def test_a_file_that_is_none_is_refused_beside_the_field(client, network, content):
    refused = bring(client, network, content)
    assert refused.status_code == 422
    assert refused.context["form"].errors["file"]


def test_a_file_that_is_too_large_is_not_read(client, network, monkeypatch):
    monkeypatch.setattr(geo, "LARGEST_FILE", 10)
    assert "too large" in str(bring(client, network, city(Dobra=square(20))).context["form"].errors["file"])


def test_metres_are_told_apart_from_degrees(client, network):
    metres = {"type": "Polygon", "coordinates": [[[5e5, 4e5], [5e5, 5e5], [6e5, 5e5], [5e5, 4e5]]]}
    shown = bring(client, network, city(Metry=metres))
    assert shown.context["good"] == 0
    assert "EPSG:4326" in shown.content.decode()


@pytest.mark.skipif(not REAL.exists(), reason="the real file is not part of the repository")
def test_the_districts_of_wroclaw_come_in(client, network):
    shown = bring(client, network, REAL.read_bytes())
    assert shown.context["wrong"] == 0
    client.post(f"/manage/{network.slug}/districts/import/", {"packed": shown.context["packed"]})
    districts = list(network.districts.all())
    assert len(districts) == shown.context["good"] >= 40
    assert len(draw(districts).shapes) == len(districts)
    page = client.get(f"/manage/{network.slug}/districts/").content.decode()
    assert 'role="img"' in page
    assert "OpenStreetMap" in page


def test_a_place_serves_districts_and_drawn_areas_that_may_overlap(client, network):
    client.post(
        f"/manage/{network.slug}/districts/import/",
        {"packed": bring(client, network, city(Wschód=square(20.0), Zachód=square(19.5))).context["packed"]},
    )
    place, neighbour = make_centre(network, name="Tu"), make_centre(network, name="Obok")
    east = network.districts.get(name="Wschód")
    page = f"/manage/{network.slug}/places/{place.slug}/area/"
    assert client.post(page, {"districts": [east.pk]}).status_code == 302
    assert client.post(page, {"districts": [0]}).status_code == 422
    crossed = client.post(f"{page}draw/", {"name": "Pętla", "border": json.dumps(CROSSED)})
    assert "crosses itself near 50.05" in crossed.content.decode()
    assert client.post(f"{page}draw/", {"border": ""}).status_code == 422
    theirs = f"/manage/{network.slug}/places/{neighbour.slug}/area/"
    feature = {"type": "Feature", "properties": {}, "geometry": square(20.05, 0.01)}
    assert client.post(f"{theirs}draw/", {"name": "Za parkiem", "border": json.dumps(feature)}).status_code == 302
    assert [(each.name, each.where) for each in neighbours_of(place)] == [("Obok", "Wschód")]
    assert b"Obok" in client.get(page).content
    area = neighbour.drawn_areas.get()
    assert client.post(f"{page}{area.pk}/remove/").status_code == 404
    assert client.post(f"{theirs}{area.pk}/remove/").status_code == 302


@pytest.mark.parametrize(
    ("corners", "answer"),
    [
        ("50.0, 20.0\n50.1, 20.0\n\n50.1, 20.1\n", ""),
        ("50,01; 20,01\r\n50,02 20,01\r\n50,02, 20,02", ""),
        ("50.0, 20.0\n50.1, 20.0", "at least three corners"),
        ("50.0, 20.0\n50.1, 20.0\nza parkiem", "Line 3 is not a corner"),
        ("50.0, 20.0\n50.1, 20.1\n50.0, 20.1\n50.1, 20.0", "crosses itself near 50.05, 20.05"),
        ("95.0, 20.0\n50.1, 20.1\n50.0, 20.1", "not degrees"),
    ],
)
def test_an_area_is_a_list_of_corners(client, network, corners, answer):
    place = make_centre(network)
    page = f"/manage/{network.slug}/places/{place.slug}/area/draw/"
    response = client.post(page, {"name": "Za parkiem", "border": corners})
    if not answer:
        assert response.status_code == 302
        [[ring]] = place.drawn_areas.get().border["coordinates"]
        assert len(ring) == 4
        return
    assert response.status_code == 422
    assert answer in str(response.context["form"].errors["border"])
    # What was typed is still there, to be mended.
    assert response.context["form"]["border"].value() == corners
    assert not place.drawn_areas.exists()
