"""The map that stands beside places: what is drawn by the server, and what the browser is told to make it live."""

from collections.abc import Iterable, Sequence
from typing import Any

from podworko.places.drawing import draw
from podworko.places.models import Centre, District
from podworko.places.queries import centres
from podworko.places.searchable import WORKING


def map_of(parts: Iterable[District], places: Sequence[Centre]) -> dict[str, Any]:
    """Return what portal/map.html needs to show `places` among the parts of the city."""
    drawing = draw(parts, places)
    kinds = {place.kind for place in places if place.pk in drawing.placed}
    return {
        "drawing": drawing,
        # What the marks mean, and how many places nobody has given a position yet.
        "legend": sorted(kinds, key=lambda kind: kind.pk),
        "unplaced": len(places) - len(drawing.marks),
    }


def features(parts: Iterable[District], places: Iterable[Centre]) -> dict[str, Any]:
    """Return the parts of the city and the places with a known position as GeoJSON (RFC 7946)."""
    found = [
        _feature(part.border, {"is": "district", "name": part.name, "at": [part.longitude, part.latitude]})
        for part in parts
    ]
    for place in places:
        if place.latitude is None or place.longitude is None:
            continue
        properties = {
            "is": "place",
            "id": place.pk,
            "name": place.name,
            "url": place.get_absolute_url(),
            "look": place.kind.look,
            "kind": place.kind.code,
            "address": ", ".join(part for part in (place.street, place.district or place.city) if part),
        }
        found.append(
            _feature({"type": "Point", "coordinates": [float(place.longitude), float(place.latitude)]}, properties)
        )
    return {"type": "FeatureCollection", "features": found}


def shown(network: int) -> list[Centre]:
    """Return the places of a network that are at work, as the directory lists them."""
    return list(centres().filter(network=network, stage__in=WORKING).order_by("name", "pk"))


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
