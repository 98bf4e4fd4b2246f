"""What the menu holds on the pages of a place."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.menu import Item
from podworko.places.models import Centre


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the ways within the place of the page, and to the desk for those who are signed in."""
    place, user = page.get("centre"), page.get("user")
    desk = reverse("bookings:desk")
    if isinstance(place, Centre):
        address = [place.network.slug, place.slug]
        yield Item(_("The place"), place.get_absolute_url())
        yield Item(_("Calendar"), reverse("bookings:calendar", args=address))
        if user and user.has_perm("bookings.decide", place):
            desk = reverse("bookings:inbox", args=address)
        elif place.is_at_work:
            yield Item(_("Borrow a room"), reverse("bookings:ask", args=address))
    if user and user.is_authenticated:
        yield Item(_("Desk"), desk)
