"""What the menu holds for whoever runs the installation."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.core.menu import Item


def items(page: Mapping[str, Any]) -> Iterable[Item]:
    """Return the way to the rules of retention; on the pages of a network its own ways have the room."""
    user = page.get("user")
    if user and not page.get("network") and user.has_perm("people.see_retention"):
        yield Item(_("How long things are kept"), reverse("people:retention"))
