"""A map drawn by the server: districts and places as SVG, so that there is one without JavaScript, WebGL or tiles."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from podworko.places.geo import Border
from podworko.places.models import Centre, District

WIDTH = 1000
TALLEST = 1200
# Of the whole, left free on each side, so that no mark is cut.
MARGIN = 0.05
# Degrees; a single point would have no frame at all.
SMALLEST = 0.004

Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """An area on the drawing."""

    name: str
    path: str
    is_served: bool = False


@dataclass(frozen=True)
class Mark:
    """A place on the drawing."""

    pk: int
    name: str
    url: str
    look: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """What the picture holds; empty when there is nothing to draw."""

    width: int = WIDTH
    height: int = WIDTH
    shapes: list[Shape] = field(default_factory=list)
    drawn: list[Shape] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @cached_property
    def placed(self) -> frozenset[int]:
        """The ids of the places that stand on it."""
        return frozenset(mark.pk for mark in self.marks)

    @property
    def looks(self) -> list[str]:
        """The looks of its places, each once."""
        return sorted({mark.look for mark in self.marks})

    def __bool__(self) -> bool:
        return bool(self.shapes or self.drawn or self.marks)


def draw(
    districts: Iterable[District],
    places: Iterable[Centre] = (),
    *,
    served: Iterable[int] = (),
    areas: Iterable[tuple[str, Border]] = (),
) -> Drawing:
    """Return the drawing of `districts`, those `served` set apart, of hand-drawn `areas` and of `places`."""
    districts, areas, is_served = list(districts), list(areas), set(served)
    spots = [(each, each.latitude, each.longitude) for each in places]
    known = [(each, lat, lon) for each, lat, lon in spots if lat is not None and lon is not None]
    points = [point for district in districts for point in _points(district.border)]
    points += [point for _name, border in areas for point in _points(border)]
    points += [(lon, lat) for _each, lat, lon in known]
    if not points:
        return Drawing()
    frame = _Frame(points)
    return Drawing(
        height=frame.height,
        shapes=[Shape(each.name, frame.path(each.border), each.pk in is_served) for each in districts],
        drawn=[Shape(name, frame.path(border), is_served=True) for name, border in areas],
        marks=[
            Mark(each.pk, each.name, each.get_absolute_url(), each.kind.look, *frame.at((lon, lat)))
            for each, lat, lon in known
        ],
    )


def map_of(parts: Iterable[District], places: Sequence[Centre]) -> dict[str, Any]:
    """Return what a map with its legend needs to show `places` among the parts of the city."""
    drawing = draw(parts, places)
    kinds = {place.kind for place in places if place.pk in drawing.placed}
    return {
        "drawing": drawing,
        # What the marks mean, and how many places nobody has given a position yet.
        "legend": sorted(kinds, key=lambda kind: kind.pk),
        "unplaced": len(places) - len(drawing.marks),
    }


class _Frame:
    """Lays degrees on the paper, as a web map does in a small region: a degree east is shorter than one north."""

    def __init__(self, points: list[Point]) -> None:
        east, north = [point[0] for point in points], [point[1] for point in points]
        middle = (min(north) + max(north)) / 2
        self.squeeze = max(math.cos(math.radians(middle)), 0.01)
        wide = max((max(east) - min(east)) * self.squeeze, SMALLEST)
        tall = max(max(north) - min(north), SMALLEST)
        self.height = round(min(max(WIDTH * tall / wide, WIDTH / 3), TALLEST))
        room = 1 - 2 * MARGIN
        self.scale = min(WIDTH * room / wide, self.height * room / tall)
        self.west, self.top = (min(east) + max(east)) / 2, middle

    def at(self, point: Point) -> Point:
        x = WIDTH / 2 + (point[0] - self.west) * self.squeeze * self.scale
        y = self.height / 2 - (point[1] - self.top) * self.scale
        return round(x, 1), round(y, 1)

    def path(self, border: Border) -> str:
        rings = (ring for part in border["coordinates"] for ring in part)
        return "".join(
            "M" + "L".join(f"{x:g} {y:g}" for x, y in (self.at((c[0], c[1])) for c in ring[:-1])) + "Z"
            for ring in rings
        )


def _points(border: Border) -> list[Point]:
    return [(corner[0], corner[1]) for part in border["coordinates"] for ring in part for corner in ring]
