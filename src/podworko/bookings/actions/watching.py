"""What nobody decides is brought before the coordinator, and is answered in the end: nothing vanishes."""

import structlog
from django.db.models import Exists, OuterRef, QuerySet

from podworko.bookings import messages
from podworko.bookings.actions.asking import lock, move
from podworko.bookings.models import (
    DATE_LIFE,
    OPEN,
    UNDECIDED,
    BookingDate,
    BookingRequest,
    DateState,
    Offer,
    OfferState,
    RequestState,
)
from podworko.core import audit, clock
from podworko.core.transactions import action

log = structlog.get_logger()


def escalate_overdue() -> None:
    """Tell the coordinators of each request that was not decided in time, once each."""
    overdue = BookingRequest.objects.filter(
        state=RequestState.WAITING, decide_by__lt=clock.now(), escalated_at__isnull=True
    )
    for request in overdue:
        _escalate(request=request)


@action
def _escalate(*, request: BookingRequest) -> None:
    request = lock(request)
    if request.state != RequestState.WAITING or request.escalated_at:
        return
    request.escalated_at = clock.now()
    request.save(update_fields=["escalated_at"])
    audit.record("bookings.escalated", request, by=audit.SYSTEM)
    if not messages.escalated(request):
        log.warning("nobody_to_escalate_to", centre=request.centre_id)


def lapse_past() -> None:
    """Close the dates that came while nobody decided, and tell the one who asked that we are sorry."""
    past = _past().exclude(request__state=RequestState.UNCONFIRMED).values("request")
    for request in BookingRequest.objects.filter(pk__in=past):
        _lapse(request=request)


def _past() -> QuerySet[BookingDate]:
    # While another hour is offered the person may still take it.
    open_offers = Offer.objects.filter(date=OuterRef("pk"), state=OfferState.OPEN)
    dates = BookingDate.objects.filter(state__in=UNDECIDED, starts_at__lte=clock.now())
    return dates.filter(~Exists(open_offers))


@action
def _lapse(*, request: BookingRequest) -> None:
    request = lock(request)
    dates = list(_past().filter(request=request))
    if not dates:
        return
    for date in dates:
        DATE_LIFE.check(date.state, DateState.LAPSED)
        date.state, date.decided_at = DateState.LAPSED, clock.now()
        date.save(update_fields=["state", "decided_at"])
    if request.state in OPEN and not request.dates.filter(state=DateState.WAITING).exists():
        was_decided = request.dates.exclude(state=DateState.LAPSED).exists()
        move(request, RequestState.DECIDED if was_decided else RequestState.LAPSED)
    audit.record("bookings.lapsed", request, by=audit.SYSTEM, dates=[str(date) for date in dates])
    messages.lapsed(request, dates)
