"""The parts of both cities: where they lie, roughly, and borders for them.

The names are real. The points are near the true ones, and the borders are made up halfway between them: nobody should
take them for a map. The real borders come from the city's own file.
"""

import math
from collections.abc import Mapping
from random import Random
from typing import Any

import shapely

# Latitude and longitude.
Point = tuple[float, float]

KRAKOW: dict[str, Point] = {
    "Azory": (50.090, 19.908),
    "Bieńczyce": (50.085, 20.025),
    "Bieżanów": (50.017, 20.030),
    "Bronowice": (50.082, 19.888),
    "Czyżyny": (50.073, 20.005),
    "Dębniki": (50.043, 19.925),
    "Grzegórzki": (50.058, 19.965),
    "Kazimierz": (50.050, 19.946),
    "Kleparz": (50.070, 19.942),
    "Krowodrza": (50.073, 19.918),
    "Kurdwanów": (50.010, 19.953),
    "Łagiewniki": (50.028, 19.930),
    "Mistrzejowice": (50.098, 20.006),
    "Nowa Huta": (50.072, 20.037),
    "Olsza": (50.080, 19.972),
    "Piaski": (50.015, 19.968),
    "Płaszów": (50.045, 19.985),
    "Podgórze": (50.041, 19.958),
    "Prądnik": (50.094, 19.935),
    "Prokocim": (50.020, 19.998),
    "Ruczaj": (50.020, 19.903),
    "Salwator": (50.053, 19.915),
    "Swoszowice": (49.990, 19.935),
    "Wola Duchacka": (50.022, 19.963),
    "Zwierzyniec": (50.058, 19.895),
}
WROCLAW: dict[str, Point] = {
    "Biskupin": (51.100, 17.100),
    "Borek": (51.083, 17.005),
    "Brochów": (51.062, 17.085),
    "Gaj": (51.078, 17.045),
    "Grabiszyn": (51.095, 16.985),
    "Huby": (51.090, 17.045),
    "Jagodno": (51.055, 17.060),
    "Karłowice": (51.140, 17.040),
    "Klecina": (51.065, 16.985),
    "Krzyki": (51.075, 17.010),
    "Kuźniki": (51.128, 16.955),
    "Leśnica": (51.140, 16.870),
    "Muchobór": (51.095, 16.950),
    "Nadodrze": (51.125, 17.040),
    "Ołbin": (51.123, 17.053),
    "Ołtaszyn": (51.060, 17.030),
    "Oporów": (51.080, 16.970),
    "Popowice": (51.128, 16.995),
    "Psie Pole": (51.148, 17.115),
    "Sępolno": (51.108, 17.095),
    "Stabłowice": (51.150, 16.905),
    "Tarnogaj": (51.078, 17.060),
    "Zalesie": (51.113, 17.085),
}
CORNERS = 6
KILOMETRES_TO_CORNER = 1.0
# As far from the middle of its part as a place may lie, were there no other part near.
KILOMETRES_TO_PLACE = 0.9
# As far as the city reaches beyond the middles of its outermost parts.
KILOMETRES_TO_EDGE = 1.6
KILOMETRES_OF_LATITUDE = 111.2
KILOMETRES_OF_LONGITUDE = KILOMETRES_OF_LATITUDE * math.cos(math.radians(50.5))


def borders(middles: Mapping[str, Point]) -> dict[str, dict[str, Any]]:
    """Return a border for each part of a city, which together leave no gap: GeoJSON MultiPolygons."""
    # In kilometres, where north is as long as east.
    points = {name: shapely.Point(_flat(middle)) for name, middle in middles.items()}
    together = shapely.MultiPoint(list(points.values()))
    city = together.buffer(2 * KILOMETRES_TO_EDGE, quad_segs=3).buffer(-KILOMETRES_TO_EDGE, quad_segs=3)
    cells = shapely.voronoi_polygons(together, extend_to=city).geoms
    found = {}
    for name, point in points.items():
        part = next(cell for cell in cells if cell.contains(point)).intersection(city)
        rings = [[_degrees(corner) for corner in ring.exterior.coords] for ring in getattr(part, "geoms", [part])]
        found[name] = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return found


def hexagon(name: str, middle: Point) -> dict[str, Any]:
    """Return a border around `middle`, a little crooked, always the same for a name: a GeoJSON MultiPolygon."""
    chance = _chance(name)
    corners = [
        _away(middle, KILOMETRES_TO_CORNER * chance.uniform(0.9, 1.1), 2 * math.pi * number / CORNERS)
        for number in range(CORNERS)
    ]
    ring = [[longitude, latitude] for latitude, longitude in [*corners, corners[0]]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def spot(slug: str, name: str, middles: Mapping[str, Point]) -> Point:
    """Return where the place of that slug lies in the part called `name`."""
    here = shapely.Point(_flat(middles[name]))
    nearest = min(here.distance(shapely.Point(_flat(middle))) for other, middle in middles.items() if other != name)
    reach = min(KILOMETRES_TO_PLACE, 0.45 * nearest)
    chance = _chance(slug)
    return _away(middles[name], reach * math.sqrt(chance.random()), chance.uniform(0, 2 * math.pi))


def _flat(point: Point) -> Point:
    """Return kilometres east and north, near enough within one city; both lie near the fifty-first parallel."""
    return point[1] * KILOMETRES_OF_LONGITUDE, point[0] * KILOMETRES_OF_LATITUDE


def _degrees(kilometres: Point) -> list[float]:
    return [round(kilometres[0] / KILOMETRES_OF_LONGITUDE, 5), round(kilometres[1] / KILOMETRES_OF_LATITUDE, 5)]


def _away(start: Point, kilometres: float, direction: float) -> Point:
    latitude, longitude = start
    up = kilometres * math.sin(direction) / KILOMETRES_OF_LATITUDE
    right = kilometres * math.cos(direction) / (KILOMETRES_OF_LATITUDE * math.cos(math.radians(latitude)))
    return round(latitude + up, 5), round(longitude + right, 5)


def _chance(name: str) -> Random:
    return Random(f"quarter {name}")  # noqa: S311 - a drawing for show, not a secret
