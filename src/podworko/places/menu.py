"""What the menu holds for those who keep a place right."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.menu import Item
from podworko.places.models import Centre, Network


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the way to the set-up of the place of the page, and to the board of its network."""
    place, user, network = page.get("centre"), page.get("user"), page.get("network")
    if isinstance(place, Centre) and user and user.has_perm("places.change_centre", place):
        yield Item(_("Set up the place"), reverse("places:setup", args=[place.network.slug, place.slug]))
    if isinstance(network, Network) and user and user.has_perm("places.see_network", network):
        yield Item(_("The whole network"), reverse("places:board", args=[network.slug]))
