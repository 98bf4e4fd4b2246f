"""The directory of a network's places."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from podworko.places.directory import districts, find
from podworko.places.drawing import map_of
from podworko.places.queries import network_with_kinds
from podworko.portal.directory import DirectoryForm, filters
from podworko.portal.finds import rows

ON_A_PAGE = 30
# Answers of the form that stand behind "more".
MORE = ("kind", "language", "access", "equipment", "rooms")


@require_safe
def directory(request: HttpRequest, network: str) -> HttpResponse:
    """Show the places that are as wished, the nearest first; what is wished for stands in the address."""
    town, kinds = network_with_kinds(network)
    parts = districts(town, with_borders=True)
    form = DirectoryForm(request.GET, kinds=kinds, districts=parts)
    wish = form.wish
    listing = find(town, wish)
    pages = Paginator(listing.finds, ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    in_force = filters(form, request.GET, listing.instead)
    context = {
        "network": town,
        "form": form,
        "filters": in_force,
        "ways_out": [each for each in in_force if each.instead],
        "has_more": any(form.data.get(name) for name in MORE if name != "access")
        or any(value != "step_free" for value in request.GET.getlist("access")),
        "rows": rows(listing, list(page.object_list), town.zone),
        "count": pages.count,
        "page": page,
        "previous": _address(request, page.previous_page_number()) if page.has_previous() else "",
        "next": _address(request, page.next_page_number()) if page.has_next() else "",
        "is_by_distance": wish.near is not None,
    } | map_of(parts, [each.centre for each in listing.finds])
    return render(request, "portal/directory.html", context)


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
