"""Dates and hours as people write them in tables: "wt. 12.01.2027", "12 I", "17–19", "17.00 do 19"."""

import datetime as dt
import re

from podworko.core.imports.headings import fold
from podworko.core.imports.parsing import time_of
from podworko.places.importing.words import DAYS

_MONTHS = {
    1: "i stycznia styczen sty january jan січня січень",
    2: "ii lutego luty lut february feb лютого лютий",
    3: "iii marca marzec mar march березня березень",
    4: "iv kwietnia kwiecien kwi april apr квітня квітень",
    5: "v maja maj may травня травень",
    6: "vi czerwca czerwiec cze june jun червня червень",
    7: "vii lipca lipiec lip july jul липня липень",
    8: "viii sierpnia sierpien sie august aug серпня серпень",
    9: "ix wrzesnia wrzesien wrz september sep вересня вересень",
    10: "x pazdziernika pazdziernik paz october oct жовтня жовтень",
    11: "xi listopada listopad lis november nov листопада листопад",
    12: "xii grudnia grudzien gru december dec грудня грудень",
}
MONTHS = {fold(name): month for month, names in _MONTHS.items() for name in names.split()}
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?\.?(?!\d)")
_NAMED = re.compile(r"(\d{1,2})[.\s/-]*([^\W\d_]+)[.\s/-]*(\d{4}|\d{2}(?!\d|[:.]\d))?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_FRACTION = re.compile(r"0?\.\d+")
# A day that a spreadsheet keeps as a number, when nobody told it that it is a date.
SERIAL_ZERO = dt.date(1899, 12, 30)
SERIALS = range(40_000, 60_000)
_UP_TO = re.compile(r"\s*(?:-|–|—|−|\bdo\b|\bto\b|\bпо\b|\bдо\b)\s*")
_CENTURY = 2000
_REPEATS = re.compile(
    r"(?:co|every|кожн\w*)\s*(?:(2|dwa|drugi|second|два|другий)\s*)?(?:tyg\w*|tydzień|week\w*|тижд\w*)", re.IGNORECASE
)
_DAY_MINUTES = 24 * 60


def day_of(text: str, since: dt.date) -> tuple[dt.date, str] | None:
    """Return the date with which `text` begins and what stands behind it; None when there is none.

    The name of the weekday in front is passed over. A date without a year is the first of that name from `since` on.
    """
    plain = _without_weekday(text.strip())
    for pattern, order in ((_ISO, "ymd"), (_NUMBERS, "dmy"), (_NAMED, "dmy")):
        told = pattern.match(plain)
        if not told:
            continue
        parts = dict(zip(order, told.groups(), strict=True))
        month = int(parts["m"]) if parts["m"].isdigit() else MONTHS.get(fold(parts["m"]), 0)
        found = _dated(int(parts["d"]), month, parts["y"], since)
        if found:
            return found, plain[told.end() :].strip(" ,;.r") if order == "dmy" else plain[told.end() :].strip(" ,;T")
    if _SERIAL.fullmatch(plain) and int(float(plain)) in SERIALS:
        return SERIAL_ZERO + dt.timedelta(days=int(float(plain))), ""
    return None


def hours_of(text: str) -> tuple[dt.time, dt.time | None] | None:
    """Return the hours in `text`: from and to, or only from; None when there are none."""
    plain = text.lower().strip().removeprefix("godz.").removeprefix("godz").strip().removeprefix("od ").strip()
    plain = re.sub(r"(\d)\s*h\b", r"\1", plain)
    # From and to; what names a third hour is none.
    parts = _UP_TO.split(plain)
    if parts[2:]:
        return None
    found = [_time(part.removeprefix("godz.").strip()) for part in parts]
    if found[0] is None or found[-1] is None:
        return None
    return found[0], found[1] if len(found) > 1 else None


def led_by_hours(text: str) -> tuple[dt.time, dt.time, str] | None:
    """Return the hours with which a line begins and what stands behind them: "17-19 Chór"."""
    words = text.strip().split()
    for count in range(min(4, len(words)), 0, -1):
        hours = hours_of(" ".join(words[:count]).rstrip(":;,"))
        if hours and hours[1] is not None:
            return hours[0], hours[1], " ".join(words[count:]).strip(" -–:;,")
    return None


def weeks_of(text: str, since: dt.date) -> tuple[int, dt.date] | None:
    """Return every how many weeks something repeats and until when: "co tydzień do 30.06.2027", or a date alone."""
    told = _REPEATS.search(text)
    rest = text[told.end() :] if told else text
    rest = re.sub(r"^\W*(?:do|until|till|до|по)\b", "", rest.strip(), flags=re.IGNORECASE)
    day = day_of(rest, since)
    return (2 if told and told[1] else 1, day[0]) if day else None


def _time(text: str) -> dt.time | None:
    if _FRACTION.fullmatch(text):
        minutes = round(float(text) * _DAY_MINUTES)
        return dt.time(minutes // 60 % 24, minutes % 60)
    return time_of(text)


def _without_weekday(text: str) -> str:
    told = re.match(r"([^\W\d_]+'?[^\W\d_]*)[.,]?\s+(?=\d)", text)
    return text[told.end() :] if told and fold(told[1]) in DAYS else text


def _dated(day: int, month: int, year: str | None, since: dt.date) -> dt.date | None:
    try:
        if year:
            return dt.date(int(year) + (_CENTURY if len(year) < 4 else 0), month, day)  # noqa: PLR2004 - figures of a year
        found = dt.date(since.year, month, day)
        return found if found >= since else dt.date(since.year + 1, month, day)
    except ValueError:
        return None
