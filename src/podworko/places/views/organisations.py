"""Organisations of a network: the list, entering one, keeping it right."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from podworko.core.queries import history_of
from podworko.places.actions import organisations as actions
from podworko.places.forms.organisations import OrganisationForm
from podworko.places.models import Network, Operation, Organisation
from podworko.places.sites import site_of
from podworko.places.views.keeping import actor_of, sent, succeeded
from podworko.places.views.network_frame import at, filled_in, form_page, page, shown


@shown
def listed(request: HttpRequest, network: Network) -> HttpResponse:
    """Show the organisations of the network."""
    return page(request, network, "organisations", rows=network.organisations.annotate(places=Count("centres")))


@filled_in
def new(request: HttpRequest, network: Network) -> HttpResponse:
    """Enter an organisation."""
    form = OrganisationForm(sent(request))

    def deed() -> None:
        actions.register_organisation(network=network, draft=form.draft(), by=actor_of(request))

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("The organisation is entered."))
        return redirect("places:kept_organisations", network.slug)
    back = at(network, "kept_organisations")
    return form_page(request, network, form, title=_("New organisation"), back=back, back_words=_("Organisations"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def one(request: HttpRequest, network: str, organisation: str) -> HttpResponse:
    """Change what is told about an organisation; show which places it runs and ran."""
    found = get_object_or_404(
        Organisation.objects.select_related("network", "scope"), network__slug=network, slug=organisation
    )
    if not request.user.has_perm("places.change_organisation", found):
        raise Http404

    def version() -> str:
        found.refresh_from_db()
        return actions.organisation_version(found)

    form = OrganisationForm(
        sent(request), initial=asdict(actions.draft_of(found)), version=actions.organisation_version(found)
    )

    def deed() -> None:
        seen = form.cleaned_data["seen"] or None
        actions.change_organisation(organisation=found, draft=form.draft(), by=actor_of(request), seen=seen)

    if request.method == "POST" and succeeded(form, deed, version=version):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:kept_organisation", network, organisation)
    runs = Operation.objects.filter(organisation=found).select_related("centre__network").order_by("-since")
    return page(
        request,
        found.network,
        "organisation",
        form=form,
        organisation=found,
        runs=runs,
        people=site_of(found).people,
        history=history_of(found, zone=found.network.zone),
        may_change=request.user.has_perm("places.change_network", found.network),
    )
