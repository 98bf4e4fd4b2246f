"""A month of a place: of each day how full it is, and what neighbours may come to."""

import calendar
import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from podworko.bookings.models import BookingDate, DateState, RequestState
from podworko.bookings.queries.plans.wall import AsKept, Wall
from podworko.bookings.queries.use import Moments, occupied
from podworko.core import clock
from podworko.core.words import spoken
from podworko.places import hours
from podworko.places.hours import Day
from podworko.places.models import Centre, Room

# What is named of a day; the day itself tells the rest.
MOST_NAMED = 3
TENTHS = 10
# From these tenths on: some is free, little is free.
SOME, LITTLE = 4, 8


class Named(NamedTuple):
    """What neighbours may come to."""

    time: str
    title: str
    room: str


@dataclass(frozen=True)
class MonthDay:
    """A day of a month. `tenths` of its room-hours are taken, which `words` say; of it are named so many, `more` not.

    `is_outside` marks the days of the neighbouring months that fill the weeks; nothing is told of them.
    """

    on: dt.date
    is_today: bool = False
    is_outside: bool = False
    day: Day | None = None
    tenths: int = 0
    words: str = ""
    look: str = ""
    named: tuple[Named, ...] = ()
    more: int = 0
    waiting: int = 0
    # Where the day is shown; whoever shows the month fills it in.
    url: str = ""

    @property
    def name(self) -> str:
        """The day of the week, in the reader's language."""
        return spoken(self.on).split(",")[0]

    @property
    def date(self) -> str:
        """The date as people say it."""
        return date_format(self.on, "j E")


def month(
    centre: Centre,
    on: dt.date,
    *,
    for_staff: bool = False,
    room: Room | None = None,
    rooms: Sequence[Room] | None = None,
) -> list[list[MonthDay]]:
    """Return the weeks of the month in which `on` lies, of `centre` or of one of its rooms, Monday first.

    Who has all `rooms` of the centre already hands them over. Staff see how many requests wait on each day. The number
    of queries does not grow with rooms, uses or days.
    """
    weeks = calendar.Calendar().monthdatescalendar(on.year, on.month)
    dates = [date for week in weeks for date in week if date.month == on.month]
    rooms = [room] if room else list(centre.rooms.all()) if rooms is None else rooms
    # How full a place is means: what residents may ask for.
    counted = [each for each in rooms if each.is_lent] or rooms
    span = clock.day(dates[0], centre.zone)[0], clock.day(dates[-1], centre.zone)[1]
    days = [*hours.days(centre, dates).values()]
    stretches, wall = _stretches(days, centre), Wall(centre.zone)
    used = _used(counted, span, stretches, wall)
    named = _named(rooms, span, wall, with_rooms=room is None)
    waiting = _waiting(centre, rooms, span) if for_staff else Counter()
    today = clock.today(centre.zone)
    shown = {}
    for day, open_for, taken in zip(days, stretches, used, strict=True):
        told = named.get(day.on, [])
        tenths, words, look = _fullness(taken, len(counted) * sum(last - first for first, last in open_for))
        shown[day.on] = MonthDay(
            on=day.on,
            is_today=day.on == today,
            day=day,
            tenths=tenths,
            words=words,
            look=look,
            named=tuple(told[:MOST_NAMED]),
            more=max(0, len(told) - MOST_NAMED),
            waiting=waiting[day.on],
        )
    return [[shown.get(date) or MonthDay(date, is_outside=True) for date in week] for week in weeks]


def _used(rooms: Sequence[Room], span: Moments, spans: Sequence[Sequence[tuple[int, int]]], wall: Wall) -> list[int]:
    """Return how many seconds of the opening hours (`spans` of each day) the `rooms` are used, together."""
    borders = [first for day in spans for first, _last in day]
    flat = [(number, last) for number, day in enumerate(spans) for _first, last in day]
    used = [0] * len(spans)
    uses = occupied([room.pk for room in rooms], span).values_list(AsKept("starts_at"), AsKept("ends_at"))
    # Counted before they are looked at: of ten thousand uses few begin and end at hours of their own.
    for (starts, ends), count in Counter(uses).items():
        begins, over = int(wall[starts].timestamp()), int(wall[ends].timestamp())
        # From the stretch in which the use begins, or the first after that, to the one in which it ends.
        place = max(0, bisect_right(borders, begins) - 1)
        while place < len(borders) and borders[place] < over:
            number, last = flat[place]
            used[number] += count * max(0, min(over, last) - max(begins, borders[place]))
            place += 1
    return used


def _stretches(days: Sequence[Day], centre: Centre) -> list[list[tuple[int, int]]]:
    """Return the opening hours of each day in seconds since 1970."""
    return [
        [
            (int(first.timestamp()), int(last.timestamp()))
            for first, last in (span.moments(day.on, centre.zone) for span in day.open)
        ]
        for day in days
    ]


def _fullness(used: int, offered: int) -> tuple[int, str, str]:
    """Return how many tenths are taken (some, as soon as anything is; ten only when all is), in words, and the look."""
    if not offered:
        return 0, _("Closed"), "closed"
    tenths = TENTHS if used >= offered else min(TENTHS - 1, -(-used * TENTHS // offered))
    if tenths == TENTHS:
        return tenths, _("All taken"), "full"
    if tenths >= LITTLE:
        return tenths, _("Little is free"), "little"
    if tenths >= SOME:
        return tenths, _("Some is free"), "some"
    return tenths, _("Plenty is free") if tenths else _("All is free"), "much"


def _named(rooms: Sequence[Room], span: Moments, wall: Wall, *, with_rooms: bool) -> dict[dt.date, list[Named]]:
    """Return for each day what everybody may come to, in order of time; every one of them is counted."""
    names = {room.pk: room.name if with_rooms else "" for room in rooms}
    start, end = span
    is_open = Q(booking_date__request__is_open_to_all=True) | Q(brought__is_open_to_all=True)
    uses = (
        occupied(names, span)
        .filter(is_open, starts_at__gte=start, starts_at__lt=end)
        .order_by("starts_at", "room")
        .values_list("room_id", AsKept("starts_at"), "booking_date__request__topic", "brought__title")
    )
    result: dict[dt.date, list[Named]] = {}
    for room, kept, topic, title in uses:
        starts = wall[kept]
        told = Named(f"{starts.hour:02}:{starts.minute:02}", topic or title, names[room])
        result.setdefault(starts.date(), []).append(told)
    return result


def _waiting(centre: Centre, rooms: Sequence[Room], span: Moments) -> Counter[dt.date]:
    """Return how many dates of requests wait on each day; those for any room are counted with all rooms."""
    start, end = span
    asked = BookingDate.objects.filter(
        request__centre=centre,
        request__state__in=[RequestState.WAITING, RequestState.CHANGES_ASKED],
        state=DateState.WAITING,
        starts_at__gte=start,
        starts_at__lt=end,
        room__in=[room.pk for room in rooms],
    )
    return Counter(at.astimezone(centre.zone).date() for at in asked.values_list("starts_at", flat=True))
