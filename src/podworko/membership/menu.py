"""What the menu holds of membership on the pages of a place of a kind that has members."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.errors import Sentence
from podworko.core.menu import Item
from podworko.membership.terms import takes_members
from podworko.places.models import Centre, Part


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the way to the list for those who keep it, and to the declaration for everybody else."""
    place, user = page.get("centre"), page.get("user")
    if not isinstance(place, Centre) or Part.MEMBERSHIP not in place.kind.parts:
        return
    address = [place.network.slug, place.slug]
    if user and user.has_perm("membership.keep", place):
        yield Item(_("Members"), reverse("membership:desk", args=address))
    elif takes_members(place):
        yield Item(_("Become a member"), reverse("membership:join", args=address))


def ways(place: Centre) -> Iterable[tuple[Sentence, str]]:
    """Return the page of rules for those who set the place up."""
    if Part.MEMBERSHIP in place.kind.parts:
        yield _("Rules of membership"), reverse("membership:rules", args=[place.network.slug, place.slug])
