"""Moving sessions: one, this and the following, or all of the series; what was moved by itself stays."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from podworko.bookings import terms
from podworko.bookings.actions import occupying
from podworko.bookings.actions.moving import Edit, Scope
from podworko.bookings.models import Occupancy
from podworko.core import audit, clock, versions
from podworko.core.errors import Conflict, Problem, Refused
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more
from podworko.core.words import spoken
from podworko.places.models import Room
from podworko.programme import messages
from podworko.programme.actions.planning import lock, take
from podworko.programme.models import Activity, Session, SessionState
from podworko.programme.models.activities import INDOORS
from podworko.programme.queries.drafts import session_version


@dataclass
class Moved:
    """What came of moving: the sessions that are moved, those whose room is taken then, and those that cannot be."""

    moved: list[Session] = field(default_factory=list)
    taken: list[Session] = field(default_factory=list)
    refused: list[tuple[Session, Problem]] = field(default_factory=list)


def meant(activity: Activity, session: Session, scope: Scope) -> list[Session]:
    """Return the sessions still to come that an edit of `session` is about; those with hours of their own stay."""
    coming = activity.sessions.filter(state=SessionState.PLANNED, starts_at__gt=clock.now())
    found = [
        each
        for each in coming.select_related("room", "use__room__centre__network")
        if each.pk == session.pk or (scope != Scope.THIS and not each.is_changed)
    ]
    return [each for each in found if scope != Scope.FOLLOWING or each.rule_at >= session.rule_at]


@action
def move(
    *, session: Session, scope: Scope, change: Edit, by: audit.Actor, why: str = "", seen: str | None = None
) -> Moved:
    """Bring `session`, or it and the following ones, or all of its series, to other hours, days or another room.

    Where the room is taken a session stays where it is and is told: nobody's use is ever overwritten. Those who signed
    up are told of what was moved. `seen` is the version of `session` (`queries.drafts`) that was looked at.
    Raises Conflict when it was moved since, and when nothing could be moved since all is taken or over; Refused when no
    such time is possible.
    """
    activity = lock(session.activity)
    session = activity.sessions.get(pk=session.pk)
    versions.check(seen, session_version(session))
    if change.room and change.room.centre_id != activity.centre_id:
        raise Refused.because("no-such-room", _("This place has no such room."), field="room")
    rules = terms.rules_of(activity.centre)
    outcome = Moved()
    sessions = meant(activity, session, scope)
    # Those that go later make room for one another from the last one on.
    for each in reversed(sessions) if change.days > 0 else sessions:
        each.activity = activity
        room = (change.room or each.room) if activity.where in INDOORS else None
        buffer = rules.of(room).buffer if room else dt.timedelta(0)
        if problem := _problem(each, change):
            outcome.refused.append((each, problem))
            continue
        try:
            _carry_out(each, change, room, buffer)
        except Conflict:
            outcome.taken.append(each)
            continue
        each.is_changed = each.is_changed or scope == Scope.THIS
        each.sequence += 1
        each.changed_at = clock.now()
        each.save(update_fields=["starts_at", "ends_at", "room", "use", "is_changed", "sequence", "changed_at"])
        outcome.moved.append(each)
    if not outcome.moved:
        if outcome.taken:
            raise occupying.taken()
        raise Refused(outcome.refused[0][1]) if outcome.refused else not_any_more()
    outcome.moved.sort(key=lambda each: each.starts_at)
    audit.record("programme.moved", activity, by=by, why=why, dates=[str(each) for each in outcome.moved])
    messages.moved(activity, outcome.moved, why=why)
    return outcome


def _moments(session: Session, change: Edit) -> tuple[dt.datetime, dt.datetime]:
    zone = session.activity.zone
    on = session.starts_at.astimezone(zone).date() + dt.timedelta(days=change.days)
    return clock.at(on, change.starts, zone), clock.at(on, change.ends, zone)


def _problem(session: Session, change: Edit) -> Problem | None:
    """Return why a session cannot go where the change brings it."""
    try:
        starts_at, ends_at = _moments(session, change)
    except clock.NoSuchTime:
        on = session.starts_at.astimezone(session.activity.zone).date() + dt.timedelta(days=change.days)
        sentence = _("On %(day)s this hour does not exist, since the clocks go forward. Choose another hour.")
        return Problem("starts", "no-such-time", sentence % {"day": spoken(on)})
    if ends_at <= starts_at:
        return Problem("ends", "ends-first", _("It must end later than it begins."))
    if starts_at <= clock.now():
        return Problem("on", "past", _("That time is over. Choose a time to come."))
    return None


def _carry_out(session: Session, change: Edit, room: Room | None, buffer: dt.timedelta) -> None:
    """Bring a session, and the use of its room, to where the change says. Raises Conflict when the room is taken."""
    before = session.starts_at, session.ends_at
    session.starts_at, session.ends_at = _moments(session, change)
    try:
        if room and session.use:
            occupying.move(session.use, starts_at=session.starts_at, ends_at=session.ends_at, room=room, buffer=buffer)
        elif room:
            session.use = take(session, room, buffer)
        elif session.use:
            occupying.release(Occupancy.objects.filter(pk=session.use.pk))
            session.use = None
    except Conflict:
        session.starts_at, session.ends_at = before
        raise
    session.room = room
