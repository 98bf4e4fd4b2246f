"""Which column of somebody's table is which of ours: by its heading, in any of the languages, however it is spelt."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import IO

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.core.errors import Problem, Refused
from podworko.core.imports import reading
from podworko.core.imports.registry import Column, Importer
from podworko.core.imports.texts import Row

# Above the headings there may stand a title, a date, who made it.
SOUGHT_IN = 25
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_IN_BRACKETS = re.compile(r"[(\[].*?[)\]]")


@dataclass(frozen=True)
class Found:
    """The headings of a table: which place in a row is which column, how they are spelt, and which are none of ours."""

    at: dict[str, int]
    spelt: dict[str, str]
    unused: list[str]


@dataclass(frozen=True)
class Table:
    """A table whose headings were found, and the rows below them."""

    found: Found
    rows: Iterator[Row]


def fold(text: str) -> str:
    """Return `text` in small letters and figures only, without accents: "Kod pocztowy*" is "kodpocztowy"."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(letter for letter in plain if letter.isalnum())


def table_of(importer: Importer, stream: IO[bytes], subject: Model) -> Table:
    """Return the table in a file as `importer` reads it. Raises Refused when it cannot be read."""
    return importer.table(stream, subject) or find(reading.sheets(stream), importer.columns)


def find(sheets: Iterator[Iterator[Row]], columns: Sequence[Column]) -> Table:
    """Return the first table under whose headings all that is needed stands. Raises Refused when there is none."""
    names = names_of(columns)
    needed = {column.code for column in columns if column.is_required}
    nearest = Found({}, {}, [])
    is_empty = True
    for rows in sheets:
        above: list[str] = []
        for number, cells in rows:
            is_empty = is_empty and not any(cells)
            found = _match(cells, above, names)
            if len(found.at) > len(nearest.at):
                nearest = found
            if needed <= found.at.keys() and found.at:
                return Table(*_best(found, number, rows, cells, names))
            if number >= SOUGHT_IN:
                break
            above = cells
    if is_empty:
        raise Refused.because("empty", _("There is nothing in this table."), field="file")
    raise _missing(nearest, [column for column in columns if column.is_required])


def names_of(columns: Sequence[Column]) -> dict[str, str]:
    """Return the code of the column for each folded name that it has in any language."""
    names: dict[str, str] = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            labels = {column.code: str(column.label) for column in columns}
        names |= {fold(label): code for code, label in labels.items()}
    # A name that is written down for a column goes before one that a translation happens to give to another.
    return names | {fold(name): column.code for column in columns for name in (*column.names, column.code)}


def _best(
    found: Found, number: int, rows: Iterator[Row], cells: list[str], names: dict[str, str]
) -> tuple[Found, Iterator[Row]]:
    """Look one row further: where headings stand in two rows, the lower one names more columns."""
    following = next(rows, None)
    if following is None:
        return _checked(found), iter(())
    lower = _match(following[1], cells, names)
    # Rows of data hold a name of a column now and then, but not more of them than the headings.
    if found.at.keys() <= lower.at.keys() and len(lower.at) > len(found.at):
        return _checked(lower), rows
    return _checked(found), chain([following], rows)


def _match(cells: list[str], above: list[str], names: dict[str, str]) -> Found:
    """Take `cells` for headings; where one is empty, the cell above it may be merged with it."""
    at: dict[str, int] = {}
    spelt: dict[str, str] = {}
    unused: list[str] = []
    doubled: Counter[str] = Counter()
    for place, cell in enumerate(cells):
        heading = cell or (above[place] if place < len(above) else "")
        code = names.get(fold(heading)) or names.get(fold(_IN_BRACKETS.sub("", heading)))
        if code is None:
            unused += [heading[:80]] if cell else []
            continue
        doubled[code] += 1
        if code in at and spelt[code] and cell:
            spelt[code] = f"{spelt[code]}\n{cell[:80]}"
        elif code not in at:
            at[code], spelt[code] = place, heading[:80]
    return Found(at, spelt, unused)


def _checked(found: Found) -> Found:
    """Raise Refused when two headings mean the same column."""
    problems = []
    for code, spelt in found.spelt.items():
        if "\n" in spelt:
            one, other = spelt.split("\n")[:2]
            sentence = _("Two columns mean the same: “%(one)s” and “%(other)s”. Leave one of them.")
            problems.append(Problem("file", "twice", sentence % {"one": one, "other": other}))
        assert code in found.at
    if problems:
        raise Refused(*problems)
    return replace(found, unused=found.unused[:50])


def _missing(nearest: Found, needed: Sequence[Column]) -> Refused:
    missing = [str(column.label) for column in needed if column.code not in nearest.at]
    sentence = ngettext(
        "There is no column “%(columns)s”. The first row of the table must name the columns.",
        "These columns are missing: %(columns)s. The first row of the table must name the columns.",
        len(missing),
    )
    return Refused.because("no-column", sentence % {"columns": ", ".join(missing)}, field="file")


def letter(place: int) -> str:
    """Return the letter of a column as spreadsheets write it: 0 is A, 26 is AA."""
    return (letter(place // 26 - 1) if place >= 26 else "") + LETTERS[place % 26]  # noqa: PLR2004 - letters
