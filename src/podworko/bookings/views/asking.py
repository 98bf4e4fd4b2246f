"""A resident asks for a room: the form, the look at the day while it is filled in, the code."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.bookings import terms
from podworko.bookings.actions import asking
from podworko.bookings.drafts import Draft
from podworko.bookings.forms import ANY, DAYS_SHOWN, CodeForm, DayChoice, RequestForm, WhenForm
from podworko.bookings.links import path_of, reference_in
from podworko.bookings.models import BookingRequest, Channel, RequestState
from podworko.bookings.queries.again import again as again_of
from podworko.bookings.queries.requests import by_reference_or_404
from podworko.bookings.queries.rules_said import said
from podworko.bookings.queries.strips import Strip, strips
from podworko.core import audit, clock
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.web import limit_address, told
from podworko.places import hours
from podworko.places.models import Centre
from podworko.places.queries import visible_centre_or_404

HOUR = dt.timedelta(hours=1)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show the form; send what was filled in, then on to the code."""
    place = visible_centre_or_404(request.user, network, centre)
    return _ask(request, place, first_values(request, place))


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form as the resident filled it in last time, for days that follow those; a request of its own."""
    booking = by_reference_or_404(reference_in(token))
    if booking.state == RequestState.UNCONFIRMED:
        return redirect(path_of(booking, "code"))
    return _ask(request, booking.centre, values_again(booking))


def _ask(request: HttpRequest, place: Centre, initial: Mapping[str, Any]) -> HttpResponse:
    if not place.lends_rooms:
        return redirect(place)
    if request.method != "POST":
        form = RequestForm(centre=place, initial=dict(initial))
        return render(request, "bookings/ask.html", page(place, form))
    if "look" in request.POST:  # no JavaScript: show the day and the dates, say nothing of what is not filled in yet
        form = RequestForm(centre=place, initial=_typed(request))
        looked = WhenForm(request.POST, centre=place)
        looked.is_valid()
        form.judgement, form.data = looked.judgement, request.POST
        return render(request, "bookings/ask.html", page(place, form))
    form = RequestForm(request.POST, centre=place)
    if form.is_valid():
        limit_address(request, "ask", limit=60, per=HOUR)
        draft: Draft = form.draft()
        key = f"web:{form.cleaned_data['submission_key'][:36]}:{draft.digest()[:16]}"
        try:
            booking = asking.submit(
                centre=place, draft=draft, channel=Channel.WEB, by=audit.RESIDENT, submission_key=key
            )
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            is_new = booking.state == RequestState.UNCONFIRMED
            return redirect(path_of(booking, "code" if is_new else "mine"))
    return render(request, "bookings/ask.html", page(place, form), status=422)


@require_safe
def check(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show the hours of the day asked for, and what the rules say so far: a fragment for htmx."""
    place = visible_centre_or_404(request.user, network, centre)
    form = WhenForm(request.GET, centre=place)
    form.is_valid()
    return render(request, "bookings/day_asked.html", page(place, form))


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the six digits from the mail; with the right ones the request goes to the place."""
    booking = by_reference_or_404(reference_in(token))
    if booking.state != RequestState.UNCONFIRMED:
        return redirect(path_of(booking))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        limit_address(request, "code", limit=60, per=HOUR)
        try:
            asking.confirm(request=booking, code=form.cleaned_data["code"])
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            return redirect(path_of(booking))
    context = {"form": form, "booking": booking, "token": token, **frame(booking.centre)}
    return render(request, "bookings/code.html", context, status=422 if form.errors else 200)


@require_POST
def new_code(request: HttpRequest, token: str) -> HttpResponse:
    """Send another code."""
    booking = by_reference_or_404(reference_in(token))
    if booking.state == RequestState.UNCONFIRMED:
        with told(request):
            asking.send_confirmation_code(request=booking)
    return redirect(path_of(booking, "code"))


def page(place: Centre, form: WhenForm) -> dict[str, Any]:
    """Return the context of a page with a request form: the strips of the day, the outlook of the dates."""
    on, asked, room = _asked(form)
    shown = [form.rooms[room]] if room in form.rooms else list(form.rooms.values())
    day_strips: list[Strip] = strips(place, shown, on, asked=asked) if on else []
    return {
        "form": form,
        "strips": day_strips,
        "day": hours.day(place, on) if on else None,
        "outlooks": form.judgement.dates if form.is_bound else (),
        "terms": terms.terms_of(place),
        "said": said(place),
        **frame(place),
    }


def frame(place: Centre) -> dict[str, Any]:
    """Return what the frame of a page of a place needs."""
    return {"centre": place, "network": place.network, "kind": place.kind.look}


def first_values(request: HttpRequest, place: Centre) -> dict[str, Any]:
    """Return what the form begins with: the day and room that the address names, else the first possible day."""
    first = _first_open_day(place)
    on = DayChoice.read(request.GET, usual=first)
    # As the search for a room, or a plan, hands them over; what is nonsense is said when it is looked at.
    given = {name: request.GET[name] for name in ("starts", "ends", "people") if request.GET.get(name)}
    return {"on": max(on, first), "room": request.GET.get("room", ANY), **given}


def values_again(booking: BookingRequest) -> dict[str, Any]:
    """Return what a form begins with that asks for the same as `booking`, on the days that follow its own."""
    return {**RequestForm.initial_again(booking, again_of(booking))}


def _first_open_day(place: Centre) -> dt.date:
    return terms.first_open_day(place, terms.first_day(place, terms.terms_of(place)))


def _typed(request: HttpRequest) -> dict[str, Any]:
    many = {"equipment", "weekdays", "skips"}
    return {name: request.POST.getlist(name) if name in many else value for name, value in request.POST.items()}


def _asked(form: WhenForm) -> tuple[dt.date | None, tuple[dt.time, dt.time] | None, str]:
    """Return the day, hours and room that the form holds so far, as far as they can be read."""
    fields = form.fields
    values = {name: form[name].value() for name in ("on", "starts", "ends", "room")}

    def read(name: str) -> Any:
        try:
            return fields[name].clean(values[name]) if values[name] else None
        except ValidationError:
            return None

    on, starts, ends = read("on"), read("starts"), read("ends")
    if on and abs((on - clock.today(form.centre.zone)).days) > DAYS_SHOWN:
        on = None
    return on, (starts, ends) if starts and ends and starts < ends else None, str(values["room"] or ANY)
