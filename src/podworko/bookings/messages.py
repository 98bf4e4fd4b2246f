"""What a person is told about their request, and the staff about what waits too long."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from podworko.bookings import calendar_files
from podworko.bookings.links import url_of
from podworko.bookings.models import ASSISTED, BookingDate, BookingRequest, DateState, Offer, OfferState
from podworko.core import audit, clock, messages
from podworko.core.messages import Attachment
from podworko.core.models import Message
from podworko.core.transactions import at_the_end
from podworko.people import assisted
from podworko.people.models import Role
from podworko.people.queries import language_of, people_with
from podworko.places.letterheads import letterhead_of

ESCALATED_TO = (Role.COORDINATOR, Role.OPERATOR)


def received(request: BookingRequest, *, by: audit.Actor) -> None:
    """Tell the person that their request waits for a decision, and until when; the place too, unless it wrote it."""
    _tell(request, "received")
    if not by.is_staff:
        _tell_place(request, "arrived")


def changed(request: BookingRequest, *, by: audit.Actor) -> None:
    """Tell the place that the person has changed what they ask for; the person has just seen it themselves."""
    request.sequence += 1
    request.save(update_fields=["sequence"])
    if not by.is_staff:
        _tell_place(request, "arrived")


def changes_asked(request: BookingRequest) -> None:
    """Tell the person what the place asks them to change, with the link to do it."""
    _tell(request, "changes_asked")


def decided(request: BookingRequest) -> None:
    """Tell the person which dates were accepted and which were not, with the calendar file."""
    dates = _dates_of(request)
    _tell(request, "decided", dates, has_calendar=any(date.state == DateState.ACCEPTED for date in dates))


def cancelled(request: BookingRequest, *, by: audit.Actor) -> None:
    """Tell the person what was called off, with the calendar file; the place too, when it was not the place."""
    dates = _dates_of(request)
    was_given = any(date.state == DateState.CANCELLED for date in dates)
    _tell(request, "cancelled", dates, has_calendar=was_given)
    if not by.is_staff and was_given:
        _tell_place(request, "called_off")


def moved(
    request: BookingRequest,
    moved: Sequence[BookingDate],
    asked: Sequence[BookingDate],
    *,
    by: audit.Actor,
    why: str = "",
) -> None:
    """Tell both sides what has other hours or another room now; the place also what is to be decided."""
    has_calendar = any(date.state == DateState.ACCEPTED for date in moved)
    if by.is_staff or has_calendar:
        _tell(request, "moved", has_calendar=has_calendar, moved=moved, why=why)
    if not by.is_staff:
        _tell_place(request, "arrived" if asked or not has_calendar else "rearranged", moved=moved)


def offered(offer: Offer) -> None:
    """Tell the person what the place holds for them, and until when they may answer.

    When the deed that runs now ends: it may offer them many dates, as when a series is called off, and a person gets
    one message for each request.
    """
    at_the_end(_tell_offered, offer.pk)


def _tell_offered(ids: Collection[int]) -> None:
    # What was taken back before the end is news to nobody.
    found = Offer.objects.filter(pk__in=ids, state=OfferState.OPEN).order_by("starts_at")
    offers_of: dict[BookingRequest, list[Offer]] = defaultdict(list)
    for offer in found.select_related("room", "date__request__centre__network", "date__request__centre__kind"):
        offers_of[offer.date.request].append(offer)
    for request, offers in offers_of.items():
        _tell(request, "offered", offers=offers, answer_by=min(offer.answer_by for offer in offers))


def answered(request: BookingRequest, offer: Offer) -> None:
    """Tell the place what became of its offer: the person has taken it up, or does not want it."""
    _tell_place(request, "offer_taken" if offer.state == OfferState.TAKEN else "offer_refused", offer=offer)


def offers_lapsed(request: BookingRequest, offers: Sequence[Offer]) -> None:
    """Tell the person that the time to answer these is over."""
    _tell(request, "offer_lapsed", offers=offers)


def erased(request: BookingRequest, dates: Sequence[BookingDate]) -> None:
    """Tell the place that these dates are withdrawn or called off by somebody who had their data erased."""
    _tell_place(request, "erased", gone=dates)


def lapsed(request: BookingRequest, dates: Sequence[BookingDate]) -> None:
    """Tell the person that a date came before anybody decided."""
    _tell(request, "lapsed", lapsed=dates)


def escalated(request: BookingRequest) -> bool:
    """Tell those who answer for the centre that a request was not decided in time; say whether there is anybody."""
    assert request.escalated_at
    people = {user.pk: user for role in ESCALATED_TO for user in people_with(role, request.centre.scope_ids)}
    for user in people.values():
        messages.send(
            key=f"{request.public_id}:escalated:{user.pk}:{request.escalated_at:%Y%m%d%H%M%S}",
            kind="bookings.escalated",
            to=user.email,
            about=request,
            language=user.language,
            context=_context(request) | {"url": _staff_url(request)},
        )
    return bool(people)


def _tell(
    request: BookingRequest,
    news: str,
    dates: Sequence[BookingDate] = (),
    *,
    has_calendar: bool = False,
    **more: Any,
) -> None:
    """Write the news to the person; `dates` are all of the request, where the caller has read them already."""
    # Each piece of news is a new state of the calendar file, and of what the person knows.
    request.sequence += 1
    request.save(update_fields=["sequence"])
    reach = reach_of(request)
    if reach is None:
        return
    dates = dates or _dates_of(request)
    with translation.override(request.language):
        text = calendar_files.invitation(request, dates) if has_calendar else ""
    method = "CANCEL" if "METHOD:CANCEL" in text else "REQUEST"
    files = [Attachment("podworko.ics", f"text/calendar; method={method}", text)] if text else []
    messages.send(
        key=f"{request.public_id}:{news}:{request.sequence}",
        kind=f"bookings.{news}",
        channel=reach.channel,
        to=reach.to,
        about=request,
        language=request.language,
        context=_context(request, dates) | more,
        letterhead=letterhead_of(request.centre) if reach.channel == Message.Channel.LETTER else None,
        attachments=files,
    )


def reach_of(request: BookingRequest) -> assisted.Reach | None:
    """Return how the person is told of news about their request; None where staff tell them."""
    if request.channel not in ASSISTED:
        return assisted.by_email(request.email)
    return assisted.reach_of(request, person=request.person, email=request.email, phone=request.phone)


def _tell_place(request: BookingRequest, news: str, **more: Any) -> None:
    centre = request.centre
    if centre.email:
        messages.send(
            key=f"{request.public_id}:{news}:{request.sequence}",
            kind=f"bookings.{news}",
            to=centre.email,
            about=request,
            # A place speaks the language of those who coordinate it.
            language=language_of(people_with(Role.COORDINATOR, [centre.scope_id])),
            context=_context(request) | {"url": _staff_url(request)} | more,
        )


def _dates_of(request: BookingRequest) -> list[BookingDate]:
    return list(request.dates.select_related("room"))


def _context(request: BookingRequest, dates: Sequence[BookingDate] = ()) -> dict[str, Any]:
    dates = dates or _dates_of(request)
    return {
        "request": request,
        "centre": request.centre,
        "zone": request.centre.zone,
        "dates": dates,
        "url": url_of(request),
        "now": clock.now(),
        **{state.value: [date for date in dates if date.state == state] for state in DateState},
    }


def _staff_url(request: BookingRequest) -> str:
    return f"{settings.SITE_URL}{reverse('bookings:decide', args=[request.reference])}"
