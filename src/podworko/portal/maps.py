"""What the browser is told of the places of a network, to bring the map that the server draws to life."""

from collections.abc import Iterable
from typing import Any

from podworko.places.models import Centre, District
from podworko.places.queries import centres
from podworko.places.searchable import WORKING


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
