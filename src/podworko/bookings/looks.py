"""Which look at the calendar of a place somebody asks for: its address, read and written."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst

from podworko.bookings.forms import DAYS_SHOWN, DayChoice
from podworko.core.words import spoken

DAY, WEEK, MONTH, LIST = VIEWS = ("day", "week", "month", "list")
ONE_DAY = dt.timedelta(days=1)
LISTED_DAYS = 14
PLAIN_DATE = re.compile(r"\d{4}-\d\d-\d\d")
SLUG = re.compile(r"[-\w]{1,60}")


@dataclass(frozen=True)
class Look:
    """A view, the day about which it is, today's date, and a room's name in addresses ("" for all).

    `is_plain` says that the address says nothing else: only such pages are kept, so that nobody fills the cache with
    a page under a thousand addresses.
    """

    view: str
    on: dt.date
    today: dt.date
    room: str = ""
    is_plain: bool = True

    @classmethod
    def read(cls, data: Mapping[str, str], *, today: dt.date) -> "Look":
        """Return what an address asks for; the day's view, today and all rooms where it is missing or nonsense."""
        view, asked = data.get("view", DAY), data.get("room", "")
        # What cannot be the name of a room is that of none, and reaches no database.
        room = asked if SLUG.fullmatch(asked) else ""
        on, is_known = _day_of(data, today)
        is_once = not isinstance(data, QueryDict) or all(len(values) == 1 for _name, values in data.lists())
        is_plain = is_once and room == asked and set(data) <= {"view", "on", "room"} and view in VIEWS and is_known
        return cls(view if view in VIEWS else DAY, on, today, room, is_plain)

    @property
    def first(self) -> dt.date:
        """The first day that is shown."""
        if self.view == WEEK:
            return self.on - self.on.weekday() * ONE_DAY
        return self.on.replace(day=1) if self.view == MONTH else self.on

    @property
    def last(self) -> dt.date:
        """The last day that is shown."""
        if self.view == MONTH:
            return self.on.replace(day=monthrange(self.on.year, self.on.month)[1])
        length = {DAY: 1, WEEK: 7, LIST: LISTED_DAYS}[self.view]
        return self.first + (length - 1) * ONE_DAY

    @property
    def dates(self) -> list[dt.date]:
        """All days that are shown."""
        return [self.first + number * ONE_DAY for number in range((self.last - self.first).days + 1)]

    @cached_property
    def heading(self) -> str:
        """What it is, in the reader's language."""
        first, last = self.first, self.last
        if self.view == DAY:
            return capfirst(spoken(self.on))
        if self.view == MONTH:
            return capfirst(date_format(self.on, "F Y"))
        # The year is said where it is another; of both days, where these lie in two.
        until = date_format(last, "j E Y" if last.year != self.today.year else "j E")
        return f"{date_format(first, 'j E Y' if first.year != last.year else 'j E')} – {until}"

    @property
    def earlier(self) -> str:
        """The address of what comes before; "" where the calendar ends."""
        return self._at(self.first - ONE_DAY if self.view == MONTH else self.on - self._step)

    @property
    def later(self) -> str:
        """The address of what comes after; "" where the calendar ends."""
        return self._at(self.last + ONE_DAY if self.view == MONTH else self.on + self._step)

    @property
    def now(self) -> str:
        """The address of the same view of today."""
        return replace(self, on=self.today).query

    @cached_property
    def views(self) -> dict[str, str]:
        """The addresses of the same days in each view."""
        return {view: replace(self, view=view).query for view in VIEWS}

    @property
    def all_rooms(self) -> str:
        """The address of the same for all rooms."""
        return self.of_room("")

    def of_room(self, slug: str) -> str:
        """Return the address of the same for one room."""
        return replace(self, room=slug).query

    def day(self, on: dt.date) -> str:
        """Return the address of one day."""
        return replace(self, view=DAY, on=on).query

    @property
    def query(self) -> str:
        """The address of this, below that of the calendar; what is usual is left out."""
        parts = {
            "view": "" if self.view == DAY else self.view,
            "on": "" if self.on == self.today else self.on.isoformat(),
            "room": self.room,
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value})

    @property
    def _step(self) -> dt.timedelta:
        return (self.last - self.first) + ONE_DAY

    def _at(self, on: dt.date) -> str:
        return replace(self, on=on).query if abs(on - self.today).days <= DAYS_SHOWN else ""


def widest(data: Mapping[str, str], utc: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days that are looked at wherever in the world the place is: `utc` is today's date in UTC."""
    looks = [Look.read(data, today=utc + number * ONE_DAY) for number in (-1, 0, 1)]
    return min(look.first for look in looks), max(look.last for look in looks)


def _day_of(data: Mapping[str, str], today: dt.date) -> tuple[dt.date, bool]:
    """Return the day that an address names, and whether it names one as we do, or none."""
    text = data.get("on", "")
    if not text:
        return today, "on" not in data
    if PLAIN_DATE.fullmatch(text):
        try:
            on = dt.date.fromisoformat(text)
        except ValueError:
            return today, False
        is_shown = abs((on - today).days) <= DAYS_SHOWN
        return (on if is_shown else today), is_shown
    # Written by a person, by the custom of their language.
    return DayChoice.read(data, usual=today), False
