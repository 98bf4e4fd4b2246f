"""What is asked of places."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from podworko.places.models import Centre, Network, Room


def networks() -> QuerySet[Network]:
    """Return the networks of this installation by name."""
    return Network.objects.order_by("name")


def centres() -> QuerySet[Centre]:
    """Return the centres with what their names, addresses and permissions need."""
    return Centre.objects.select_related("network", "operator")


def centre_or_404(network: str, centre: str) -> Centre:
    """Return the centre at the address /network/centre/; raise Http404 where there is none."""
    return get_object_or_404(centres(), network__slug=network, slug=centre)


def lent_rooms(centre: Centre) -> QuerySet[Room]:
    """Return the rooms of `centre` that residents may ask for, with their equipment."""
    return centre.rooms.filter(is_lent=True).prefetch_related("equipment")
