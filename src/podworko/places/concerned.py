"""What a change of hours or rooms would touch, kept by areas above: each registers how to find it.

Nothing of it is ever dropped silently: whoever changes hours or rooms is shown it, and says that they know.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import ngettext

from podworko.core.errors import Problem, Refused
from podworko.places.models import Centre, Room


@dataclass(frozen=True, order=True)
class Concern:
    """One thing: when it is, what, and where it is seen."""

    at: dt.datetime
    what: str
    url: str


_outside_hours: list[Callable[[Centre], Iterable[Concern]]] = []
_in_room: list[Callable[[Room], Iterable[Concern]]] = []


def register(
    *, outside_hours: Callable[[Centre], Iterable[Concern]], in_room: Callable[[Room], Iterable[Concern]]
) -> None:
    """Let an area say what of it is still to come outside the opening hours of a centre, and what in a room."""
    _outside_hours.append(outside_hours)
    _in_room.append(in_room)


def outside_hours(centre: Centre) -> list[Concern]:
    """Return what is still to come at `centre` while it is closed, soonest first."""
    return sorted(concern for look in _outside_hours for concern in look(centre))


def in_room(room: Room) -> list[Concern]:
    """Return what is still to come in `room`, soonest first."""
    return sorted(concern for look in _in_room for concern in look(room))


class Touches(Refused):
    """The change was not made yet: it touches `concerns`, and whoever makes it must say that they know."""

    def __init__(self, concerns: list[Concern]) -> None:
        count = len(concerns)
        sentence = ngettext(
            "Not saved yet: this touches %(count)s accepted use. Look at it below, then say that you know.",
            "Not saved yet: this touches %(count)s accepted uses. Look at them below, then say that you know.",
            count,
        ) % {"count": count}
        super().__init__(Problem("", "touches", sentence))
        self.concerns = concerns
