"""What stood in the other calendar, date by date, whatever kind of file it came from."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings.models import LONGEST_USE, BroughtCalendar
from podworko.core.errors import Refused
from podworko.core.imports.cells import tidy
from podworko.places.models import Centre

# So far back uses are brought: what was last month is still asked about.
BACK = dt.timedelta(days=30)
# So far ahead at least, whatever the rules of the place say to residents.
AHEAD = dt.timedelta(days=366)
# More than forty rooms need for a year.
MOST = 20_000
# What lasts longer is no use of a room.
MOST_DAYS = 31
LONGEST_TEXT = 120
ONE_DAY = dt.timedelta(days=1)
_TAGS = re.compile(r"<[^>]{0,500}>")


@dataclass(frozen=True)
class Event:
    """One date of something: its hours (aware, in UTC), or the whole local day `on`.

    `uid` knows it again in another file. `left` and `why` say that it cannot be brought. `line` is its row in a table.
    All are text, as a row of an import keeps them; `starts` and `ends` as ISO 8601.
    """

    uid: str
    title: str = ""
    room: str = ""
    who: str = ""
    starts: str = ""
    ends: str = ""
    on: str = ""
    line: str = ""
    left: str = ""
    why: str = ""

    @property
    def hours(self) -> tuple[dt.datetime, dt.datetime] | None:
        """The moments between which it lasts; None for a whole day, or for what has no date."""
        if not self.starts or not self.ends:
            return None
        return dt.datetime.fromisoformat(self.starts), dt.datetime.fromisoformat(self.ends)

    @property
    def day(self) -> dt.date | None:
        """The whole day that it is about."""
        return dt.date.fromisoformat(self.on) if self.on else None


CODES = tuple(field.name for field in fields(Event))


def of_cells(cells: Mapping[str, str]) -> Event:
    """Return the event that a row of an import keeps."""
    return Event(**{code: cells.get(code, "") for code in CODES})


def digest(*parts: str) -> str:
    """Return what an event is known by, which tells nothing about it."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]


def short(text: str) -> str:
    """Return text in one line without tags and what cannot be seen, as long as there is room for."""
    line = " ".join(_TAGS.sub(" ", tidy(text)).split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 1]}…"


@dataclass(frozen=True)
class Window:
    """The local days, both included, out of which events are brought."""

    first: dt.date
    last: dt.date
    zone: ZoneInfo

    @classmethod
    def of(cls, calendar: BroughtCalendar) -> "Window":
        """Return the window of a calendar: the same whenever it is read."""
        centre: Centre = calendar.centre
        terms = getattr(centre, "booking_terms", None)
        ahead = max(AHEAD, dt.timedelta(days=terms.longest_ahead_days if terms else 0))
        today = calendar.read_at.astimezone(centre.zone).date()
        return cls(today - BACK, today + ahead, centre.zone)

    def holds(self, on: dt.date) -> bool:
        """Say whether the local day `on` lies inside."""
        return self.first <= on <= self.last


class Gathering:
    """The events of a file as they are read: those outside the window are only counted."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.earlier = self.later = 0
        self._found: dict[str, Event] = {}

    def timed(self, event: Event, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
        """Add an event with its moments; what lasts longer than a room can be used at once is cut at midnights."""
        zone = self.window.zone
        if ends_at <= starts_at:
            self.left(event, "no-length", _("It ends when it begins."), on=starts_at.astimezone(zone).date())
        elif ends_at - starts_at <= LONGEST_USE:
            self._add(self._at(event, starts_at, ends_at), starts_at.astimezone(zone).date())
        else:
            self._cut(event, starts_at, ends_at)

    def on_wall(self, event: Event, on: dt.date, hours: tuple[dt.time, dt.time]) -> None:
        """Add an event with its hours on the wall; what ends before it begins ends on the next day."""
        zone = self.window.zone
        until = on if hours[1] > hours[0] else on + ONE_DAY
        starts_at = dt.datetime.combine(on, hours[0], tzinfo=zone).astimezone(dt.UTC)
        self.timed(event, starts_at, dt.datetime.combine(until, hours[1], tzinfo=zone).astimezone(dt.UTC))

    def whole_days(self, event: Event, first: dt.date, last: dt.date) -> None:
        """Add an event that takes the local days from `first` to `last`, each by itself."""
        count = (last - first).days + 1
        if count > MOST_DAYS:
            self.left(event, "too-long", self._too_long(count), on=first)
            return
        for number in range(max(1, count)):
            on = first + number * ONE_DAY
            self._add(replace(event, on=on.isoformat(), uid=_nth(event.uid, number)), on)

    def left(self, event: Event, code: str, why: str, *, on: dt.date | None = None) -> None:
        """Add an event that cannot be brought, and say why."""
        day = on.isoformat() if on else ""
        self._add(replace(event, on=day, starts="", ends="", left=code, why=why), on)

    def free(self, event: Event, why: str, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
        """Add an event that takes no room in the other calendar, though somebody may want it to."""
        self.timed(replace(event, left="free", why=why), starts_at, ends_at)

    def outside(self, on: dt.date) -> None:
        """Count something that lies outside the window."""
        if on < self.window.first:
            self.earlier += 1
        else:
            self.later += 1

    def ordered(self) -> Iterator[Event]:
        """Yield the events in order of time, and what there is to say about those outside the window."""
        yield from self._told()
        yield from sorted(self._found.values(), key=lambda event: (event.starts or event.on, event.uid))

    def _add(self, event: Event, on: dt.date | None) -> None:
        if on and not self.window.holds(on):
            self.outside(on)
            return
        self._found[event.uid] = event
        if len(self._found) > MOST:
            sentence = _(
                "There are more than %(most)s dates in this file. Bring a shorter stretch of time, or room by room."
            )
            raise Refused.because("too-many", sentence % {"most": MOST}, field="file")

    def _at(self, event: Event, starts_at: dt.datetime, ends_at: dt.datetime) -> Event:
        return replace(event, starts=starts_at.isoformat(), ends=ends_at.isoformat())

    def _cut(self, event: Event, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
        zone = self.window.zone
        first, last = (
            starts_at.astimezone(zone).date(),
            (ends_at - dt.timedelta(microseconds=1)).astimezone(zone).date(),
        )
        count = (last - first).days + 1
        if count > MOST_DAYS:
            self.left(event, "too-long", self._too_long(count), on=first)
            return
        for number in range(count):
            on = first + number * ONE_DAY
            midnights = [dt.datetime.combine(day, dt.time(), tzinfo=zone) for day in (on, on + ONE_DAY)]
            start, end = (moment.astimezone(dt.UTC) for moment in midnights)
            part = replace(event, uid=_nth(event.uid, number))
            self._add(self._at(part, max(start, starts_at), min(end, ends_at)), on)

    def _too_long(self, days: int) -> str:
        said = ngettext("It lasts %(days)s day.", "It lasts %(days)s days.", days) % {"days": days}
        return f"{said} " + _("Close the place or the room for that time instead.")

    def _told(self) -> Iterator[Event]:
        window = self.window
        for code, count, day in (("earlier", self.earlier, window.first), ("later", self.later, window.last)):
            if not count:
                continue
            shown = {"count": count, "day": date_format(day, "j E Y")}
            said = (
                ngettext("%(count)s date before %(day)s.", "%(count)s dates before %(day)s.", count)
                if code == "earlier"
                else ngettext("%(count)s date after %(day)s.", "%(count)s dates after %(day)s.", count)
            )
            yield Event(uid=code, left=code, why=said % shown)


def _nth(uid: str, number: int) -> str:
    return digest(uid, str(number)) if number else uid
