"""Offers: a place makes one for a date that is taken, a resident answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from podworko.bookings.actions import offering
from podworko.bookings.forms import OfferForm
from podworko.bookings.links import path_of, reference_in
from podworko.bookings.models import BookingDate
from podworko.bookings.queries import requests
from podworko.bookings.queries.plans import day_plan
from podworko.bookings.queries.prospects import room_to_offer
from podworko.bookings.views.asking import frame
from podworko.bookings.views.desk import actor
from podworko.core import audit, clock
from podworko.core.errors import Problem, Refused
from podworko.core.forms import add_problems
from podworko.core.web import told


@require_POST
def answer(request: HttpRequest, token: str, offer: int) -> HttpResponse:
    """Take the offer up, or leave it to others."""
    booking = requests.by_reference_or_404(reference_in(token))
    found = get_object_or_404(requests.offers_of(booking), pk=offer)
    with told(request):
        if "take" in request.POST:
            offering.take(offer=found, by=audit.RESIDENT)
            messages.success(request, _("The room is yours."))
        elif "refuse" in request.POST:
            offering.refuse(offer=found, by=audit.RESIDENT)
            messages.success(request, _("Thank you for telling us: it goes to the next in line."))
    return redirect(path_of(booking))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, reference: str, date: int) -> HttpResponse:
    """Offer another room or hour for a date that is taken; the room is held until the person answers."""
    booking = get_object_or_404(requests.visible_to(request.user), reference=reference)
    found = get_object_or_404(booking.dates.select_related("room", "request__centre__network"), pk=date)
    form = OfferForm(request.POST if request.method == "POST" else None, date=found, initial=_first(request, found))
    if form.is_valid():
        try:
            _offer(request, found, form)
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            messages.success(request, _("Offered. The room is held until they answer."))
            return redirect("bookings:decide", booking.reference)
    on = found.starts_at.astimezone(booking.centre.zone).date()
    context = {
        "booking": booking,
        "date": found,
        "form": form,
        "zone": booking.centre.zone,
        "plan": day_plan(booking.centre, form.cleaned_data.get("on", on) if form.is_bound else on, for_staff=True),
        **frame(booking.centre),
    }
    return render(request, "bookings/offer.html", context, status=422 if form.errors else 200)


def _offer(request: HttpRequest, date: BookingDate, form: OfferForm) -> None:
    data, zone = form.cleaned_data, date.request.centre.zone
    try:
        starts_at, ends_at = (clock.at(data["on"], data[name], zone) for name in ("starts", "ends"))
    except clock.NoSuchTime:
        said = _(
            "This hour does not exist on that day: the clocks are moved forward. Choose an earlier or a later one."
        )
        raise Refused(Problem("starts", "no-such-time", said)) from None
    if ends_at <= starts_at:
        raise Refused.because("ends-first", _("The end must come after the beginning."), field="ends")
    offering.offer(date=date, room=form.chosen_room, starts_at=starts_at, ends_at=ends_at, by=actor(request))


def _first(request: HttpRequest, date: BookingDate) -> dict[str, object]:
    zone = date.request.centre.zone
    starts, ends = date.starts_at.astimezone(zone), date.ends_at.astimezone(zone)
    free = room_to_offer(date)
    room = request.GET.get("room") or (free.slug if free else None)
    return {"on": starts.date(), "starts": starts.time(), "ends": ends.time(), "room": room}
