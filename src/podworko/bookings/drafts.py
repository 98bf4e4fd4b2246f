"""What somebody asks for, before it is a request: the same for the form, a caller, a paper sheet and the API."""

import datetime as dt
import hashlib
import unicodedata
from dataclasses import astuple, dataclass
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

from podworko.core import clock
from podworko.places.models import Room

# A year of weeks; a longer series is asked for anew.
MOST_DATES = 53


@dataclass(frozen=True)
class When:
    """Local date and hours, once or each week until a date, that day included."""

    on: dt.date
    starts: dt.time
    ends: dt.time
    weekly_until: dt.date | None = None

    def dates(self) -> list[dt.date]:
        """Return the local dates, the first one first, at most MOST_DATES and one more (which tells "too many")."""
        if self.weekly_until is None:
            return [self.on]
        first = dt.datetime.combine(self.on, dt.time())
        last = dt.datetime.combine(self.weekly_until, dt.time())
        # RFC 5545: the rule counts local days, so that a weekly 18:00 stays 18:00 across a clock change.
        weeks = rrule(WEEKLY, dtstart=first, count=MOST_DATES + 1)
        return [moment.date() for moment in weeks if moment <= last]

    def moments(self, on: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """Return the beginning and the end in UTC on the local date `on`. Raises clock.NoSuchTime."""
        return clock.at(on, self.starts, zone), clock.at(on, self.ends, zone)


@dataclass(frozen=True)
class Draft:
    """All that a request holds."""

    when: When
    room: Room | None
    topic: str
    people: int
    person: str
    email: str = ""
    phone: str = ""
    is_open_to_all: bool = False
    equipment: tuple[str, ...] = ()
    accessibility: str = ""
    language: str = "pl"

    def __post_init__(self) -> None:
        # One line each, whatever was pasted: they stand in the subject of a mail and in calendars, which no control
        # character may enter.
        for name in ("topic", "person", "accessibility"):
            words = "".join(" " if unicodedata.category(each) in {"Cc", "Cs"} else each for each in getattr(self, name))
            object.__setattr__(self, name, " ".join(words.split()))

    def digest(self) -> str:
        """Return a short print of the contents: the same contents, the same print."""
        values = [self.room.pk if self.room else None, *astuple(self.when)]
        values += [value for name, value in vars(self).items() if name not in {"room", "when"}]
        return hashlib.sha256(repr(values).encode()).hexdigest()
