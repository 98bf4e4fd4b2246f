"""What stands in a cell, as text: the importers know no other kind."""

import datetime as dt
import re

# A row that a person typed is shorter; a longer one is refused by what it is meant for.
LONGEST = 5_000
# What a spreadsheet shows when it could not compute a cell.
BROKEN = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#ADR!", "#ARG!", "#NAZWA?"})
# What cannot be seen or turns what follows around, and halves of letters, which no database keeps.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    r"\ufeff\ufffe\uffff]"
)
_BLANKS = re.compile(r"[^\S\n]+")
# Days before spreadsheets begin to count are times of the day that they took for moments.
_FIRST_YEAR = 1901
_PLAIN_NUMBER = re.compile(r"[+-][\d\s().,/-]*")


def text_of(value: object) -> str:
    """Return what stands in a cell: whole numbers without a fraction, days and times by ISO 8601, yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return _time_of(value)
    return tidy(str(value))


def tidy(text: str) -> str:
    """Return `text` without what cannot be seen, double blanks, and the sign that keeps it from being a formula."""
    text = UNSEEN.sub("", text[: 2 * LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    text = "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip()
    if text[:1] == "'" and text[1:2] in tuple("=+-@"):
        text = text[1:]
    return text[: LONGEST + 1]


def harmless(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula, even when it is saved as .csv later.

    https://owasp.org/www-community/attacks/CSV_Injection. A telephone number or another number is left as it is.
    """
    if text[:1] in tuple("=+-@\t\r\n") and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _time_of(value: dt.datetime | dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, dt.datetime):
        if value.year < _FIRST_YEAR:
            return f"{value:%H:%M}"
        return value.date().isoformat() if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.time):
        # What was typed as a time is kept as a fraction of a day: 08:59:59.999.
        rounded = dt.datetime.combine(dt.date(2000, 1, 1), value) + dt.timedelta(seconds=30)
        return f"{rounded:%H:%M}"
    return value.isoformat()
