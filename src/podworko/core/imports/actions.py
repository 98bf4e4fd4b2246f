"""What people do with a table: bring it, say that it may be written, drop it."""

import datetime as dt
import hashlib
from typing import IO, cast

from django.core.files import File
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core import audit, clock, retention
from podworko.core.errors import Conflict, Refused
from podworko.core.imports import claims, headings, tasks, writing
from podworko.core.imports.registry import Importer, Verdict
from podworko.core.models import Import
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more

State = Import.State
# The headings of small files are looked at while the person waits; a larger one is told about on its page.
AT_ONCE = 1_000_000
# The same file brought again so soon was a double click.
DOUBLE_CLICK = dt.timedelta(minutes=1)
KEPT = dt.timedelta(days=90)


def bring(*, importer: Importer, subject: Model, file: File, name: str, by: audit.Actor) -> Import:  # type: ignore[type-arg]
    """Take the table in, to be read in the background; nothing is written before somebody has looked at it.

    Raises Refused, beside the field `file`, when it is seen at once that it cannot be read.
    """
    digest = look_into(importer=importer, subject=subject, file=file)
    return take_in(importer=importer, subject=subject, file=file, digest=digest, name=name, by=by)


def look_into(*, importer: Importer, subject: Model, file: File) -> str:  # type: ignore[type-arg]
    """Return the digest of a file by which `take_in` takes it. Raises Refused when it certainly cannot be read.

    Not inside a transaction: reading takes seconds, and on SQLite all others who write would wait for its end.
    """
    stream = cast("IO[bytes]", file.file)
    importer.check(stream)
    if file.size <= AT_ONCE:
        headings.table_of(importer, stream, subject)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


@action
def take_in(
    *,
    importer: Importer,
    subject: Model,
    file: File,  # type: ignore[type-arg]
    digest: str,
    name: str,
    by: audit.Actor,
) -> Import:
    """Keep a file that was looked into, and hand it to a worker; one sent twice by a double click is kept once."""
    of_subject = {"subject_type": subject._meta.label_lower, "subject_id": str(subject.pk)}
    same = Import.objects.filter(
        **of_subject,
        kind=importer.code,
        digest=digest,
        by_id=_user_id(by),
        created_at__gt=clock.now() - DOUBLE_CLICK,
    ).exclude(state__in=[State.DROPPED, State.FAILED])
    if brought := same.first():
        return brought
    brought = Import(
        **of_subject,
        kind=importer.code,
        by_id=_user_id(by),
        language=(translation.get_language() or "pl")[:2],
        file_name=name[:200],
        digest=digest,
        claimed_until=clock.now() + claims.LEASE,
    )
    # What people call their files is kept as a word only.
    brought.file.save(f"{brought.public_id}.table", file, save=False)
    brought.save()
    audit.record("core.import_brought", brought, by=by, kind=importer.code, into=":".join(of_subject.values()))
    tasks.judge.enqueue(brought.pk)
    return brought


@action
def confirm(*, brought: Import, by: audit.Actor, is_all_or_nothing: bool = False) -> None:
    """Let the good rows be written in the background.

    The same said again while they are being written, or were, changes nothing. Raises Refused when there is no good
    row, when all or nothing is asked for and a row is wrong already or the table too long for that; Conflict when it
    was dropped.
    """
    held = Import.objects.select_for_update().get(pk=brought.pk)
    if held.state in {State.WRITING, State.DONE}:
        return
    if held.state == State.READING:
        raise Conflict.because("not-read-yet", _("The table is still being read."))
    if held.state != State.READY:
        raise not_any_more()
    good = held.rows.filter(verdict__in=[Verdict.NEW, Verdict.CHANGE]).count()
    if not good:
        raise Refused.because("nothing-good", _("There is no row that could be brought in."))
    if is_all_or_nothing and held.rows_wrong:
        raise Refused.because("some-wrong", _("Some rows are wrong: put them right in your file and bring it again."))
    if is_all_or_nothing and good > writing.ALL_OR_NOTHING:
        said = _("All or nothing works for up to %(most)s rows.") % {"most": writing.ALL_OR_NOTHING}
        raise Refused.because("too-many-at-once", said)
    held.is_all_or_nothing, held.problem = is_all_or_nothing, ""
    held.by_id = _user_id(by)
    claims.wait(held, State.WRITING)
    audit.record(
        "core.import_confirmed", held, by=by, good=good, wrong=held.rows_wrong, all_or_nothing=is_all_or_nothing
    )
    tasks.write.enqueue(held.pk)


@action
def judge_again(*, brought: Import) -> None:
    """Judge every row anew in the background, after what they are judged by has changed.

    Raises Conflict when the table is not there to be looked at: it is being read or written, was written, or dropped.
    """
    held = Import.objects.select_for_update().get(pk=brought.pk)
    if held.state != State.READY:
        raise not_any_more()
    held.rows.update(verdict="", problems=[], changes={})
    held.problem, held.rows_judged, held.rows_wrong = "", 0, 0
    claims.wait(held, State.READING)
    tasks.judge.enqueue(held.pk)


@action
def try_again(*, brought: Import, by: audit.Actor) -> None:
    """Go on, in the background, with an import that was given up because of us: from where it was, with the same file.

    The same said again while it goes on changes nothing. Raises Conflict when it was not given up, or is dropped.
    """
    held = Import.objects.select_for_update().get(pk=brought.pk)
    if held.state in {State.READING, State.WRITING}:
        return
    state = claims.given_up_in(held)
    if state is None:
        raise not_any_more()
    held.problem, held.finished_at = "", None
    claims.wait(held, state)
    audit.record("core.import_tried_again", held, by=by)
    (tasks.judge if state == State.READING else tasks.write).enqueue(held.pk)


def most_at_once() -> int:
    """Return up to how many rows all or nothing may be asked for."""
    return writing.ALL_OR_NOTHING


@action
def drop(*, brought: Import, by: audit.Actor) -> None:
    """Bring nothing in, and forget what stood in the table. Raises Conflict when it is being written, or was."""
    held = Import.objects.select_for_update().get(pk=brought.pk)
    if held.state == State.DROPPED:
        return
    # It may have failed half-way: what was written stays, and with it where it came from.
    if held.rows_written:
        raise not_any_more()
    claims.end(held, State.DROPPED)
    held.rows.all().delete()
    _forget_file(held)
    audit.record("core.import_dropped", held, by=by)


def old() -> int:
    """Return how many imports are older than they are kept."""
    return _old().count()


@action
def forget_old() -> int:
    """Delete imports with their rows and files when they have been kept long enough; return how many."""
    found = list(_old()[:1_000])
    for brought in found:
        _forget_file(brought)
        brought.delete()
    return len(found)


def register_retention() -> None:
    """Say how long tables are kept."""
    sentence = gettext_lazy("Tables that somebody brought are deleted after 90 days, with what stood in them.")
    retention.register(retention.Rule("core.imports", sentence, due=old, carry_out=forget_old))


def _old() -> QuerySet[Import]:
    return Import.objects.filter(created_at__lt=clock.now() - KEPT).exclude(state=State.WRITING)


def _forget_file(brought: Import) -> None:
    name, storage = brought.file.name, brought.file.storage
    if name:
        # When the transaction holds: a row whose file is gone cannot be read again.
        transaction.on_commit(lambda: storage.delete(name))


def _user_id(by: audit.Actor) -> int | None:
    return by.user.pk if by.user else None
