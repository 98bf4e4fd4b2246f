"""Calling off, by the one who asked or by the place."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from podworko.bookings import messages
from podworko.bookings.actions.asking import lock, move
from podworko.bookings.actions.occupying import release
from podworko.bookings.actions.recalling import recall
from podworko.bookings.models import DATE_LIFE, BookingDate, BookingRequest, DateState, Occupancy, RequestState
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.transactions import action

OVER = {
    DateState.WAITING: DateState.WITHDRAWN,
    DateState.QUEUED: DateState.WITHDRAWN,
    DateState.ACCEPTED: DateState.CANCELLED,
}


@action
def cancel(
    *, request: BookingRequest, by: audit.Actor, reason: str = "", date_ids: Collection[int] | None = None
) -> BookingRequest:
    """Call off the dates that are still to come (all, or those named), free their rooms, and tell everybody concerned.

    Staff must say why. Raises Refused without a reason from staff, Conflict when nothing is left to call off.
    """
    if by.is_staff and not reason.strip():
        raise Refused.because(
            "reason-needed", _("Please say why, in a sentence. The person will read it."), field="reason"
        )
    request = lock(request)
    dates = to_come(request)
    if date_ids is not None:
        dates = [date for date in dates if date.pk in date_ids]
    # What nobody confirmed was never asked: nobody is told of its end, it is forgotten.
    if not dates or request.state == RequestState.UNCONFIRMED:
        raise Conflict.because("nothing-left", _("There is nothing left to call off."))
    end_dates(request, dates, reason=reason.strip())
    audit.record("bookings.cancelled", request, by=by, why=reason, dates=[str(date) for date in dates])
    messages.cancelled(request, by=by)
    return request


def to_come(request: BookingRequest) -> list[BookingDate]:
    """Return the dates of `request` that are still to come and can be called off."""
    return list(request.dates.select_related("room").filter(state__in=list(OVER), starts_at__gt=clock.now()))


def end_dates(request: BookingRequest, dates: Sequence[BookingDate], *, reason: str = "") -> None:
    """Bring `dates` and the locked `request` to their end, and free the rooms; nobody is told here."""
    for date in dates:
        state = OVER[DateState(date.state)]
        DATE_LIFE.check(date.state, state)
        date.state, date.reason, date.decided_at = state, reason, clock.now()
        date.save(update_fields=["state", "reason", "decided_at"])
    release(Occupancy.objects.filter(booking_date__in=dates))
    recall(dates)
    if request.state in {RequestState.WAITING, RequestState.CHANGES_ASKED} and not request.dates.filter(
        state=DateState.WAITING
    ):
        was_decided = request.dates.exclude(state=DateState.WITHDRAWN).exists()
        move(request, RequestState.DECIDED if was_decided else RequestState.WITHDRAWN)
