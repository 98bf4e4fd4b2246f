"""Tables handed out as files: the same rows for a spreadsheet (.xlsx) and for any program (.csv)."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from podworko.core.imports.cells import harmless
from podworko.core.imports.sheets import XLSX

CSV = "text/csv; charset=utf-8"
WIDTH, WIDEST = 3, 40
# By this mark spreadsheets know the letters.
MARK = "\ufeff"
Rows = Iterable[Sequence[object]]


def as_csv(headings: Sequence[object], rows: Rows) -> bytes:
    """Return the table as Polish spreadsheets read it: semicolons, and nothing that they would take for a formula."""
    stream = io.StringIO()
    lines = csv.writer(stream, delimiter=";")
    for row in (headings, *rows):
        lines.writerow([harmless(_text(value)) for value in row])
    return (MARK + stream.getvalue()).encode()


def as_xlsx(title: str, headings: Sequence[object], rows: Rows) -> bytes:
    """Return the table as a workbook of one sheet: whole numbers as numbers, everything else as text."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_sheet_name(title))
    table = [headings, *rows]
    sheet.freeze_panes = "A2"
    for number, column in enumerate(zip(*table, strict=True), start=1):
        longest = max(len(_text(value)) for value in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, longest + WIDTH)
    for row in table:
        cells = [_cell(sheet, value) for value in row]
        if row is headings:
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.append(cells)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def answer(content: bytes, *, name: str) -> HttpResponse:
    """Return the file `name` (.csv or .xlsx) to whoever asked for it; nothing on the way keeps a copy."""
    response = HttpResponse(content, content_type=XLSX if name.endswith(".xlsx") else CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _cell(sheet: object, value: object) -> WriteOnlyCell:
    if isinstance(value, int) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, harmless(_text(value)))
    # Text and nothing else: openpyxl would make a formula of what begins with "=".
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _sheet_name(title: str) -> str:
    """Return `title` as the name of a sheet may be: at most 31 letters, without some signs."""
    return "".join(" " if letter in r"[]:*?/\'" else letter for letter in title)[:31].strip() or "1"
