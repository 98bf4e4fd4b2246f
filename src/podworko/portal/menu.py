"""What the menu holds on every page of a network."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.menu import Item
from podworko.places.models import Network


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the way to all places of the network of the page."""
    network = page.get("network")
    if isinstance(network, Network):
        yield Item(_("Places"), reverse("portal:directory", args=[network.slug]))
