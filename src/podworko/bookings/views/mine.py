"""What a resident does behind the signed link from a message: see, change, call off, take the calendar file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from podworko.bookings import calendar_files
from podworko.bookings.actions import asking, ending
from podworko.bookings.forms import ChangeForm
from podworko.bookings.links import path_of, reference_in
from podworko.bookings.models import BookingRequest, DateState, RequestState
from podworko.bookings.queries.requests import by_reference_or_404, standing
from podworko.bookings.views.asking import frame, page
from podworko.core import audit, clock
from podworko.core.errors import Refused
from podworko.core.forms import add_problems
from podworko.core.queries import history_of
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
    context = {
        "booking": booking,
        "token": token,
        "standing": stands,
        "is_late": booking.decide_by is not None and booking.decide_by < clock.now(),
        "zone": booking.centre.zone,
        "history": history_of(booking, zone=booking.centre.zone, for_staff=False).events,
        "can_change": booking.state in CHANGEABLE and all(date.state == DateState.WAITING for date in dates),
        "can_cancel": any(
            date.state in {DateState.WAITING, DateState.ACCEPTED} and date.starts_at > clock.now() for date in dates
        ),
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
    """Ask which dates are meant, then call them off; where none is ticked, ask again."""
    booking = by_reference_or_404(reference_in(token))
    if booking.state == RequestState.UNCONFIRMED:
        return redirect(path_of(booking, "code"))
    if named := {int(value) for value in request.POST.getlist("dates") if value.isdecimal()}:
        with told(request):
            ending.cancel(request=booking, by=audit.RESIDENT, date_ids=named)
            messages.success(request, _("Called off. Thank you for telling us."))
        return redirect(path_of(booking))
    dates = [
        date
        for date in booking.dates.select_related("room")
        if date.state in {DateState.WAITING, DateState.ACCEPTED} and date.starts_at > clock.now()
    ]
    context = {"booking": booking, "token": token, "dates": dates, "zone": booking.centre.zone, **frame(booking.centre)}
    return render(request, "bookings/cancel.html", context)


@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """Return the accepted dates as a calendar file."""
    booking: BookingRequest = by_reference_or_404(reference_in(token))
    if not booking.dates.filter(state=DateState.ACCEPTED).exists():
        raise Http404
    text = calendar_files.invitation(booking)
    headers = {"Content-Disposition": f'attachment; filename="podworko-{booking.reference}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
