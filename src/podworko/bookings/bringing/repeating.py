"""The dates of a series out of another program: rules, exceptions and more dates of RFC 5545, counted on the wall.

The counting is that of dateutil. A rule that could keep the machine busy for ever is not counted at all.
"""

import datetime as dt
from collections.abc import Iterator

from dateutil.rrule import rrule, rrulestr

FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
PARTS = {
    "FREQ",
    "INTERVAL",
    "UNTIL",
    "COUNT",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYSETPOS",
    "BYWEEKNO",
    "BYYEARDAY",
    "WKST",
}
# What a rule may hold that changes nothing, or that others leave out too.
IDLE = {"BYHOUR", "BYMINUTE", "BYSECOND"}
# How many dates are counted in one file, those before the window included: a daily event over fifty years is 18,000.
STEPS = 400_000
# A rule that names no date at all is sought for up to the year 9999.
FRUITLESS = 40_000
LONGEST_INTERVAL = 1_000
EARLIEST = 1950


class NotCounted(ValueError):
    """The rule is none, or one that would take for ever."""


class Steps:
    """How many dates may still be counted in this file."""

    def __init__(self) -> None:
        self.left = STEPS

    def take(self, count: int) -> None:
        """Use some of them up. Raises NotCounted when there are none left."""
        self.left -= count
        if self.left < 0:
            raise NotCounted


def counted(rule: str, first: dt.datetime, until: dt.datetime, steps: Steps) -> Iterator[dt.datetime]:
    """Yield the moments on the wall at which the rule falls, from `first` on and not after `until`.

    Raises NotCounted.
    """
    found = _read(rule, first, until)
    is_fruitless = True
    try:
        for moment in found:
            steps.take(1)
            is_fruitless = False
            if moment > until:
                return
            yield moment
    except (ValueError, OverflowError, TypeError, IndexError) as error:
        raise NotCounted from error
    if is_fruitless:
        steps.take(FRUITLESS)


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule by their names. Raises NotCounted."""
    pairs = [part.partition("=") for part in rule.upper().strip().strip(";").split(";")]
    parts = {name.strip(): value.strip() for name, _equals, value in pairs if not name.strip().startswith("X-")}
    if parts.get("FREQ") not in FREQUENCIES or not set(parts) <= PARTS | IDLE:
        raise NotCounted
    for name in IDLE & set(parts):
        # One hour is that of the first date; several would be several events a day.
        if "," in parts.pop(name):
            raise NotCounted
    interval = parts.get("INTERVAL", "1")
    if not interval.isdigit() or not 1 <= int(interval) <= LONGEST_INTERVAL:
        raise NotCounted
    return parts


def ends(until: str, zone: dt.tzinfo) -> dt.datetime | None:
    """Return until when a rule goes, on the wall: a date means the whole of it. None when it cannot be read."""
    text = until.strip().rstrip("Zz")
    try:
        if "T" not in text:
            return dt.datetime.combine(dt.datetime.strptime(text, "%Y%m%d").date(), dt.time.max)  # noqa: DTZ007 - on the wall
        moment = dt.datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - on the wall
    except ValueError:
        return None
    if until.strip()[-1:].upper() == "Z":
        return moment.replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None)
    return moment


def _read(rule: str, first: dt.datetime, until: dt.datetime) -> rrule:
    if first.year < EARLIEST:
        raise NotCounted
    parts = parts_of(rule)
    parts.pop("UNTIL", None)
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        found = rrulestr(text, dtstart=first)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise NotCounted from error
    assert isinstance(found, rrule)
    return found
