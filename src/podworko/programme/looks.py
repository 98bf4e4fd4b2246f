"""Which look at the calendar of the programme somebody asks for: its address, read and written."""

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst

from podworko.core import clock
from podworko.core.words import spoken

LIST, DAY, WEEK, MONTH, MAP = VIEWS = ("list", "day", "week", "month", "map")
# Days by name, which stay true in a link that was kept: this weekend, the rest of today.
WEEKEND, REST = NAMED = ("weekend", "rest")
ONE_DAY = dt.timedelta(days=1)
# So far from today the programme is shown, to either side.
DAYS_SHOWN = 371
LENGTHS = {LIST: 28, DAY: 1, WEEK: 7, MAP: 7}
ON_A_PAGE, MOST_PAGES, LONGEST_PAGE = 50, 10, 3
# Hours of a day, by name: from, until.
MIDNIGHT = 24
HOURS = {"morning": (0, 12), "afternoon": (12, 17), "evening": (17, MIDNIGHT)}
WHOLE_DAY = (0, MIDNIGHT)
SATURDAY = 5
QUARTER = 15
# A page under more filters than these is made for whoever asks, and not kept.
MOST_KEPT = 2
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Wish:
    """What of the programme somebody looks for; what is empty does not matter to them."""

    audience: str = ""
    age: int | None = None
    language: str = ""
    kind: str = ""
    hours: str = ""
    weekend: bool = False
    come: bool = False
    free: bool = False
    outdoors: bool = False
    step_free: bool = False
    # A district by its code, or a point.
    where: str = ""

    @property
    def set_names(self) -> list[str]:
        """What is wished for, by the names in the address."""
        return [each.name for each in fields(self) if getattr(self, each.name) != each.default]

    def without(self, name: str) -> "Wish":
        """Return the same wish without one of its parts."""
        return replace(self, **{name: getattr(Wish(), name)})


@dataclass(frozen=True)
class Look:
    """A view of the days about `on`, of what is wished for.

    `named` says that the days were asked for by a name. `is_plain` says that the address is one that a page writes.
    """

    view: str
    on: dt.date
    today: dt.date
    named: str = ""
    page: int = 1
    wish: Wish = field(default_factory=Wish)
    is_plain: bool = True

    @classmethod
    def read(cls, data: Mapping[str, str], wish: Wish, *, today: dt.date, views: Sequence[str] = VIEWS) -> "Look":
        """Return what an address asks for; the list from today on where it is missing or nonsense."""
        view, asked = data.get("view", LIST), data.get("on", "")
        named = asked if asked in NAMED else ""
        on = weekend(today) if named == WEEKEND else today if named else _day_of(asked, today)
        look = cls(view if view in views and not named else LIST, on, today, named, _page(data.get("page", "")), wish)
        return replace(look, is_plain=_is_written(data, look))

    @property
    def first(self) -> dt.date:
        """The first day that is shown."""
        if self.view == WEEK:
            return self.on - self.on.weekday() * ONE_DAY
        return self.on.replace(day=1) if self.view == MONTH else self.on

    @property
    def last(self) -> dt.date:
        """The last day that is shown."""
        if self.named:
            # On a Sunday the weekend is that day.
            return self.on + (6 - self.on.weekday()) * ONE_DAY if self.named == WEEKEND else self.on
        if self.view == MONTH:
            return self.on.replace(day=monthrange(self.on.year, self.on.month)[1])
        return self.first + (LENGTHS[self.view] - 1) * ONE_DAY

    @property
    def dates(self) -> list[dt.date]:
        """All days that are shown."""
        return [self.first + number * ONE_DAY for number in range((self.last - self.first).days + 1)]

    @property
    def is_kept(self) -> bool:
        """Say whether the page is one of few, so that it may be kept."""
        return self.is_plain and not self.wish.where and len(self.wish.set_names) <= MOST_KEPT

    @cached_property
    def heading(self) -> str:
        """Which days they are, in the reader's language."""
        first, last = self.first, self.last
        if first == last:
            return capfirst(spoken(first))
        if self.view == MONTH:
            return capfirst(date_format(self.on, "F Y"))
        # The year is said where it is another; of both days, where these lie in two.
        until = date_format(last, "j E Y" if last.year != self.today.year else "j E")
        return f"{date_format(first, 'j E Y' if first.year != last.year else 'j E')} – {until}"

    @property
    def earlier(self) -> str:
        """The address of what comes before; "" where the programme is not shown so far back."""
        return self._at(self.first - ONE_DAY if self.view == MONTH else self.on - self._step)

    @property
    def later(self) -> str:
        """The address of what comes after; "" where the programme is not shown so far ahead."""
        return self._at(self.last + ONE_DAY if self.view == MONTH else self.on + self._step)

    @property
    def now(self) -> str:
        """The address of the same view of today."""
        return self.address(on=self.today, named="")

    @cached_property
    def views(self) -> dict[str, str]:
        """The addresses of the same days in each view."""
        return {view: self.address(view=view, named="") for view in VIEWS}

    def day(self, on: dt.date) -> str:
        """Return the address of one day."""
        return self.address(view=DAY, on=on, named="")

    def at_page(self, page: int) -> str:
        """Return the address of another page of the same."""
        return self.address(page=page)

    def without(self, name: str) -> str:
        """Return the address of the same without one part of the wish."""
        return self.address(wish=self.wish.without(name))

    @property
    def plain(self) -> str:
        """The address of the same days with nothing wished for."""
        return self.address(wish=Wish())

    def address(self, **changes: Any) -> str:
        """Return the address of this look with `changes`, below that of the calendar; what is usual is left out."""
        return "?" + urlencode(replace(self, **{"page": 1} | changes).pairs)

    @property
    def pairs(self) -> dict[str, str]:
        """What stands in the address, by name."""
        usual = {
            "view": "" if self.view == LIST else self.view,
            "on": self.named or ("" if self.on == self.today else self.on.isoformat()),
            "page": str(self.page) if self.page > 1 else "",
        }
        wished = {name: _written(getattr(self.wish, name)) for name in self.wish.set_names}
        return {name: value for name, value in (usual | wished).items() if value}

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What of the address no field of the form holds."""
        return [(name, value) for name, value in self.pairs.items() if name in {"view", "on"}]

    def spans(self, zone: ZoneInfo, now: dt.datetime) -> list[Span]:
        """Return the stretches of time in which what is shown begins, in UTC and in order."""
        found = spans(self.wish, self.first, self.last, zone)
        if self.named == REST:
            return [(max(begin, now), end) for begin, end in found if end > now]
        return found

    @property
    def _step(self) -> dt.timedelta:
        return 7 * ONE_DAY if self.view == LIST else (self.last - self.first) + ONE_DAY

    def _at(self, on: dt.date) -> str:
        return self.address(on=on, named="") if abs((on - self.today).days) <= DAYS_SHOWN else ""


def spans(wish: Wish, first: dt.date, last: dt.date, zone: ZoneInfo) -> list[Span]:
    """Return the stretches of time from one day to another, both included, of which somebody wishes."""
    if not (wish.hours or wish.weekend):
        return [(clock.day(first, zone)[0], clock.day(last, zone)[1])]
    dates = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    hours = HOURS.get(wish.hours, WHOLE_DAY)
    return [_hours(on, *hours, zone) for on in dates if not wish.weekend or on.weekday() >= SATURDAY]


def quarter(moment: dt.datetime) -> dt.datetime:
    """Return the last quarter of an hour: what is over by then is not shown any more, and the page is kept so long."""
    return moment.replace(minute=moment.minute // QUARTER * QUARTER, second=0, microsecond=0)


def _hours(on: dt.date, first: int, last: int, zone: ZoneInfo) -> Span:
    midnight = dt.datetime.combine(on, dt.time(), tzinfo=zone)
    start, end = (midnight.replace(hour=hour) if hour < MIDNIGHT else midnight + ONE_DAY for hour in (first, last))
    return start.astimezone(dt.UTC), end.astimezone(dt.UTC)


def weekend(today: dt.date) -> dt.date:
    """Return the next Saturday; in the weekend itself today."""
    return today + max(0, SATURDAY - today.weekday()) * ONE_DAY


def _day_of(text: str, today: dt.date) -> dt.date:
    """Return the day that an address names; today where it names none, or one too far."""
    try:
        on = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return on if abs((on - today).days) <= DAYS_SHOWN else today


def _page(text: str) -> int:
    """Return the page that an address names; the first where it names none that there can be."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_PAGE else 1
    return min(max(number, 1), MOST_PAGES)


def _written(value: object) -> str:
    return "1" if value is True else str(value)


def _is_written(data: Mapping[str, str], look: Look) -> bool:
    """Say whether the address is, but for the order and for what is empty, the one that a page writes."""
    if isinstance(data, QueryDict) and any(len(values) > 1 for _name, values in data.lists()):
        return False
    return {name: value for name, value in data.items() if value} == look.pairs
