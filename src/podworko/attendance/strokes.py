"""What was pressed, before it is kept: the same for the page, the telephone and those who count themselves."""

import datetime as dt
import uuid
from dataclasses import dataclass

from podworko.core.errors import Problem

# As long as the reference of a sign-up, and the longest name of what is counted.
LONGEST = 8


def word(text: str) -> str:
    """Return what may be a reference, or the name of what is counted; nothing for what no button of ours says."""
    return text[:LONGEST] if text.isascii() and text.isalnum() else ""


@dataclass(frozen=True)
class Stroke:
    """One press: of a button (`what`, `delta`), or a tick beside the sign-up `person` (its reference), `is_here`."""

    uuid: uuid.UUID
    at: dt.datetime
    what: str = ""
    delta: int = 0
    person: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a press: kept, or why not."""

    uuid: uuid.UUID
    problem: Problem | None = None
