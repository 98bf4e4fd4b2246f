"""The Today page of those on duty: rooms now and next, walk-ins, hand-over, each deed one tap."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.bookings import damage, day_ways
from podworko.bookings.actions import handovers, walk_ins
from podworko.bookings.forms_today import TIDY, LeftForm, StartForm, WalkInForm
from podworko.bookings.handing_over import Step, Used
from podworko.bookings.models import BookingDate, DateState, Handover, WalkIn
from podworko.bookings.queries import today as queries
from podworko.bookings.queries.handovers import line_of, use_of
from podworko.bookings.views.asking import frame
from podworko.bookings.views.desk import actor
from podworko.bookings.views.staffed import check_staffed, staffed_centre_or_404
from podworko.core import clock
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.web import told
from podworko.places.models import Centre
from podworko.places.models.photos import SIZES

P = ParamSpec("P")
HOUR = 3600
GIVE_BACK, UNDO = "give-back", "undo"


def _address(place: Centre) -> str:
    return reverse("bookings:today", args=[place.network.slug, place.slug])


@login_required
@require_safe
def today(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show the day; to htmx only the board, and nothing (204) when what is seen is still right."""
    place = staffed_centre_or_404(request, network, centre)
    is_fragment = bool(getattr(request, "htmx", False))
    if is_fragment and (seen := request.GET.get("seen")) and queries.is_seen(place, seen):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = {
        "today": queries.today(place),
        "ways": day_ways.of(place),
        "zone": place.zone,
        "address": _address(place),
        "is_fragment": is_fragment,
        **frame(place),
    }
    response = render(request, f"bookings/today{'_board' if is_fragment else ''}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    patch_cache_control(response, private=True, no_store=True)
    return response


# --- walk-ins ---


@login_required
@require_POST
def start(request: HttpRequest, network: str, centre: str, room: str) -> HttpResponse:
    """Let somebody use a room at once."""
    place = staffed_centre_or_404(request, network, centre)
    chosen = get_object_or_404(place.rooms.select_related("centre__network"), slug=room)
    form = StartForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how long it will last."))
        return redirect(_address(place))
    minutes = form.cleaned_data["minutes"]
    with told(request):
        walk_in = walk_ins.begin(
            room=chosen,
            by=actor(request),
            submission_key=form.cleaned_data["key"],
            length=dt.timedelta(minutes=minutes) if minutes else None,
        )
        words = {"room": chosen.name, "time": f"{walk_in.ends_at.astimezone(place.zone):%H:%M}"}
        messages.success(request, _("%(room)s is in use until %(time)s.") % words)
    return redirect(f"{_address(place)}#room-{chosen.slug}")


def _walk_in(request: HttpRequest, walk_in: int) -> WalkIn:
    found = WalkIn.objects.select_related(
        "room__centre__network", "room__centre__operator", "room__centre__kind", "handover"
    )
    one = get_object_or_404(found, pk=walk_in)
    check_staffed(request, one.room.centre)
    return one


DEEDS: dict[str, Callable[..., WalkIn]] = {
    "longer": walk_ins.prolong,
    "end": walk_ins.end_now,
    "undo": walk_ins.take_back,
}


@login_required
@require_POST
def walk_in_deed(request: HttpRequest, walk_in: int, deed: str) -> HttpResponse:
    """Let a walk-in last longer, end it, or take it back."""
    found = _walk_in(request, walk_in)
    if deed not in DEEDS:
        raise Http404
    with told(request):
        DEEDS[deed](walk_in=found, by=actor(request))
    return redirect(f"{_address(found.room.centre)}#room-{found.room.slug}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, walk_in: int) -> HttpResponse:
    """Say what is on, and how many came."""
    found = _walk_in(request, walk_in)
    place = found.room.centre
    form = WalkInForm(request.POST if request.method == "POST" else None, walk_in=found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            walk_ins.describe(walk_in=found, by=actor(request), topic=data["topic"], people=data["people"])
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            return redirect(f"{_address(place)}#room-{found.room.slug}")
    return _form_page(request, place, form, "today_walk_in", line=line_of(found))


# --- hand-over ---


View = Callable[Concatenate[HttpRequest, Used, P], HttpResponse]


def _used(*methods: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Hand the use that the address names to the view; to those who do not run its place it does not exist."""

    def of(view: View[P]) -> Callable[..., HttpResponse]:
        @login_required
        @require_http_methods(methods)
        @wraps(view)
        def guarded(request: HttpRequest, use: str, *args: P.args, **names: P.kwargs) -> HttpResponse:
            return view(request, _use(request, use), *args, **names)

        return guarded

    return of


def _use(request: HttpRequest, word: str) -> Used:
    named = use_of(word)
    if named is None:
        raise Http404
    model, pk = named
    if model is WalkIn:
        return _walk_in(request, pk)
    dates = BookingDate.objects.select_related(
        "request__centre__network", "request__centre__operator", "request__centre__kind", "room", "handover"
    )
    # Of what was called off, the keys may still be out.
    keys_out = Q(handover__keys_out_at__isnull=False, handover__keys_back_at__isnull=True)
    is_seen = Q(state=DateState.ACCEPTED) | (Q(state=DateState.CANCELLED) & keys_out)
    date = get_object_or_404(dates, is_seen, pk=pk)
    check_staffed(request, date.request.centre)
    return date


@_used("POST")
def hand_over(request: HttpRequest, use: Used, step: str) -> HttpResponse:
    """Note one step of a hand-over, take it back, or free the hours of those who did not come."""
    with told(request):
        if step == GIVE_BACK and isinstance(use, BookingDate):
            handovers.give_back(use=use, by=actor(request))
        elif step in {each.value for each in Step}:
            deed = handovers.undo if UNDO in request.POST else handovers.note
            deed(use=use, step=Step(step), by=actor(request))
        else:
            raise Http404
    return redirect(_back(request, use))


def _back(request: HttpRequest, use: Used) -> str:
    """Return to the request when one came from its page, else to the day."""
    if request.POST.get("from") == "request" and isinstance(use, BookingDate):
        return reverse("bookings:decide", args=[use.request.reference])
    return f"{_address(handovers.centre_of(use))}#room-{handovers.room_of(use).slug}"


@_used("GET", "HEAD", "POST")
def left(request: HttpRequest, use: Used) -> HttpResponse:
    """Say how the room was left, with words and a picture of what is damaged."""
    place = handovers.centre_of(use)
    line = line_of(use)
    is_sent = request.method == "POST"
    form = LeftForm(request.POST if is_sent else None, request.FILES if is_sent else None, handover=line.noted)
    if form.is_valid():
        data, photo = form.cleaned_data, form.cleaned_data["photo"]
        try:
            handovers.leave(
                use=use,
                by=actor(request),
                is_tidy=data["how"] == TIDY,
                words=data["words"],
                photo=photo or None,
                size=photo.size if photo else 0,
            )
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            messages.success(request, _("Noted."))
            return redirect(_back(request, use))
    return _form_page(request, place, form, "today_left", line=line)


def _form_page(request: HttpRequest, place: Centre, form: Any, template: str, **context: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    more = {"form": form, "zone": place.zone, "address": _address(place), "now": clock.now(), **frame(place)}
    return render(request, f"bookings/{template}.html", more | context, status=status)


@login_required
@require_safe
def damage_photo(request: HttpRequest, photo: uuid.UUID, size: str) -> HttpResponse:
    """Return the picture of a damage, to those who run the place."""
    found = get_object_or_404(
        Handover.objects.select_related(
            "date__request__centre__network",
            "date__request__centre__operator",
            "walk_in__room__centre__network",
            "walk_in__room__centre__operator",
        ),
        photo=photo,
    )
    use = found.date or found.walk_in
    if use is None:
        raise Http404
    check_staffed(request, handovers.centre_of(use))
    if size not in SIZES or not default_storage.exists(damage.path_of(photo, size)):
        raise Http404
    with default_storage.open(damage.path_of(photo, size)) as file:
        response = HttpResponse(file.read(), content_type="image/webp")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(response, private=True, max_age=HOUR)
    patch_vary_headers(response, ["Cookie"])
    return response
