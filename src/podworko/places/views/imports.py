"""Tables that somebody brings for a network: bringing one, how far it is, what it would do, what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.imports import actions, claims, queries, registry
from podworko.core.models import Import
from podworko.core.web import told
from podworko.people.models import User
from podworko.places.forms.imports import KINDS, BringForm, ConfirmForm
from podworko.places.models import Network

SHOWN = 20


def _network(request: HttpRequest, network: str) -> Network:
    """Return the network, for those who may bring tables; to others it does not exist."""
    found = get_object_or_404(Network, slug=network)
    if not request.user.has_perm("places.change_network", found):
        raise Http404
    return found


def _import(request: HttpRequest, network: str, public_id: UUID) -> tuple[Network, Import]:
    found = _network(request, network)
    return found, queries.import_or_404(found, public_id)


def _actor(request: HttpRequest) -> audit.Actor:
    assert isinstance(request.user, User)
    return audit.staff(request.user)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, network: str) -> HttpResponse:
    """Show what can be brought and what was; take a table in."""
    found = _network(request, network)
    is_sent = request.method == "POST"
    form = BringForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"kind": request.GET.get("kind", "")},
    )
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            brought = actions.bring(
                importer=registry.importer_of(form.cleaned_data["kind"]),
                subject=found,
                file=file,
                name=file.name,
                by=_actor(request),
            )
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            return redirect("places:import", found.slug, brought.public_id)
    context = {
        "network": found,
        "form": form,
        "importers": [(importer, importer.code.removeprefix(KINDS)) for importer in registry.importers(KINDS)],
        "imports": [(each, registry.importer_of(each.kind).title) for each in queries.of_subject(found)[:SHOWN]],
    }
    return render(request, "places/imports/bring.html", context, status=422 if is_sent else 200)


@login_required
@require_safe
def template(request: HttpRequest, network: str, kind: str) -> HttpResponse:
    """Hand out the workbook to be filled in."""
    _network(request, network)
    try:
        importer = registry.importer_of(KINDS + kind)
    except KeyError as error:
        raise Http404 from error
    from podworko.core.imports import sheets  # noqa: PLC0415 - takes half a second, for those who want one

    return _workbook(sheets.template(importer), f"podworko-{kind}.xlsx")


@never_cache
@login_required
@require_safe
def show(request: HttpRequest, network: str, public_id: UUID) -> HttpResponse:
    """Show how far a table is, what it would do row by row, or what became of it."""
    found, brought = _import(request, network, public_id)
    return render(request, "places/imports/show.html", _page(request, found, brought))


def _page(request: HttpRequest, network: Network, brought: Import, form: ConfirmForm | None = None) -> dict[str, Any]:
    context: dict[str, Any] = {
        "network": network,
        "brought": brought,
        "title": registry.importer_of(brought.kind).title,
        "is_at_work": brought.state in {Import.State.READING, Import.State.WRITING},
        "is_over": brought.finished_at is not None,
        "is_given_up": claims.given_up_in(brought) is not None,
    }
    if brought.state in {Import.State.READY, Import.State.DONE}:
        chosen, page = request.GET.get("show", ""), request.GET.get("page", "1")
        preview = queries.preview(brought, chosen=chosen, page=page)
        context["preview"] = preview
        can_all = not brought.rows_wrong and preview.good <= actions.most_at_once()
        context["form"] = form or (ConfirmForm() if can_all else None)
    return context


@login_required
@require_POST
def confirm(request: HttpRequest, network: str, public_id: UUID) -> HttpResponse:
    """Let the good rows be written."""
    found, brought = _import(request, network, public_id)
    form = ConfirmForm(request.POST)
    is_all = form.is_valid() and form.cleaned_data["is_all_or_nothing"]
    with told(request):
        actions.confirm(brought=brought, by=_actor(request), is_all_or_nothing=is_all)
    return redirect("places:import", found.slug, brought.public_id)


@login_required
@require_POST
def again(request: HttpRequest, network: str, public_id: UUID) -> HttpResponse:
    """Go on with what was given up because of us."""
    found, brought = _import(request, network, public_id)
    with told(request):
        actions.try_again(brought=brought, by=_actor(request))
    return redirect("places:import", found.slug, brought.public_id)


@login_required
@require_POST
def drop(request: HttpRequest, network: str, public_id: UUID) -> HttpResponse:
    """Bring nothing in."""
    found, brought = _import(request, network, public_id)
    with told(request):
        actions.drop(brought=brought, by=_actor(request))
        messages.success(request, _("The table is dropped. Nothing of it was brought in."))
    return redirect("places:imports", found.slug)


@never_cache
@login_required
@require_safe
def wrong(request: HttpRequest, network: str, public_id: UUID) -> HttpResponse:
    """Hand out the wrong rows with the reason of each."""
    _found, brought = _import(request, network, public_id)
    if not brought.rows_wrong:
        raise Http404
    from podworko.core.imports import sheets  # noqa: PLC0415 - takes half a second, for those who want one

    return _workbook(sheets.wrong_rows(brought), f"podworko-{brought.created_at:%Y-%m-%d}-wrong.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
