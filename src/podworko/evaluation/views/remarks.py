"""What people wrote: read by staff, shown to everybody or kept."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.bookings.views.desk import actor
from podworko.core.web import told
from podworko.evaluation.actions import moderating
from podworko.evaluation.forms import HideForm
from podworko.evaluation.queries import remarks as queries
from podworko.evaluation.queries.results import FEWEST
from podworko.evaluation.views.desk import page, place_or_404
from podworko.places.models import Centre
from podworko.places.views.keeping import sent, succeeded


@login_required
@require_safe
def remarks(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show what people wrote, first what nobody has read yet."""
    place = place_or_404(request, network, centre)
    return page(request, place, "remarks", remarks=queries.of_place(place), fewest=FEWEST, kept=moderating.KEPT.days)


@login_required
@require_POST
def show(request: HttpRequest, network: str, centre: str, remark: uuid.UUID) -> HttpResponse:
    """Show a sentence to everybody."""
    place = place_or_404(request, network, centre)
    found = queries.remark_or_404(place, remark)
    with told(request):
        moderating.show(remark=found, by=actor(request))
        messages.success(request, _("Everybody can read it now, as soon as there are enough voices."))
    return _to_remarks(place)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, network: str, centre: str, remark: uuid.UUID) -> HttpResponse:
    """Ask why, then keep a sentence among the staff."""
    place = place_or_404(request, network, centre)
    found = queries.remark_or_404(place, remark)
    form = HideForm(sent(request), initial={"reason": found.reason})

    def deed() -> None:
        moderating.hide(remark=found, reason=form.cleaned_data["reason"], by=actor(request))

    if form.is_bound and succeeded(form, deed):
        messages.success(request, _("Only you who work here can read it."))
        return _to_remarks(place)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, place, "hide", status, remark=found, form=form)


def _to_remarks(place: Centre) -> HttpResponse:
    return redirect("evaluation:remarks", place.network.slug, place.slug)
