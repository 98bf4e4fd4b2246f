"""The desk at which people are counted: the day, one session, the numbers typed in afterwards."""

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from podworko.attendance import occasions
from podworko.attendance.actions import counting
from podworko.attendance.forms import NumbersForm
from podworko.attendance.occasions import Occasion
from podworko.attendance.queries import desk as queries
from podworko.attendance.strokes import Stroke, word
from podworko.bookings.views.asking import frame
from podworko.bookings.views.desk import actor
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import clock, versions
from podworko.core.errors import Conflict, Refused
from podworko.core.forms import add_problems
from podworko.core.queries import history_of
from podworko.places.models import Centre
from podworko.places.views.keeping import sent

COUNT = "attendance.count"


def place_or_404(request: HttpRequest, network: str, centre: str) -> Centre:
    """Return the place at the address to whoever counts there. Raises Http404 to others."""
    return staffed_centre_or_404(request, network, centre, may=COUNT)


def address_of(occasion: Occasion, page: str = "") -> str:
    """Return the address of a page of `occasion`."""
    words = [occasion.place.network.slug, occasion.place.slug]
    if occasion.session:
        return reverse(f"attendance:session{page}", args=[*words, occasion.session.pk])
    return reverse(f"attendance:day{page}", args=[*words, occasion.on.isoformat()])


def show(
    request: HttpRequest, occasion: Occasion, template: str, status: HTTPStatus = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    """Show a page of `occasion`; it may name people, so that nothing but the worker of the page keeps it."""
    shown = {
        "occasion": occasion,
        "session": occasion.session,
        "activity": occasion.session and occasion.session.activity,
        "zone": occasion.place.zone,
        "address": address_of(occasion),
        "numbers_address": address_of(occasion, "_numbers"),
        **frame(occasion.place),
        **context,
    }
    response = render(request, f"attendance/{template}.html", shown, status=status)
    patch_cache_control(response, private=True, no_cache=True)
    return response


# --- counting ---


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def today(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show what is counted today: those who drop in, and what is held."""
    place = place_or_404(request, network, centre)
    return _day(request, Occasion(place, clock.today(place.zone)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, network: str, centre: str, on: str) -> HttpResponse:
    """Show what was counted on a day."""
    return _day(request, occasions.day_of(place_or_404(request, network, centre), on))


def _day(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    if request.method == "POST":
        return _pressed(request, occasion)
    return show(
        request,
        occasion,
        "day",
        counter=queries.counter(occasion),
        held=queries.held_on(occasion.place, occasion.on),
        key=uuid.uuid4(),
        around=_around(occasion),
    )


def _around(occasion: Occasion) -> dict[str, str]:
    """Return the days before and after; none to come."""
    one = dt.timedelta(days=1)
    days = {"previous": occasion.on - one, "next": occasion.on + one}
    if days["next"] > clock.today(occasion.place.zone):
        del days["next"]
    return {name: address_of(Occasion(occasion.place, on)) for name, on in days.items()}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, network: str, centre: str, session: int) -> HttpResponse:
    """Count those who came to a session, and tick those who had signed up."""
    occasion = occasions.session_or_404(place_or_404(request, network, centre), session)
    if request.method == "POST":
        return _pressed(request, occasion)
    return show(request, occasion, "session", counter=queries.counter(occasion), key=uuid.uuid4())


def _pressed(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    """Keep the press of a button, where no script did it; sent with none, nothing is done."""
    stroke, anchor = _stroke(request.POST)
    if stroke:
        for outcome in counting.take(occasion=occasion, strokes=[stroke], by=actor(request)):
            if outcome.problem:
                messages.error(request, str(outcome.problem.sentence))
    return redirect(f"{address_of(occasion)}{anchor}")


def _stroke(posted: QueryDict) -> tuple[Stroke | None, str]:
    """Return what was pressed, and where on the page that is.

    The key of the page and the button name the press: a double click is one of them.
    """
    try:
        key = uuid.UUID(posted.get("key", ""))
    except ValueError:
        return None, ""
    for name in ("press", "tick"):
        said, _colon, value = posted.get(name, "").partition(":")
        if (of := word(said)) and value in {"1", "-1", "0"}:
            made = uuid.uuid5(key, f"{name}:{of}:{value}")
            if name == "tick":
                return Stroke(made, clock.now(), person=of, is_here=value == "1"), f"#at-{of}"
            return Stroke(made, clock.now(), what=of, delta=int(value)), f"#at-{of}"
    return None, ""


# --- afterwards ---


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def day_numbers(request: HttpRequest, network: str, centre: str, on: str) -> HttpResponse:
    """Type in, or correct, how many dropped in on a day."""
    return _numbers(request, occasions.day_of(place_or_404(request, network, centre), on))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_numbers(request: HttpRequest, network: str, centre: str, session: int) -> HttpResponse:
    """Type in, or correct, how many came to a session."""
    return _numbers(request, occasions.session_or_404(place_or_404(request, network, centre), session))


def _numbers(request: HttpRequest, occasion: Occasion) -> HttpResponse:
    sheet = queries.sheet_of(occasion)
    totals = queries.totals_of(sheet)
    version = queries.version_of(totals)
    form = NumbersForm(sent(request), occasion=occasion, totals=totals, version=version)
    status = HTTPStatus.OK
    if form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                if form.totals() != {each: totals.get(each, 0) for each in form.totals()}:
                    versions.check(form.cleaned_data["seen"] or None, version)
                counting.correct(
                    occasion=occasion,
                    totals=form.totals(),
                    reason=form.cleaned_data["reason"],
                    by=actor(request),
                    key=form.key(),
                )
            except Refused as refusal:
                add_problems(form, refusal.problems)
                if isinstance(refusal, Conflict):
                    form.show_again(version)
                status = HTTPStatus(refusal.status)
            else:
                messages.success(request, _("Saved."))
                return redirect(address_of(occasion))
    history = history_of(sheet, zone=occasion.place.zone) if sheet else None
    return show(request, occasion, "numbers", status, form=form, history=history)
