"""What the menu holds of ratings: for those who work at a place, and for who looks after the network."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.menu import Item
from podworko.places.models import Centre, Network, Part


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the way to the figures of the place of the page, or of its network."""
    place, network, user = page.get("centre"), page.get("network"), page.get("user")
    if not user:
        return
    if isinstance(place, Centre):
        if Part.PROGRAMME in place.kind.parts and user.has_perm("evaluation.moderate", place):
            yield Item(_("How it was"), reverse("evaluation:overview", args=[place.network.slug, place.slug]))
    elif isinstance(network, Network) and user.has_perm("places.see_network", network):
        yield Item(_("How it was"), reverse("evaluation:network", args=[network.slug]))
