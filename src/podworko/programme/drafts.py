"""What is typed of an activity or of a sign-up, before it is one: the same for every door."""

import hashlib
import unicodedata
from dataclasses import dataclass

from podworko.bookings.drafts import When
from podworko.places.models import Organisation, Room


def one_line(text: str) -> str:
    """Return `text` on one line: it stands in subjects and calendars, which no control character may enter."""
    return " ".join("".join(" " if unicodedata.category(each) in {"Cc", "Cs"} else each for each in text).split())


@dataclass(frozen=True)
class ActivityDraft:
    """All that is said of an activity but when it is held."""

    title: str
    kind: str
    lead: str = ""
    about: str = ""
    audience: str = "everybody"
    age_from: int | None = None
    age_to: int | None = None
    languages: tuple[str, ...] = ()
    leader: str = ""
    initiator: str = "centre"
    partners: tuple[Organisation, ...] = ()
    where: str = "room"
    spot: str = ""
    link: str = ""
    accessibility: str = ""
    bring: str = ""
    sign_up: str = "none"
    signs_up_for: str = "session"
    capacity: int | None = None
    largest_party: int = 1
    answer_hours: int = 24
    is_for_minors: bool = False
    is_age_checked: bool = False

    def __post_init__(self) -> None:
        for name in ("title", "lead", "leader", "spot", "accessibility", "bring"):
            object.__setattr__(self, name, one_line(getattr(self, name)))


@dataclass(frozen=True)
class Plan:
    """When an activity is held, and in which room of the place (None: in none of them)."""

    when: When
    room: Room | None = None


@dataclass(frozen=True)
class EnrolmentDraft:
    """All that somebody says who signs up."""

    person: str
    email: str = ""
    phone: str = ""
    seats: int = 1
    birth_year: int | None = None
    children: str = ""
    collected_by: str = ""
    # Of a child who comes alone: that an adult signs it up, and answers for it.
    is_guardian: bool = False
    language: str = "pl"

    def __post_init__(self) -> None:
        for name in ("person", "children", "collected_by"):
            object.__setattr__(self, name, one_line(getattr(self, name)))

    def digest(self) -> str:
        """Return a short print of the contents: the same contents, the same print."""
        return hashlib.sha256(repr(vars(self)).encode()).hexdigest()
