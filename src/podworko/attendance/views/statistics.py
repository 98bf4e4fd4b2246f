"""How many came, as pictures with their tables and as files: to a place, to a whole network."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from podworko.attendance import files, visits_plot
from podworko.attendance.queries import statistics as queries
from podworko.attendance.queries.statistics import Figures, Period
from podworko.bookings.views.asking import frame
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.bookings.views.use import Period as Usual
from podworko.bookings.views.use import PeriodForm
from podworko.core import clock
from podworko.places.models import Centre, Network
from podworko.places.views import network_frame

MONTH, QUARTER, YEAR = 30, 91, 365
SEE, COUNT = "attendance.see", "attendance.count"


@login_required
@require_safe
def of_place(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show how many came to a place; small numbers to those alone who count there."""
    place = staffed_centre_or_404(request, network, centre, may=SEE)
    return _page(request, place, is_exact=request.user.has_perm(COUNT, place), **frame(place))


@login_required
@require_safe
def of_network(request: HttpRequest, network: str) -> HttpResponse:
    """Show how many came to the places of a network, without small numbers."""
    found = _network_or_404(request, network)
    return _page(request, found, is_exact=False, **network_frame.frame(found))


def _network_or_404(request: HttpRequest, slug: str) -> Network:
    found = get_object_or_404(Network, slug=slug)
    if not request.user.has_perm("places.see_network", found):
        raise Http404
    return found


def _page(request: HttpRequest, where: Centre | Network, *, is_exact: bool, **around: Any) -> HttpResponse:
    form, chosen = _period(request.GET, where)
    period = chosen if is_exact else chosen.whole_months()
    found = queries.figures(where, period, is_exact=is_exact)
    context = {
        "form": form,
        "figures": found,
        "is_exact": is_exact,
        "smallest": queries.SMALLEST,
        "periods": _usual(where, chosen),
        "months_plot": visits_plot.months(found.months, label=_label()) if len(found.months) > 1 else "",
        "bands_plot": visits_plot.bars(found.bands, label=_label()) if _has_some(found) else "",
        "where": where,
        **around,
    }
    return render(request, "attendance/statistics.html", context, status=422 if form.errors else 200)


def _has_some(found: Figures) -> bool:
    return sum(bool(row.count) for row in found.bands) > 1


def _label() -> str:
    return _("How many people came; the table beside it says the same.")


@login_required
@require_safe
def place_file(request: HttpRequest, network: str, centre: str, form: str) -> HttpResponse:
    """Return the figures of a place: each sheet to those who count there, months to the others."""
    place = staffed_centre_or_404(request, network, centre, may=SEE)
    _form, period = _period(request.GET, place)
    is_exact = request.user.has_perm(COUNT, place)
    table = queries.each_sheet(place, period) if is_exact else queries.each_month(place, period.whole_months())
    return files.answer(table, name=f"{place.slug}-{period.first}-{period.last}", form=form)


@login_required
@require_safe
def network_file(request: HttpRequest, network: str, form: str) -> HttpResponse:
    """Return the figures of a network: each month of each place."""
    found = _network_or_404(request, network)
    _form, period = _period(request.GET, found)
    table = queries.each_month(found, period.whole_months())
    return files.answer(table, name=f"{found.slug}-{period.first}-{period.last}", form=form)


def _period(query: QueryDict, where: Centre | Network) -> tuple[PeriodForm, Period]:
    """Return the form, and the days to look at: the last three months where none are chosen or they are wrong."""
    today = clock.today(where.zone)
    usual = {"first": today - dt.timedelta(days=QUARTER), "last": today}
    asked = {name: query[name] for name in usual if name in query}
    form = PeriodForm(asked) if asked else PeriodForm(initial=usual)
    values = form.cleaned_data if form.is_bound and form.is_valid() else usual
    return form, Period(values["first"], values["last"])


def _usual(where: Centre | Network, period: Period) -> list[Usual]:
    today = clock.today(where.zone)
    names = {MONTH: _("A month"), QUARTER: _("Three months"), YEAR: _("A year")}
    return [
        Usual(name, begin, today, is_chosen=(begin, today) == (period.first, period.last))
        for days, name in names.items()
        for begin in [today - dt.timedelta(days=days)]
    ]
