"""What somebody looks for over the rooms of a city, and what is found."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from podworko.bookings.models import Applicant
from podworko.places.distances import Point
from podworko.places.models import AccessQuestion, Equipment, Layout, Room

# How far ahead a search without a last day looks, and how many weekdays there are to choose from.
HORIZON = dt.timedelta(days=62)
# No calendar is asked for the days of another century.
FURTHEST = dt.timedelta(days=3660)
EVERY_DAY = frozenset(range(7))
SHOWN = 20


class Order(StrEnum):
    """What comes first: the soonest (of one day the nearest), the nearest, just the size, or the largest."""

    SOONEST = "soonest"
    NEAREST = "nearest"
    SIZE = "size"
    LARGEST = "largest"


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is left out does not matter.

    `length` must pass between `earliest` and `latest` (local times of one day; None: the midnight that ends it), on
    one of the `weekdays` from `first_on` to `last_on`. Exact hours are a window just as long as the use.
    """

    people: int = 1
    length: dt.timedelta = dt.timedelta(hours=2)
    layout: Layout | None = None
    equipment: Mapping[Equipment, int] = field(default_factory=dict)
    access: tuple[AccessQuestion, ...] = ()
    # From where distances are told; and the part of the city, for places whose position nobody knows.
    near: Point | None = None
    district: str = ""
    # Metres as the crow flies.
    within: int | None = None
    first_on: dt.date | None = None
    last_on: dt.date | None = None
    weekdays: frozenset[int] = EVERY_DAY
    earliest: dt.time = dt.time()
    latest: dt.time | None = None
    # Who asks, where that is known: some rooms are lent to some only.
    applicant: Applicant | None = None
    order: Order = Order.SOONEST


class Why(StrEnum):
    """Why a room stands where it does among the answers."""

    SOONEST = "soonest"
    NEAREST = "nearest"
    SIZE = "size"
    LAYOUT = "layout"
    ACCESS = "access"
    EQUIPMENT = "equipment"


@dataclass(frozen=True)
class Reason:
    """One reason; `about` is the layout, question of access or piece of equipment that it speaks of."""

    why: Why
    about: str = ""


@dataclass(frozen=True)
class Find:
    """A room, and the first stretch [`starts_at`, `ends_at`) in UTC in which it is free.

    It stays free until `free_until`. `capacity` is that of the wanted layout; `metres` is None where the distance is
    not known. The room comes with its centre, network and kind.
    """

    room: Room
    starts_at: dt.datetime
    ends_at: dt.datetime
    free_until: dt.datetime
    capacity: int
    metres: float | None = None
    # Values of Applicant; empty: anybody.
    lends_to: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What was found, the best first; whether there is more; how many rooms were as wanted, free or not."""

    finds: Sequence[Find] = ()
    has_more: bool = False
    fitting: int = 0


class Change(StrEnum):
    """What gives way when nothing fits."""

    HOUR = "hour"
    DAY = "day"
    FARTHER = "farther"
    SMALLER = "smaller"
    WITHOUT = "without"
    SPLIT = "split"


@dataclass(frozen=True)
class Instead:
    """What there would be if one thing gave way: the rooms (two of one place at the same hours for a SPLIT).

    `left_out` are the things that the room does not have.
    """

    change: Change
    finds: Sequence[Find]
    left_out: Sequence[Equipment | AccessQuestion | Layout] = field(default=())
