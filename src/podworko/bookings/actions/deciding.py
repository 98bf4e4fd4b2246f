"""Deciding a request: accept, ask for changes, decline; as a whole or date by date."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from podworko.bookings import messages, terms
from podworko.bookings.actions.asking import lock, move, submit
from podworko.bookings.drafts import Draft
from podworko.bookings.models import (
    DATE_LIFE,
    BookingDate,
    BookingRequest,
    Channel,
    DateState,
    Occupancy,
    RequestState,
)
from podworko.bookings.queries import use
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.integrity import turning
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more
from podworko.places.models import Centre, Room


@dataclass(frozen=True)
class Acceptance:
    """What came of accepting: the dates that have their room, and those whose room was taken."""

    accepted: tuple[BookingDate, ...]
    taken: tuple[BookingDate, ...]


@action
def accept(
    *, request: BookingRequest, by: audit.Actor, date_ids: Collection[int] | None = None, room: Room | None = None
) -> Acceptance:
    """Give the room at the waiting dates (all, or those named), and tell the one who asked.

    `room` takes the place of the one asked for; with "any that fits" and no `room`, the smallest that is free at
    most of the dates is taken. Dates whose room is taken go on waiting.
    Raises Conflict when every one of the dates is taken, or decided in the meantime.
    """
    if room and room.centre_id != request.centre_id:
        raise Refused.because("no-such-room", _("This place has no such room."), field="room")
    request = lock(request)
    dates = _waiting(request, date_ids)
    rooms = _rooms_for(request, dates, room)
    if not rooms:
        raise _all_taken()
    buffer = terms.terms_of(request.centre).buffer
    accepted: list[BookingDate] = []
    taken: list[BookingDate] = []
    for date in dates:
        (accepted if _occupy(date, rooms, buffer=buffer) else taken).append(date)
    if not accepted:
        raise _all_taken()
    _settle(request)
    audit.record(
        "bookings.accepted",
        request,
        by=by,
        dates=[str(date) for date in accepted],
        rooms=[str(date.room) for date in accepted],
    )
    messages.decided(request)
    return Acceptance(tuple(accepted), tuple(taken))


@action
def submit_accepted(
    *, centre: Centre, draft: Draft, channel: Channel, by: audit.Actor, submission_key: str, notice_waiver: str = ""
) -> BookingRequest:
    """Write down what staff asked for and accept it at once: both, or neither.

    Raises what `submit` and `accept` raise. The same `submission_key` sent again decides nothing anew.
    """
    request = submit(
        centre=centre,
        draft=draft,
        channel=channel,
        by=by,
        submission_key=submission_key,
        notice_waiver=notice_waiver,
        is_decided_next=True,
    )
    if request.state == RequestState.WAITING and not request.dates.exclude(state=DateState.WAITING).exists():
        accept(request=request, by=by)
    return request


@action
def decline(
    *, request: BookingRequest, by: audit.Actor, reason: str, date_ids: Collection[int] | None = None
) -> BookingRequest:
    """Refuse the waiting dates (all, or those named) with a reason, and tell the one who asked.

    Raises Refused without a reason, Conflict when the dates were decided in the meantime.
    """
    if not reason.strip():
        raise Refused.because(
            "reason-needed", _("Please say why, in a sentence. The person will read it."), field="reason"
        )
    request = lock(request)
    dates = _waiting(request, date_ids)
    for date in dates:
        _move_date(date, DateState.DECLINED, reason=reason.strip())
    _settle(request)
    audit.record("bookings.declined", request, by=by, why=reason, dates=[str(date) for date in dates])
    messages.decided(request)
    return request


@action
def ask_for_changes(*, request: BookingRequest, by: audit.Actor, question: str) -> BookingRequest:
    """Ask the person to change the request; they do it by a signed link, and the decision waits anew.

    Raises Refused without words, Conflict when the request is decided or asked about already.
    """
    if not question.strip():
        raise Refused.because("question-needed", _("Please write what should be changed."), field="question")
    request = lock(request)
    if request.dates.exclude(state=DateState.WAITING).exists():
        raise Conflict.because(
            "partly-decided", _("Some of the dates are decided already, so the request stays as it is.")
        )
    move(request, RequestState.CHANGES_ASKED, question=question.strip())
    audit.record("bookings.changes_asked", request, by=by, why=question)
    messages.changes_asked(request)
    return request


def _waiting(request: BookingRequest, date_ids: Collection[int] | None) -> list[BookingDate]:
    """Return the dates to decide on. Raises Conflict when one of those named, or the whole, is decided already."""
    dates = list(request.dates.filter(state=DateState.WAITING))
    if date_ids is not None:
        dates = [date for date in dates if date.pk in date_ids]
    is_open = request.state in {RequestState.WAITING, RequestState.CHANGES_ASKED}
    if not is_open or not dates or (date_ids is not None and len(dates) < len(set(date_ids))):
        raise not_any_more()
    return dates


def _rooms_for(request: BookingRequest, dates: Sequence[BookingDate], room: Room | None) -> list[Room]:
    """Return the rooms to try, best first: the one named or asked for; else those that fit, most often free first."""
    if only := room or request.room:
        return [only]
    fitting = terms.fitting_rooms(request.centre, request.people)
    spans = [(date.starts_at, date.ends_at) for date in dates]
    taken = use.taken(fitting, spans, buffer=terms.terms_of(request.centre).buffer)
    return sorted(fitting, key=lambda each: (sum(each.pk in rooms for rooms in taken), each.capacity))


def _occupy(date: BookingDate, rooms: Sequence[Room], *, buffer: dt.timedelta) -> bool:
    """Give the first of the `rooms` that is free; say whether there was one. Only the database knows."""
    for room in rooms:
        try:
            with turning("occupancy_no_overlap", into=_all_taken):
                _move_date(date, DateState.ACCEPTED, room=room)
                Occupancy.objects.create(
                    room=room,
                    kind=Occupancy.Kind.BOOKING,
                    booking_date=date,
                    starts_at=date.starts_at,
                    ends_at=date.ends_at,
                    blocked_from=date.starts_at,
                    blocked_until=date.ends_at + buffer,
                )
        except Conflict:
            date.refresh_from_db()
        else:
            return True
    return False


def _all_taken() -> Conflict:
    return Conflict.because(
        "taken",
        _("The room has just been given to somebody else for that time. Choose another room, or ask for a change."),
    )


def _move_date(date: BookingDate, state: DateState, **changes: object) -> None:
    DATE_LIFE.check(date.state, state)
    date.state = state
    date.decided_at = clock.now()
    for name, value in changes.items():
        setattr(date, name, value)
    date.save(update_fields=["state", "decided_at", *changes])


def _settle(request: BookingRequest) -> None:
    """Call the request decided when none of its dates waits any more."""
    if not request.dates.filter(state=DateState.WAITING).exists():
        move(request, RequestState.DECIDED)
