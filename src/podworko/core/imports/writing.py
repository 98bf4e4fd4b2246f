"""Writing the good rows of a table, batch by batch, each judged anew: much may have changed since it was looked at."""

from collections.abc import Sequence
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from podworko.core import audit
from podworko.core.errors import Problem, Refused
from podworko.core.imports import claims, judging, registry
from podworko.core.imports.judging import Place
from podworko.core.imports.registry import Importer, Judgement, Verdict
from podworko.core.models import Import, ImportRow
from podworko.core.transactions import action

State = Import.State
# Short, so that others who write wait no longer than a moment.
BATCH = 50
# All or nothing is one transaction: others who write wait until its end, so that it must not be long.
ALL_OR_NOTHING = 2_000


class Spoiled(Exception):
    """All or nothing, and these rows turned out wrong."""

    def __init__(self, rows: Sequence[ImportRow]) -> None:
        super().__init__()
        self.rows = rows


def write(import_id: int) -> None:
    """Write the good rows of an import to the end, from where the last worker was. Returns when another has it."""
    try:
        claimed = claims.take(import_id, State.WRITING)
    except claims.Lost:
        return
    importer = registry.importer_of(claimed.kind)
    try:
        with translation.override(claimed.language):
            if claimed.is_all_or_nothing:
                _write_all(claimed, importer)
            else:
                _write_to_the_end(claimed, importer)
    except claims.Lost:
        return
    except Spoiled as spoiled:
        with translation.override(claimed.language):
            _take_back(claimed, spoiled.rows)


@action
def _write_all(claimed: Import, importer: Importer) -> None:
    _write_to_the_end(claimed, importer)


def _write_to_the_end(claimed: Import, importer: Importer) -> None:
    after: Place | None = judging.BEGINNING
    while after is not None:
        after = _write_next(claimed, importer, after)


@action
def _write_next(claimed: Import, importer: Importer, after: Place) -> Place | None:
    """Write the next batch and return where it ends; None after the last: the import is done."""
    held = claims.hold(claimed)
    found = _window(held, importer, after)
    if not found:
        claims.end(held, State.DONE)
        audit.record("core.import_done", held, by=audit.SYSTEM, written=held.rows_written, wrong=held.rows_wrong)
        return None
    batches = _units([row for row in found if is_due(row)], importer)
    by, subject = _actor(held), registry.subject_of(held)
    judgements = importer.judge(subject, [judging.unit_of(rows) for rows in batches]) if batches else []
    written: list[ImportRow] = []
    others: list[ImportRow] = []
    for rows, judgement in zip(batches, judgements, strict=True):
        judged = judging.apply(rows, judgement)
        if judged[0].verdict in {Verdict.NEW, Verdict.CHANGE}:
            refused = _write_unit(importer, subject, rows, judgement, by)
            judged = judging.apply(rows, refused) if refused else judged
        (written if judged[0].is_written else others).extend(judged)
    wrong = [row for row in others if row.verdict == Verdict.WRONG]
    if wrong and held.is_all_or_nothing:
        raise Spoiled(wrong)
    ImportRow.objects.bulk_update(written, ["is_written", "result", "verdict", "changes"], batch_size=100)
    judging.save(others)
    held.rows_written += len(written)
    held.rows_wrong += len(wrong)
    held.save()
    return found[-1].key, found[-1].number


def _write_unit(
    importer: Importer, subject: Model, rows: Sequence[ImportRow], judgement: Judgement, by: audit.Actor
) -> Judgement | None:
    """Write one unit; what the action refuses is undone and comes back as a judgement."""
    try:
        with transaction.atomic():
            result = importer.write(subject, judging.unit_of(rows), judgement, by=by)
    except Refused as refusal:
        return Judgement(Verdict.WRONG, {rows[0].number: refusal.problems})
    except IntegrityError:
        said = Problem("", "clash", _("This clashes with something that stands here already."))
        return Judgement(Verdict.WRONG, {rows[0].number: [said]})
    for row in rows:
        row.is_written, row.result = True, f"{result._meta.label_lower}:{result.pk}" if result else ""
    return None


def is_due(row: ImportRow) -> bool:
    """Say whether the row is good and not written yet."""
    return row.verdict in {Verdict.NEW, Verdict.CHANGE} and not row.is_written


def _window(held: Import, importer: Importer, after: Place) -> list[ImportRow]:
    """Return the next rows, of which no more are due than go into one batch: in the order of the file, or by group."""
    if importer.is_grouped:
        return judging.window(held, after)
    rows: list[ImportRow] = []
    due = 0
    for row in held.rows.filter(number__gt=after[1]).order_by("number")[: judging.BATCH]:
        rows.append(row)
        due += is_due(row)
        if due == BATCH:
            break
    return rows


def _units(rows: list[ImportRow], importer: Importer) -> list[list[ImportRow]]:
    if not importer.is_grouped:
        return [[row] for row in rows]
    groups = [(key, list(group)) for key, group in groupby(rows, key=lambda row: row.key)]
    return [unit for key, group in groups for unit in ([group] if key else [[row] for row in group])]


@action
def _take_back(claimed: Import, wrong: Sequence[ImportRow]) -> None:
    """After nothing was written: say what spoiled it, and let the person decide anew."""
    held = claims.hold(claimed)
    judging.save(wrong)
    held.rows_wrong += len(wrong)
    said = _("Nothing was brought in: a row turned out wrong on the way. Look at it and decide again.")
    claims.end(held, State.READY, problem=said)
    audit.record("core.import_taken_back", held, by=audit.SYSTEM, wrong=len(wrong))


def _actor(held: Import) -> audit.Actor:
    return audit.staff(held.by) if held.by else audit.SYSTEM
