"""The calendar of the programme: what is on at a place or in a whole network, as cards by day, weeks, months, a map.

Each view takes the same few queries, however many places and sessions there are. Rows are read as plain values, and
what stands on a page is put into words once.
"""

import calendar
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import Count, Min, QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import ngettext

from podworko.bookings.queries.plans.wall import AsKept, Wall
from podworko.core import clock, words
from podworko.core.words import spoken
from podworko.places.models import Centre
from podworko.programme.looks import MONTH, ON_A_PAGE, ONE_DAY, WEEK, Look, quarter, spans
from podworko.programme.models import Session, SessionState
from podworko.programme.queries.cards import Card, Row, Words, read
from podworko.programme.queries.wishes import Ground, sessions

# Further pages than these nobody turns; more than these are not counted.
MOST = 500
# Of a day of a week, of a month and of a place on the map so many are named.
NAMED = {WEEK: 8, MONTH: 3}
AT_A_PLACE, ON_THE_MAP = 3, 500
# So far ahead one is led to the next day with something.
AHEAD = dt.timedelta(days=61)


@dataclass(frozen=True)
class Day:
    """What is on one day; on a sheet of a week or a month only the first of it, and how many `more` there are."""

    on: dt.date
    name: str
    date: str
    cards: Sequence[Card]
    url: str = ""
    more: int = 0
    is_today: bool = False
    is_past: bool = False
    # A day of a neighbouring month, which fills the week.
    is_outside: bool = False

    @property
    def has_any(self) -> bool:
        """Say whether something is on."""
        return bool(self.cards)


@dataclass(frozen=True)
class Listing:
    """One page of what is on, by days; how many there are, `MOST` at most."""

    days: Sequence[Day]
    count: int
    page: int
    has_next: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-min(self.count, MOST) // ON_A_PAGE))

    @property
    def is_more(self) -> bool:
        """Say whether there are more than are counted."""
        return self.count > MOST


@dataclass(frozen=True)
class Spot:
    """A place on the map with what is on there: the next few, and how many there are in all."""

    centre: Centre
    distance: str
    days: Sequence[Day]
    count: int


def found(ground: Ground, look: Look) -> QuerySet[Session]:
    """Return the sessions that a look asks for; of today only what is not over, unless a sheet shows all days."""
    now = quarter(clock.now())
    rows = sessions(ground, look.wish, look.spans(ground.network.zone, now))
    if look.view in {WEEK, MONTH} or look.first > look.today:
        return rows
    return rows.filter(ends_at__gt=now) if look.last >= look.today else rows


def counted(ground: Ground, look: Look) -> int:
    """Return how many sessions a look finds, `MOST` and one at most."""
    return found(ground, look)[: MOST + 1].count()


def listed(ground: Ground, look: Look) -> Listing:
    """Return a page of what is on, by days; three queries."""
    rows = found(ground, look)
    count = rows[: MOST + 1].count()
    first = (look.page - 1) * ON_A_PAGE
    shown = read(rows[first : first + ON_A_PAGE]) if count > first else []
    made = Words(ground, shown)
    days: dict[dt.date, list[Card]] = {}
    for row in shown:
        days.setdefault(made.wall[row.starts].date(), []).append(made.card(row))
    return Listing(
        [_day(on, cards, look) for on, cards in days.items()],
        count,
        look.page,
        has_next=min(count, MOST) > first + ON_A_PAGE,
    )


def sheet(ground: Ground, look: Look) -> list[list[Day]]:
    """Return the weeks of a look, Monday first: of each day the first few, and how many more there are; three queries.

    What many places hold at the same hour under the same title stands there once.
    """
    rows, wall = found(ground, look), Wall(ground.network.zone)
    groups = rows.order_by().values_list(AsKept("starts_at"), "activity__title", "state")
    days: defaultdict[dt.date, list[_Group]] = defaultdict(list)
    for kept, _title, _state, first, count in groups.annotate(Min("pk"), Count("pk")):
        days[wall[kept].date()].append(_Group(wall[kept], first, count))
    most = NAMED[look.view]
    named = {on: sorted(each)[:most] for on, each in days.items()}
    first_of = {group.first: group for day in named.values() for group in day}
    shown = read(rows.filter(pk__in=first_of)) if first_of else []
    made, cards = Words(ground, shown), defaultdict[dt.date, list[Card]](list)
    for row in shown:
        group, on = first_of[row.pk], made.wall[row.starts].date()
        card = made.card(row)
        cards[on].append(_of_many(card, group.many, look.day(on)) if group.many > 1 else card)
    weeks = [look.dates]
    if look.view == MONTH:
        weeks = calendar.Calendar().monthdatescalendar(look.on.year, look.on.month)
    return [
        [
            _day(on, cards[on], look, more=sum(group.many for group in sorted(days[on])[most:]))
            if look.first <= on <= look.last
            else Day(on, "", "", (), is_outside=True)
            for on in week
        ]
        for week in weeks
    ]


def spots(ground: Ground, look: Look) -> list[Spot]:
    """Return the places that hold something in the days of a look: the nearest first, or by name; four queries."""
    rows = found(ground, look)
    counts = Counter(dict(rows.order_by().values_list("activity__centre").annotate(Count("pk"))))
    shown: defaultdict[int, list[Row]] = defaultdict(list)
    for row in read(rows[:ON_THE_MAP]):
        shown[row.centre].append(row)
    made = Words(ground, [row for some in shown.values() for row in some[:AT_A_PLACE]])
    centres = list(Centre.objects.filter(pk__in=counts).select_related("kind").order_by("name", "pk"))
    for centre in centres:
        centre.network = ground.network
    far = float("inf")
    centres.sort(key=lambda centre: ground.metres.get(centre.pk, far))
    return [
        Spot(
            centre,
            words.distance(ground.metres[centre.pk]) if centre.pk in ground.metres else "",
            _by_day(made, shown[centre.pk][:AT_A_PLACE], look),
            counts[centre.pk],
        )
        for centre in centres
    ]


def next_day(ground: Ground, look: Look) -> dt.date | None:
    """Return the first day after those of a look on which something is held as wished; None within two months."""
    zone, after = ground.network.zone, look.last + ONE_DAY
    later = spans(look.wish, after, after + AHEAD, zone)
    rows = sessions(ground, look.wish, later).filter(state=SessionState.PLANNED)
    starts_at = rows.values_list("starts_at", flat=True).first()
    return starts_at.astimezone(zone).date() if starts_at else None


class _Group(NamedTuple):
    """What begins at one moment under one title: its first session, and how many there are."""

    starts: dt.datetime
    first: int
    many: int


def _of_many(card: Card, count: int, address: str) -> Card:
    """Return the card of what many places, or many groups of one place, hold at once; the day tells of each."""
    said = ngettext("%(count)s at once", "%(count)s at once", count)
    if card.place:
        said = ngettext("in %(count)s place", "in %(count)s places", count)
    return replace(card, place=said % {"count": count}, url=address, distance="")


def _day(on: dt.date, cards: Sequence[Card], look: Look, *, more: int = 0) -> Day:
    name = capfirst(spoken(on).split(",")[0])
    return Day(
        on, name, date_format(on, "j E"), cards, look.day(on), more, is_today=on == look.today, is_past=on < look.today
    )


def _by_day(made: Words, rows: Sequence[Row], look: Look) -> list[Day]:
    """Return the cards of rows by days; the place is named above them."""
    days: dict[dt.date, list[Card]] = {}
    for row in rows:
        days.setdefault(made.wall[row.starts].date(), []).append(replace(made.card(row), place=""))
    return [_day(on, cards, look) for on, cards in days.items()]
