"""What a resident does behind the signed link from a message: see, change, call off, take the calendar file."""

from collections.abc import Collection

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from podworko.bookings import calendar_files
from podworko.bookings.actions import asking, ending
from podworko.bookings.actions.ending import OVER
from podworko.bookings.forms import ChangeForm
from podworko.bookings.links import path_of, reference_in
from podworko.bookings.models import MOVABLE, UNDECIDED, BookingRequest, DateState, OfferState, RequestState
from podworko.bookings.queries.handovers import handed_over
from podworko.bookings.queries.requests import by_reference_or_404, offers_of, standing
from podworko.bookings.views.asking import frame, page
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.forms import add_problems
from podworko.core.queries import history_of
from podworko.core.text import ids_in
from podworko.core.web import told

CHANGEABLE = {RequestState.WAITING, RequestState.CHANGES_ASKED}


@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Show how the request stands."""
    booking = by_reference_or_404(reference_in(token))
    if booking.state == RequestState.UNCONFIRMED:
        return redirect(path_of(booking, "code"))
    stands = standing(booking)
    dates = stands.dates
    # A wish is changed by itself; what it is to take the place of stays as it is until it is decided.
    replaced = {date.replaces_id for date in dates if date.state in UNDECIDED}
    movable = [date for date in dates if date.state in MOVABLE and date.starts_at > clock.now()]
    context = {
        "booking": booking,
        "token": token,
        "standing": stands,
        "is_late": booking.decide_by is not None and booking.decide_by < clock.now(),
        "zone": booking.centre.zone,
        "history": history_of(booking, zone=booking.centre.zone, for_staff=False).events,
        "can_change": booking.state in CHANGEABLE and all(date.state == DateState.WAITING for date in dates),
        "lines": handed_over(booking, for_staff=False),
        "offers": [offer for offer in offers_of(booking) if offer.state == OfferState.OPEN],
        "movable": {date.pk for date in movable if date.pk not in replaced},
        "can_cancel": any(date.state in OVER and date.starts_at > clock.now() for date in dates),
        **frame(booking.centre),
    }
    return render(request, "bookings/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Change what was asked for; the place decides anew."""
    booking = by_reference_or_404(reference_in(token))
    if booking.state not in CHANGEABLE:
        return redirect(path_of(booking))
    initial = ChangeForm.initial_of(booking)
    form = ChangeForm(request.POST if request.method == "POST" else None, centre=booking.centre, initial=dict(initial))
    if form.is_valid():
        try:
            asking.change(request=booking, draft=form.draft(), by=audit.RESIDENT)
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            messages.success(request, _("Changed. The place will decide anew."))
            return redirect(path_of(booking))
    context = page(booking.centre, form) | {"booking": booking, "token": token}
    return render(request, "bookings/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask which dates are meant, then call them off; where that is not clear, ask again."""
    booking = by_reference_or_404(reference_in(token))
    if booking.state == RequestState.UNCONFIRMED:
        return redirect(path_of(booking, "code"))
    ticked = ids_in(request.POST.getlist("dates"))
    is_all = request.POST.get("which") == "all"
    # All of them, or those that are ticked; whoever says both is asked again, since it cannot be undone.
    if is_all != bool(ticked):
        with told(request):
            _call_off(request, booking, None if is_all else ticked)
        return redirect(path_of(booking))
    dates = [
        date for date in booking.dates.select_related("room") if date.state in OVER and date.starts_at > clock.now()
    ]
    context = {
        "booking": booking,
        "token": token,
        "dates": dates,
        "ticked": ticked,
        "zone": booking.centre.zone,
        **frame(booking.centre),
    }
    return render(request, "bookings/cancel.html", context)


def _call_off(request: HttpRequest, booking: BookingRequest, named: Collection[int] | None) -> None:
    """Call off the dates to come that are named, or all; pressed twice it is done once, and told once."""
    try:
        ending.cancel(request=booking, by=audit.RESIDENT, date_ids=named)
    except Conflict:
        meant = booking.dates.filter(starts_at__gt=clock.now()) if named is None else booking.dates.filter(pk__in=named)
        if not meant.filter(state__in=OVER.values()).exists():
            raise
    else:
        messages.success(request, _("Called off. Thank you for telling us."))


@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """Return the accepted dates as a calendar file."""
    booking: BookingRequest = by_reference_or_404(reference_in(token))
    dates = list(booking.dates.select_related("room"))
    if not any(date.state == DateState.ACCEPTED for date in dates):
        raise Http404
    text = calendar_files.invitation(booking, dates)
    headers = {"Content-Disposition": f'attachment; filename="podworko-{booking.reference}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
