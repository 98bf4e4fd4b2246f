"""What a contact leaves behind outside the areas' own records: messages, their copies in files, tasks, the trail.

The areas take out what they know to belong to a person; `sweep` then seeks what nobody thought of.
"""

import re
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import structlog
from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower
from django_tasks_db.models import DBTaskResult

from podworko.core import clock, copies, delivery
from podworko.core.holdings import Contact
from podworko.core.models import AuditEvent, Message

log = structlog.get_logger()


def messages_to(contact: Contact) -> QuerySet[Message]:
    """Return the messages written to `contact`."""
    if contact.email:
        return Message.objects.alias(small=Lower("to")).filter(small=contact.email)
    return Message.objects.filter(to=contact.phone)


def forget_messages(found: QuerySet[Message]) -> int:
    """Delete messages, sent or not, and, when that holds, the copies of them in files."""
    doomed = list(found)
    Message.objects.filter(pk__in=[message.pk for message in doomed]).delete()
    if doomed:
        names = {name for message in doomed for name in delivery.names_of(message)}
        transaction.on_commit(partial(copies.forget, names))
    return len(doomed)


def blank_trail(subject_type: str, ids: Collection[int], *, keep: Collection[str]) -> None:
    """Take the words out of the audit trail of these subjects: why, and all facts but those to `keep`."""
    for event in AuditEvent.objects.filter(subject_type=subject_type, subject_id__in=[str(each) for each in ids]):
        event.why = ""
        event.facts = {name: value for name, value in event.facts.items() if name in keep}
        if event.actor_kind == AuditEvent.ActorKind.RESIDENT:
            event.actor = None
        event.save(update_fields=["why", "facts", "actor"])


def sweep(contact: Contact) -> int:
    """Take `contact` out of whatever still names it: the trail, tasks, messages to others; return how many did."""
    needle, is_named = str(contact), naming(contact)
    events = AuditEvent.objects.annotate(said=Cast("facts", TextField()))
    found = [
        event
        for event in events.filter(Q(why__icontains=needle) | Q(said__icontains=needle))
        if is_named([event.why, event.facts])
    ]
    for event in found:
        event.why, event.facts = "", {}
        event.save(update_fields=["why", "facts"])
    tasks = DBTaskResult.objects.annotate(said=Cast("args_kwargs", TextField()), gave=Cast("return_value", TextField()))
    told = Q(said__icontains=needle) | Q(gave__icontains=needle) | Q(traceback__icontains=needle)
    gone = [task.pk for task in tasks.filter(told) if is_named([task.args_kwargs, task.return_value, task.traceback])]
    DBTaskResult.objects.filter(pk__in=gone).delete()
    letters = Message.objects.annotate(files=Cast("attachments", TextField()))
    told = Q(text__icontains=needle) | Q(subject__icontains=needle) | Q(files__icontains=needle)
    doomed = [each.pk for each in letters.filter(told) if is_named([each.text, each.subject, each.attachments])]
    return len(found) + len(gone) + forget_messages(Message.objects.filter(pk__in=doomed))


def naming(contact: Contact) -> Callable[[object], bool]:
    """Return what says whether a text, or the texts in lists and objects, name `contact`.

    An address may be the end of somebody else's: who erases anna@… must not take joanna@… along.
    """
    named = re.compile(rf"(?<![\w.+-]){re.escape(str(contact))}(?![\w-])", re.IGNORECASE)

    def is_named(value: object) -> bool:
        if isinstance(value, dict):
            return is_named([*value, *value.values()])
        if isinstance(value, list | tuple):
            return any(map(is_named, value))
        return isinstance(value, str) and bool(named.search(value))

    return is_named


def wipe() -> None:
    """Bring what SQLite has zeroed (secure_delete) from its log into the file, and empty the log; else do nothing.

    PostgreSQL gives the room of deleted rows away at its next VACUUM, of which its own daemon takes care.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OperationalError:
        log.warning("log_not_emptied")  # somebody reads; the next one does it


def old_files() -> list[Path]:
    """Return the copies of messages that are older than the messages themselves may be."""
    border = (clock.now() - delivery.KEPT).timestamp()
    return [path for path, written_at in copies.files() if written_at < border]


def forget_old_files() -> int:
    """Delete those; return how many there were."""
    old = old_files()
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def files_naming(contact: Contact) -> list[Path]:
    """Return the copies of messages in which `contact` stands, in whatever way it is written there."""
    is_named = naming(contact)
    return [path for path, content in copies.contents() if is_named(copies.text_of(content))]


def forget_files_naming(contact: Contact) -> None:
    """Delete the copies of messages in which `contact` stands."""
    for path in files_naming(contact):
        path.unlink(missing_ok=True)
