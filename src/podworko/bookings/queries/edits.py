"""What an edit of a series would bring, date by date, before it is made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from podworko.bookings import terms
from podworko.bookings.models import BookingRequest
from podworko.bookings.queries import use
from podworko.core.errors import Problem
from podworko.places.models import Room


@dataclass(frozen=True)
class EditLine:
    """One date of an edit: where it goes, what forbids it (a sentence, or nothing), which rooms are free there."""

    move: terms.Move
    problem: str
    is_free: bool
    free_rooms: tuple[Room, ...]

    @property
    def can_move(self) -> bool:
        """Whether nothing is in the way."""
        return self.is_free and not self.problem


def preview(request: BookingRequest, moves: Sequence[terms.Move], *, is_staff: bool) -> list[EditLine]:
    """Return a line for each of the `moves`, in as many queries however many they are."""
    centre = request.centre
    rules = terms.rules_of(centre)
    rooms = {room.pk: room for room in terms.fitting_rooms(centre, request.people)}
    rooms |= {move.room.pk: move.room for move in moves if move.room}
    problems = terms.judge_moves(request, rules, moves, is_staff=is_staff)
    possible = [move for move in moves if move.date.pk not in problems]
    blocked = use.taken(
        list(rooms.values()),
        [move.moments(centre.zone) for move in possible],
        buffer=rules.buffers(rooms.values()),
        # What they have now is given up.
        besides=[move.date.pk for move in moves],
    )
    taken = dict(zip((move.date.pk for move in possible), blocked, strict=True))
    return [_line(move, problems.get(move.date.pk), taken.get(move.date.pk), rooms.values()) for move in moves]


def _line(move: terms.Move, problem: Problem | None, taken: frozenset[int] | None, rooms: Iterable[Room]) -> EditLine:
    free = tuple(room for room in rooms if taken is not None and room.pk not in taken)
    is_free = bool(free) if move.room is None else any(room.pk == move.room.pk for room in free)
    return EditLine(move, str(problem.sentence) if problem else "", is_free, free)
