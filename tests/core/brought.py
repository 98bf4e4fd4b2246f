"""What the tests of imports share: an importer of our own, and files as people have them."""

import io
from collections.abc import Iterable, Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.imports import actions, judging, writing
from podworko.core.imports.parsing import Cells
from podworko.core.imports.registry import Column, Importer, Judgement, Verdict, register, wrong
from podworko.core.models import Import
from podworko.places.models import District


class Districts(Importer):
    """Districts by their code: small, of no use, and written without an action's cost."""

    code = "tests.districts"
    title = "Districts"
    about = "Districts of a city."
    columns = (
        Column("code", "Code", ("kod", "nr"), ("I",), is_required=True),
        Column("name", "Name of the district", ("nazwa", "назва"), ("Stare Miasto",), is_required=True),
        Column("latitude", "Latitude", ("szerokość",), ("50.06",)),
    )

    def key(self, cells: Mapping[str, str]) -> str:
        return cells.get("code", "")

    def judge(self, subject, units):
        known = {
            each.code: each for each in subject.districts.filter(code__in=[unit[0].cells.get("code") for unit in units])
        }
        judged = []
        for (row,) in units:
            cells = Cells(row, self.columns)
            name, latitude = cells.text("name", 80), cells.number("latitude", -90, 90)
            found = known.get(row.cells.get("code"))
            if cells.problems:
                judged.append(wrong(row, cells.problems))
            elif found is None:
                judged.append(Judgement(Verdict.NEW, plan=(None, name, latitude or 0)))
            elif found.name != name:
                judged.append(
                    Judgement(Verdict.CHANGE, changes={"name": (found.name, name)}, plan=(found, name, latitude or 0))
                )
            else:
                judged.append(Judgement(Verdict.SAME))
        return judged

    def write(self, subject, unit, judgement, *, by):  # noqa: ARG002
        found, name, latitude = judgement.plan
        if name == "Zakazana":
            District.objects.create(network=subject, code="left", name="over", border={}, latitude=0, longitude=0)
            raise Refused.because("forbidden", "This name is not allowed.", field="name")
        if found:
            found.name = name
            found.save()
            return found
        return District.objects.create(
            network=subject, code=unit[0].cells["code"], name=name, border={}, latitude=latitude, longitude=0
        )


DISTRICTS = register(Districts())


def workbook(*rows: Iterable[object], sheet: str = "Arkusz1") -> bytes:
    """Return an .xlsx with these rows."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text(*rows: str, encoding: str = "utf-8") -> bytes:
    """Return a .csv with these rows."""
    return "\r\n".join(rows).encode(encoding)


def bring(importer: Importer, subject, content: bytes, *, by=audit.SYSTEM, name: str = "tabela.xlsx") -> Import:
    """Bring a table, as the upload does; the worker has not begun."""
    return actions.bring(importer=importer, subject=subject, file=SimpleUploadedFile(name, content), name=name, by=by)


def judged(importer: Importer, subject, content: bytes, **options) -> Import:
    """Bring a table and let the worker read and judge it."""
    brought = bring(importer, subject, content, **options)
    judging.judge(brought.pk)
    brought.refresh_from_db()
    return brought


def written(brought: Import, *, by=audit.SYSTEM, **options) -> Import:
    """Say yes to a table and let the worker write it."""
    actions.confirm(brought=brought, by=by, **options)
    writing.write(brought.pk)
    brought.refresh_from_db()
    return brought
