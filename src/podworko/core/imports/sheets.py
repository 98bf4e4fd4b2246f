"""Workbooks that we hand out: the empty table to be filled in, and the rows that were wrong, with the reason."""

import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from podworko.core.imports.cells import harmless
from podworko.core.imports.registry import Importer, Verdict, importer_of
from podworko.core.models import Import

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADING = Font(bold=True)
NEEDED = PatternFill("solid", fgColor="FFE9A8")
FOLDED = Alignment(wrap_text=True, vertical="top")


def template(importer: Importer) -> bytes:
    """Return the workbook to be filled in: headings with examples, and a sheet that explains each column."""
    workbook = Workbook(write_only=True)
    table = workbook.create_sheet(_("Table"))
    table.freeze_panes = "A2"
    for number, column in enumerate(importer.columns, start=1):
        longest = max(len(text) for text in (str(column.label), *column.examples))
        table.column_dimensions[get_column_letter(number)].width = min(40, longest + 3)
    headings = []
    for column in importer.columns:
        cell = _cell(table, str(column.label))
        cell.font = HEADING
        if column.is_required:
            cell.fill = NEEDED
        headings.append(cell)
    table.append(headings)
    for at in range(max(len(column.examples) for column in importer.columns)):
        table.append(_cells(table, (dict(enumerate(column.examples)).get(at, "") for column in importer.columns)))
    _explanation(workbook, importer)
    return _saved(workbook)


def wrong_rows(brought: Import) -> bytes:
    """Return the rows that were not brought in, as they stood, with their number and why; it can be brought again."""
    importer = importer_of(brought.kind)
    labels = importer.labels
    codes = [code for code, _heading in brought.headings]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Wrong rows"))
    sheet.freeze_panes = "A2"
    sheet.append(_cells(sheet, [_("Row"), _("Why"), *(labels.get(code, code) for code in codes)]))
    rows = brought.rows.filter(verdict=Verdict.WRONG).order_by("number")
    for row in rows.iterator(chunk_size=1_000):
        why = "\n".join(
            f"{labels[problem['field']]}: {problem['sentence']}" if problem["field"] in labels else problem["sentence"]
            for problem in row.problems
        )
        sheet.append(_cells(sheet, [str(row.number), why, *(row.cells.get(code, "") for code in codes)]))
    return _saved(workbook)


def _explanation(workbook: Workbook, importer: Importer) -> None:
    sheet = workbook.create_sheet(_("What goes where"))
    for letter, width in zip("ABCD", (28, 14, 70, 34), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append(_cells(sheet, [str(importer.title)], bold=True))
    sheet.append(_cells(sheet, [str(importer.about)]))
    sheet.append(_cells(sheet, [_("The examples in the first sheet are left out when you bring the table.")]))
    sheet.append([])
    sheet.append(_cells(sheet, [_("Column"), _("Needed"), _("What goes there"), _("Example")], bold=True))
    for column in importer.columns:
        needed = _("yes") if column.is_required else _("if you like")
        example = next(iter(column.examples), "")
        sheet.append(_cells(sheet, [str(column.label), needed, str(column.about), example], folded=True))


def _cells(sheet: object, texts: Iterable[str], *, bold: bool = False, folded: bool = False) -> list[WriteOnlyCell]:
    cells = [_cell(sheet, text) for text in texts]
    for cell in cells:
        if bold:
            cell.font = HEADING
        if folded:
            cell.alignment = FOLDED
    return cells


def _cell(sheet: object, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, harmless(text))
    # Text and nothing else: openpyxl would make a formula of what begins with "=".
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def _saved(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
