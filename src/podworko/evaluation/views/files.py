"""The figures of a place as a file for a spreadsheet; words of people are not among them."""

import csv
import io
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from podworko.core.imports.cells import harmless
from podworko.core.imports.sheets import XLSX
from podworko.evaluation.models import Face
from podworko.evaluation.queries import results
from podworko.evaluation.views.desk import place_or_404

Row = list[str | int | None]


@login_required
@require_safe
def figures(request: HttpRequest, network: str, centre: str, form: str) -> HttpResponse:
    """Return a row for each session that somebody rated, as CSV or as a workbook."""
    place = place_or_404(request, network, centre)
    if form not in FORMS:
        raise Http404
    kind, write = FORMS[form]
    rows = [_headings(), *(_row(line) for line in results.of_place(place))]
    headers = {"Content-Disposition": f'attachment; filename="{place.slug}-{_("ratings")}.{form}"'}
    return HttpResponse(write(rows), content_type=kind, headers=headers)


def _headings() -> Row:
    faces = [str(face.label) for face in reversed(Face)]
    return [_("Activity"), _("Day"), _("Hour"), *faces, _("Voices"), _("Good or great"), _("Had a place")]


def _row(line: results.SessionVoices) -> Row:
    starts_at = line.session.starts_at.astimezone(line.session.activity.zone)
    counts = [count for _face, count in line.voices.best_first]
    name = harmless(line.session.activity.title)
    voices = line.voices
    return [name, f"{starts_at:%Y-%m-%d}", f"{starts_at:%H:%M}", *counts, voices.total, voices.liked, line.people]


def _csv(rows: list[Row]) -> bytes:
    """Return the rows as Polish spreadsheets read them: with semicolons, and a mark that says UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _xlsx(rows: list[Row]) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("Ratings"))
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["A"].width = 40
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


FORMS: dict[str, tuple[str, Callable[[list[Row]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": (XLSX, _xlsx),
}
