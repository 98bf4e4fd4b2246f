"""What uses rooms, in the words that a calendar says of it: to everybody, or to the staff of the place."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.bookings.models import LONGEST_USE, NOTED, BookingDate, DateState, Occupancy, RequestState
from podworko.bookings.queries.plans.wall import AsKept, Wall
from podworko.bookings.queries.telling import Public
from podworko.bookings.queries.use import Moments, occupied
from podworko.places.models import Centre, Room, RoomPart

Kind = Occupancy.Kind

# What is read of a use, in this order; who it is, only for the staff.
ITS_WORDS = (
    "pk",
    "whole_id",
    "room_id",
    AsKept("starts_at"),
    AsKept("ends_at"),
    "kind",
    "note",
    "booking_date__request__topic",
    AsKept("booking_date__request__is_open_to_all"),
    "walk_in__topic",
    "brought__title",
    AsKept("brought__is_open_to_all"),
)
ITS_PEOPLE = (
    "booking_date__request__reference",
    "booking_date__request__person",
    "booking_date__request__people",
    "walk_in__people",
    "offer__date__request__topic",
    "offer__date__request__reference",
    "offer__date__request__person",
)
# Where a reference goes in an address that is made once for hundreds of uses.
ANY = "REFERENCE"
LOOKS = {"open": "use"}


class Found(NamedTuple):
    """A use in local time. `kind` is how it looks: use (neighbours may come), private, closed, asked or partly.

    `is_own` says that it uses this very room; otherwise the whole around it, or (partly) a part inside it.
    """

    room_id: int
    starts: dt.datetime
    ends: dt.datetime
    # Both as the database keeps them: in order of time over a change of the clock, and alike for alike hours.
    kept: tuple[Any, Any]
    title: str
    kind: str
    url: str = ""
    note: str = ""
    is_own: bool = True


# What is said of a use: its title, how it looks, where it leads, what stands beside it.
Told = tuple[str, str, str, str]
Row = tuple[Any, ...]


def found(
    centre: Centre, rooms: Sequence[Room], span: Moments, *, for_staff: bool = False, with_parts: bool = False
) -> list[Found]:
    """Return what uses the `rooms` of `centre` in `span`, in order of time and then of rooms.

    `with_parts` tells of each room too what uses the whole around it and the parts inside it; that is the same use
    again where these are shown beside it. Staff are told who it is, and of the requests that wait. The number of
    queries does not grow with rooms or uses.
    """
    wall = Wall(centre.zone)
    places = {room.pk: place for place, room in enumerate(rooms)}
    inside = _parts_inside(rooms) if with_parts else {}
    rows = list(_rows({*places, *inside}, span, for_staff=for_staff, with_parts=with_parts))
    tell = Teller(for_staff=for_staff).tell
    told = {row[0]: (row[2], tell(row)) for row in rows if row[5] != Kind.PART}
    told |= {row[0]: (row[2], tell(row)) for row in _wholes_elsewhere(rows, told, for_staff=for_staff)}
    names = _names(centre, rooms) if inside or any(row[5] == Kind.PART for row in rows) else {}
    result: list[Found] = []
    for row in rows:
        pk, whole, room, begins, ends, kind = row[:6]
        when = (room, wall[begins], wall[ends], (begins, ends))
        if kind == Kind.PART:
            if room in places:
                at, (title, look, url, note) = told[whole]
                said = _("the whole of %(room)s") % {"room": names.get(at, "")}
                result.append(Found(*when, title, look, url, f"{said}, {note}" if note else said, is_own=False))
            continue
        title, look, url, note = told[pk][1]
        if room in places:
            result.append(Found(*when, title, look, url, note))
        result += [
            Found(around, *when[1:], _("Partly taken"), "partly", url, names.get(room, ""), is_own=False)
            for around in inside.get(room, ())
        ]
    if for_staff:
        result += _asked(centre, places, span, wall)
    result.sort(key=lambda use: (use.kept[0], places[use.room_id]))
    return result


def _rows(rooms: Collection[int], span: Moments, *, for_staff: bool, with_parts: bool) -> Iterable[Row]:
    start, end = span
    fields = ITS_WORDS + ITS_PEOPLE if for_staff else ITS_WORDS
    # The time to make a room ready is blocked but not shown.
    uses = occupied(rooms, span).filter(starts_at__lt=end, ends_at__gt=start)
    return (uses if with_parts else uses.exclude(kind=Kind.PART)).values_list(*fields)


def _wholes_elsewhere(rows: Sequence[Row], told: Collection[int], *, for_staff: bool) -> Iterable[Row]:
    """Return the uses of wholes that are not shown themselves."""
    missing = {row[1] for row in rows if row[5] == Kind.PART and row[1] not in told}
    fields = ITS_WORDS + ITS_PEOPLE if for_staff else ITS_WORDS
    return Occupancy.objects.filter(pk__in=missing).values_list(*fields) if missing else ()


def _parts_inside(rooms: Sequence[Room]) -> dict[int, list[int]]:
    """Return for each part of the `rooms` in which of them it lies; no query where all are shown and none is a part."""
    inside: dict[int, list[int]] = {}
    if len(rooms) > 1 and not any(room.whole_id for room in rooms):
        return inside
    pairs = RoomPart.objects.filter(whole__in=[room.pk for room in rooms])
    for whole, part in pairs.values_list("whole_id", "part_id"):
        inside.setdefault(part, []).append(whole)
    return inside


def _names(centre: Centre, rooms: Sequence[Room]) -> Mapping[int, str]:
    """Return the names of all rooms: of one that is shown alone, those around and inside it are told too."""
    return {room.pk: room.name for room in rooms} if len(rooms) > 1 else dict(centre.rooms.values_list("pk", "name"))


class Teller:
    """Says what a calendar says of a row."""

    def __init__(self, *, for_staff: bool) -> None:
        self.for_staff = for_staff
        self.public = Public()
        self.address = reverse("bookings:decide", args=[ANY]) if for_staff else ""

    def tell(self, row: Row) -> Told:
        """Return its title, how it looks, where it leads, what stands beside it."""
        kind, note, topic, is_open, _walk_in, brought, is_brought_open = row[5:12]
        if self.for_staff and kind not in NOTED:
            return self._in_full(row)
        title, tone = self.public.says(kind, note, (topic, is_open), (brought, is_brought_open))
        return title, LOOKS.get(tone, tone), "", ""

    def _in_full(self, row: Row) -> Told:
        """Say it to the staff: what it is, who, how many."""
        kind, _note, topic, is_open, walk_in, brought, is_brought_open = row[5:12]
        reference, person, people, walked, offered, offered_as, offered_to = row[12:]
        if kind == Kind.OFFER:
            return offered, "asked", self._leads(offered_as), _("offered to %(person)s") % {"person": offered_to}
        count = people or walked
        who = ", ".join(str(each) for each in (person, count) if each)
        look = "use" if kind != Kind.BROUGHT or is_open or is_brought_open else "private"
        title = topic or walk_in or brought or _("In use without a request")
        return title, look, self._leads(reference), who

    def _leads(self, reference: str | None) -> str:
        return self.address.replace(ANY, reference) if reference else ""


def _asked(centre: Centre, rooms: Collection[int], span: Moments, wall: Wall) -> list[Found]:
    """Return what somebody asks for and nobody has decided yet."""
    start, end = span
    address = reverse("bookings:decide", args=[ANY])
    asked = BookingDate.objects.filter(
        request__centre=centre,
        request__state__in=[RequestState.WAITING, RequestState.CHANGES_ASKED],
        state=DateState.WAITING,
        # Bounded on both sides: no use is longer.
        starts_at__gt=start - LONGEST_USE,
        starts_at__lt=end,
        ends_at__gt=start,
        room__in=list(rooms),
    ).values_list(
        "room_id",
        AsKept("starts_at"),
        AsKept("ends_at"),
        "request__topic",
        "request__reference",
        "request__person",
    )
    return [
        Found(room, wall[begins], wall[ends], (begins, ends), topic, "asked", address.replace(ANY, reference), person)
        for room, begins, ends, topic, reference, person in asked
    ]
