"""Moving and shortening what was asked for or given: one date, this and the following, or the whole series."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction

from podworko.bookings import messages, terms
from podworko.bookings.actions import occupying
from podworko.bookings.actions.asking import decide_by, lock
from podworko.bookings.actions.asking import move as move_request
from podworko.bookings.actions.recalling import recall
from podworko.bookings.models import (
    DATE_LIFE,
    MOVABLE,
    UNDECIDED,
    BookingDate,
    BookingRequest,
    DateState,
    Occupancy,
    RequestState,
)
from podworko.core import audit, clock, versions
from podworko.core.errors import Conflict, Problem, Refused
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more
from podworko.places.models import Room


class Scope(StrEnum):
    """Which dates of a series an edit is about."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True)
class Edit:
    """What is to be otherwise: local hours, another room (None: the same), so many days later or earlier."""

    starts: dt.time
    ends: dt.time
    room: Room | None = None
    days: int = 0


@dataclass
class Outcome:
    """What came of moving: the dates that are moved, asked for anew, taken, and those that rules forbid to move."""

    moved: list[BookingDate] = field(default_factory=list)
    asked: list[BookingDate] = field(default_factory=list)
    taken: list[BookingDate] = field(default_factory=list)
    refused: list[tuple[BookingDate, Problem]] = field(default_factory=list)


def dates_in(request: BookingRequest, date: BookingDate, scope: Scope) -> list[BookingDate]:
    """Return the dates still to come that an edit of `date` is about.

    Of a series those that have hours or a room of their own, or were decided otherwise, stay as they are.
    """
    dates = request.dates.filter(state__in=MOVABLE, starts_at__gt=clock.now()).select_related("room")
    found = [each for each in dates if each.pk == date.pk or (scope != Scope.THIS and not each.is_changed)]
    if scope == Scope.FOLLOWING:
        found = [each for each in found if each.rule_at >= date.rule_at]
    replaced = set(request.dates.filter(replaces__in=found, state__in=UNDECIDED).values_list("replaces", flat=True))
    return [each for each in found if each.pk not in replaced]


def moves(request: BookingRequest, date: BookingDate, scope: Scope, edit: Edit) -> list[terms.Move]:
    """Return where an edit brings each of the dates that it is about."""
    zone = request.centre.zone
    return [
        terms.Move(
            each,
            each.starts_at.astimezone(zone).date() + dt.timedelta(days=edit.days),
            edit.starts,
            edit.ends,
            edit.room or each.room,
        )
        for each in dates_in(request, date, scope)
    ]


def date_version(date: BookingDate) -> str:
    """Return a word for where a date stands: another day, other hours or another room have another one."""
    return versions.version_of(date.starts_at, date.ends_at, date.room_id)


@action
def edit(
    *,
    request: BookingRequest,
    date: BookingDate,
    scope: Scope,
    change: Edit,
    by: audit.Actor,
    why: str = "",
    only: Collection[int] | None = None,
    seen: str | None = None,
) -> Outcome:
    """Move `date`, or it and the following ones, or all of its series; `only` names the dates (ids) that are meant.

    `seen` is the word for where `date` stood when the change was thought of (None: whoever asks did not look).

    By staff what was given is moved at once; by the resident at once only when it becomes shorter, else it is asked
    for, and the old hours stay theirs until the place has decided. What is taken, or closed, stays where it is and is
    told: nobody's use is ever overwritten.
    Raises Conflict when nothing could be moved since all is taken, or `date` stands elsewhere than it was `seen`;
    Refused when the rules forbid all of it.
    """
    request = lock(request)
    if seen is not None:
        versions.check(seen, date_version(_as_it_stands(request, date)))
    outcome = Outcome()
    rules = terms.rules_of(request.centre)
    meant = [move for move in moves(request, date, scope, change) if only is None or move.date.pk in only]
    problems = terms.judge_moves(request, rules, meant, is_staff=by.is_staff)
    # Those that go later make room for one another from the last one on.
    for move in reversed(meant) if change.days > 0 else meant:
        if problem := problems.get(move.date.pk):
            outcome.refused.append((move.date, problem))
        else:
            _carry_out(request, move, outcome, rules, by=by, is_own=scope == Scope.THIS)
    if not outcome.moved and not outcome.asked:
        if outcome.taken:
            raise occupying.taken()
        raise Refused(outcome.refused[0][1]) if outcome.refused else not_any_more()
    _wait_anew(request, outcome, rules, by)
    dates = [*outcome.moved, *outcome.asked]
    audit.record("bookings.moved", request, by=by, why=why, dates=[str(each) for each in dates])
    messages.moved(request, outcome.moved, outcome.asked, by=by, why=why)
    return outcome


def _as_it_stands(request: BookingRequest, date: BookingDate) -> BookingDate:
    found = request.dates.filter(pk=date.pk).first()
    if found is None:
        raise not_any_more()
    return found


def _wait_anew(request: BookingRequest, outcome: Outcome, rules: terms.Rules, by: audit.Actor) -> None:
    """Let the decision on what waits be due before the first of it, and be missed anew when it does not come.

    What was decided waits again, and so does what the place has asked to be changed, now that the person has done it.
    """
    if all(date.state != DateState.WAITING for date in (*outcome.moved, *outcome.asked)):
        return
    # Past are those for which an offer is still open.
    waiting = request.dates.filter(state=DateState.WAITING, starts_at__gt=clock.now())
    due = decide_by(request.centre, waiting.earliest("starts_at").starts_at, rules.terms)
    is_answer = request.state == RequestState.CHANGES_ASKED and not by.is_staff
    if request.state == RequestState.DECIDED or is_answer:
        move_request(request, RequestState.WAITING, question="", decide_by=due, escalated_at=None)
        return
    request.decide_by = min(request.decide_by or due, due)
    request.escalated_at = None
    request.save(update_fields=["decide_by", "escalated_at"])


def _carry_out(
    request: BookingRequest, move: terms.Move, outcome: Outcome, rules: terms.Rules, *, by: audit.Actor, is_own: bool
) -> None:
    date = move.date
    starts_at, ends_at = move.moments(request.centre.zone)
    changes = {"starts_at": starts_at, "ends_at": ends_at, "room": move.room, "is_changed": date.is_changed or is_own}
    if date.state != DateState.ACCEPTED:
        # What was held for the old hours is held no more.
        recall([date])
        if date.state == DateState.QUEUED and not by.is_staff:
            # The place had agreed that they wait for the old hours, not for these.
            DATE_LIFE.check(date.state, DateState.WAITING)
            _write(date, changes | {"state": DateState.WAITING})
            outcome.asked.append(date)
            return
        _write(date, changes)
        outcome.moved.append(date)
        if date.state == DateState.QUEUED:
            occupying.look_again(date)
        return
    if not by.is_staff and not move.is_shorter(request.centre.zone):
        new = BookingDate(request=request, rule_at=date.rule_at, replaces=date, **changes)
        new.save()
        outcome.asked.append(new)
        return
    assert move.room
    held = Occupancy.objects.select_related("room__centre__network").get(booking_date=date)
    try:
        with transaction.atomic():
            buffer = rules.of(move.room).buffer
            occupying.move(held, starts_at=starts_at, ends_at=ends_at, room=move.room, buffer=buffer)
            _write(date, changes)
    except Conflict:
        date.refresh_from_db()
        outcome.taken.append(date)
    else:
        outcome.moved.append(date)


def _write(date: BookingDate, changes: Mapping[str, object]) -> None:
    for name, value in changes.items():
        setattr(date, name, value)
    date.save(update_fields=[*changes])
