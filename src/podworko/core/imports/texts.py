"""Tables saved as text (.csv): in which letters, with which sign between the columns."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from podworko.core.errors import Refused
from podworko.core.imports.cells import tidy

Row = tuple[int, list[str]]

POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ"
# Signs that all of them have, and that prove nothing.
USUAL = "„”“’–—…§°²³€\u00a0"
# What programs of an office write that is no Unicode, the likeliest first. General detectors take ISO 8859-2 for
# Windows-1250: the two differ in six Polish letters only.
LETTERS = {"cp1250": POLISH, "iso8859_2": POLISH, "cp1251": UKRAINIAN}
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = ";,\t|"
# So many rows tell which sign stands between the columns.
LOOKED_AT = 30


def decode(content: bytes) -> str:
    """Return the text of a file, in whatever letters it was saved. Raises Refused when it is no text."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return _strictly(content, encoding)
    if encoding := _wide(content):
        return _strictly(content, encoding)
    if b"\x00" in content:
        raise no_text()
    try:
        return content.decode()
    except UnicodeDecodeError:
        sample = content[:200_000]
        return content.decode(max(LETTERS, key=lambda encoding: _likeness(sample, encoding)), "replace")


def rows(text: str) -> Iterator[Row]:
    """Yield the rows of a table with their numbers. Raises Refused where a quotation mark is never closed."""
    text, separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [tidy(cell) for cell in cells]
    except csv.Error as error:
        sentence = _("The table cannot be read after row %(number)s. Is there a quotation mark that is not closed?")
        raise Refused.because("broken-row", sentence % {"number": number}, field="file") from error


def no_text() -> Refused:
    """Return the refusal of a file that holds no letters."""
    sentence = _("This is not a table. Save it in your spreadsheet as .xlsx or .csv and bring that file.")
    return Refused.because("no-table", sentence, field="file")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise no_text() from error


def _wide(content: bytes) -> str:
    """Return the encoding of a text in which every second byte is empty, as in UTF-16 without its mark."""
    sample = content[:2_000]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.6 and not sample[::2].count(0):
        return "utf-16-le"
    if half and sample[::2].count(0) > half * 0.6 and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _likeness(sample: bytes, encoding: str) -> float:
    """Return which part of the letters that are not English are those that people here write."""
    others = [letter for letter in sample.decode(encoding, "replace") if letter > "\x7f" and letter not in USUAL]
    return sum(letter in LETTERS[encoding] for letter in others) / len(others) if others else 0


def _separator(text: str) -> tuple[str, str]:
    """Return the text and the sign between its columns: the one that cuts most rows, and most of them alike."""
    first, _end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=x"):
        return f"\n{rest}", first.strip()[-1]
    counts = {separator: _columns(text, separator) for separator in SEPARATORS}
    return text, max(SEPARATORS, key=lambda separator: counts[separator])


def _columns(text: str, separator: str) -> tuple[float, int, int]:
    """Return which part of the first rows is cut, how many of those into as many columns as most, and into how many."""
    widths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator):
            if cells:
                widths.append(len(cells))
            if len(widths) == LOOKED_AT:
                break
    except csv.Error:
        return 0, 0, 0
    cut = [width for width in widths if width > 1]
    if not cut:
        return 0, 0, 0
    usual = max(set(cut), key=lambda width: (cut.count(width), width))
    return len(cut) / len(widths), cut.count(usual), usual
