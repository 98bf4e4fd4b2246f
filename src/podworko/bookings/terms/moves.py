"""Rules of moving what was asked for or given."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from podworko.bookings.drafts import When
from podworko.bookings.models import BookingDate, BookingRequest, DateState
from podworko.bookings.terms.dates import not_lent, span_of
from podworko.bookings.terms.days import about_when
from podworko.bookings.terms.quotas import Booked, about_moves
from podworko.bookings.terms.rules import Rules
from podworko.core import clock
from podworko.core.errors import Problem
from podworko.places import hours
from podworko.places.models import Centre, Room


@dataclass(frozen=True)
class Move:
    """Where a date is to go: local day and hours, room (None: any that fits, where it was so)."""

    date: BookingDate
    on: dt.date
    starts: dt.time
    ends: dt.time
    room: Room | None

    @property
    def when(self) -> When:
        """Day and hours as a draft has them."""
        return When(self.on, self.starts, self.ends)

    def moments(self, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """Return the new beginning and end in UTC. Raises clock.NoSuchTime."""
        return self.when.moments(self.on, zone)

    def booked(self, zone: ZoneInfo) -> Booked:
        """Return it as quotas count it. Raises clock.NoSuchTime."""
        starts_at, ends_at = self.moments(zone)
        room = self.room.pk if self.room else None
        return Booked(self.on, ends_at - starts_at, room, self.date.replaces_id or self.date.pk)

    def is_shorter(self, zone: ZoneInfo) -> bool:
        """Say whether it only gives time back: the same room, inside the old hours."""
        starts_at, ends_at = self.moments(zone)
        is_inside = self.date.starts_at <= starts_at and ends_at <= self.date.ends_at
        return is_inside and (self.room.pk if self.room else None) == self.date.room_id


def judge_moves(request: BookingRequest, rules: Rules, moves: Sequence[Move], *, is_staff: bool) -> dict[int, Problem]:
    """Return what forbids each of the `moves` of dates of `request`, by the date's id; nothing where nothing does.

    Whether the room is free is not asked here. Staff are bound by opening hours and the clock alone.
    """
    centre = request.centre
    days = hours.days(centre, {move.on for move in moves})
    found = {move.date.pk: _judged(centre, rules, move, days[move.on], is_staff=is_staff) for move in moves}
    problems = {pk: problem for pk, problem in found.items() if problem}
    if is_staff:
        return problems
    possible = {move.date.pk: move.booked(centre.zone) for move in moves if move.date.pk not in problems}
    return problems | about_moves(centre, rules, request, possible)


def _judged(centre: Centre, rules: Rules, move: Move, day: hours.Day, *, is_staff: bool) -> Problem | None:
    if move.ends <= move.starts:
        return Problem("ends", "ends-first", _("The end must come after the beginning."))
    problem, _span = span_of(centre, day, move.when, move.on)
    return problem or (None if is_staff else _by_resident(centre, rules, move))


def _by_resident(centre: Centre, rules: Rules, move: Move) -> Problem | None:
    if move.date.state == DateState.ACCEPTED:
        left = move.date.starts_at - clock.now()
        if left < dt.timedelta(hours=rules.terms.change_hours):
            sentence = _("It is too late to change it here: please call the place. You can still call it off.")
            return Problem("", "too-late", sentence)
        if move.is_shorter(centre.zone):
            return None
    if move.room and (blackout := rules.blackout(move.on, move.room)):
        return not_lent(move.on, move.room, blackout)
    if move.room and move.room.capacity < move.date.request.people:
        return _too_many(move.room)
    applicant = move.date.request.applicant
    found = about_when(centre, rules.of(move.room), move.when, applicant=applicant, is_waived=False)
    return found[0] if found else None


def _too_many(room: Room) -> Problem:
    sentence = _("Too many people for %(room)s: it holds %(count)s.")
    return Problem("room", "too-many-people", sentence % {"room": room.name, "count": room.capacity})
