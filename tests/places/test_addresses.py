"""No network, place, room or organisation may be called by a word that stands in an address of the product."""

import re
from collections.abc import Iterable, Iterator

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


def fixed_words(routes: Iterable[str]) -> set[str]:
    """Return the words of the routes that stand where the name of a network, or of something in it, may stand."""
    found, beside = set(), {""}
    split = [route.split("/") for route in routes]
    # "manage/<slug:network>/": whatever stands after "manage/" elsewhere stands where a name may stand.
    beside |= {"/".join(parts[:at]) for parts in split for at, part in enumerate(parts) if part.startswith("<slug:")}
    for parts in split:
        within = range(len(parts)) if parts[0] == "<slug:network>" else range(1)
        found |= {parts[at] for at in range(len(parts)) if at in within or "/".join(parts[:at]) in beside}
    return {word for word in found if SLUG.fullmatch(word)}


def test_every_word_of_an_address_is_reserved():
    used = fixed_words(routes()) | {settings.STATIC_URL.strip("/").split("/")[0]}
    assert {"desk", "places", "borrow", "rooms", "retention"} <= used
    assert sorted(used - RESERVED) == []


def test_a_word_in_an_address_is_seen():
    assert fixed_words(["<slug:network>/<slug:centre>/rumours/"]) == {"rumours"}
    assert fixed_words(["rumours/<slug:network>/loud/"]) == {"rumours"}
    assert fixed_words(["<slug:network>/<slug:centre>/paper.pdf"]) == set()
    assert fixed_words(["manage/<slug:network>/", "manage/rumours/loud/"]) == {"manage", "rumours"}
    assert fixed_words(["manage/<slug:network>/", "account/rumours/loud/"]) == {"manage", "account"}


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
