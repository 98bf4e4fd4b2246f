"""Words that stand in addresses, and so cannot name a network, a place, a room or an organisation.

/<network>/<place>/… is read from the left: a network called "desk" would hide the desk, a place called "search" the
search; and one called "retention" could not be looked after, since /manage/retention/ is a page. A test walks all
addresses of the product and fails when one of their words is missing here.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from podworko.core.errors import Refused

RESERVED = frozenset(
    {
        "accessibility",
        "account",
        "admin",
        "api",
        "areas",
        "borrow",
        "calendar",
        "check",
        "damage",
        "demo",
        "desk",
        "door",
        "embed",
        "exchange",
        "feed",
        "feeds",
        "figures",
        "files",
        "find",
        "frame",
        "handovers",
        "healthz",
        "help",
        "here",
        "how",
        "invitation",
        "language",
        "list",
        "manage",
        "map",
        "members",
        "membership",
        "messages",
        "mine",
        "network",
        "networks",
        "new",
        "news",
        "on-your-site",
        "organisations",
        "people",
        "photos",
        "picture",
        "places",
        "posters",
        "programme",
        "rate",
        "request",
        "requests",
        "retention",
        "rooms",
        "rules",
        "search",
        "sign-up",
        "signed-in",
        "spread",
        "static",
        "styleguide",
        "subscribe",
        "survey",
        "verify",
        "walk-ins",
    }
)
LONGEST = 50


def is_reserved(slug: str) -> bool:
    """Say whether the product needs this word for itself."""
    return slug in RESERVED


def check(slug: str, *, field: str = "slug") -> None:
    """Refuse a word that the product needs for itself. Raises Refused."""
    if is_reserved(slug):
        raise Refused.because("reserved", _("This word is taken by a page of Podwórko. Choose another."), field=field)


def free_slug(name: str, taken: Container[str], *, longest: int = LONGEST) -> str:
    """Return a word for the address made from `name`, neither reserved nor among those `taken`."""
    stem = folded(name)[: longest - 4].strip("-") or "x"
    slug, number = stem, 2
    while slug in taken or is_reserved(slug):
        slug, number = f"{stem}-{number}", number + 1
    return slug


def is_same_name(name: str, others: Iterable[str]) -> bool:
    """Say whether one of the `others` is `name`, whatever the capitals: SQLite by itself knows those of ASCII only."""
    return name.casefold() in {other.casefold() for other in others}


@dataclass(frozen=True)
class Taken:
    """The names and the words for addresses that are taken: asked for once, where many things are entered at once."""

    names: set[str]
    slugs: set[str]

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> Self:
        """Ask for those of `rows`."""
        found = list(rows.values_list("name", "slug"))
        return cls({name.casefold() for name, _slug in found}, {slug for _name, slug in found})

    def has(self, name: str) -> bool:
        """Say whether something is called so, whatever the capitals."""
        return name.casefold() in self.names

    def add(self, name: str, slug: str) -> None:
        """Note what has just been entered."""
        self.names.add(name.casefold())
        self.slugs.add(slug)


def folded(name: str) -> str:
    """Return `name` in small ASCII letters, words joined by hyphens."""
    return slugify(name.translate(NOT_FOLDED))


# What Unicode does not take apart into a letter and its mark.
NOT_FOLDED = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "đ": "d", "ß": "ss"})
