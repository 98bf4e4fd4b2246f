"""Borders read from files: real ones, and those that somebody got wrong."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.places import geo
from podworko.places.actions.areas import draw_area, import_districts, serve_districts
from tests.factories import make_centre, make_network

REAL = Path(__file__).parents[3] / "shared" / "data" / "wroclaw-osiedla.geojson"
SQUARE = [[17.0, 51.0], [17.1, 51.0], [17.1, 51.1], [17.0, 51.1], [17.0, 51.0]]
BOW_TIE = [[17.0, 51.0], [17.1, 51.1], [17.1, 51.0], [17.0, 51.1], [17.0, 51.0]]


def polygon(ring):
    return {"type": "Polygon", "coordinates": [ring]}


def feature(geometry, **told):
    return {"type": "Feature", "properties": {"name": "Leśnica"} | told, "geometry": geometry}


def a_file(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": features} | more).encode()


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_a_district_is_read_with_a_point_inside():
    (found,), said = geo.read_file(a_file(feature(polygon(SQUARE), kod="7"), attribution="Miasto"))
    assert (found.name, found.code, found.problem, said) == ("Leśnica", "7", "", "Miasto")
    assert found.centre == (51.05, 17.05)
    assert geo.is_inside(found.border, latitude=51.05, longitude=17.05)
    assert not geo.is_inside(found.border, latitude=51.2, longitude=17.05)


def test_the_middle_of_a_bent_area_lies_inside_it():
    bent = [[0, 0], [9, 0], [9, 1], [1, 1], [1, 8], [9, 8], [9, 9], [0, 9], [0, 0]]
    latitude, longitude = geo.inside(polygon(bent))
    assert geo.is_inside(polygon(bent), latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (polygon(BOW_TIE), "crosses itself near 51.05, 17.05"),
        (polygon(SQUARE[:3]), "at least three corners"),
        (polygon([*SQUARE[:4], [17.0, 51.05]]), ""),  # closed for us, as RFC 7946 demands of the writer
        (polygon([[17.0, 51.0], [17.1, 51.0], [17.2, 51.0], [17.0, 51.0]]), "lie on one line"),
        (polygon([[361000, 357000], [361100, 357000], [361100, 357100], [361000, 357000]]), "EPSG:2180"),
        (polygon([[17.0, "51"], *SQUARE[1:]]), "pair of numbers"),
        (polygon([[17.0], *SQUARE[1:]]), "pair of numbers"),
        (polygon([[True, False], *SQUARE[1:]]), "pair of numbers"),
        (polygon(SQUARE)["coordinates"], "must be a polygon"),
        ({"type": "Point", "coordinates": [17, 51]}, "must be a polygon"),
        ({"type": "Polygon", "coordinates": []}, "must be a polygon"),
        ({"type": "Polygon", "coordinates": [[[[17, 51]]]]}, "at least three"),
        (None, "must be a polygon"),
    ],
)
def test_a_border_that_cannot_be_says_why(geometry, words):
    (found,), _said = geo.read_file(a_file(feature(geometry)))
    assert words in found.problem
    assert bool(found.border) == (not words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"<kml/>", "cannot be read"),
        (b'{"features": [NaN]}', "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"[]", "no features"),
        (b'{"type": "FeatureCollection", "features": []}', "no features"),
        (b'{"features": [' + b"1," * 2_000 + b"1]}", "2001 areas"),
        (b" " * 20_000_001, "too large"),
    ],
)
def test_a_file_that_is_none_says_why(content, words):
    with pytest.raises(Refused) as refusal:
        geo.read_file(content)
    assert words in str(refusal.value.problems[0].sentence)


def test_an_area_without_a_name_and_a_twin_are_told():
    features, _said = geo.read_file(
        a_file(feature(polygon(SQUARE)), feature(polygon(SQUARE)), feature(polygon(SQUARE), name=""), 7)
    )
    assert [bool(found.problem) for found in features] == [False, True, True, True]


def test_areas_overlap_when_they_share_more_than_a_border():
    def moved(by):
        return polygon([[x + by, y] for x, y in SQUARE])

    assert geo.do_overlap(polygon(SQUARE), moved(0.05))
    assert not geo.do_overlap(polygon(SQUARE), moved(0.1))


@pytest.mark.django_db
def test_districts_are_written_once_and_then_anew():
    network = make_network()
    first, said = geo.read_file(a_file(feature(polygon(SQUARE), id="7"), attribution="Miasto"))
    assert import_districts(network=network, features=first, attribution=said, by=audit.SYSTEM) == 1
    again, _said = geo.read_file(
        a_file(feature(polygon(SQUARE), id="7", name="Leśnica Nowa"), feature(polygon(BOW_TIE), id="8"))
    )
    import_districts(network=network, features=again, attribution="", by=audit.SYSTEM)
    assert [(district.code, district.name) for district in network.districts.all()] == [("7", "Leśnica Nowa")]


@pytest.mark.django_db
def test_a_centre_serves_districts_of_its_own_city_and_drawn_areas():
    centre = make_centre()
    for network in (centre.network, make_network()):
        features, said = geo.read_file(a_file(feature(polygon(SQUARE), id="7")))
        import_districts(network=network, features=features, attribution=said, by=audit.SYSTEM)
    (here,) = centre.network.districts.all()
    serve_districts(centre=centre, district_ids=[here.pk], by=audit.SYSTEM)
    serve_districts(centre=centre, district_ids=[here.pk], by=audit.SYSTEM)
    assert [row.district for row in centre.area_districts.all()] == [here]
    with pytest.raises(Refused):
        serve_districts(centre=centre, district_ids=[here.pk, here.pk + 1], by=audit.SYSTEM)
    draw_area(centre=centre, name="Za torami", geometry=polygon(SQUARE), by=audit.SYSTEM)
    with pytest.raises(Refused, match="not-a-border"):
        draw_area(centre=centre, name="Węzeł", geometry=polygon(BOW_TIE), by=audit.SYSTEM)
    assert [area.name for area in centre.drawn_areas.all()] == ["Za torami"]


@pytest.mark.skipif(not REAL.exists(), reason="the city's file is not part of the checkout")
def test_the_borders_of_a_real_city_are_read_whole():
    features, said = geo.read_file(REAL.read_bytes())
    assert len(features) == 48
    assert [found.name for found in features if found.problem] == []
    assert "OpenStreetMap" in said
    light = sum(len(json.dumps(found.border)) for found in features)
    assert light < len(REAL.read_bytes())


HUGE = "1" + "0" * 400


def with_corner(corner):
    """Return a polygon as it stands in a file; Python itself writes no such numbers."""
    return f'{{"type": "Polygon", "coordinates": [[{corner}, [17.1, 51.0], [17.1, 51.1], {corner}]]}}'


@pytest.mark.parametrize("corner", [f"[{HUGE}, 51.0]", f"[17.0, -{HUGE}]", "[1e400, 51.0]"])
def test_a_corner_that_no_machine_can_hold_is_said(corner):
    with pytest.raises(Refused) as refused:
        geo.border_of(geo.geometry_in(with_corner(corner).encode()))
    assert "not degrees" in str(refused.value.problems[0].sentence)
    whole = f'{{"features": [{{"properties": {{"name": "A"}}, "geometry": {with_corner(corner)}}}]}}'
    (found,), _said = geo.read_file(whole.encode())
    assert "not degrees" in found.problem


@pytest.mark.parametrize("height", [HUGE, '"x"', "null", "1e400"])
def test_the_height_of_a_corner_is_not_read(height):
    border = geo.border_of(geo.geometry_in(with_corner(f"[17.0, 51.0, {height}]").encode()))
    assert geo.corners(border) == 4


@pytest.mark.parametrize("kind", [[], {}, None, 7])
def test_a_kind_of_geometry_that_is_no_word_is_said(kind):
    with pytest.raises(Refused):
        geo.border_of({"type": kind, "coordinates": []})


def test_signs_that_no_database_keeps_are_left_out():
    content = (
        b'{"attribution": "Mia\\u0000sto \\ud800", "features": [{"properties": {"name": "Le\\u0000\\udfff\\u202eba",'
        b' "kod": "\\u00007"}, "geometry": null}]}'
    )
    (found,), said = geo.read_file(content)
    assert (found.name, found.code, said) == ("Leba", "7", "Miasto")
