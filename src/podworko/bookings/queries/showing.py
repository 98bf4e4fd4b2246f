"""What is on, for those outside: doors, walls, the city's site, calendars in telephones."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings.models import NOTED, BookingDate, BookingRequest, DateState, DayVersion, Occupancy
from podworko.bookings.queries.telling import Public
from podworko.bookings.queries.use import Moments, occupied
from podworko.core import clock
from podworko.core.versions import version_of
from podworko.core.words import spoken_phone
from podworko.places.models import Centre, Room, RoomPart

Kind = Occupancy.Kind
_REQUEST = ("topic", "is_open_to_all", "person", "group", "people", "phone", "email", "reference", "sequence")
_FIELDS = (
    *("pk", "room_id", "room__name", "kind", "note", "starts_at", "ends_at"),
    *("booking_date_id", "booking_date__decided_at", "offer_id", "offer__made_at", "offer__date__request__topic"),
    *("offer__date__request__person", "offer__date__request__people", "offer__date__request__reference"),
    *("walk_in_id", "walk_in__topic", "walk_in__people", "brought_id", "brought__title", "brought__is_open_to_all"),
    "brought__who",
    *(f"booking_date__request__{name}" for name in _REQUEST),
)
# What a use is known by in calendars, whatever becomes of its row: the name and the id of what it comes from.
NAMES = {Kind.BOOKING: "date", Kind.WALK_IN: "walk-in"}
SOURCES = {
    Kind.BOOKING: "booking_date_id",
    Kind.OFFER: "offer_id",
    Kind.WALK_IN: "walk_in_id",
    Kind.BROUGHT: "brought_id",
}


@dataclass(frozen=True)
class Shown:
    """One use of a room: `tone` is open (neighbours may come), private, closed, or known (staff read all of it).

    What stands below `tone` is for staff alone, and empty for everybody else.
    """

    uid: str
    room_id: int
    room: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: str
    tone: str
    changed_at: dt.datetime
    sequence: int = 0
    is_cancelled: bool = False
    person: str = ""
    group: str = ""
    people: int | None = None
    phone: str = ""
    email: str = ""
    reference: str = ""

    @property
    def who(self) -> str:
        """The group and the person, as far as they are told."""
        return ", ".join(part for part in (self.group, self.person) if part)


def uses(room_ids: Iterable[int], *spans: Moments, for_staff: bool = False) -> list[Shown]:
    """Return the uses of the rooms in the `spans` in order of time, in one query; parts are not told of again."""
    rows = occupied(room_ids, *spans).exclude(kind=Kind.PART).values(*_FIELDS)
    public = Public()
    found = (_told(row, public, for_staff=for_staff) for row in rows)
    return sorted(found, key=lambda use: (use.starts_at, use.room, use.uid))


def sharing(room_ids: Iterable[int]) -> dict[int, set[int]]:
    """Return for each room those whose uses are its own too: itself, what it is a part of, its parts; in one query."""
    shared = {pk: {pk} for pk in room_ids}
    pairs = RoomPart.objects.filter(Q(whole__in=shared) | Q(part__in=shared)).values_list("whole_id", "part_id")
    for whole, part in pairs:
        for one, other in ((whole, part), (part, whole)):
            if one in shared:
                shared[one].add(other)
    return shared


def by_room(rooms: Sequence[Room], *spans: Moments, for_staff: bool = False) -> dict[int, list[Shown]]:
    """Return the uses of each of the rooms by its id, those of its whole and of its parts among them; two queries."""
    shared = sharing([room.pk for room in rooms])
    found: dict[int, list[Shown]] = {room.pk: [] for room in rooms}
    takers: defaultdict[int, list[int]] = defaultdict(list)
    for room in rooms:
        for other in shared[room.pk]:
            takers[other].append(room.pk)
    for use in uses(takers, *spans, for_staff=for_staff):
        for pk in takers[use.room_id]:
            found[pk].append(use)
    return found


def print_of(centre: Centre, first: dt.date, last: dt.date) -> str:
    """Return a word that changes when a use from `first` to `last` does, or a person is taken out; in two queries."""
    versions = DayVersion.objects.filter(centre=centre, on__range=(first, last)).order_by("on")
    erased = BookingRequest.objects.filter(centre=centre, erased_at__gte=clock.now() - dt.timedelta(days=400))
    newest = erased.aggregate(at=Max("erased_at"))["at"]
    return version_of(list(versions.values_list("on", "version")), newest, first, last)


def cancelled(rooms: Iterable[int], span: Moments, *, for_staff: bool = False) -> list[Shown]:
    """Return what was called off of the rooms in the span, so that the programs that subscribe take it out."""
    rows = BookingDate.objects.filter(room__in=list(rooms), state=DateState.CANCELLED, starts_at__range=span).values(
        *("pk", "room_id", "room__name", "starts_at", "ends_at", "decided_at"),
        *(f"request__{name}" for name in (*_REQUEST, "created_at")),
    )
    found, public = [], Public()
    for row in rows:
        request = {name: row[f"request__{name}"] for name in _REQUEST}
        title, tone = public.says(Kind.BOOKING, "", (request["topic"], request["is_open_to_all"]))
        use = Shown(
            uid=f"date-{row['pk']}",
            room_id=row["room_id"],
            room=row["room__name"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            title=title,
            tone=tone,
            changed_at=row["decided_at"] or row["request__created_at"],
            sequence=request["sequence"],
            is_cancelled=True,
        )
        found.append(_known(use, request) if for_staff else use)
    return found


def _told(row: Mapping[str, Any], public: Public, *, for_staff: bool) -> Shown:
    """Return a use as it is told to everybody, or to the staff."""
    kind = row["kind"]
    asked = row["booking_date__request__topic"], row["booking_date__request__is_open_to_all"]
    title, tone = public.says(kind, row["note"], asked, (row["brought__title"], row["brought__is_open_to_all"]))
    use = Shown(
        uid=f"{NAMES.get(kind, kind)}-{row[SOURCES.get(kind, 'pk')]}",
        room_id=row["room_id"],
        room=row["room__name"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        title=title,
        tone=tone,
        changed_at=row["booking_date__decided_at"] or row["offer__made_at"] or row["starts_at"],
        sequence=row["booking_date__request__sequence"] or 0,
    )
    return _for_staff(use, row) if for_staff and kind not in NOTED else use


def _for_staff(use: Shown, row: Mapping[str, Any]) -> Shown:
    kind = row["kind"]
    if kind == Kind.WALK_IN:
        return replace(use, title=row["walk_in__topic"] or _("In use"), tone="known", people=row["walk_in__people"])
    if kind == Kind.BROUGHT:
        return replace(use, title=row["brought__title"] or _("Taken"), tone="known", person=row["brought__who"])
    if kind == Kind.OFFER:
        return replace(
            use,
            title=_("Held: %(topic)s") % {"topic": row["offer__date__request__topic"]},
            tone="known",
            person=row["offer__date__request__person"],
            people=row["offer__date__request__people"],
            reference=row["offer__date__request__reference"],
        )
    return _known(use, {name: row[f"booking_date__request__{name}"] for name in _REQUEST})


def _known(use: Shown, request: Mapping[str, Any]) -> Shown:
    """Return the use with all that the staff may read of its request."""
    told = {name: request[name] for name in ("person", "group", "people", "phone", "email", "reference")}
    return replace(use, title=request["topic"], tone="known", **told)


def contact_lines(use: Shown) -> list[str]:
    """Return what the staff read below the title of a use: who, how many, how to reach them."""
    people = ngettext("%(count)s person", "%(count)s people", use.people) % {"count": use.people} if use.people else ""
    address = f"{settings.SITE_URL}{reverse('bookings:decide', args=[use.reference])}" if use.reference else ""
    return [line for line in (use.who, people, spoken_phone(use.phone), use.email, address) if line]
