"""What the one who looks at a calendar answers: which room a name means, what whole days are, single dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# An answer that is no room.
LEAVE = "leave"
# What whole days are: not answered yet, all the hours in which the place is open, nothing.
OPEN_HOURS = "open"


@dataclass(frozen=True)
class Answers:
    """The answers: rooms are their ids, `LEAVE` is "do not bring it".

    `rooms` by the folded name in the file, `events` by the uid of the event.
    """

    rooms: Mapping[str, int | str] = field(default_factory=dict)
    events: Mapping[str, int | str] = field(default_factory=dict)
    whole_days: str = ""
    is_open_to_all: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Answers":
        """Return the answers that a calendar keeps."""
        return cls(
            rooms=dict(kept.get("rooms", {})),
            events=dict(kept.get("events", {})),
            whole_days=str(kept.get("whole_days", "")),
            is_open_to_all=bool(kept.get("is_open_to_all", False)),
        )

    def kept(self) -> dict[str, Any]:
        """Return them as a calendar keeps them."""
        return {
            "rooms": dict(self.rooms),
            "events": dict(self.events),
            "whole_days": self.whole_days,
            "is_open_to_all": self.is_open_to_all,
        }
