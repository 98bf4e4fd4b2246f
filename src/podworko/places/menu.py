"""What the menu holds for those who keep places right."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.menu import Item
from podworko.people.queries import is_administrator, scopes_of
from podworko.places.models import Centre, Network
from podworko.places.rules import OVER_THE_NETWORK


def above(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the way to the board of the network of the page; where the page has none, to all that one looks after."""
    user, network = page.get("user"), page.get("network")
    if isinstance(network, Network) and user and user.has_perm("places.see_network", network):
        yield Item(_("The whole network"), reverse("places:board", args=[network.slug]))
    elif not network and (scopes_of(user, OVER_THE_NETWORK) or is_administrator(user)):
        yield Item(_("Networks"), reverse("places:networks"))


def within(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the way to the set-up of the place of the page."""
    place, user = page.get("centre"), page.get("user")
    if isinstance(place, Centre) and user and user.has_perm("places.change_centre", place):
        yield Item(_("Set up the place"), reverse("places:setup", args=[place.network.slug, place.slug]))
