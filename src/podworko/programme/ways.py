"""Ways onward from pages of the programme. An area above puts its own in by `register`, when the program starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from podworko.core.errors import Sentence


class Spot(Enum):
    """Where the ways stand, and what their sources are called with."""

    # The page of an activity at the desk: the activity.
    ACTIVITY = "activity"
    # Beside each session at the desk: the session, whose activity and place are known.
    SESSION = "session"
    # The desk of the programme: the place.
    DESK = "desk"
    # The calendar of a place, for everybody: the place, and the first day that is looked at.
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Way:
    """One way onward: where to, in words, with its drawing where there is one."""

    label: Sentence
    url: str
    icon: str = ""


# Is called with what the spot is about; asks the database for nothing.
Source = Callable[..., Iterable[Way]]

_sources: dict[Spot, list[Source]] = {spot: [] for spot in Spot}


def register(spot: Spot, source: Source) -> None:
    """Let what `source` returns stand at `spot`, after what was registered before."""
    _sources[spot].append(source)


def of(spot: Spot, *about: Any) -> list[Way]:
    """Return the ways that stand at `spot` of the page `about` something."""
    return [way for source in _sources[spot] for way in source(*about)]
