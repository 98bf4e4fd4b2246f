"""Workbooks (.xlsx): what is safe to open, and their rows one after the other."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _

from podworko.core.errors import Refused
from podworko.core.imports.cells import text_of
from podworko.core.imports.texts import Row

# No honest table of 200,000 rows is larger when unpacked; the size that the file itself declares is also the most
# that zipfile unpacks.
UNPACKED = 300_000_000
PARTS = 2_000
# What is read as a whole, and not row by row: the list of texts, and all that says how a cell looks.
TEXTS, LOOKS = "xl/sharedstrings.xml", 20_000_000
MOST_OF_TEXTS = 100_000_000
COLUMNS = 100
# A table ends where so many rows are empty: some programs write a million of them.
EMPTY = 5_000
# Whatever a damaged file makes openpyxl stumble over.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    DefusedXmlException,
    ParseError,
    EOFError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    OSError,
    NotImplementedError,
)


def check(file: IO[bytes]) -> None:
    """Raise Refused when `file` is not a workbook without macros that can be unpacked safely."""
    try:
        with zipfile.ZipFile(file) as parts:
            listed = parts.infolist()
            names = {part.filename for part in listed}
            kind = parts.read("mimetype")[:100] if "mimetype" in names else b""
    except DAMAGE as error:
        raise broken() from error
    if b"opendocument" in kind:
        raise _no(
            "open-document", _("This is an OpenDocument file (.ods). Save it as .xlsx or .csv and bring that file.")
        )
    if len(listed) > PARTS or sum(part.file_size for part in listed) > UNPACKED or any(map(_is_swollen, listed)):
        raise _no("too-large", _("Unpacked, this workbook is too large. Leave only the sheet with the table in it."))
    if any("vbaproject" in name.lower() or "macrosheets" in name.lower() for name in names):
        raise _no("macros", _("This workbook holds macros. Save it as .xlsx without macros and bring that file."))
    if any(part.flag_bits & 1 for part in listed):
        raise locked()
    if "xl/workbook.xml" not in names:
        raise _no("no-workbook", _("This is not a workbook. Save the table as .xlsx or .csv and bring that file."))


def _is_swollen(part: zipfile.ZipInfo) -> bool:
    """Say whether a part that openpyxl reads as a whole would not fit into the memory of a small machine."""
    name = part.filename.lower()
    if name.startswith("xl/worksheets/") or not name.endswith(".xml"):
        return False
    return part.file_size > (MOST_OF_TEXTS if name == TEXTS else LOOKS)


def sheets(file: IO[bytes]) -> Iterator[Iterator[Row]]:
    """Yield the rows of each sheet that is not hidden. Raises Refused when the workbook is damaged."""
    import openpyxl  # noqa: PLC0415 - takes half a second, which only those who read a workbook shall wait

    try:
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except DAMAGE as error:
        raise broken() from error
    try:
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible":
                yield _rows(sheet)
    finally:
        workbook.close()


def broken() -> Refused:
    """Return the refusal of a file that cannot be opened."""
    return _no(
        "broken", _("This file is damaged. Open it in your spreadsheet, save it as .xlsx again, and bring that.")
    )


def locked() -> Refused:
    """Return the refusal of a file that asks for a password."""
    return _no("locked", _("This workbook is locked with a password. Save it without one and bring that file."))


def _rows(sheet: Any) -> Iterator[Row]:
    # What the sheet says about its own size may be wrong, and must not be what is paid for.
    sheet.reset_dimensions()
    empty = 0
    try:
        for number, values in enumerate(sheet.iter_rows(max_col=COLUMNS, values_only=True), start=1):
            cells = [text_of(value) for value in values]
            empty = 0 if any(cells) else empty + 1
            if empty > EMPTY:
                return
            yield number, cells
    except DAMAGE as error:
        raise broken() from error


def _no(code: str, sentence: str) -> Refused:
    return Refused.because(code, sentence, field="file")
