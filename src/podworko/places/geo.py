"""Borders: read from GeoJSON (RFC 7946), checked, and made light for the screen. Degrees, WGS 84, longitude first."""

import json
import re
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from podworko.core.errors import Refused
from podworko.core.imports.cells import UNSEEN
from podworko.places.addresses import folded

# A city has a few hundred districts; a file of all its houses is another thing.
LARGEST_FILE = 20_000_000
MOST_FEATURES = 2_000
MOST_POINTS = 200_000
# About 15 m at the latitude of Poland: nothing that is seen on a screen that shows a city.
TOLERANCE = 0.00015
DIGITS = 5
# Of longitude and latitude, in degrees.
LIMITS = (180, 90)
NAMES = ("name", "nazwa", "NAZWA", "NAME", "NAZWAOSIEDLA", "NAZWA_JEDN", "osiedle", "dzielnica")
CODES = ("code", "kod", "id", "ID", "KOD", "numer", "NUMER", "NR")

# As maps on the web tell a spot; with decimals, so that "50,06" is not taken for two numbers.
CORNER = re.compile(r"(-?\d{1,3}[.,]\d{1,15})\s*[,;\s]\s*(-?\d{1,3}[.,]\d{1,15})$")

Border = dict[str, Any]


@dataclass(frozen=True)
class Feature:
    """One district of a file: its place in it, its names, its border; or the sentence that says why there is none."""

    number: int
    name: str
    code: str
    border: Border | None = None
    problem: str = ""

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of a point that lies inside."""
        return inside(self.border or {})


def read_file(content: bytes) -> tuple[list[Feature], str]:
    """Return the districts that a GeoJSON file holds, in order, and whose data they are.

    Raises Refused when the file as a whole cannot be read; what is wrong with one border stands in its feature.
    """
    if len(content) > LARGEST_FILE:
        raise _unreadable(_("The file is too large: at most 20 MB."))
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _unreadable(_("This is not a GeoJSON file: it cannot be read as JSON.")) from None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features:
        raise _unreadable(_("This is not a GeoJSON file with areas: there are no features in it."))
    if len(features) > MOST_FEATURES:
        raise _unreadable(_("There are %(count)s areas in it; at most 2000 are read.") % {"count": len(features)})
    said = found.get("attribution") or found.get("licence") or found.get("license") or ""
    return _told_apart([_feature(number, each) for number, each in enumerate(features, start=1)]), _words(said)[:200]


def geometry_in(content: bytes) -> object:
    """Return what is drawn in a list of corners or in GeoJSON: a geometry, a feature, the only one of a list.

    Raises Refused.
    """
    lines = content.decode("utf-8-sig", errors="replace").split("\n")
    if CORNER.match(lines[0].strip()):
        return _ring(lines)
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused.because(
            "unreadable", _("This is not GeoJSON: it cannot be read as JSON."), field="border"
        ) from None
    if isinstance(found, dict) and isinstance(found.get("features"), list):
        if len(found["features"]) != 1:
            raise Refused.because("many", _("Draw one area at a time: there must be one in it."), field="border")
        found = found["features"][0]
    return found["geometry"] if isinstance(found, dict) and "geometry" in found else found


def _ring(lines: list[str]) -> dict[str, Any]:
    """Return the polygon whose corners stand one on each line, latitude first. Raises Refused."""
    points = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if not (found := CORNER.match(line.strip())):
            sentence = _("Line %(number)s is not a corner. Write two numbers: 50.06143, 19.93658.") % {"number": number}
            raise Refused.because("no-corner", sentence, field="border")
        latitude, longitude = (float(part.replace(",", ".")) for part in found.groups())
        points.append([longitude, latitude])
    if len(points) < 3:  # noqa: PLR2004 - a triangle
        raise Refused.because("few-corners", _("An area has at least three corners."), field="border")
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


def corners(border: Border) -> int:
    """Return how many corners are kept of `border`."""
    return sum(len(ring) for part in border["coordinates"] for ring in part)


def border_of(geometry: object) -> Border:
    """Return the border drawn as a GeoJSON Polygon or MultiPolygon, checked and light. Raises Refused."""
    problem = _shape_problem(geometry)
    if problem:
        raise Refused.because("not-a-border", problem, field="border")
    drawn = _drawn(geometry)
    if isinstance(drawn, str):
        raise Refused.because("not-a-border", drawn, field="border")
    return _light(drawn)


def inside(border: Border) -> tuple[float, float]:
    """Return the latitude and longitude of a point that surely lies inside `border`, near its middle if it can."""
    drawn = shape(border)
    middle = drawn.centroid if drawn.contains(drawn.centroid) else drawn.representative_point()
    return round(middle.y, DIGITS), round(middle.x, DIGITS)


def is_inside(border: Border, *, latitude: float, longitude: float) -> bool:
    """Say whether the point lies in `border`."""
    return bool(shape(border).covers(shapely.Point(longitude, latitude)))


def do_overlap(one: Border, other: Border) -> bool:
    """Say whether the two areas share more than a border."""
    return bool(shape(one).intersects(shape(other)) and not shape(one).touches(shape(other)))


def _feature(number: int, feature: object) -> Feature:
    feature = feature if isinstance(feature, dict) else {}
    told = feature.get("properties")
    told = told if isinstance(told, dict) else {}
    name = _words(next((told[key] for key in NAMES if told.get(key)), ""))[:80]
    code = _words(next((told[key] for key in CODES if told.get(key)), "") or feature.get("id") or folded(name))[:40]
    if not name:
        return Feature(number, "", code, problem=_("This area has no name: a property called name or nazwa is needed."))
    geometry = feature.get("geometry")
    if problem := _shape_problem(geometry):
        return Feature(number, name, code, problem=problem)
    drawn = _drawn(geometry)
    if isinstance(drawn, str):
        return Feature(number, name, code, problem=drawn)
    return Feature(number, name, code, border=_light(drawn))


def _words(value: object) -> str:
    """Return a value of a property in one line of signs that can be kept and shown."""
    return " ".join(UNSEEN.sub("", str(value)).split())


def _told_apart(features: list[Feature]) -> list[Feature]:
    seen: set[str] = set()
    result = []
    for feature in features:
        is_twin = feature.code in seen and not feature.problem
        seen.add(feature.code)
        said = _("Another area above has the same name or code.")
        result.append(Feature(feature.number, feature.name, feature.code, problem=said) if is_twin else feature)
    return result


def _shape_problem(geometry: object) -> str:
    """Return what keeps `geometry` from being a border at all, before it is measured."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return _("An area must be a polygon.")
    points = 0
    level = geometry.get("coordinates")
    rings = level if geometry["type"] == "Polygon" else _flat(level)
    if not isinstance(rings, list) or not rings:
        return _("An area must be a polygon.")
    for ring in rings:
        if not isinstance(ring, list) or len(ring) < 4:  # noqa: PLR2004 - three corners, and the first again
            return _("A border needs at least three corners, the first of them again at the end.")
        points += len(ring)
        for point in ring:
            if problem := _point_problem(point):
                return problem
    return _("The border has too many points.") if points > MOST_POINTS else ""


def _point_problem(point: object) -> str:
    # A third number, the height, is allowed and not read.
    pair = point[:2] if isinstance(point, list) else []
    if len(pair) != len(LIMITS) or not all(map(_is_number, pair)):
        return _("A corner must be a pair of numbers, longitude and latitude.")
    # An infinite number, one that is none, and one of four hundred digits are no degrees either.
    if not all(abs(degrees) <= limit for degrees, limit in zip(pair, LIMITS, strict=True)):
        return _(
            "The numbers are not degrees. Save the file in WGS 84 (EPSG:4326), longitude first; "
            "Polish offices often use EPSG:2180, in metres."
        )
    return ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _flat(level: object) -> list[Any]:
    return [ring for part in level if isinstance(part, list) for ring in part] if isinstance(level, list) else []


def _drawn(geometry: Any) -> BaseGeometry | str:
    """Return the geometry, or the sentence that says what is wrong with it."""
    try:
        drawn = shape(_on_the_ground(geometry))
    except (shapely.errors.ShapelyError, ValueError, TypeError):
        return _("The border is not closed: the first corner must come again at the end.")
    if drawn.is_empty or drawn.convex_hull.area == 0:
        return _("The area is empty: its corners lie on one line.")
    if drawn.is_valid:
        return drawn
    reason = shapely.is_valid_reason(drawn)
    where = re.search(r"\[(-?[\d.]+) (-?[\d.]+)\]", reason)
    if where and "intersection" in reason:
        place = {"latitude": round(float(where[2]), DIGITS), "longitude": round(float(where[1]), DIGITS)}
        return _("The border crosses itself near %(latitude)s, %(longitude)s. Draw it without crossing lines.") % place
    return _("The border is not drawn in one go: parts of it lie on or in one another.")


def _on_the_ground(geometry: Any) -> Border:
    """Return the geometry as a MultiPolygon without heights."""
    level = geometry["coordinates"]
    parts = [level] if geometry["type"] == "Polygon" else level
    flat = [[[corner[:2] for corner in ring] for ring in part] for part in parts if part]
    return {"type": "MultiPolygon", "coordinates": flat}


def _light(drawn: BaseGeometry) -> Border:
    """Return the geometry as a MultiPolygon with no more points than a screen shows."""
    simple = shapely.set_precision(drawn.simplify(TOLERANCE), 10**-DIGITS)
    kept = simple if simple.is_valid and not simple.is_empty and simple.area > 0 else drawn
    parts = [part for part in getattr(kept, "geoms", [kept]) if part.geom_type == "Polygon"]
    multi = shapely.MultiPolygon(parts)
    found: Border = json.loads(json.dumps(mapping(multi)), parse_float=lambda digits: round(float(digits), DIGITS))
    return found


def _no_constant(_name: str) -> float:
    raise ValueError


def _unreadable(sentence: str) -> Refused:
    return Refused.because("unreadable", sentence, field="file")
