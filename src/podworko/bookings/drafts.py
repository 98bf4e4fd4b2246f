"""What somebody asks for, before it is a request: the same for the form, a caller, a paper sheet and the API."""

import datetime as dt
import hashlib
import unicodedata
from dataclasses import astuple, dataclass, replace
from zoneinfo import ZoneInfo

from podworko.bookings import series
from podworko.bookings.models import Applicant
from podworko.core import clock
from podworko.places.models import Room


@dataclass(frozen=True)
class When:
    """Local date and hours, once or in a series by a `rule` of RFC 5545, counted from `on`.

    `skips` are the values of Skip: which days the series leaves out.
    """

    on: dt.date
    starts: dt.time
    ends: dt.time
    rule: str = ""
    skips: tuple[str, ...] = ()

    def dates(self) -> list[dt.date]:
        """Return the local dates, at most series.MOST_DATES and one more (which tells "too many"). Raises NotARule."""
        return series.dates(self.rule, self.on) if self.rule else [self.on]

    def shifted(self, starts: dt.time) -> "When":
        """Return the same, of the same length, from another local hour on; past midnight it ends before it begins."""
        begins = dt.datetime.combine(self.on, starts)
        length = dt.datetime.combine(self.on, self.ends) - dt.datetime.combine(self.on, self.starts)
        return replace(self, starts=starts, ends=(begins + length).time())

    def moments(self, on: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        """Return the beginning and the end in UTC on the local date `on`. Raises clock.NoSuchTime."""
        return clock.at(on, self.starts, zone), clock.at(on, self.ends, zone)


@dataclass(frozen=True)
class Choice:
    """What is otherwise on one local date of a series: left out, in another room, from another hour on."""

    on: dt.date
    is_left_out: bool = False
    room: Room | None = None
    starts: dt.time | None = None


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
    # A value of Applicant, and the name of the group where it is one.
    applicant: str = "resident"
    group: str = ""
    is_for_minors: bool = False
    is_guardian: bool = False
    in_return: str = ""
    # To the sentences of the place.
    agrees: bool = False
    is_queued_if_taken: bool = False
    choices: tuple[Choice, ...] = ()

    def __post_init__(self) -> None:
        # One line each, whatever was pasted: they stand in the subject of a mail and in calendars, which no control
        # character may enter.
        for name in ("topic", "person", "accessibility", "group", "in_return"):
            words = "".join(" " if unicodedata.category(each) in {"Cc", "Cs"} else each for each in getattr(self, name))
            object.__setattr__(self, name, " ".join(words.split()))
        if self.applicant == Applicant.RESIDENT:
            object.__setattr__(self, "group", "")

    def digest(self) -> str:
        """Return a short print of the contents: the same contents, the same print."""
        values = [self.room.pk if self.room else None, *astuple(self.when)]
        values += [value for name, value in vars(self).items() if name not in {"room", "when", "choices"}]
        values += [(each.on, each.is_left_out, each.room and each.room.pk, each.starts) for each in self.choices]
        return hashlib.sha256(repr(values).encode()).hexdigest()
