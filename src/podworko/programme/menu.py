"""What the menu holds of the programme on the pages of a place."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.menu import Item
from podworko.places.models import Centre, Network, Part


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the ways to what is on at the place of the page, or in its network, and to the desk for those who plan."""
    place, network, user = page.get("centre"), page.get("network"), page.get("user")
    if not isinstance(place, Centre):
        if isinstance(network, Network):
            yield Item(_("Programme"), reverse("programme:network_programme", args=[network.slug]))
        return
    if Part.PROGRAMME not in place.kind.parts:
        return
    address = [place.network.slug, place.slug]
    if place.is_public:
        yield Item(_("Programme"), reverse("programme:programme", args=address))
    if user and user.has_perm("programme.plan", place):
        yield Item(_("Plan"), reverse("programme:desk", args=address))
