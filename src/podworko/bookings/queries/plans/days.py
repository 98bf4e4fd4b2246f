"""The calendar of a place by days: one by rooms and hours, several as lists. The public sees no personal data."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings.queries.plans.uses import Found, found
from podworko.core import clock
from podworko.core.words import spoken
from podworko.places import hours
from podworko.places.hours import Day
from podworko.places.models import Centre, Room

QUARTER, HOUR, MIDNIGHT = 15, 60, 24 * 60
# What the day shows when the place is closed and nothing is on.
USUAL = (9, 20)
# So many uses of a day a list for everybody names one by one. Of more it names those that are open to all, the first of
# them, and counts the rest: the day itself shows all.
MOST_LISTED = 8


class Use(NamedTuple):
    """One use as a calendar shows it on one day; quarters count from the plan's start. `kind` as in `Found`.

    There are hundreds of them on a page: a tuple is made twice as fast as a frozen dataclass.
    """

    room_id: int
    room: str
    title: str
    time: str
    kind: str
    starts_at: dt.datetime
    start: int = 0
    length: int = 0
    url: str = ""
    note: str = ""

    @property
    def on(self) -> dt.date:
        """The day on which it begins."""
        return self.starts_at.date()


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
    """A day of a week or a list, with its uses in order of time; `more` are not named."""

    on: dt.date
    is_today: bool
    day: Day
    uses: tuple[Use, ...]
    more: int = 0
    # Where the day is shown; whoever shows the list fills it in.
    url: str = ""

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
    uses = found(centre, shown, clock.day(on, centre.zone), for_staff=for_staff, with_parts=True)
    # Most uses share their hours with others: what the clock says of them is made out once.
    hours_of = {use.kept: (use.starts, use.ends) for use in uses}
    bounds = {kept: (*_bounds(*pair, on), said_time(*pair, on)) for kept, pair in hours_of.items()}
    first, last = _shown_hours(day, [(begin, end) for begin, end, _said in bounds.values()])
    by_room: dict[int, list[Use]] = {room.pk: [] for room in shown}
    for use in uses:
        begin, end, said = bounds[use.kept]
        start = (begin - first * HOUR) // QUARTER
        length = max(1, (end - first * HOUR) // QUARTER - start)
        by_room[use.room_id].append(
            Use(use.room_id, "", use.title, said, use.kind, use.starts, start, length, use.url, use.note)
        )
    holds = {capacity: _holds(capacity) for capacity in {room.capacity for room in shown}}
    rows = tuple(Row(room.pk, room.name, holds[room.capacity], tuple(by_room[room.pk])) for room in shown)
    return DayPlan(on, tuple(range(first, last)), (last - first) * HOUR // QUARTER, rows, day)


def listed_days(
    centre: Centre,
    dates: Iterable[dt.date],
    *,
    for_staff: bool = False,
    room: Room | None = None,
    rooms: Sequence[Room] | None = None,
) -> list[ListedDay]:
    """Return the `dates` (a week, or a longer list, without gaps) of `centre` or of one of its rooms.

    What goes past midnight stands on both days.
    Who has all `rooms` of the centre already hands them over. The number of queries does not grow with rooms, uses or
    days.
    """
    wanted = list(dates)
    days = hours.days(centre, wanted)
    rooms = [room] if room else list(centre.rooms.all()) if rooms is None else rooms
    names = {each.pk: "" if room else each.name for each in rooms}
    span = clock.day(wanted[0], centre.zone)[0], clock.day(wanted[-1], centre.zone)[1]
    by_day: dict[dt.date, list[Found]] = {on: [] for on in wanted}
    for use in found(centre, rooms, span, for_staff=for_staff, with_parts=room is not None):
        for on in _days_of(use):
            if on in by_day:
                by_day[on].append(use)
    today = clock.today(centre.zone)
    result = []
    for on, uses in by_day.items():
        is_long = not for_staff and room is None and len(uses) > MOST_LISTED
        named = [use for use in uses if use.kind != "private"][:MOST_LISTED] if is_long else uses
        listed = tuple(
            Use(
                use.room_id,
                names[use.room_id],
                use.title,
                said_time(use.starts, use.ends, on),
                use.kind,
                use.starts,
                url=use.url,
                note=use.note,
            )
            for use in named
        )
        result.append(ListedDay(on, on == today, days[on], listed, len(uses) - len(named)))
    return result


def coming(centre: Centre, *, days: int = 14, most: int = 6) -> list[Use]:
    """Return the next uses that neighbours may come to, from now on."""
    now = clock.now()
    rooms = list(centre.rooms.all())
    names = {room.pk: room.name for room in rooms}
    uses = [
        use
        for use in found(centre, rooms, (now, now + dt.timedelta(days=days)))
        if use.kind == "use" and use.starts > now
    ]
    return [
        Use(use.room_id, names[use.room_id], use.title, _clock_hours(use.starts, use.ends), use.kind, use.starts)
        for use in uses[:most]
    ]


def said_time(starts: dt.datetime, ends: dt.datetime, on: dt.date) -> str:
    """Return the hours of a use as they are said of the day `on`, on which it may have begun the day before."""
    if starts.date() == on:
        return _clock_hours(starts, ends)
    if ends.date() == on:
        return _("until %(time)s") % {"time": f"{ends.hour:02}:{ends.minute:02}"}
    return _("all day")


def _clock_hours(starts: dt.datetime, ends: dt.datetime) -> str:
    return f"{starts.hour:02}:{starts.minute:02}–{ends.hour:02}:{ends.minute:02}"


def _days_of(use: Found) -> list[dt.date]:
    """Return the local days on which the use lies; one that ends at midnight is over on the next."""
    first, last = use.starts.date(), (use.ends - dt.timedelta(microseconds=1)).date()
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def _bounds(starts: dt.datetime, ends: dt.datetime, on: dt.date) -> tuple[int, int]:
    """Return at which minutes, by the clock on the wall of the day `on`, a use begins and ends: 0 to 24 hours.

    An hour that the clock shows twice counts once: then what ends before it begins ends where it begins.
    """
    start = starts.hour * HOUR + starts.minute if starts.date() == on else 0
    end = ends.hour * HOUR + ends.minute if ends.date() == on else MIDNIGHT
    return start, max(start, end)


def _shown_hours(day: Day, bounds: Sequence[tuple[int, int]]) -> tuple[int, int]:
    starts = [span.first for span in day.open] + [start for start, _end in bounds]
    ends = [span.last for span in day.open] + [end for _start, end in bounds]
    if not starts:
        return USUAL
    return min(starts) // HOUR, max(min(starts) // HOUR + 1, -(-max(ends) // HOUR))


def _holds(capacity: int) -> str:
    return ngettext("for %(count)s person", "for %(count)s people", capacity) % {"count": capacity}
