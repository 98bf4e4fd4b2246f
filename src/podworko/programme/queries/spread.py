"""Which hours of the week the programme reaches, and for whom; of a place or of a whole network, of a period."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings.queries.plans.wall import AsKept, Wall
from podworko.core.errors import Sentence
from podworko.places.models import Audience, Weekday
from podworko.programme.looks import ONE_DAY, SATURDAY, Wish, spans
from podworko.programme.models import Session, SessionState
from podworko.programme.queries.wishes import Ground, sessions

WEEK, EVENING = 7, 17
EIGHT_WEEKS = dt.timedelta(weeks=8)
BACK, AHEAD, QUARTER = PERIODS = ("back", "ahead", "quarter")
# Few dates say nothing about what is left out.
FEWEST = 4


@dataclass
class Tally:
    """How many dates there are, and how many of them begin in the evening or lie at a weekend."""

    dates: int = 0
    evening: int = 0
    weekend: int = 0

    def add(self, starts: dt.datetime) -> None:
        """Count one date."""
        self.dates += 1
        self.evening += starts.hour >= EVENING
        self.weekend += starts.weekday() >= SATURDAY

    @property
    def shares(self) -> tuple[str, str]:
        """The parts in the evening and at a weekend: "25 %"."""
        return _percent(self.evening, self.dates), _percent(self.weekend, self.dates)


@dataclass(frozen=True)
class Spread:
    """What is reached: dates by weekday and hour in which they are held, by audience, and by place."""

    first: dt.date
    last: dt.date
    cells: Counter[tuple[int, int]] = field(default_factory=Counter)
    # The hour and weekday in which each date begins.
    begins: Counter[tuple[int, int]] = field(default_factory=Counter)
    all: Tally = field(default_factory=Tally)
    audiences: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    places: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def hours(self) -> range:
        """Return the hours of the day at which anything is ever held."""
        some = {hour for _day, hour in self.cells}
        return range(min(some), max(some) + 1) if some else range(0)

    def by_audience(self) -> list[tuple[str, Tally]]:
        """Return each audience in words with its tally; those with nothing too."""
        return [(str(each.label), self.audiences.get(each.value, Tally())) for each in Audience]

    def by_place(self) -> list[tuple[str, Tally]]:
        """Return each place that holds anything, the fewest evenings and weekends first."""
        return sorted(self.places.items(), key=lambda pair: (pair[1].evening + pair[1].weekend, pair[0]))


def period(name: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a period: eight weeks back or ahead, or the quarter of the year."""
    if name == AHEAD:
        return today, today + EIGHT_WEEKS - ONE_DAY
    if name == QUARTER:
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        return first, (first + dt.timedelta(days=95)).replace(day=1) - ONE_DAY
    return today - EIGHT_WEEKS, today - ONE_DAY


def spread(ground: Ground, first: dt.date, last: dt.date, *, audience: str = "") -> Spread:
    """Return what is held from one day to another, both included, in one query; for one audience or for all."""
    found, wall = Spread(first, last), Wall(ground.network.zone)
    names = AsKept("starts_at"), AsKept("ends_at"), "activity__audience", "activity__centre__name"
    for kept, until, whom, place in _held(ground, first, last).values_list(*names).iterator(chunk_size=5000):
        starts = wall[kept]
        found.audiences[whom].add(starts)
        if audience not in {"", whom}:
            continue
        found.all.add(starts)
        found.places[place].add(starts)
        found.begins[starts.weekday(), starts.hour] += 1
        ends = wall[until]
        last_hour = ends.hour if ends.minute else ends.hour - 1
        for hour in range(starts.hour, last_hour + 1 if ends.date() == starts.date() else 24):
            found.cells[starts.weekday(), hour] += 1
    return found


def _held(ground: Ground, first: dt.date, last: dt.date) -> QuerySet[Session]:
    rows = sessions(ground, Wish(), spans(Wish(), first, last, ground.network.zone))
    return rows.filter(state=SessionState.PLANNED).order_by()


def said(found: Spread, audiences: Sequence[Audience]) -> list[Sentence]:
    """Return in words what is reached and what is left out; `audiences` are those whom one means to reach."""
    count = found.all.dates
    if not count:
        return [_("Nothing is held in these weeks.")]
    evening, weekend = found.all.shares
    told = ngettext(
        "%(count)s date: %(evening)s in the evening, %(weekend)s at a weekend.",
        "%(count)s dates: %(evening)s in the evening, %(weekend)s at a weekend.",
        count,
    )
    sentences: list[Sentence] = [told % {"count": count, "evening": evening, "weekend": weekend}]
    if count < FEWEST:
        return sentences
    free = [day for day in range(WEEK) if not any(on == day for on, _hour in found.begins)]
    if free:
        days = ", ".join(str(Weekday(day).label) for day in free)
        sentences.append(_("Nothing on: %(days)s.") % {"days": days})
    if not found.all.evening:
        sentences.append(_("Nothing in the evening, when those who work have time."))
    elif not any(hour >= EVENING for day, hour in found.begins if day < SATURDAY):
        sentences.append(_("Nothing in the evening from Monday to Friday, when those who work have time."))
    left_out = [str(each.label) for each in audiences if not found.audiences.get(each.value)]
    if left_out:
        sentences.append(_("Nothing that is meant above all for: %(whom)s.") % {"whom": ", ".join(left_out)})
    if len(sentences) == 1:
        sentences.append(_("Each day of the week, the evening and all groups have something."))
    return sentences


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}".replace("%", "\u00a0%") if whole else "0\u00a0%"
