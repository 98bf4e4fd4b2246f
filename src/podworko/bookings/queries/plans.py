"""The calendar of a place: a day by rooms and hours, a week, a list. The public sees no personal data."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings.models import BookingDate, DateState, Occupancy
from podworko.bookings.queries.use import Moments, occupied
from podworko.core import clock
from podworko.core.words import spoken
from podworko.places import hours
from podworko.places.hours import Day
from podworko.places.models import Centre, Room

QUARTER = 15
# What the day shows when the place is closed and nothing is on.
USUAL = (9, 20)


@dataclass(frozen=True)
class Use:
    """One use as a calendar shows it: `kind` is use, private, closed or asked; quarters count from the plan's start."""

    room_id: int
    room: str
    on: dt.date
    title: str
    time: str
    kind: str
    starts_at: dt.datetime
    start: int = 0
    length: int = 0
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A room and its uses on one day."""

    room_id: int
    name: str
    note: str
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class DayPlan:
    """A day: the hours shown, so many quarters (`cols`), a row for each room."""

    on: dt.date
    hours: tuple[int, ...]
    cols: int
    rows: tuple[Row, ...]
    day: Day


@dataclass(frozen=True)
class ListedDay:
    """A day of a week or a list, with its uses in order of time."""

    on: dt.date
    is_today: bool
    day: Day
    uses: tuple[Use, ...]

    @property
    def name(self) -> str:
        """The day of the week, in the reader's language."""
        return spoken(self.on).split(",")[0]

    @property
    def date(self) -> str:
        """The date as people say it."""
        return date_format(self.on, "j E")


def day_plan(centre: Centre, on: dt.date, *, for_staff: bool = False, rooms: Sequence[Room] | None = None) -> DayPlan:
    """Return the local day `on` of `centre`: of all its rooms, or of those given.

    Staff see who uses a room, and the requests that wait. The number of queries does not grow with rooms or uses.
    """
    day = hours.day(centre, on)
    shown = list(centre.rooms.all()) if rooms is None else rooms
    uses = _uses(centre, shown, [clock.day(on, centre.zone)], for_staff=for_staff)
    first, last = _shown_hours(day, uses)
    by_room: dict[int, list[Use]] = {room.pk: [] for room in shown}
    for use in uses:
        by_room[use.room_id].append(_placed(use, first, last))
    rows = tuple(Row(room.pk, room.name, _holds(room), tuple(by_room[room.pk])) for room in shown)
    return DayPlan(on, tuple(range(first, last)), (last - first) * 4, rows, day)


def listed_days(
    centre: Centre, dates: Iterable[dt.date], *, for_staff: bool = False, room: Room | None = None
) -> list[ListedDay]:
    """Return the `dates` (a week, or a longer list, without gaps) of `centre` or of one of its rooms."""
    wanted = list(dates)
    days = hours.days(centre, wanted)
    rooms = [room] if room else list(centre.rooms.all())
    span = clock.day(wanted[0], centre.zone)[0], clock.day(wanted[-1], centre.zone)[1]
    by_day: dict[dt.date, list[Use]] = {on: [] for on in wanted}
    for use in _uses(centre, rooms, [span], for_staff=for_staff):
        if use.on in by_day:
            by_day[use.on].append(use)
    today = clock.today(centre.zone)
    return [ListedDay(on, on == today, days[on], tuple(by_day[on])) for on in wanted]


def coming(centre: Centre, *, days: int = 14, most: int = 6) -> list[Use]:
    """Return the next uses that neighbours may come to, from now on."""
    now = clock.now()
    span = (now, now + dt.timedelta(days=days))
    uses = _uses(centre, list(centre.rooms.all()), [span], for_staff=False)
    return [use for use in uses if use.kind == "use" and use.starts_at > now][:most]


def _uses(centre: Centre, rooms: Sequence[Room], spans: Sequence[Moments], *, for_staff: bool) -> list[Use]:
    names = {room.pk: room.name for room in rooms}
    rows = occupied(names, *spans).values_list(
        "room_id",
        "starts_at",
        "ends_at",
        "kind",
        "note",
        "booking_date__request__topic",
        "booking_date__request__is_open_to_all",
        "booking_date__request__reference",
        "booking_date__request__person",
        "booking_date__request__people",
    )
    zone = centre.zone
    uses = []
    for room_id, starts_at, ends_at, kind, note, topic, is_open, reference, person, people in rows:
        start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
        closed = kind == Occupancy.Kind.CLOSURE
        is_seen = for_staff or is_open
        uses.append(
            Use(
                room_id=room_id,
                room=names[room_id],
                on=start.date(),
                title=(note or _("Closed")) if closed else topic if is_seen else _("Taken"),
                time=f"{start:%H:%M}–{end:%H:%M}",
                kind="closed" if closed else "use" if is_seen else "private",
                starts_at=starts_at,
                url=reverse("bookings:decide", args=[reference]) if for_staff and reference else "",
                note=f"{person}, {people}" if for_staff and person else "",
            )
        )
    if for_staff:
        uses += _asked(centre, names, spans)
    return sorted(uses, key=lambda use: (use.starts_at, use.room))


def _holds(room: Room) -> str:
    return ngettext("for %(count)s person", "for %(count)s people", room.capacity) % {"count": room.capacity}


def _asked(centre: Centre, names: dict[int, str], spans: Sequence[Moments]) -> list[Use]:
    zone = centre.zone
    asked = BookingDate.objects.filter(
        request__centre=centre,
        request__state__in=["waiting", "changes_asked"],
        state=DateState.WAITING,
        starts_at__lt=max(end for _start, end in spans),
        ends_at__gt=min(start for start, _end in spans),
        room__in=names,
    ).values_list("room_id", "starts_at", "ends_at", "request__topic", "request__reference", "request__person")
    return [
        Use(
            room_id=room_id,
            room=names[room_id],
            on=starts_at.astimezone(zone).date(),
            title=topic,
            time=f"{starts_at.astimezone(zone):%H:%M}–{ends_at.astimezone(zone):%H:%M}",
            kind="asked",
            starts_at=starts_at,
            url=reverse("bookings:decide", args=[reference]),
            note=person,
        )
        for room_id, starts_at, ends_at, topic, reference, person in asked
    ]


def _minutes(time: str) -> int:
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)


def _bounds(use: Use) -> tuple[int, int]:
    """Return the wall clock's minutes from midnight at which the use begins and ends; 24:00 where it ends later."""
    start, end = map(_minutes, use.time.split("–"))
    return start, end if end > start else 24 * 60


def _shown_hours(day: Day, uses: Sequence[Use]) -> tuple[int, int]:
    today = [_bounds(use) for use in uses if use.on == day.on]
    starts = [span.first for span in day.open] + [start for start, _end in today]
    ends = [span.last for span in day.open] + [end for _start, end in today]
    if not starts:
        return USUAL
    return min(starts) // 60, min(24, -(-max(ends) // 60))


def _placed(use: Use, first: int, last: int) -> Use:
    start, end = _bounds(use)
    begin = max(0, (start - first * 60) // QUARTER)
    length = max(1, min(last * 60, end) - max(start, first * 60)) // QUARTER or 1
    return replace(use, start=begin, length=length)
