"""What the cells of a row mean. Each question is answered, or a problem stands beside its cell."""

import datetime as dt
import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from podworko.core.errors import Problem, Sentence
from podworko.core.imports.cells import BROKEN
from podworko.core.imports.headings import fold
from podworko.core.imports.registry import Column, Row

YES = {"yes", "y", "1", "true", "tak", "t", "prawda", "x", "так", "+"}
NO = {"no", "n", "0", "false", "nie", "falsz", "ні", "-"}
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y")
_TIME = re.compile(r"(\d{1,2})(?:[:.h ]?([0-5]\d))?(?::00)?")


class Cells:
    """One row, read cell by cell; what is wrong gathers in `problems`.

    An empty cell, and a column that the table has not, answer with nothing: "" or None.
    """

    def __init__(self, row: Row, columns: tuple[Column, ...]) -> None:
        self.row = row
        self.problems: list[Problem] = []
        for column in columns:
            if row.cells.get(column.code, "").upper() in BROKEN:
                said = _("The spreadsheet shows an error here (%(error)s).")
                self.wrong(column.code, "broken-cell", said % {"error": row.cells[column.code]})
            elif column.is_required and not row.cells.get(column.code):
                self.wrong(column.code, "required", _("This is missing."))

    @property
    def is_good(self) -> bool:
        """Say whether nothing is wrong so far."""
        return not self.problems

    def wrong(self, code: str, problem: str, sentence: Sentence) -> None:
        """Note what is wrong with a cell; what was said first about it stays."""
        if all(known.field != code for known in self.problems):
            self.problems.append(Problem(code, problem, str(sentence)))

    def text(self, code: str, longest: int, *, lines: bool = False) -> str:
        """Return what stands in the cell; in one line unless `lines`."""
        text = self.row.cells.get(code, "")
        text = text if lines else " ".join(text.split())
        if len(text) > longest:
            said = _("This is too long: %(length)s characters. There is room for %(most)s.")
            self.wrong(code, "too-long", said % {"length": len(text), "most": longest})
        return text

    def number(self, code: str, least: float, most: float) -> float | None:
        """Return a number; a comma before the fraction is as good as a point."""
        text = re.sub(r"\s|m2|m²$", "", self.row.cells.get(code, "")).replace(",", ".")
        if not text:
            return None
        number = float(text) if re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,20})?", text) else None
        if number is None:
            self.wrong(code, "no-number", _("This is not a number."))
        elif not least <= number <= most:
            said = _("This must lie between %(least)s and %(most)s.")
            self.wrong(code, "out-of-range", said % {"least": f"{least:g}", "most": f"{most:g}"})
        return number

    def whole(self, code: str, least: int, most: int) -> int | None:
        """Return a whole number."""
        number = self.number(code, least, most)
        if number is not None and not number.is_integer():
            self.wrong(code, "no-whole-number", _("This must be a whole number."))
            return None
        return None if number is None else int(number)

    def yes(self, code: str) -> bool | None:
        """Return yes or no."""
        text = fold(self.row.cells.get(code, "")) or self.row.cells.get(code, "")
        if not text:
            return None
        if text not in YES | NO:
            self.wrong(code, "no-answer", _("Write “yes” or “no”."))
        return text in YES

    def choice(self, code: str, names: Mapping[str, str], known: str = "") -> str:
        """Return what the cell names, by its folded name in `names`; `known` lists them for people."""
        text = self.row.cells.get(code, "")
        found = names.get(fold(text), "")
        if text and not found:
            self.wrong(code, "unknown", _("“%(text)s” is not known here.") % {"text": text[:60]} + _one_of(known))
        return found

    def choices(self, code: str, names: Mapping[str, str], known: str = "") -> list[str]:
        """Return all that the cell names, with commas, semicolons, strokes or lines between."""
        found = []
        for text in re.split(r"[,;/\n]+", self.row.cells.get(code, "")):
            if text.strip() and not names.get(fold(text)):
                said = _("“%(text)s” is not known here.") % {"text": text.strip()[:60]}
                self.wrong(code, "unknown", said + _one_of(known))
            elif text.strip():
                found.append(names[fold(text)])
        return list(dict.fromkeys(found))

    def day(self, code: str) -> dt.date | None:
        """Return a date: 2026-05-01 or 1.05.2026."""
        text = self.row.cells.get(code, "")
        if not text:
            return None
        for form in _DAYS:
            try:
                return dt.datetime.strptime(text.removesuffix("r.").strip(), form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        self.wrong(code, "no-date", _("This is not a date. Write it like 2026-05-01."))
        return None

    def time(self, code: str) -> dt.time | None:
        """Return a time of the day: 9, 9:30, 9.30; 24:00 is midnight."""
        text = self.row.cells.get(code, "")
        if not text:
            return None
        time = time_of(text)
        if time is None:
            self.wrong(code, "no-time", _("This is not a time. Write it like 9:30."))
        return time


def time_of(text: str) -> dt.time | None:
    """Return the time of the day that `text` tells, or nothing."""
    told = _TIME.fullmatch(text.strip().lower().removeprefix("godz.").strip())
    if not told:
        return None
    hour, minute = int(told[1]), int(told[2] or 0)
    if (hour, minute) == (24, 0):
        return dt.time(0)
    return dt.time(hour, minute) if hour < 24 else None  # noqa: PLR2004 - hours of a day


def _one_of(known: str) -> str:
    return " " + _("Known are: %(known)s.") % {"known": known} if known else ""
