"""Reading a table and judging its rows, batch by batch; each batch is kept as soon as it is done."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from podworko.core.errors import Problem, Refused
from podworko.core.imports import claims, headings, registry
from podworko.core.imports.headings import Found
from podworko.core.imports.registry import Importer, Judgement, Row, Unit, Verdict
from podworko.core.models import Import, ImportRow
from podworko.core.transactions import action

State = Import.State
BATCH = 500
# So many rows may be about one thing; more are no honest table, and would have to be held in memory at once.
TOGETHER = 250
# A row by its key and number: rows are gone through in this order, each batch from where the last one ended. To ask for
# the next rows that are not judged yet would be to pass over all that are, again and again.
Place = tuple[str, int]
BEGINNING: Place = ("", 0)


def judge(import_id: int) -> None:
    """Read and judge the table of an import to its end, from where the last worker was. Returns when another has it."""
    try:
        claimed = claims.take(import_id, State.READING)
    except claims.Lost:
        return
    importer = registry.importer_of(claimed.kind)
    try:
        with translation.override(claimed.language):
            if claimed.rows_in_all is None:
                _read(claimed, importer)
            after: Place | None = BEGINNING
            while after is not None:
                after = _judge_next(claimed, importer, after)
    except claims.Lost:
        return
    except Refused as refusal:
        _fail(claimed, " ".join(str(problem.sentence) for problem in refusal.problems))


def _read(claimed: Import, importer: Importer) -> None:
    """Put the rows of the file into the database. Raises Refused when the file cannot be read."""
    last = ImportRow.objects.filter(of=claimed).aggregate(last=Max("number"))["last"] or 0
    with claimed.file.open("rb") as file:
        table = headings.table_of(importer, file, registry.subject_of(claimed))
        left = (row for row in rows_of(table.rows, table.found, importer) if row.number > last)
        while batch := list(islice(left, BATCH)):
            _keep(claimed, importer, table.found, batch)
    _all_read(claimed)


def rows_of(lines: Iterable[tuple[int, list[str]]], found: Found, importer: Importer) -> Iterator[Row]:
    """Yield the rows that say something; the examples of our own template are none."""
    examples = _examples(importer)
    for number, values in lines:
        cells = {code: values[place] for code, place in found.at.items() if place < len(values) and values[place]}
        if cells and tuple(sorted(cells.items())) not in examples:
            yield Row(number, cells)


def _examples(importer: Importer) -> set[tuple[tuple[str, str], ...]]:
    """Return the rows of the template as they are read back."""
    longest = max((len(column.examples) for column in importer.columns), default=0)
    rows = (
        {column.code: column.examples[at] for column in importer.columns if at < len(column.examples)}
        for at in range(longest)
    )
    return {tuple(sorted((code, text) for code, text in row.items() if text)) for row in rows}


@action
def _keep(claimed: Import, importer: Importer, found: Found, batch: Sequence[Row]) -> None:
    held = claims.hold(claimed)
    held.rows_read += len(batch)
    if held.rows_read > settings.IMPORT_ROWS:
        said = _("This table is too long: more than %(most)s rows. Cut it into several and bring them one by one.")
        raise Refused.because("too-long", said % {"most": settings.IMPORT_ROWS}, field="file")
    ImportRow.objects.bulk_create(
        ImportRow(of=held, number=row.number, cells=row.cells, key=importer.key(row.cells)[:200]) for row in batch
    )
    held.headings = [[code, found.spelt[code]] for code, _place in sorted(found.at.items(), key=lambda each: each[1])]
    held.unused = found.unused
    held.save()


@action
def _all_read(claimed: Import) -> None:
    held = claims.hold(claimed)
    if not held.rows_read:
        raise Refused.because("no-rows", _("There is no row under the headings of this table."), field="file")
    held.rows_in_all = held.rows_read
    held.save()


@dataclass(frozen=True)
class Batch:
    """Rows to be judged at once, cut into units, and those that repeat what an earlier row says, with its number."""

    units: list[list[ImportRow]]
    repeated: list[tuple[ImportRow, int]]
    too_many: list[ImportRow]


@action
def _judge_next(claimed: Import, importer: Importer, after: Place) -> Place | None:
    """Judge the next batch and return where it ends; None after the last: the import is ready to be looked at."""
    held = claims.hold(claimed)
    found = window(held, after)
    if not found:
        claims.end(held, State.READY)
        return None
    batch = _batch(held, importer, [row for row in found if not row.verdict])
    units = [unit_of(rows) for rows in batch.units]
    judgements = importer.judge(registry.subject_of(held), units) if units else []
    judged = [row for rows, judgement in zip(batch.units, judgements, strict=True) for row in apply(rows, judgement)]
    repeated = _("The same stands in row %(number)s already.")
    for row, first in batch.repeated:
        judged.append(_wrong(row, Problem("", "repeated", repeated % {"number": first})))
    crowd = Problem("", "too-many", _("There are more than %(most)s rows about the same.") % {"most": TOGETHER})
    judged += [_wrong(row, crowd) for row in batch.too_many]
    save(judged)
    held.rows_judged += len(judged)
    held.rows_wrong += sum(row.verdict == Verdict.WRONG for row in judged)
    held.save()
    return found[-1].key, found[-1].number


def window(held: Import, after: Place) -> list[ImportRow]:
    """Return the next rows by key and number; those with the same key are torn apart only when they are too many."""
    key, number = after
    rows = list(held.rows.filter(key=key, number__gt=number).order_by("number")[:BATCH])
    if len(rows) < BATCH:
        rows += held.rows.filter(key__gt=key).order_by("key", "number")[: BATCH - len(rows)]
    if len(rows) == BATCH and rows[0].key != rows[-1].key:
        # More rows with the last key may follow: they come all together next time.
        rows = [row for row in rows if row.key != rows[-1].key]
    return rows


def _batch(held: Import, importer: Importer, rows: list[ImportRow]) -> Batch:
    """Cut rows into units."""
    if not rows:
        return Batch([], [], [])
    # Only the first key can have been begun before, when more rows have it than go into one batch.
    earlier = held.rows.filter(key=rows[0].key).exclude(key="").exclude(verdict="").order_by("number").first()
    batch = Batch([], [], [])
    for key, group in groupby(rows, key=lambda row: row.key):
        same = list(group)
        before = earlier if earlier and earlier.key == key else None
        if not key:
            batch.units.extend([row] for row in same)
        elif importer.is_grouped and (before or len(same) > TOGETHER):
            batch.too_many.extend(same)
        elif importer.is_grouped:
            batch.units.append(same)
        else:
            if before is None:
                before, *same = same
                batch.units.append([before])
            batch.repeated.extend((row, before.number) for row in same)
    return batch


def unit_of(rows: Iterable[ImportRow]) -> Unit:
    """Return the rows as an importer reads them."""
    return [Row(row.number, row.cells) for row in rows]


def apply(rows: Sequence[ImportRow], judgement: Judgement) -> list[ImportRow]:
    """Note on each of the `rows` of a unit what was judged of it; when one is wrong, all of the unit are."""
    for row in rows:
        row.verdict = judgement.verdict
        row.changes = {code: list(change) for code, change in judgement.changes.items()}
        row.problems = [stated(problem) for problem in judgement.problems.get(row.number, ())]
    bad = [row.number for row in rows if row.problems]
    for row in rows:
        if bad and not row.problems:
            said = _("Row %(number)s belongs to this one and is wrong.") % {"number": bad[0]}
            row.problems = [stated(Problem("", "beside-wrong", said))]
        if bad:
            row.verdict, row.changes = Verdict.WRONG, {}
    return list(rows)


def stated(problem: Problem) -> dict[str, str]:
    """Return a problem as it is kept with its row."""
    return {"field": problem.field, "code": problem.code, "sentence": str(problem.sentence)}


def save(rows: Sequence[ImportRow]) -> None:
    """Keep what was judged, in few statements however many rows."""
    for verdict in Verdict:
        plain = [row.pk for row in rows if row.verdict == verdict and not row.problems and not row.changes]
        if plain:
            ImportRow.objects.filter(pk__in=plain).update(verdict=verdict, problems=[], changes={})
    told = [row for row in rows if row.problems or row.changes]
    ImportRow.objects.bulk_update(told, ["verdict", "problems", "changes"], batch_size=100)


def _wrong(row: ImportRow, problem: Problem) -> ImportRow:
    row.verdict, row.problems, row.changes = Verdict.WRONG, [stated(problem)], {}
    return row


@action
def _fail(claimed: Import, problem: str) -> None:
    """Say of the whole table why it cannot be read, and keep nothing of it."""
    try:
        held = claims.hold(claimed)
    except claims.Lost:
        return
    held.rows.all().delete()
    claims.end(held, State.FAILED, problem=problem)
