"""No network, place, room or organisation may be called by a word that stands in an address of the product."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from podworko.core.errors import Refused
from podworko.places.addresses import RESERVED, check, free_slug

SLUG = re.compile(r"[-a-zA-Z0-9_]+")


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Yield the whole route of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def fixed_words(route: str) -> set[str]:
    """Return the words of a route that stand where the name of a network, or of something in it, may stand."""
    parts = route.split("/")
    within = parts if parts[0] == "<slug:network>" else parts[:1]
    return {part for part in within if SLUG.fullmatch(part)}


def test_every_word_of_an_address_is_reserved():
    used = {word for route in routes() for word in fixed_words(route)} | {settings.STATIC_URL.strip("/").split("/")[0]}
    assert {"desk", "places", "borrow", "rooms"} <= used
    assert sorted(used - RESERVED) == []


def test_a_word_in_an_address_is_seen():
    assert fixed_words("<slug:network>/<slug:centre>/rumours/") == {"rumours"}
    assert fixed_words("rumours/<slug:network>/loud/") == {"rumours"}
    assert fixed_words("<slug:network>/<slug:centre>/paper.pdf") == set()


def test_a_reserved_word_is_refused_beside_its_field():
    with pytest.raises(Refused) as refusal:
        check("search")
    assert (refusal.value.problems[0].field, refusal.value.problems[0].code) == ("slug", "reserved")
    check("na-kozlowce")


def test_a_word_made_from_a_name_is_free():
    assert free_slug("Łąka na Kozłówce", set()) == "laka-na-kozlowce"
    assert free_slug("Search", set()) == "search-2"
    assert free_slug("Świt", {"swit", "swit-2"}) == "swit-3"
    assert free_slug("«»", set()) == "x"
    assert len(free_slug("ą" * 300, set())) <= 50
