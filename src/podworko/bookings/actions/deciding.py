"""Deciding a request: accept, ask for changes, decline; as a whole or date by date."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from podworko.bookings import messages, terms
from podworko.bookings.actions.asking import lock, move, settle, write_down
from podworko.bookings.actions.occupying import look_again, occupy
from podworko.bookings.actions.occupying import move as move_use
from podworko.bookings.actions.occupying import taken as taken_then
from podworko.bookings.actions.recalling import recall
from podworko.bookings.drafts import Draft
from podworko.bookings.models import (
    DATE_LIFE,
    OPEN,
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
    most of the dates is taken. Dates whose room is taken go on waiting, or go to the waiting list, as was asked for.
    Raises Conflict when every one of the dates is taken and none is to wait, or when they are decided already.
    """
    if room and room.centre_id != request.centre_id:
        raise Refused.because("no-such-room", _("This place has no such room."), field="room")
    request = lock(request)
    return _accept(request, _waiting(request, date_ids), terms.rules_of(request.centre), by, room)


def _accept(
    request: BookingRequest, dates: Sequence[BookingDate], rules: terms.Rules, by: audit.Actor, room: Room | None = None
) -> Acceptance:
    """Do what `accept` does, with a request that nobody else can decide now."""
    rooms = _rooms_for(request, dates, room, rules)
    accepted: list[BookingDate] = []
    taken: list[BookingDate] = []
    for date in _in_order(dates):
        (accepted if _occupy(date, rooms[date.pk], rules) else taken).append(date)
    if request.is_queued_if_taken:
        for date in taken:
            _move_date(date, DateState.QUEUED)
            look_again(date)
    elif not accepted:
        raise taken_then()
    settle(request)
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
    *, centre: Centre, draft: Draft, channel: Channel, by: audit.Actor, submission_key: str, waiver: str = ""
) -> BookingRequest:
    """Write down what staff asked for and accept it at once: both, or neither.

    Raises what asking for it and `accept` raise. The same `submission_key` sent again decides nothing anew.
    """
    written = write_down(
        centre=centre, draft=draft, channel=channel, by=by, submission_key=submission_key, waiver=waiver
    )
    request = written.request
    if written.rules:
        _accept(request, written.dates, written.rules, by)
    elif request.state == RequestState.WAITING and not request.dates.exclude(state=DateState.WAITING).exists():
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
    dates = _waiting(request, date_ids, (DateState.WAITING, DateState.QUEUED))
    for date in dates:
        _move_date(date, DateState.DECLINED, reason=reason.strip())
    recall(dates)
    if request.state in OPEN:
        settle(request)
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


@action
def queue(*, request: BookingRequest, by: audit.Actor, date_ids: Collection[int] | None = None) -> BookingRequest:
    """Put the waiting dates (all, or those named) on the waiting list of their hours, and tell the one who asked.

    Raises Conflict when they were decided in the meantime.
    """
    request = lock(request)
    dates = _waiting(request, date_ids)
    for date in dates:
        _move_date(date, DateState.QUEUED)
        look_again(date)
    settle(request)
    audit.record("bookings.queued", request, by=by, dates=[str(date) for date in dates])
    messages.decided(request)
    return request


def _waiting(
    request: BookingRequest,
    date_ids: Collection[int] | None,
    states: Collection[DateState] = (DateState.WAITING,),
) -> list[BookingDate]:
    """Return the dates to decide on. Raises Conflict when one of those named, or the whole, is decided already."""
    dates = list(request.dates.filter(state__in=states).select_related("room__centre__network", "replaces"))
    if date_ids is not None:
        dates = [date for date in dates if date.pk in date_ids]
    is_in_line = request.state == RequestState.DECIDED and all(date.state == DateState.QUEUED for date in dates)
    is_open = request.state in OPEN or is_in_line
    if not is_open or not dates or (date_ids is not None and len(dates) < len(set(date_ids))):
        raise not_any_more()
    return dates


def _in_order(dates: Sequence[BookingDate]) -> Sequence[BookingDate]:
    """Return the dates as they make room for one another: of those that move later the last one first."""
    go_later = any(date.replaces and date.starts_at > date.replaces.starts_at for date in dates)
    return sorted(dates, key=lambda date: (date.starts_at, date.pk), reverse=go_later)


def _rooms_for(
    request: BookingRequest, dates: Sequence[BookingDate], room: Room | None, rules: terms.Rules
) -> dict[int, list[Room]]:
    """Return for each date, by its id, the rooms to try, best first.

    The one named or asked for alone; else those that fit, most often free first.
    """
    rooms = {date.pk: [only] for date in dates if (only := room or date.room)}
    if spans := [(date.starts_at, date.ends_at) for date in dates if date.pk not in rooms]:
        fitting = terms.fitting_rooms(request.centre, request.people)
        taken = use.taken(fitting, spans, buffer=rules.buffers(fitting))
        fitting.sort(key=lambda each: (sum(each.pk in blocked for blocked in taken), each.capacity))
        rooms |= {date.pk: fitting for date in dates if date.pk not in rooms}
    return rooms


def _occupy(date: BookingDate, rooms: Sequence[Room], rules: terms.Rules) -> bool:
    """Give the first of the `rooms` that is free; say whether there was one. Only the database knows."""
    for room in rooms:
        try:
            with transaction.atomic():
                _take(date, room, buffer=rules.of(room).buffer)
        except Conflict:
            date.refresh_from_db()
        else:
            return True
    return False


def _take(date: BookingDate, room: Room, *, buffer: dt.timedelta) -> None:
    """Give `room` for `date`; what it takes the place of moves to it, and what was offered for it is taken back.

    Raises Conflict when the room is taken.
    """
    _move_date(date, DateState.ACCEPTED, room=room)
    recall([date])
    if date.replaces is None or date.replaces.state != DateState.ACCEPTED:
        occupy(
            room=room,
            kind=Occupancy.Kind.BOOKING,
            booking_date=date,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            buffer=buffer,
        )
        return
    _move_date(date.replaces, DateState.CANCELLED)
    held = Occupancy.objects.select_related("room__centre__network").get(booking_date=date.replaces)
    move_use(held, starts_at=date.starts_at, ends_at=date.ends_at, room=room, buffer=buffer)
    held.booking_date = date
    held.save(update_fields=["booking_date"])


def _move_date(date: BookingDate, state: DateState, **changes: object) -> None:
    DATE_LIFE.check(date.state, state)
    date.state = state
    date.decided_at = clock.now()
    for name, value in changes.items():
        setattr(date, name, value)
    date.save(update_fields=["state", "decided_at", *changes])
