"""The ways to counting and to how many came: in the menu, on the Today page, beside a session at the desk."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.attendance.occasions import of_session
from podworko.core import clock
from podworko.core.errors import Sentence
from podworko.core.menu import Item
from podworko.places.models import Centre, Network
from podworko.programme.models import Session
from podworko.programme.ways import Way


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the way to counting for those who count at the place of the page; to the visits for those above it."""
    place, network, user = page.get("centre"), page.get("network"), page.get("user")
    if isinstance(place, Centre) and user:
        address = [place.network.slug, place.slug]
        if user.has_perm("attendance.count", place):
            yield Item(_("Count"), reverse("attendance:count", args=address))
        elif user.has_perm("attendance.see", place):
            yield Item(_("Visits"), reverse("attendance:visits", args=address))
    elif isinstance(network, Network) and user and user.has_perm("places.see_network", network):
        yield Item(_("Visits"), reverse("attendance:network_visits", args=[network.slug]))


def of_day(place: Centre) -> Iterable[tuple[Sentence, str]]:
    """Return the way to counting for the Today page."""
    yield _("Count who came"), reverse("attendance:count", args=[place.network.slug, place.slug])


def beside_session(session: Session) -> Iterable[Way]:
    """Return the way to the sheet of a session, from its day on."""
    occasion = of_session(session)
    if occasion.is_held and clock.now() >= occasion.opens_at:
        address = [occasion.place.network.slug, occasion.place.slug, session.pk]
        yield Way(_("Who came"), reverse("attendance:session", args=address))
