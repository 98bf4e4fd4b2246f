"""Networks: which ones I look after, making one, the board, what is told about one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from podworko.core.queries import history_of
from podworko.places import board as places
from podworko.places.actions import network_rows
from podworko.places.actions import networks as actions
from podworko.places.forms.networks import BoardForm, NetworkForm, NewNetworkForm, StatementForm
from podworko.places.models import AccessStatement, Network
from podworko.places.views.keeping import actor_of, sent, succeeded
from podworko.places.views.network_frame import at, filled_in, form_page, page, seen, shown

ON_A_PAGE = 50


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Show which networks the reader looks after; to somebody with none the page does not exist."""
    found = places.looked_after(request.user)
    may_add = request.user.has_perm("places.add_network")
    if not found and not may_add:
        raise Http404
    return page(request, None, "overview", networks=found, may_add=may_add)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def found(request: HttpRequest) -> HttpResponse:
    """Make a network."""
    if not request.user.has_perm("places.add_network"):
        raise Http404
    form = NewNetworkForm(sent(request))
    made: list[Network] = []

    def deed() -> None:
        slug = form.cleaned_data["slug"]
        made.append(actions.found_network(slug=slug, draft=form.draft(), by=actor_of(request)))

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("The network is there. Enter the organisations, then open the first place."))
        return redirect("places:board", made[0].slug)
    words = {"title": _("New network"), "back_words": _("Networks"), "save": _("Make the network")}
    return form_page(request, None, form, back=request.path.removesuffix("networks/new/"), **words)


@seen
def board(request: HttpRequest, network: Network) -> HttpResponse:
    """Show every place of the network, and what is missing where."""
    rows = places.lines(network)
    form = BoardForm(request.GET, choices=_choices(rows))
    wish = places.Chosen()
    if form.is_valid():
        data = form.cleaned_data
        wish = places.Chosen(data["stage"], data["kind"], data["district"], data["missing"])
    wanted = places.chosen(rows, wish)
    pages = Paginator(wanted, ON_A_PAGE)
    asked = request.GET.copy()
    asked.pop("page", None)
    return page(
        request,
        network,
        "board",
        form=form,
        count=len(wanted),
        all=len(rows),
        is_filtered=wish != places.Chosen(),
        shown=pages.get_page(request.GET.get("page")),
        asked=asked.urlencode(),
        by_stage=places.by_stage(rows),
        by_lack=places.by_lack(rows),
        may_change=request.user.has_perm("places.change_network", network),
    )


def _choices(rows: list[places.Line]) -> dict[str, list[tuple[Any, Any]]]:
    kinds = {row.place.kind_id: str(row.place.kind) for row in rows}
    return {
        "kind": sorted(kinds.items(), key=lambda pair: pair[1]),
        "district": [(name, name) for name in sorted({row.place.district for row in rows if row.place.district})],
        "missing": list(places.MISSING.items()),
    }


@filled_in
def details(request: HttpRequest, network: Network) -> HttpResponse:
    """Change what is told about the network."""

    def version() -> str:
        network.refresh_from_db()
        return actions.network_version(network)

    told = actions.draft_of(network)
    form = NetworkForm(sent(request), initial=vars(told), version=actions.network_version(network))

    def deed() -> None:
        seen = form.cleaned_data["seen"] or None
        actions.change_network(network=network, draft=form.draft(), by=actor_of(request), seen=seen)

    if request.method == "POST" and succeeded(form, deed, version=version):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:board", network.slug)
    return _form(request, network, form, _("About the network"))


@shown
def changes(request: HttpRequest, network: Network) -> HttpResponse:
    """Show what was changed about the network."""
    return page(request, network, "changes", history=history_of(network, zone=network.zone))


@filled_in
def statement(request: HttpRequest, network: Network) -> HttpResponse:
    """Change what the town declares about the accessibility of its site."""
    kept = AccessStatement.objects.filter(network=network).first() or AccessStatement(network=network)

    def version() -> str:
        return network_rows.statement_version(network)

    form = StatementForm(sent(request), instance=kept, version=version())

    def deed() -> None:
        seen = form.cleaned_data["seen"] or None
        network_rows.keep_statement(statement=form.save(commit=False), by=actor_of(request), seen=seen)

    if request.method == "POST" and succeeded(form, deed, version=version):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:board", network.slug)
    under = _("The law asks each public body for it. What the places say about access is added by itself.")
    return _form(request, network, form, _("Statement on accessibility"), under=under)


def _form(request: HttpRequest, network: Network, form: Any, title: str, **more: Any) -> HttpResponse:
    return form_page(request, network, form, title=title, back=at(network, "board"), back_words=network.name, **more)
