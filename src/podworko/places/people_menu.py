"""The way to the people of a place, of an organisation, of a network, in the menu of those who may grant there."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from podworko.core.menu import Item
from podworko.people.models import User
from podworko.people.queries import is_administrator, roles_on
from podworko.people.rules import granted_by
from podworko.places.models import Centre, Network
from podworko.places.sites import site_of


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the way to the people of what the page is about, when the reader may grant there."""
    user, owner = page.get("user"), page.get("centre") or page.get("network")
    if not isinstance(user, User) or not isinstance(owner, Centre | Network):
        return
    site = page.get("site") or site_of(owner)
    if granted_by(roles_on(user, site.scope_ids)) or is_administrator(user):
        yield Item(_("People"), site.people)
