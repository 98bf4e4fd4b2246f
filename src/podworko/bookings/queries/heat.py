"""How the rooms of a place are used: by hour and weekday, lent and declined, and why; of a period, and no longer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import Lower, Trim

from podworko.bookings.models import BookingDate, DateState, Occupancy
from podworko.bookings.queries.use import occupied
from podworko.core import clock
from podworko.places import hours
from podworko.places.models import Centre, Room

WEEK, HOURS = 7, 24
HOUR = 60
LONGEST = dt.timedelta(days=366)
MOST_REASONS = 8
IN_USE = {
    Occupancy.Kind.BOOKING,
    Occupancy.Kind.WALK_IN,
    Occupancy.Kind.BROUGHT,
    Occupancy.Kind.ACTIVITY,
    Occupancy.Kind.PART,
}
_ONE_DAY = dt.timedelta(days=1)
# Minutes by weekday and hour.
Week = list[list[float]]


def empty_week() -> Week:
    """Return a week in which nothing is."""
    return [[0.0] * HOURS for _day in range(WEEK)]


@dataclass(frozen=True)
class Cell:
    """An hour of a weekday: for how many minutes a room could be used, and for how many it was."""

    weekday: int
    hour: int
    open: float
    used: float

    @property
    def share(self) -> float | None:
        """The part of the open time in use; None when it was never open."""
        return self.used / self.open if self.open else None


@dataclass
class Tally:
    """What one room did in the period."""

    room: Room
    used: Week = field(default_factory=empty_week)
    closed: Week = field(default_factory=empty_week)
    # Of what was lent of this room itself; when the whole around it is lent, that is lent once.
    lent_minutes: float = 0
    lent: int = 0
    walk_ins: int = 0
    no_shows: int = 0

    @property
    def lent_hours(self) -> float:
        """The hours lent."""
        return self.lent_minutes / HOUR


@dataclass(frozen=True)
class Reason:
    """Words with which dates were declined, and how many."""

    words: str
    count: int


@dataclass(frozen=True)
class Use:
    """How the rooms of a place were used from `first` to `last`."""

    first: dt.date
    last: dt.date
    tallies: tuple[Tally, ...]
    open: Week
    declined: int
    lapsed: int
    reasons: tuple[Reason, ...]

    @cached_property
    def lent_hours(self) -> float:
        """Hours lent, in all rooms."""
        return sum(tally.lent_minutes for tally in self.tallies) / HOUR

    def total(self, name: str) -> int:
        """Return the sum over the rooms: "lent", "walk_ins", "no_shows"."""
        return sum(getattr(tally, name) for tally in self.tallies)

    def cells(self, room: Room | None = None) -> list[Cell]:
        """Return each hour of the week of one room, or of all of them together.

        Time in use outside the opening hours counts as open: somebody had let them in. Time closed does not.
        """
        chosen = [tally for tally in self.tallies if room is None or tally.room.pk == room.pk]
        found = []
        for day in range(WEEK):
            for hour in range(HOURS):
                used = sum(tally.used[day][hour] for tally in chosen)
                open_to_all = sum(
                    max(self.open[day][hour] - tally.closed[day][hour], tally.used[day][hour]) for tally in chosen
                )
                found.append(Cell(day, hour, open_to_all, used))
        return found

    def shown_hours(self) -> range:
        """Return the hours of the day at which anything was ever open or in use."""
        some = {cell.hour for cell in self.cells() if cell.open}
        return range(min(some), max(some) + 1) if some else range(0)


def use_of(centre: Centre, first: dt.date, last: dt.date) -> Use:
    """Return how the rooms of `centre` were used between two days, both included, up to now; eight queries.

    It reads as many rows as the period has uses. Raises ValueError for a period that is too long or ends before it
    begins.
    """
    if not dt.timedelta(0) <= last - first <= LONGEST:
        raise ValueError("no such period")
    zone = centre.zone
    start, end = clock.day(first, zone)[0], min(clock.day(last, zone)[1], clock.now())
    tallies = {room.pk: Tally(room) for room in centre.rooms.all()}
    if tallies and start < end:
        _count_uses(tallies, start, end, zone)
    declined, lapsed, reasons = _not_lent(centre, start, end)
    return Use(first, last, tuple(tallies.values()), _open(centre, first, last), declined, lapsed, reasons)


def _count_uses(tallies: dict[int, Tally], start: dt.datetime, end: dt.datetime, zone: ZoneInfo) -> None:
    rows = (
        occupied(tallies, (start, end))
        .filter(starts_at__lt=end, ends_at__gt=start)
        .values_list("room", "kind", "starts_at", "ends_at", "booking_date__handover__no_show_at")
    )
    for pk, kind, starts_at, ends_at, no_show_at in rows.iterator(chunk_size=5000):
        tally = tallies[pk]
        begin, until = max(starts_at, start), min(ends_at, end)
        if kind == Occupancy.Kind.CLOSURE:
            _spread(tally.closed, begin, until, zone)
        elif no_show_at:
            tally.no_shows += 1
        elif kind in IN_USE:
            _spread(tally.used, begin, until, zone)
            if kind != Occupancy.Kind.PART:
                tally.lent += 1
                tally.lent_minutes += (until - begin).total_seconds() / HOUR
                tally.walk_ins += kind == Occupancy.Kind.WALK_IN


def _spread(week: Week, start: dt.datetime, end: dt.datetime, zone: ZoneInfo) -> None:
    """Add the minutes from `start` to `end` to the hours of the wall in which they lie."""
    at = start
    while at < end:
        wall = at.astimezone(zone)
        # To the next whole hour, which is the same number of minutes away on any clock of whole hours' offset.
        step = min(end - at, dt.timedelta(hours=1) - dt.timedelta(minutes=wall.minute, seconds=wall.second))
        week[wall.weekday()][wall.hour] += step.total_seconds() / HOUR
        at += step


def _open(centre: Centre, first: dt.date, last: dt.date) -> Week:
    """Return for how many minutes the place was open in each hour of the week, today included as a whole."""
    week = empty_week()
    until = min(last, clock.today(centre.zone))
    if until < first:
        return week
    table = hours.timetable(centre, first, until, with_duty=False)
    on = first
    while on <= until:
        for span in table.day(on).open:
            for hour, minutes in _by_hour(span.first, span.last):
                week[on.weekday()][hour] += minutes
        on += _ONE_DAY
    return week


def _by_hour(first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield each hour of the day that lies between two minutes, and how many minutes of it do."""
    for hour in range(first // HOUR, -(-last // HOUR)):
        yield hour, min(last, (hour + 1) * HOUR) - max(first, hour * HOUR)


def _not_lent(centre: Centre, start: dt.datetime, end: dt.datetime) -> tuple[int, int, tuple[Reason, ...]]:
    """Return how many dates were declined and how many nobody answered in time, and the reasons, the usual ones first.

    Reasons that differ by capitals and spaces alone are one.
    """
    asked = BookingDate.objects.filter(request__centre=centre, starts_at__gte=start, starts_at__lt=end)
    counts = asked.aggregate(
        declined=Count("pk", filter=Q(state=DateState.DECLINED)), lapsed=Count("pk", filter=Q(state=DateState.LAPSED))
    )
    rows = (
        asked.filter(state=DateState.DECLINED)
        .values(words=Lower(Trim("reason")))
        .annotate(count=Count("pk"))
        .order_by("-count", "words")
    )
    found: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        found[" ".join(row["words"].split()).rstrip(".").capitalize()] += row["count"]
    usual = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return counts["declined"], counts["lapsed"], tuple(Reason(*one) for one in usual[:MOST_REASONS])


def busiest(cells: Sequence[Cell]) -> list[Cell]:
    """Return the three hours of the week that are in use most, and were open at all."""
    open_cells = [cell for cell in cells if cell.share]
    return sorted(open_cells, key=lambda cell: (-(cell.share or 0), -cell.used, cell.weekday, cell.hour))[:3]
