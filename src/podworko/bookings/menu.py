"""What the menu holds on the pages of a place."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.errors import Sentence
from podworko.core.menu import Item
from podworko.people.queries import scopes_of
from podworko.places.models import Centre
from podworko.places.rules import ON_SITE


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the ways within the place of the page, and to the desk for those who run a place."""
    place, user = page.get("centre"), page.get("user")
    desk = reverse("bookings:desk")
    if isinstance(place, Centre):
        address = [place.network.slug, place.slug]
        yield Item(_("The place"), place.get_absolute_url())
        yield Item(_("Calendar"), reverse("bookings:calendar", args=address))
        if user and user.has_perm("bookings.decide", place):
            yield Item(_("Today"), reverse("bookings:today", args=address))
            desk = reverse("bookings:inbox", args=address)
        elif place.lends_rooms:
            yield Item(_("Borrow a room"), reverse("bookings:ask", args=address))
    if scopes_of(user, ON_SITE):
        yield Item(_("Desk"), desk)


def ways(place: Centre) -> Iterable[tuple[Sentence, str]]:
    """Return what of lending is kept right, for the set-up page of a place."""
    yield _("Rules of lending"), reverse("bookings:rules", args=[place.network.slug, place.slug])
