"""The search: in one network, or in all of this installation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from podworko.core import clock, search
from podworko.core.errors import Sentence
from podworko.core.models import SearchEntry
from podworko.places import searchable
from podworko.places.directory import Find, Listing
from podworko.places.hours import Now
from podworko.places.models import Centre, Network
from podworko.places.queries import networks
from podworko.portal.finds import state

# Of each kind so many stand on the page of all kinds; the rest is one step away.
FIRST = 5
MOST_PAGES = 500


@dataclass(frozen=True)
class Result:
    """One thing that was found, ready for the page."""

    pk: int
    name: SafeString
    url: str
    kind: SafeString
    look: str
    where: SafeString
    reasons: Sequence[SafeString]
    is_step_free: bool
    state: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    code: str
    label: Sentence
    count: int
    address: str
    results: Sequence[Result]


@require_safe
def everywhere(request: HttpRequest) -> HttpResponse:
    """Search all networks of this installation."""
    return _page(request, None, {network.slug: network for network in networks()})


@require_safe
def in_network(request: HttpRequest, network: str) -> HttpResponse:
    """Search one network."""
    town = get_object_or_404(Network, slug=network)
    return _page(request, town, {town.slug: town})


def _page(request: HttpRequest, town: Network | None, towns: Mapping[str, Network]) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    kinds = {each.code: each.label for each in search.searchables()}
    kind = request.GET.get("what", "")
    kind = kind if kind in kinds else ""
    number = _number(request.GET.get("page", ""))
    answer = search.find(
        typed,
        network=town.slug if town else "",
        ranks=((number - 1) * search.PER_PAGE + 1, number * search.PER_PAGE) if kind else (1, FIRST),
    )
    entries = search.entries(answer)
    shown = {code: rows for code, rows in entries.items() if not kind or code == kind}
    # A question that was asked twice or three times leaves no time for the hours.
    is_plain = not answer.corrected and not answer.is_partial
    places = [entry.object_id for entry in shown.get(searchable.PLACES, ()) if is_plain]
    standing = _standing(places, towns)
    groups = [
        Group(
            code=code,
            label=label,
            count=answer.counts[code],
            address=f"?{urlencode({'q': typed, 'what': code})}",
            results=[_result(entry, answer, standing, towns, town) for entry in shown.get(code, ())],
        )
        for code, label in kinds.items()
        if answer.counts.get(code)
    ]
    has_more = kind and answer.counts.get(kind, 0) > number * search.PER_PAGE
    context = {
        "network": town,
        "q": typed,
        "kind": "",
        "what": kind,
        "answer": answer,
        "groups": groups,
        "corrections": [
            search.as_written(word, chain.from_iterable(entries.values())) for word in answer.corrected.values()
        ],
        "previous": _address(typed, kind, number - 1) if kind and number > 1 else "",
        "next": _address(typed, kind, number + 1) if has_more else "",
        "number": number,
    }
    return render(request, "portal/search.html", context)


def _result(
    entry: SearchEntry,
    answer: search.Answer,
    standing: Mapping[int, tuple[Now, Network]],
    towns: Mapping[str, Network],
    town: Network | None,
) -> Result:
    now = standing.get(entry.object_id) if entry.kind == searchable.PLACES else None
    where = entry.where
    if not town and entry.network in towns:
        where = f"{where} · {towns[entry.network].name}"
    look = next((code for code in entry.codes if code.startswith("kind:")), "").partition(":")[2]
    kind = entry.kind_name or search.said(entry, "kind:") or search.said(entry, "organisation:")
    return Result(
        pk=entry.object_id,
        name=search.marked(entry.name, answer.terms),
        url=entry.url,
        kind=search.marked(capfirst(kind), answer.terms),
        look=look,
        where=search.marked(where, answer.terms),
        reasons=search.reasons(entry, answer.terms),
        is_step_free=searchable.STEP_FREE in entry.codes,
        state=state(now[0], now[1].zone) if now else "",
        is_open=bool(now and now[0].is_open),
    )


def _standing(ids: Sequence[int], towns: Mapping[str, Network]) -> dict[int, tuple[Now, Network]]:
    """Return how these places stand now, in five queries; none where there are none."""
    if not ids:
        return {}
    by_id = {network.pk: network for network in towns.values()}
    centres = [centre for centre in Centre.objects.filter(pk__in=ids) if centre.network_id in by_id]
    for centre in centres:
        centre.network = by_id[centre.network_id]
    finds = [Find(centre) for centre in centres]
    now = Listing(finds, clock.now()).standing(finds)
    return {centre.pk: (now[centre.pk], centre.network) for centre in centres}


def _number(text: str) -> int:
    return min(max(int(text), 1), MOST_PAGES) if text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004 - digits


def _address(typed: str, kind: str, number: int) -> str:
    return f"?{urlencode({'q': typed, 'what': kind, 'page': number})}"
