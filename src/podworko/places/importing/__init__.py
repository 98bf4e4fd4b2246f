"""Tables of places, rooms, hours and organisations that people bring along."""

from podworko.core.imports import registry
from podworko.places.importing.hours import Hours
from podworko.places.importing.organisations import Organisations
from podworko.places.importing.places import Places
from podworko.places.importing.rooms import Rooms


def register() -> None:
    """Put the importers of the area where tables are brought, in the order in which a network begins."""
    for importer in (Organisations(), Places(), Rooms(), Hours()):
        registry.register(importer)
