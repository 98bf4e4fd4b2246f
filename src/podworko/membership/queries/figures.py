"""How many belong, who came and how membership ended, month by month. All that stays of those who are forgotten."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from podworko.core import clock
from podworko.membership.models import ENDED
from podworko.places.models import Centre

MONTHS = 24
YEAR = 12


@dataclass(frozen=True)
class Month:
    """One month: its first day, how many belonged at its end, how many came, and how many went in which way."""

    first: dt.date
    members: int
    new: int
    ended: Counter[str] = field(default_factory=Counter)

    @property
    def left(self) -> int:
        """How many memberships ended, in whatever way."""
        return sum(self.ended.values())

    @property
    def by_way(self) -> list[int]:
        """How many ended in each way, as `ENDED` names them."""
        return [self.ended[state] for state in ENDED]


@dataclass(frozen=True)
class Figures:
    """The months, oldest first, the last one not over yet."""

    months: Sequence[Month]

    @property
    def members(self) -> int:
        """How many belong today."""
        return self.months[-1].members

    @property
    def new(self) -> int:
        """How many have come in these months."""
        return sum(month.new for month in self.months)

    @property
    def ended(self) -> list[tuple[str, int]]:
        """In which way how many memberships ended in these months."""
        total: Counter[str] = Counter()
        for month in self.months:
            total += month.ended
        return [(str(state.label), total[state]) for state in ENDED]


def figures_of(centre: Centre, *, months: int = MONTHS) -> Figures:
    """Return the counts of the last `months` months of `centre`, the present one being the last: one query."""
    rows = centre.memberships.filter(since__isnull=False).order_by().values_list("since", "ended_on", "state")
    spans = [(since, end, state) for since, end, state in rows if since]
    result = []
    for first, after in _months(clock.today(centre.zone), months):
        ended = Counter(str(state) for _since, end, state in spans if end and first <= end < after)
        result.append(
            Month(
                first,
                members=sum(since < after and (end is None or end >= after) for since, end, _state in spans),
                new=sum(first <= since < after for since, _end, _state in spans),
                ended=ended,
            )
        )
    return Figures(result)


def _months(today: dt.date, count: int) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield the first day of each month and of the next one, the present month last."""
    number = today.year * YEAR + today.month - 1
    for month in range(number - count + 1, number + 1):
        yield dt.date(month // YEAR, month % YEAR + 1, 1), dt.date((month + 1) // YEAR, (month + 1) % YEAR + 1, 1)
