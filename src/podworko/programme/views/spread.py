"""Which hours and whom the programme reaches: a picture with its table, for staff of a place and for officers."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from podworko.bookings import heat_plot
from podworko.bookings.views.asking import frame
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import clock, plots
from podworko.places.models import Audience, Network, Weekday
from podworko.places.views.network_frame import seen
from podworko.programme.forms.calendars import AUDIENCES
from podworko.programme.queries import spread
from podworko.programme.queries.spread import Spread
from podworko.programme.queries.wishes import Ground

PLAN = "programme.plan"
GROUPS = [audience for audience in Audience if audience != Audience.EVERYBODY]


@require_safe
@login_required
def of_centre(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show what the programme of a place reaches; a place for one group is asked about that one only."""
    place = staffed_centre_or_404(request, network, centre, may=PLAN)
    own = Audience(place.kind.audience)
    groups = GROUPS if own == Audience.EVERYBODY else [own]
    return _shown(request, Ground(place.network, place), groups, frame(place))


@seen
def of_network(request: HttpRequest, network: Network) -> HttpResponse:
    """Show what the programme of all places together reaches, and which of them leave out evenings and weekends."""
    return _shown(request, Ground(network), GROUPS, {"network": network})


def _shown(request: HttpRequest, ground: Ground, groups: Sequence[Audience], frame: dict[str, Any]) -> HttpResponse:
    name, audience = request.GET.get("period", ""), request.GET.get("audience", "")
    name = name if name in spread.PERIODS else spread.BACK
    audience = audience if audience in Audience else ""
    first, last = spread.period(name, clock.today(ground.network.zone))
    found = spread.spread(ground, first, last, audience=audience)
    hours = found.hours()
    context = {
        "spread": found,
        "said": spread.said(found, [] if audience else groups),
        "plot": _plot(found) if hours else "",
        "table": [(f"{hour}:00", [found.cells[day, hour] for day in Weekday]) for hour in hours],
        "days": [str(day.label) for day in Weekday],
        "audiences": found.by_audience(),
        "places": found.by_place() if ground.centre is None else [],
        "period": name,
        "periods": _periods(),
        "audience": audience,
        "choices": AUDIENCES,
    }
    return render(request, "programme/spread.html", frame | context)


def _plot(found: Spread) -> SafeString:
    days = [str(WEEKDAYS_ABBR[day]) for day in Weekday]
    most = max(found.cells.values())
    values = [
        {"day": days[day], "hour": f"{hour}:00", "step": _step(count / most), "words": str(count or "")}
        for hour in found.hours()
        for day in Weekday
        for count in [found.cells[day, hour]]
    ]
    label = _("How many dates are held in each hour of each day of the week; the table below tells the same.")
    return plots.drawn(heat_plot.spec(values, days, [f"{hour}:00" for hour in found.hours()]), label=label)


def _step(share: float) -> int:
    return sum(share >= step for step in heat_plot.STEPS)


def _periods() -> list[tuple[str, str]]:
    return [
        (spread.BACK, _("last 8 weeks")),
        (spread.AHEAD, _("next 8 weeks")),
        (spread.QUARTER, _("this quarter")),
    ]
