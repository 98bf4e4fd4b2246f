"""One use as the desk hands it over, the dates of a request with what is noted, and how it went with a group before."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from podworko.bookings.handing_over import Step, Used, can_be_undone, is_possible, word_of
from podworko.bookings.models import BookingDate, BookingRequest, DateState, Handover, Occupancy, WalkIn
from podworko.core import clock
from podworko.core.text import id_in
from podworko.places.models import Room

RECORD = dt.timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """One use of a room as the desk shows it, with its hand-over; `used` is None where nobody hands over.

    `is_part`: it uses the whole around the room. `taken_until` is earlier than `ends_at` where hours were given back.
    """

    room: Room
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    taken_until: dt.datetime
    kind: str = Occupancy.Kind.BOOKING
    used: Used | None = None
    handover: Handover | None = None
    is_part: bool = False

    @property
    def word(self) -> str:
        """How addresses name the use."""
        return word_of(self.used) if self.used else ""

    @property
    def booking(self) -> BookingRequest | None:
        """The request that it comes from."""
        return self.used.request if isinstance(self.used, BookingDate) else None

    @property
    def walk_in(self) -> WalkIn | None:
        """The walk-in that it is."""
        return self.used if isinstance(self.used, WalkIn) else None

    @property
    def people(self) -> int | None:
        """How many are expected, where it is known."""
        source = self.booking or self.walk_in
        return source.people if source else None

    @property
    def noted(self) -> Handover:
        """The hand-over; one in which nothing is noted where there is none."""
        return self.handover or Handover()

    @cached_property
    def steps(self) -> frozenset[str]:
        """The steps that may be noted now."""
        if not self.used:
            return frozenset()
        return frozenset(step.value for step in Step if is_possible(self.used, self.noted, step, clock.now()))

    @cached_property
    def undoable(self) -> frozenset[str]:
        """The steps that may be taken back."""
        return frozenset(step.value for step in Step if self.used and can_be_undone(self.noted, step))

    @property
    def has_begun(self) -> bool:
        """Whether its hour has come."""
        return self.starts_at <= clock.now()

    @property
    def is_over(self) -> bool:
        """Whether its hours have passed, or nobody came and they were given back."""
        return self.taken_until <= clock.now()

    @property
    def can_be_given_back(self) -> bool:
        """Whether nobody came and the room is still kept."""
        return self.noted.no_show_at is not None and not self.is_over

    @property
    def has_notes(self) -> bool:
        """Whether anything is noted."""
        noted = self.noted
        return any((noted.came_at, noted.no_show_at, noted.keys_out_at, noted.left_at))

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to note: nobody came, or it is known how the room was left, and the keys are back."""
        noted = self.noted
        has_keys = noted.keys_out_at and not noted.keys_back_at
        return not has_keys and bool(noted.no_show_at or noted.left_at)


def use_of(line_word: str) -> tuple[type[BookingDate | WalkIn], int] | None:
    """Return which use an address names, as `handing_over.word_of` writes it; None when it names none."""
    kind, _dash, number = line_word.rpartition("-")
    models: Mapping[str, type[BookingDate | WalkIn]] = {"date": BookingDate, "walk-in": WalkIn}
    pk = id_in(number)
    return (models[kind], pk) if kind in models and pk is not None else None


def line_of(use: Used) -> Line:
    """Return a use as the desk shows it; it comes with its room."""
    assert use.room
    handover = getattr(use, "handover", None)
    if isinstance(use, BookingDate):
        taken = getattr(use, "occupancy", None)
        until = taken.ends_at if taken else use.ends_at
        return Line(use.room, use.request.topic, use.starts_at, use.ends_at, until, used=use, handover=handover)
    title, kind = use.topic or _("In use without a request"), Occupancy.Kind.WALK_IN
    return Line(use.room, title, use.starts_at, use.ends_at, use.ends_at, kind, use, handover)


def handed_over(request: BookingRequest, *, for_staff: bool = True) -> list[Line]:
    """Return the accepted dates of `request` of which something is noted, in order; one query.

    For staff also those of which something may be noted now.
    """
    dates = BookingDate.objects.filter(request=request, state=DateState.ACCEPTED, room__isnull=False)
    found = dates.select_related("room", "handover", "occupancy", "request").order_by("starts_at", "pk")
    lines = [line_of(date) for date in found]
    return [line for line in lines if line.has_notes or (for_staff and line.steps)]


@dataclass(frozen=True)
class Record:
    """How the uses of the same group, or person, went in the last year at this place."""

    uses: int
    no_shows: int
    untidy: int
    damages: int


def record_of(request: BookingRequest) -> Record:
    """Return how it went with those who ask, at this place, in the last year: one query.

    Who they are is known by e-mail, telephone or the name of the group. Other places' notes are not theirs to see here.
    """
    now = clock.now()
    same = Q()
    if request.email:
        same |= Q(email=request.email.lower())
    if request.phone:
        same |= Q(request__phone=request.phone)
    if request.group.strip():
        same |= Q(request__group__iexact=request.group.strip())
    if not same:
        return Record(0, 0, 0, 0)
    dates = BookingDate.objects.alias(email=Lower("request__email")).filter(
        same, request__centre=request.centre, state=DateState.ACCEPTED, starts_at__range=(now - RECORD, now)
    )
    return Record(
        **dates.aggregate(
            uses=Count("pk"),
            no_shows=Count("pk", filter=Q(handover__no_show_at__isnull=False)),
            untidy=Count("pk", filter=Q(handover__is_tidy=False)),
            damages=Count("pk", filter=Q(handover__is_damaged=True)),
        )
    )
