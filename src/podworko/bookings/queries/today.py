"""The day of those on duty: each room now and next, who comes, keys, what is to be decided, how it was left."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _

from podworko.bookings.handing_over import Used
from podworko.bookings.models import (
    BookingDate,
    BookingRequest,
    DateState,
    DayVersion,
    Handover,
    Occupancy,
    RequestState,
)
from podworko.bookings.queries.handovers import Line
from podworko.bookings.queries.spare import Spare, closing_in, spare_rooms
from podworko.bookings.queries.use import occupied
from podworko.bookings.terms import rules_of
from podworko.core import clock
from podworko.core.text import id_in
from podworko.places import hours
from podworko.places.hours.timetable import AHEAD
from podworko.places.models import Centre, Room

ONE_DAY = dt.timedelta(days=1)
SOON = dt.timedelta(hours=1)
# How far back the last day with an open door is sought, so that on Monday one hears of Saturday.
BACK = 7


@dataclass(frozen=True)
class RoomToday:
    """A room: who is in it now, who comes next and later, how long it is free, what was on today."""

    room: Room
    now: Line | None
    coming: tuple[Line, ...]
    spare: Spare
    # A part of it is in use, so that the whole cannot be.
    parts_in_use: tuple[Line, ...] = ()
    # Somebody makes the room ready until then.
    ready_at: dt.datetime | None = None
    # What repeats the same tap.
    key: str = ""

    @property
    def next(self) -> Line | None:
        """What comes next today."""
        return self.coming[0] if self.coming else None

    @property
    def later(self) -> tuple[Line, ...]:
        """What comes after that."""
        return self.coming[1:]


@dataclass(frozen=True)
class ToDecide:
    """What waits for a decision: how many, how many of them late, the most pressing."""

    count: int
    late: int
    pressing: BookingRequest | None


@dataclass(frozen=True)
class Today:
    """All that the Today page shows; `seen` changes with any of it."""

    on: dt.date
    at: dt.datetime
    closing: dt.datetime | None
    opens: hours.Now
    rooms: tuple[RoomToday, ...]
    to_hand_over: tuple[Line, ...]
    settled: tuple[Line, ...]
    keys_out: tuple[Line, ...]
    troubles: tuple[Line, ...]
    to_decide: ToDecide
    # The next accepted date on another day, when nothing more comes today.
    next_date: BookingDate | None
    seen: str

    @property
    def expected(self) -> tuple[Line, ...]:
        """Who comes within the hour."""
        lines = (line for room in self.rooms for line in room.coming)
        soon = [line for line in lines if not line.is_part and line.starts_at <= self.at + SOON]
        return tuple(sorted(soon, key=lambda line: (line.starts_at, line.room.position)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on and nothing more comes today."""
        return not any(room.now or room.coming for room in self.rooms)


def today(centre: Centre) -> Today:
    """Return the day of `centre` as it stands; as many queries however many rooms and uses there are."""
    now = clock.now()
    on = now.astimezone(centre.zone).date()
    first, last = clock.day(on, centre.zone)
    table = hours.timetable(centre, on - BACK * ONE_DAY, on + AHEAD)
    closing = closing_in(table, now)
    rooms = list(centre.rooms.all())
    version = version_of(centre, on)
    lines = _lines(rooms, (first, max(last, closing or last)))
    spare = spare_rooms(centre, rooms, closing=closing, rules=rules_of(centre), at=now)
    shown = tuple(_room(room, lines, spare[room.pk], version) for room in rooms if room.is_lent or _of(lines, room.pk))
    over = [line for line in _own(lines) if line.is_over and line.used]
    waiting = _open_requests(centre)
    is_empty = not any(not line.is_over for line in lines)
    return Today(
        on=on,
        at=now,
        closing=closing,
        opens=table.now(now),
        rooms=shown,
        to_hand_over=tuple(line for line in over if not line.is_settled),
        settled=tuple(line for line in over if line.is_settled),
        keys_out=_keys_out(centre),
        troubles=_troubles(centre, table, on),
        to_decide=_to_decide(centre, waiting),
        next_date=_next_date(centre, now) if is_empty else None,
        seen=_seen(version, _word_of(waiting), _changes_at(lines, spare.values(), last, now)),
    )


# --- what was seen ---


def version_of(centre: Centre, on: dt.date) -> str:
    """Return the word of the uses of `centre` on the day `on`; one query."""
    return DayVersion.objects.filter(centre=centre, on=on).values_list("version", flat=True).first() or ""


Row = Mapping[str, Any]


def _open_requests(centre: Centre) -> Row:
    """Return how many requests wait at `centre`, the newest, the first deadline; one query, as long as what waits."""
    # The index holds those that wait for the person too.
    found = BookingRequest.objects.filter(centre=centre, state__in=[RequestState.WAITING, RequestState.CHANGES_ASKED])
    waiting = Q(state=RequestState.WAITING)
    return found.aggregate(
        count=Count("pk", filter=waiting),
        last=Max("pk", filter=waiting),
        due=Min("decide_by", filter=waiting),
        late=Count("pk", filter=waiting & Q(decide_by__lt=clock.now())),
    )


def _word_of(row: Row) -> str:
    return ":".join(str(value) for value in row.values())


def is_seen(centre: Centre, seen: str) -> bool:
    """Say whether the page that somebody sees is still right: nothing changed, and no hour came; two queries at most.

    `seen` is the word that the page carries; whatever else it is, the page is drawn anew.
    """
    word, _dot, until = seen.partition(".")
    now = clock.now()
    if (id_in(until) or 0) <= now.timestamp():
        return False
    on = now.astimezone(centre.zone).date()
    return word == _digest(version_of(centre, on), _word_of(_open_requests(centre)))


def _seen(version: str, waiting: str, until: dt.datetime) -> str:
    return f"{_digest(version, waiting)}.{int(until.timestamp())}"


def _digest(*words: str) -> str:
    return hashlib.blake2b("|".join(words).encode(), digest_size=8).hexdigest()


def _changes_at(lines: Sequence[Line], spare: Iterable[Spare], last: dt.datetime, now: dt.datetime) -> dt.datetime:
    """Return the next moment at which the page would look otherwise though nothing changed; within minutes.

    What is free shortens by the minute, which the page need not follow; a beginning, an end, an hour before one does.
    """
    moments = [last, now + dt.timedelta(minutes=5)]
    for line in lines:
        moments += [line.starts_at, line.starts_at - SOON, line.taken_until]
    moments += [each.until for each in spare]
    return min(moment for moment in moments if moment > now)


# --- the rooms ---


def _lines(rooms: Sequence[Room], span: tuple[dt.datetime, dt.datetime]) -> list[Line]:
    """Return the uses of the `rooms` in that stretch of time, in order; one query."""
    by_id = {room.pk: room for room in rooms}
    found = list(
        occupied(by_id, span)
        .select_related(
            "booking_date__request__centre",
            "booking_date__handover",
            "walk_in__handover",
            "offer__date__request",
            "brought",
        )
        .order_by("starts_at", "pk")
    )
    lines = {use.pk: _line(use, by_id[use.room_id]) for use in found if use.kind != Occupancy.Kind.PART}
    for use in found:
        if use.kind == Occupancy.Kind.PART and use.whole_id in lines:
            lines[use.pk] = replace(lines[use.whole_id], room=by_id[use.room_id], is_part=True)
    return [lines[use.pk] for use in found if use.pk in lines]


def _line(use: Occupancy, room: Room) -> Line:
    date, walk_in = use.booking_date, use.walk_in
    used: Used | None = date or walk_in
    handover = getattr(used, "handover", None) if used else None
    ends_at = max(use.ends_at, date.ends_at) if date and handover and handover.no_show_at else use.ends_at
    if walk_in:
        walk_in.room = room
    return Line(room, _title(use), use.starts_at, ends_at, use.ends_at, use.kind, used, handover)


def _title(use: Occupancy) -> str:
    if use.booking_date:
        return use.booking_date.request.topic
    if use.walk_in:
        return use.walk_in.topic or _("In use without a request")
    if use.offer:
        return _("Kept for: %(topic)s") % {"topic": use.offer.date.request.topic}
    if use.brought:
        return use.brought.title
    return use.note or (_("Taken") if use.kind == Occupancy.Kind.ACTIVITY else _("Closed"))


def _of(lines: Iterable[Line], room_id: int) -> list[Line]:
    return [line for line in lines if line.room.pk == room_id]


def _own(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if not line.is_part]


def _room(room: Room, lines: Sequence[Line], spare: Spare, version: str) -> RoomToday:
    now = clock.now()
    here = _of(lines, room.pk)
    current = next((line for line in here if line.starts_at <= now < line.taken_until), None)
    parts = [line for line in _own(lines) if line.room.whole_id == room.pk and line.starts_at <= now < line.taken_until]
    taken = spare.problem is not None and spare.problem.code == "taken" and not current and not parts
    return RoomToday(
        room=room,
        now=current,
        coming=tuple(line for line in here if line.starts_at > now),
        spare=spare,
        parts_in_use=tuple(parts) if not current else (),
        ready_at=max((line.taken_until for line in here if line.is_over), default=None) if taken else None,
        key=f"{version or 'none'}:{room.pk}",
    )


# --- the rest of the page ---


def _of_handover(handover: Handover) -> Line | None:
    """Return the use that a hand-over is of, as a line; None of one without a room."""
    used: Used | None = handover.date or handover.walk_in
    if used is None or used.room is None:
        return None
    title = handover.date.request.topic if handover.date else handover.walk_in.topic if handover.walk_in else ""
    title = title or _("In use without a request")
    kind = Occupancy.Kind.BOOKING if handover.date else Occupancy.Kind.WALK_IN
    return Line(used.room, title, used.starts_at, used.ends_at, used.ends_at, kind, used, handover)


def _found(centre: Centre, where: Q) -> tuple[Line, ...]:
    """Return the uses of `centre` whose hand-over is so, the oldest first; one query, by an index of what is so."""
    handovers = Handover.objects.filter(where, centre=centre)
    found = handovers.select_related("date__request__centre", "date__room", "walk_in__room")
    return tuple(sorted(filter(None, map(_of_handover, found)), key=lambda line: line.starts_at))


def _keys_out(centre: Centre) -> tuple[Line, ...]:
    return _found(centre, Q(keys_out_at__isnull=False, keys_back_at__isnull=True))


def _troubles(centre: Centre, table: hours.Timetable, on: dt.date) -> tuple[Line, ...]:
    """Return what was left untidy or damaged since the last day on which the door was open."""
    before = [on - number * ONE_DAY for number in range(1, BACK + 1)]
    last_open = next((day for day in before if table.day(day).open), before[0])
    since = clock.day(last_open, centre.zone)[0]
    return _found(centre, Q(left_at__gte=since) & (Q(is_tidy=False) | Q(is_damaged=True)))


def _to_decide(centre: Centre, waiting: Row) -> ToDecide:
    found = BookingRequest.objects.filter(centre=centre, state=RequestState.WAITING)
    return ToDecide(waiting["count"], waiting["late"], found.order_by("decide_by", "pk").first())


def _next_date(centre: Centre, now: dt.datetime) -> BookingDate | None:
    coming = BookingDate.objects.filter(request__centre=centre, state=DateState.ACCEPTED, starts_at__gt=now)
    return coming.select_related("request", "room").order_by("starts_at", "pk").first()
