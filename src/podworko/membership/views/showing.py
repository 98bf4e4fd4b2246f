"""The list shown otherwise: plain to be printed, as a file, as counts with their picture; and the rules of the book."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from podworko.core import clock, exports
from podworko.membership import figures_plot, tables
from podworko.membership.actions.rules import change_rules
from podworko.membership.forms import RulesForm
from podworko.membership.models import ENDED
from podworko.membership.queries import desk as queries
from podworko.membership.queries.figures import figures_of
from podworko.membership.queries.members import roll_of
from podworko.membership.views.frame import kept_centre_or_404, page, tried
from podworko.places.models import Centre
from podworko.places.views.keeping import actor_of, filled_in, sent


@login_required
@require_safe
def plain_list(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show numbers and names only, to be printed."""
    place = kept_centre_or_404(request, network, centre)
    return page(request, place, "list", rows=queries.names_and_numbers(place), today=clock.today(place.zone))


@login_required
@require_safe
def export_csv(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the members as a file for any program."""
    place = kept_centre_or_404(request, network, centre)
    headings, rows = tables.members(place)
    return exports.answer(exports.as_csv(headings, rows), name=tables.name_of(place, "csv"))


@login_required
@require_safe
def export_xlsx(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the members as a workbook."""
    place = kept_centre_or_404(request, network, centre)
    headings, rows = tables.members(place)
    return exports.answer(exports.as_xlsx(_("Members"), headings, rows), name=tables.name_of(place, "xlsx"))


@login_required
@require_safe
def figures(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show how many belong, came and went, month by month: a picture and its table."""
    place = kept_centre_or_404(request, network, centre)
    found = figures_of(place)
    label = _("Members at the end of each month; the table below says the same.")
    return page(
        request,
        place,
        "figures",
        figures=found,
        plot=figures_plot.drawn(found, label=label),
        ways=[state.label for state in ENDED],
    )


@filled_in
def rules(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show the rules of the book, and change them."""
    form = RulesForm(sent(request), roll=roll_of(place))
    status = HTTPStatus.OK
    if form.is_bound:
        status = tried(form, lambda: change_rules(centre=place, by=actor_of(request), **form.cleaned_data))
    if status == HTTPStatus.FOUND:
        messages.success(request, _("Saved. The rules hold from now on."))
        return redirect("membership:rules", place.network.slug, place.slug)
    return page(request, place, "rules", status, form=form)
