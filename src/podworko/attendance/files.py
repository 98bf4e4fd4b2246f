"""A table as a file for spreadsheets: .csv and .xlsx."""

import csv
import io

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from podworko.attendance.queries.statistics import Table
from podworko.core.imports.cells import harmless
from podworko.core.imports.sheets import XLSX

WIDEST = 40


def answer(table: Table, *, name: str, form: str) -> HttpResponse:
    """Return `table` as a file to be kept, of the `form` csv or xlsx; raise Http404 for another one."""
    makers = {"csv": (_csv, "text/csv; charset=utf-8"), "xlsx": (_xlsx, XLSX)}
    if form not in makers:
        raise Http404
    make, kind = makers[form]
    response = HttpResponse(make(table), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _csv(table: Table) -> bytes:
    stream = io.StringIO()
    stream.write("\ufeff")  # by this mark spreadsheets know the letters
    lines = csv.writer(stream, delimiter=";")
    heading, rows = table
    lines.writerow(heading)
    lines.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return stream.getvalue().encode()


def _xlsx(table: Table) -> bytes:
    heading, rows = table
    workbook = Workbook()
    sheet = workbook.active
    sheet.freeze_panes = "A2"
    sheet.append(heading)
    for number, name in enumerate(heading, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        longest = max([len(name), *(len(str(row[number - 1])) for row in rows[:100])])
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 3, WIDEST)
    for row in rows:
        sheet.append([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
