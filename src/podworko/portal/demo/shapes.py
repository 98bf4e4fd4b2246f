"""What the tables of the demo consist of: towns, their places, and what goes on there.

Times are written as people write them, "17:00-19:30". Weeks count from the one that we are in, which is 0.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from podworko.bookings.models import Channel
from podworko.places.hours import Span
from podworko.places.models import (
    AccessQuestion,
    Equipment,
    FormedBy,
    ModelKind,
    OrganisationKind,
    PremisesFinding,
    PremisesPoint,
    Spoken,
    Stage,
)

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WEEKDAYS = (MON, TUE, WED, THU, FRI)
EVERY_WEEK = tuple(range(-8, 9))
EVERY_SECOND_WEEK = EVERY_WEEK[::2]

# Days of the week, and the hours that hold on them.
Hours = tuple[tuple[tuple[int, ...], str], ...]


@dataclass(frozen=True)
class Resident:
    """Somebody who asks for rooms."""

    name: str
    email: str
    phone: str
    language: str = "pl"


@dataclass(frozen=True)
class Hall:
    """A room of a place."""

    slug: str
    name: str
    capacity: int
    area_m2: int
    about: str
    equipment: Mapping[Equipment, int] = field(default_factory=dict)
    is_lent: bool = True
    # The slug of the room that a movable wall divides into this one and others.
    whole: str = ""


@dataclass(frozen=True)
class Event:
    """What takes place in a room, once or in many weeks. Weeks in a row are one request, others one request each."""

    room: str
    day: int
    hours: str
    topic: str
    people: int
    is_open: bool = True
    weeks: tuple[int, ...] = EVERY_WEEK
    by: Resident | None = None
    channel: Channel = Channel.WEB
    # The weeks in which it was called off, and why.
    called_off: Mapping[int, str] = field(default_factory=dict)
    # Why the place said no; without it the room was given.
    declined: str = ""


@dataclass(frozen=True)
class Closure:
    """A room that nobody can use for some hours; with no day and week it is today."""

    room: str
    hours: str
    note: str
    day: int | None = None
    week: int = 0


@dataclass(frozen=True)
class Ask:
    """A request that waits for the host.

    It is for the first day, at least so many working days `ahead`, on which the room is free at those hours. Two that
    name the same room, hours and `ahead` therefore want the same.
    """

    room: str | None
    ahead: int
    hours: str
    topic: str
    people: int
    by: Resident
    # Until the decision is due; negative when it is late.
    left: dt.timedelta
    channel: Channel = Channel.WEB
    is_open: bool = True
    equipment: tuple[Equipment, ...] = ()
    accessibility: str = ""
    day: int | None = None
    weeks: int = 1
    # What took the room on the second date of a series, on the fourth, and so on.
    taken: tuple[str, ...] = ()
    # What the host has asked to be changed.
    question: str = ""
    # Whether the mail that says that it has arrived could not be delivered.
    has_come_back: bool = False


class Scene(Enum):
    """What a photo for show is drawn as; `pictures` has the scissors."""

    FRONT = "front"
    LARGE_ROOM = "large-room"
    SMALL_ROOM = "small-room"
    WORKSHOP = "workshop"
    ENTRANCE = "entrance"
    KITCHEN = "kitchen"
    YARD = "yard"
    MOVEMENT = "movement"
    DAMAGE = "damage"


@dataclass(frozen=True)
class Picture:
    """A photo of a place, or of one of its rooms, with the words for those who do not see it."""

    scene: Scene
    alt: str
    room: str = ""


@dataclass(frozen=True)
class Premises:
    """What somebody found of one point of the premises, and what would close it."""

    point: PremisesPoint
    verdict: PremisesFinding.Verdict
    note: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Feast:
    """A Sunday on which a place opens because the whole street is out: not before so many weeks from now."""

    weeks: int
    hours: str
    why: str


@dataclass(frozen=True)
class Place:
    """A centre with its rooms, its hours and its life."""

    slug: str
    name: str
    kind: ModelKind
    street: str
    postcode: str
    district: str
    operator: str
    phone: str
    about: str
    rooms: tuple[Hall, ...]
    opening: Hours
    duty: Hours
    access: Mapping[AccessQuestion, tuple[bool, str]]
    events: tuple[Event, ...]
    closures: tuple[Closure, ...] = ()
    asks: tuple[Ask, ...] = ()
    # The hours of the Saturdays on which the place opens, every second week, and what goes on then. A place that has
    # such days also opens today when it would be closed, so that whoever looks at the demo finds it alive.
    # With no events for such days it opens on those Saturdays only.
    special_hours: str = ""
    special_days: tuple[tuple[Event, ...], ...] = ()
    stage: Stage = Stage.PERMANENT
    languages: tuple[Spoken, ...] = (Spoken.POLISH,)
    way: str = ""
    # The hours that hold in July and August.
    summer: Hours = ()
    # A day on which it is closed, so many working days from now, and why.
    closed_ahead: int = 0
    closed_why: str = ""
    # The hours that hold while schools rest in winter.
    winter: Hours = ()
    feast: Feast | None = None
    # How those on duty want to be called, in turns; without any they are lent some.
    hosts: tuple[str, ...] = ()
    # Who ran it before.
    earlier_operator: str = ""
    pictures: tuple[Picture, ...] = ()
    # What is known of the premises point by point; without it, what follows from the rooms.
    premises: tuple[Premises, ...] = ()
    # Whether it keeps the register of those who work with minors; places for the young do anyway.
    works_with_minors: bool = False

    @property
    def email(self) -> str:
        """The address of the place, which nobody reads."""
        return f"{self.slug}@example.org"


@dataclass(frozen=True)
class Mate:
    """Somebody in the working team of a network."""

    unit: str
    part: str
    person: str = ""


@dataclass(frozen=True)
class Town:
    """A network, and the parts of the city, with the point in the middle of each."""

    slug: str
    name: str
    city: str
    about: str
    formed_by: FormedBy
    formed_on: dt.date
    phone: str
    places: tuple[Place, ...]
    districts: Mapping[str, tuple[float, float]]
    team: tuple[Mate, ...]
    # Who hears complaints about the accessibility of the site.
    complaint_to: str
    # What those are who run places; the others are NGOs.
    institutions: tuple[str, ...] = ()
    # Members that run no place, and what they are.
    members: tuple[tuple[str, OrganisationKind], ...] = ()


def span(text: str) -> Span:
    """Return the hours written as "17:00-19:30"."""
    starts, ends = text.split("-")
    return Span(dt.time.fromisoformat(starts), dt.time.fromisoformat(ends))
