"""What is shown of an import."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from podworko.core.imports import registry
from podworko.core.imports.registry import Verdict
from podworko.core.models import Import, ImportRow

PAGE = 50
ALL = "all"


def of_subject(subject: Model) -> QuerySet[Import]:
    """Return the imports into `subject`, the newest first."""
    found = Import.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return found.select_related("by")


def import_or_404(subject: Model, public_id: UUID) -> Import:
    """Return the import into `subject` with that id; raise Http404 where there is none."""
    return get_object_or_404(of_subject(subject), public_id=public_id)


@dataclass(frozen=True)
class Cell:
    """A cell as it is shown: what stands in it, whether it is wrong."""

    text: str
    is_wrong: bool


@dataclass(frozen=True)
class Line:
    """A row as it is shown: its number, verdict, sentences (which column, what), and cells."""

    number: int
    verdict: str
    verdict_label: str
    is_written: bool
    sentences: list[tuple[str, str]]
    cells: list[Cell]


@dataclass(frozen=True)
class Tab:
    """One choice of rows: by verdict, or all."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Preview:
    """What an import would do: how many rows of which verdict, and one page of the chosen ones."""

    tabs: list[Tab]
    chosen: str
    headings: list[str]
    lines: list[Line]
    page: Page[ImportRow]
    good: int


def preview(brought: Import, *, chosen: str, page: str) -> Preview:
    """Return the page that is asked for; the wrong rows when nobody chose and there are some. Three queries.

    Raises Http404 when there is no such choice.
    """
    counts = dict(brought.rows.values_list("verdict").annotate(count=Count("pk")).order_by())
    whole = sum(counts.values())
    chosen = chosen or (Verdict.WRONG if counts.get(Verdict.WRONG) else ALL)
    if chosen not in {ALL, *Verdict.values}:
        raise Http404
    labels = [
        (Verdict.WRONG, _("Wrong")),
        (Verdict.NEW, _("New")),
        (Verdict.CHANGE, _("Changes")),
        (Verdict.SAME, _("No change")),
    ]
    tabs = [Tab(code.value, label, counts.get(code, 0), code == chosen) for code, label in labels]
    rows = brought.rows.order_by("number")
    paginator = Paginator(rows if chosen == ALL else rows.filter(verdict=chosen), PAGE)
    # The count is known: the database need not count a hundred thousand rows once more.
    paginator.count = whole if chosen == ALL else counts.get(chosen, 0)
    shown = paginator.get_page(page)
    importer = registry.importer_of(brought.kind)
    return Preview(
        tabs=[*(tab for tab in tabs if tab.count or tab.is_chosen), Tab(ALL, _("All"), whole, chosen == ALL)],
        chosen=chosen,
        headings=[heading for _code, heading in brought.headings],
        lines=[_line(row, [code for code, _heading in brought.headings], importer.labels) for row in shown],
        page=shown,
        good=counts.get(Verdict.NEW, 0) + counts.get(Verdict.CHANGE, 0),
    )


def _line(row: ImportRow, codes: list[str], labels: dict[str, str]) -> Line:
    wrong = {problem["field"] for problem in row.problems}
    sentences = [(labels.get(problem["field"], ""), problem["sentence"]) for problem in row.problems]
    sentences += [
        (labels.get(code, code), _("%(old)s → %(new)s") % {"old": old or _("nothing"), "new": new or _("nothing")})
        for code, (old, new) in row.changes.items()
    ]
    return Line(
        row.number,
        row.verdict,
        row.get_verdict_display(),
        row.is_written,
        sentences,
        [Cell(row.cells.get(code, ""), code in wrong) for code in codes],
    )
