"""The queue of the host: each request that waits, with what stands in its way."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from podworko.bookings import terms
from podworko.bookings.models import BookingDate, BookingRequest, DateState, RequestState
from podworko.bookings.queries.requests import inbox, rivals_in
from podworko.bookings.queries.use import blocked
from podworko.core import clock
from podworko.places.models import Centre, Room
from podworko.places.queries import lent_rooms

NONE = dt.timedelta(0)


@dataclass(frozen=True)
class Waiting:
    """A request that waits: its open dates, those of them that are taken, who else wants them, which rooms are free.

    `free_rooms` are those large enough and free on the first open date.
    """

    booking: BookingRequest
    dates: tuple[BookingDate, ...]
    taken: tuple[BookingDate, ...]
    rivals: tuple[BookingDate, ...]
    free_rooms: tuple[Room, ...]

    @property
    def first(self) -> BookingDate:
        """The next date that is to be decided."""
        return self.dates[0]

    @property
    def is_for_the_person(self) -> bool:
        """Whether the person is to answer first."""
        return self.booking.state == RequestState.CHANGES_ASKED

    @property
    def is_clear(self) -> bool:
        """Whether nothing is in the way, so that it can be accepted at once."""
        return not (self.taken or self.rivals or self.is_for_the_person)

    @property
    def is_pressing(self) -> bool:
        """Whether the answer is due within a day, or late."""
        left = self.booking.decide_by - clock.now() if self.booking.decide_by else None
        return left is not None and left.days < 1 and not self.is_for_the_person

    @cached_property
    def other_rooms(self) -> tuple[Room, ...]:
        """The free rooms besides the one asked for."""
        return tuple(room for room in self.free_rooms if room.pk != self.booking.room_id)


def queue(centre: Centre) -> list[Waiting]:
    """Return what waits at `centre`, the oldest deadline first; as many queries however much it is."""
    requests = list(inbox(centre))
    rivals = rivals_in(requests)
    rooms = list(lent_rooms(centre))
    taken = _taken(centre, rooms, requests)
    return [_waiting(request, rivals.get(request.pk, []), rooms, taken) for request in requests if _open(request)]


def _waiting(
    request: BookingRequest, rivals: Sequence[BookingDate], rooms: Sequence[Room], taken: dict[int, frozenset[int]]
) -> Waiting:
    fitting = [room for room in rooms if room.capacity >= request.people]
    dates = _open(request)
    free = {date.pk: tuple(room for room in fitting if room.pk not in taken[date.pk]) for date in dates}
    return Waiting(
        request,
        dates,
        tuple(date for date in dates if not any(date.room_id in (None, room.pk) for room in free[date.pk])),
        tuple(rivals),
        free[dates[0].pk],
    )


def _open(request: BookingRequest) -> tuple[BookingDate, ...]:
    return tuple(date for date in request.dates.all() if date.state == DateState.WAITING)


def _taken(centre: Centre, rooms: Sequence[Room], requests: Sequence[BookingRequest]) -> dict[int, frozenset[int]]:
    """Return for each open date the ids of the rooms that are taken then."""
    dates = [date for request in requests for date in _open(request)]
    if not dates:
        return {}
    buffers = terms.rules_of(centre).buffers(rooms)
    # One stretch of time over all of them: as many conditions as dates would be too many for SQLite.
    stretch = (
        min(date.starts_at for date in dates),
        max(date.ends_at for date in dates) + max(buffers.values(), default=NONE),
    )
    uses = list(blocked([room.pk for room in rooms], stretch))
    given_up = {date.pk: date for request in requests for date in request.dates.all()}
    return {
        date.pk: frozenset(
            room_id
            for room_id, blocked_from, blocked_until in uses
            if blocked_from < date.ends_at + buffers[room_id]
            and blocked_until > date.starts_at
            and not _is_of(given_up.get(date.replaces_id or 0), room_id, blocked_from, blocked_until)
        )
        for date in dates
    }


def _is_of(date: BookingDate | None, room: int, blocked_from: dt.datetime, blocked_until: dt.datetime) -> bool:
    """Say whether it is the use of `date` that blocks the room; rooms of a wall between them are not asked about."""
    return date is not None and date.room_id == room and blocked_from <= date.starts_at < blocked_until
