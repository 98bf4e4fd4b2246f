"""How the rooms of a place are used, for those who run it: a picture, its table, the figures behind them as a file."""

import csv
import datetime as dt
from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from podworko.bookings import heat_plot
from podworko.bookings.queries import heat
from podworko.bookings.views.asking import frame
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import clock
from podworko.core.fields import DayField
from podworko.core.imports.cells import harmless
from podworko.places.models import Centre, Room, Weekday

QUARTER, MONTH, YEAR = 91, 30, 365
LONG_AGO = dt.timedelta(days=3660)


class PeriodForm(forms.Form):
    """From which day to which."""

    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("To"))

    def clean(self) -> None:
        """Refuse a period that ends before it begins, and one longer than a year."""
        values = self.cleaned_data
        if not {"first", "last"} <= values.keys():
            return
        today = clock.now().date()
        if min(values.values()) < today - LONG_AGO or max(values.values()) > today + LONG_AGO:
            self.add_error("first", _("Choose days of the last ten years."))
        elif values["last"] < values["first"]:
            self.add_error("last", _("The last day comes before the first."))
        elif values["last"] - values["first"] > heat.LONGEST:
            self.add_error("first", _("Choose a year at most."))


@dataclass(frozen=True)
class Period:
    """A usual length of time to look back on."""

    name: str
    first: dt.date
    last: dt.date
    is_chosen: bool


@login_required
@require_safe
def use(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show how the rooms were used: by hour and weekday, lent, declined and why."""
    place = staffed_centre_or_404(request, network, centre)
    form, first, last = _period(request.GET, place)
    found = heat.use_of(place, first, last)
    rooms = [tally.room for tally in found.tallies]
    room = next((each for each in rooms if each.slug == request.GET.get("room")), None)
    cells = found.cells(room)
    periods = _usual(place, first, last)
    context = {
        "form": form,
        "use": found,
        "rooms": rooms,
        "room": room,
        "periods": periods,
        "is_usual": not form.errors and any(period.is_chosen for period in periods),
        "has_any": bool(found.lent_hours),
        "plot": heat_plot.drawn(found, room, label=_label(room)) if found.shown_hours() else "",
        "days": [day.label for day in Weekday],
        "table": _table(found, cells),
        "busiest": [(Weekday(cell.weekday).label, f"{cell.hour}:00", _percent(cell)) for cell in heat.busiest(cells)],
        "total": {name: found.total(name) for name in ("lent", "walk_ins", "no_shows")},
    }
    status = 422 if form.errors else 200
    return render(request, "bookings/use.html", context | frame(place), status=status)


@login_required
@require_safe
def use_file(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the figures behind the picture: a line for each hour of the week of each room."""
    place = staffed_centre_or_404(request, network, centre)
    _form, first, last = _period(request.GET, place)
    found = heat.use_of(place, first, last)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{place.slug}-{first}-{last}.csv"'
    response["Cache-Control"] = "private, no-store"
    response.write("\ufeff")  # by this mark spreadsheets know the letters
    lines = csv.writer(response, delimiter=";")
    lines.writerow([_("Room"), _("Day"), _("Hour"), _("Open, hours"), _("In use, hours"), _("Share, %")])
    for tally in found.tallies:
        for cell in found.cells(tally.room):
            if cell.open:
                day = Weekday(cell.weekday).label
                figures = [_number(cell.open / heat.HOUR), _number(cell.used / heat.HOUR)]
                share = _number(100 * (cell.share or 0))
                lines.writerow([harmless(tally.room.name), day, f"{cell.hour}:00", *figures, share])
    return response


def _period(query: QueryDict, place: Centre) -> tuple[PeriodForm, dt.date, dt.date]:
    """Return the form, and the days to look at: the last three months where none are chosen or they are wrong."""
    today = clock.today(place.zone)
    usual = {"first": today - dt.timedelta(days=QUARTER), "last": today}
    asked = {name: query[name] for name in usual if name in query}
    form = PeriodForm(asked) if asked else PeriodForm(initial=usual)
    if form.is_bound and form.is_valid():
        return form, form.cleaned_data["first"], form.cleaned_data["last"]
    return form, usual["first"], usual["last"]


def _usual(place: Centre, first: dt.date, last: dt.date) -> list[Period]:
    today = clock.today(place.zone)
    names = {MONTH: _("A month"), QUARTER: _("Three months"), YEAR: _("A year")}
    return [
        Period(name, begin, today, is_chosen=(begin, today) == (first, last))
        for days, name in names.items()
        for begin in [today - dt.timedelta(days=days)]
    ]


def _label(room: Room | None) -> str:
    if room:
        return _(
            "How much of the open hours %(room)s is in use, by hour and weekday; the table below says the same."
        ) % {"room": room.name}
    return _("How much of the open hours the rooms are in use, by hour and weekday; the table below says the same.")


def _table(found: heat.Use, cells: list[heat.Cell]) -> list[tuple[str, list[str]]]:
    """Return a line for each hour that is shown: its name, and the share on each weekday."""
    by_place = {(cell.weekday, cell.hour): cell for cell in cells}
    days = range(heat.WEEK)
    return [(f"{hour}:00", [_percent(by_place[day, hour]) for day in days]) for hour in found.shown_hours()]


def _percent(cell: heat.Cell) -> str:
    return "–" if cell.share is None else f"{cell.share:.0%}"


def _number(value: float) -> str:
    """Return a number as Polish spreadsheets read it."""
    return f"{value:.2f}".replace(".", ",")
