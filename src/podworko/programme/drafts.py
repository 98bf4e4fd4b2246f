"""What is typed of an activity or of a sign-up, before it is one: the same for every door."""

import hashlib
from dataclasses import dataclass

from podworko.bookings.drafts import When
from podworko.core.text import one_line
from podworko.places.models import Organisation, Room


@dataclass(frozen=True)
class Group:
    """Some of those whom an activity is for, with places of their own: "children of 6 to 9"."""

    name: str
    capacity: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line(self.name))


@dataclass(frozen=True)
class Question:
    """What the organiser asks of those who sign up, and why; `is_needed` says that one has to answer."""

    text: str
    why: str
    is_needed: bool = False

    def __post_init__(self) -> None:
        for name in ("text", "why"):
            object.__setattr__(self, name, one_line(getattr(self, name)))


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
    # With groups there are as many places as those have together.
    capacity: int | None = None
    groups: tuple[Group, ...] = ()
    # A value of models.First; until so many days before it begins.
    first_for: str = ""
    first_days: int = 3
    most_sessions: int | None = None
    questions: tuple[Question, ...] = ()
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
    # The name of the group that they are of, where the activity has groups.
    group: str = ""
    # That they live in this town, where those who do are first.
    is_local: bool = False
    # What they answer to the questions of the activity, in their order.
    answers: tuple[str, ...] = ()
    birth_year: int | None = None
    children: str = ""
    collected_by: str = ""
    # Of a child who comes alone: that an adult signs it up, and answers for it.
    is_guardian: bool = False
    language: str = "pl"

    def __post_init__(self) -> None:
        for name in ("person", "children", "collected_by", "group"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        object.__setattr__(self, "answers", tuple(map(one_line, self.answers)))

    def digest(self) -> str:
        """Return a short print of the contents: the same contents, the same print."""
        return hashlib.sha256(repr(vars(self)).encode()).hexdigest()
