"""Series: recurrence rules of RFC 5545 over local dates, in the words of the standard and in those of people.

A rule counts local days from the first one, so that a weekly 18:00 stays 18:00 across a clock change. The counting is
that of dateutil; what stands here is which rules a place understands.
"""

import datetime as dt
import itertools
import re
from dataclasses import dataclass

from dateutil.rrule import rrule, rrulestr
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# Twice a week for a year; a longer series is asked for anew.
MOST_DATES = 110
# Further ahead than the rules of any place allow.
LONGEST = dt.timedelta(days=1_200)
# As long as a request keeps it.
LONGEST_RULE = 200
DAYS = "(?:MO|TU|WE|TH|FR|SA|SU)"
# What a rule may say (RFC 5545, 3.3.10), each at most once, and how.
PARTS = {
    "FREQ": "DAILY|WEEKLY|MONTHLY",
    "INTERVAL": "[1-9][0-9]{0,2}",
    "UNTIL": "[0-9]{8}(?:T[0-9]{6}Z?)?",
    "COUNT": "[1-9][0-9]{0,3}",
    "BYDAY": f"{DAYS}(?:,{DAYS})*",
    "WKST": DAYS,
}
# What only a rule of months may say: elsewhere it hardly ever meets a day, and the counting would go on for ages.
NUMBERED_DAY, MONTH_DAY = f"(?:[+-]?[1-5])?{DAYS}", "[+-]?(?:3[01]|[12][0-9]|[1-9])"
PARTS_OF_MONTHS = PARTS | {
    "BYDAY": f"{NUMBERED_DAY}(?:,{NUMBERED_DAY})*",
    "BYMONTHDAY": f"{MONTH_DAY}(?:,{MONTH_DAY})*",
    "BYSETPOS": MONTH_DAY,
}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1


class NotARule(ValueError):
    """The text is no recurrence rule, or one that a place does not understand."""


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule by their names. Raises NotARule."""
    pairs = [part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";")]
    parts = {name: value for name, _equals, value in pairs}
    allowed = PARTS_OF_MONTHS if parts.get("FREQ") == "MONTHLY" else PARTS
    is_said_well = all(name in allowed and re.fullmatch(allowed[name], value) for name, value in parts.items())
    is_once = len(parts) == len(pairs) and not {"UNTIL", "COUNT"} <= set(parts)
    if not is_said_well or not is_once or "FREQ" not in parts or len(rule) > LONGEST_RULE:
        raise NotARule(rule)
    if "UNTIL" in parts:
        _day(parts["UNTIL"], rule)
    return parts


def _day(until: str, rule: str) -> dt.date:
    try:
        return dt.datetime.strptime(until[:8], "%Y%m%d").date()  # noqa: DTZ007 - a local date
    except ValueError as error:
        raise NotARule(rule) from error


def read(rule: str, first: dt.date) -> rrule:
    """Return the rule, counted from the local date `first`; its moments are midnights without a zone.

    Raises NotARule.
    """
    parts = parts_of(rule)
    # The rule counts days: an hour in it would be that of another zone.
    parts |= {"UNTIL": parts["UNTIL"][:8]} if "UNTIL" in parts else {}
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        found = rrulestr(text, dtstart=dt.datetime.combine(first, dt.time()))
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise NotARule(rule) from error
    assert isinstance(found, rrule)
    return found


def dates(rule: str, first: dt.date, *, most: int = MOST_DATES) -> list[dt.date]:
    """Return the local dates of the rule from `first` on, at most `most` and one more, which tells "too many".

    They lie within LONGEST.

    Raises NotARule.
    """
    try:
        parts, last = parts_of(rule), dt.datetime.combine(first, dt.time()) + LONGEST
        end = min(dt.datetime.combine(last_day(rule) or dt.date.max, dt.time()), last)
        # A rule may never meet a day again: it is followed no further than anybody may ask.
        found = read(rule, first).replace(count=None, until=end)
        return [moment.date() for moment in itertools.islice(found, min(most + 1, int(parts.get("COUNT", most + 1))))]
    except (ValueError, OverflowError) as error:
        raise NotARule(rule) from error


def following(rule: str, first: dt.date, *, after: dt.date, most: int) -> list[dt.date]:
    """Return the next days of the rule, counted from `first`, that come after the day `after`, as if it had no end.

    At most `most`, and none further than LONGEST. Raises NotARule.
    """
    midnight = dt.datetime.combine(after, dt.time())
    endless = read(rule, first).replace(count=None, until=midnight + LONGEST)
    return [moment.date() for moment in endless.xafter(midnight, count=most)]


def weekly(until: dt.date, *, interval: int = 1) -> str:
    """Return the rule of a day each week, or each so many weeks, until a date, that day included."""
    every = f"INTERVAL={interval};" if interval > 1 else ""
    return f"FREQ=WEEKLY;{every}UNTIL={until:%Y%m%d}"


def last_day(rule: str) -> dt.date | None:
    """Return the day until which the rule goes, that day included; None where it counts, or has no end.

    Raises NotARule.
    """
    until = parts_of(rule).get("UNTIL") if rule else None
    return _day(until, rule) if until else None


@dataclass(frozen=True)
class Pattern:
    """What the form of a series asks: how often, on which days, until when or how many times.

    `every` is "week", "fortnight", "month" (the same weekday of the month, as the second Tuesday) or "month-end" (the
    last such weekday). `weekdays` (Monday is 0) are those of a week; empty: that of the first date.
    """

    every: str
    until: dt.date | None = None
    count: int | None = None
    weekdays: tuple[int, ...] = ()

    def rule(self, first: dt.date) -> str:
        """Return the rule of RFC 5545 for a series that begins on `first`."""
        weekday = WEEKDAYS[first.weekday()]
        if self.every in {"week", "fortnight"}:
            parts = ["FREQ=WEEKLY", *(["INTERVAL=2"] if self.every == "fortnight" else [])]
            if self.weekdays:
                parts.append("BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(self.weekdays)))
        else:
            position = LAST if self.every == "month-end" else (first.day - 1) // 7 + 1
            parts = ["FREQ=MONTHLY", f"BYDAY={position}{weekday}"]
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        elif self.count:
            parts.append(f"COUNT={self.count}")
        return ";".join(parts)

    @classmethod
    def of(cls, rule: str) -> "Pattern | None":
        """Return what the form would hold for `rule`; None for one that it cannot say. Raises NotARule."""
        parts = parts_of(rule)
        count = int(parts["COUNT"]) if "COUNT" in parts else None
        until, by_day = last_day(rule), parts.get("BYDAY", "")
        interval = parts.get("INTERVAL", "1")
        if set(parts) & {"BYMONTHDAY", "BYSETPOS"} or parts["FREQ"] == "DAILY":
            return None
        if parts["FREQ"] == "WEEKLY" and interval in {"1", "2"}:
            days = tuple(WEEKDAYS.index(day) for day in by_day.split(",") if day in WEEKDAYS)
            return cls("week" if interval == "1" else "fortnight", until, count, days)
        if parts["FREQ"] == "MONTHLY" and interval == "1" and by_day[:-2] in {"1", "2", "3", "4", "5", "-1"}:
            return cls("month-end" if by_day.startswith("-1") else "month", until, count)
        return None


def spoken(rule: str) -> str:
    """Return how people say the rule, in the reader's language: "every week until 30 June 2027"."""
    pattern = Pattern.of(rule)
    how_often = {
        "week": _("every week"),
        "fortnight": _("every second week"),
        "month": _("every month"),
        "month-end": _("every month, on the last such weekday"),
    }
    said = how_often[pattern.every] if pattern else _("in a series")
    until = last_day(rule)
    if until:
        return _("%(how_often)s until %(day)s") % {"how_often": said, "day": date_format(until, "j E Y")}
    return said
