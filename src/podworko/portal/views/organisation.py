"""Organisations of a network: their list, and the page of one."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from podworko.places.models import Network, Organisation, Stage
from podworko.places.queries import centres
from podworko.places.searchable import WORKING

ON_A_PAGE = 60


@require_safe
def organisations(request: HttpRequest, network: str) -> HttpResponse:
    """List those who run places or are members of the network, by name."""
    town = get_object_or_404(Network, slug=network)
    at_work = Count("centres", filter=Q(centres__stage__in=WORKING))
    found = Organisation.objects.filter(network=town).select_related("network").annotate(runs=at_work)
    pages = Paginator(found.filter(Q(runs__gt=0) | Q(is_member=True)).order_by("name", "pk"), ON_A_PAGE)
    context = {"network": town, "page": pages.get_page(request.GET.get("page"))}
    return render(request, "portal/organisations.html", context)


@require_safe
def organisation(request: HttpRequest, network: str, organisation: str) -> HttpResponse:
    """Show an organisation: its numbers, how to reach it, the places that it runs and ran."""
    found = get_object_or_404(Organisation.objects.select_related("network"), network__slug=network, slug=organisation)
    shown = centres().filter(stage__in=(*WORKING, Stage.CLOSED)).order_by("name")
    context = {
        "network": found.network,
        "organisation": found,
        "numbers": [("KRS", found.krs), ("NIP", found.nip), ("REGON", found.regon)],
        "runs": shown.filter(operator=found).exclude(stage=Stage.CLOSED),
        "ran": found.operations.filter(Q(until__isnull=False) | Q(centre__stage=Stage.CLOSED), centre__in=shown)
        .select_related("centre__network")
        .order_by("-until", "-since"),
    }
    return render(request, "portal/organisation.html", context)
