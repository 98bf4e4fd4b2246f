"""What is known about access: of one place in full, and the statutory declaration of a network's site."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from podworko.places.access import highlights, sheets
from podworko.places.models import AccessFact, AccessStatement, Network
from podworko.places.queries import centres, visible_centre_or_404
from podworko.places.searchable import WORKING


@require_safe
def place_access(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show all that is known about access to a place, its entrances and rooms, and what nobody has looked at yet."""
    found = visible_centre_or_404(request.user, network, centre)
    context = {"centre": found, "network": found.network, "kind": found.kind.look, "sheets": sheets(found)}
    return render(request, "portal/place_access.html", context)


@require_safe
def statement(request: HttpRequest, network: str) -> HttpResponse:
    """Show the declaration that the law asks of a public body's site, its buildings told from the facts.

    Ustawa z 4.04.2019 o dostępności cyfrowej stron internetowych, art. 10; ids of elements by the technical conditions
    v2.0 of 31.07.2024. Until the town has filled it in, the page says so, and tells of the buildings all the same.
    """
    town = get_object_or_404(Network, slug=network)
    facts = AccessFact.objects.filter(entrance=None, room=None)
    places = centres().filter(network=town, stage__in=WORKING).order_by("name", "pk")
    context = {
        "network": town,
        "statement": AccessStatement.objects.filter(network=town).first(),
        "address": f"{settings.SITE_URL}{reverse('portal:network', args=[town.slug])}",
        "places": [
            (place, highlights(place.access_facts.all()))
            for place in places.prefetch_related(Prefetch("access_facts", facts))
        ],
    }
    return render(request, "portal/accessibility.html", context)
