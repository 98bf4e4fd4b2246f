"""What is asked of places."""

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from podworko.people.models import User
from podworko.places.models import Centre, CentreKind, Network, Photo, Room


def networks() -> QuerySet[Network]:
    """Return the networks of this installation by name."""
    return Network.objects.order_by("name")


def network_with_kinds(network: str) -> tuple[Network, list[CentreKind]]:
    """Return the network at the address /network/ and its kinds of places, in one query; raise Http404 without it."""
    kinds = list(CentreKind.objects.filter(network__slug=network).select_related("network"))
    return (kinds[0].network if kinds else get_object_or_404(Network, slug=network)), kinds


def centres() -> QuerySet[Centre]:
    """Return the centres with what their names, addresses and permissions need."""
    return Centre.objects.select_related("network", "operator", "kind")


def centre_or_404(network: str, centre: str) -> Centre:
    """Return the centre at the address /network/centre/; raise Http404 where there is none.

    It knows without another query whether it has rooms to lend, since the menu of each of its pages asks for that.
    """
    lent = Room.objects.filter(centre=OuterRef("pk"), is_lent=True)
    found = centres().annotate(lends_some=Exists(lent)).filter(network__slug=network, slug=centre).first()
    if found is None:
        raise Http404
    found.has_lent_rooms = found.lends_some
    return found


def public_centre_or_404(network: str, centre: str) -> Centre:
    """Return the centre at that address if everybody may see it; raise Http404 otherwise."""
    found = centre_or_404(network, centre)
    if not found.is_public:
        raise Http404
    return found


def visible_centre_or_404(user: User | AnonymousUser, network: str, centre: str) -> Centre:
    """Return the centre at that address if `user` may see it; raise Http404 otherwise.

    Everybody sees what works or has worked; an idea and a diagnosis are seen by those who work on them.
    """
    found = centre_or_404(network, centre)
    if not user.has_perm("places.see_centre", found):
        raise Http404
    return found


def lent_rooms(centre: Centre) -> QuerySet[Room]:
    """Return the rooms of `centre` that residents may ask for, with their equipment."""
    return centre.rooms.filter(is_lent=True).prefetch_related("equipment")


def first_photos(rooms: Collection[int]) -> dict[int, Photo]:
    """Return the first public picture of each of the rooms that has one, by the room's id."""
    found = Photo.objects.filter(room__in=rooms, is_public=True).order_by("position", "pk")
    first: dict[int, Photo] = {}
    for photo in found:
        assert photo.room_id
        first.setdefault(photo.room_id, photo)
    return first


def areas_of(centre: Centre) -> list[str]:
    """Return the names of the districts and of the drawn areas that `centre` serves."""
    districts = centre.area_districts.order_by("district__name").values_list("district__name", flat=True)
    return [*districts, *centre.drawn_areas.values_list("name", flat=True)]
