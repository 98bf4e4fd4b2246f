"""What a contact leaves behind outside the areas' own records: messages, their copies in files, tasks, the trail.

The areas take out what they know to belong to a person; `sweep` then seeks what nobody thought of.
"""

import re
from collections.abc import Collection, Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from functools import partial
from pathlib import Path

import structlog
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower
from django_tasks_db.models import DBTaskResult

from podworko.core import clock, delivery
from podworko.core.holdings import Contact
from podworko.core.models import AuditEvent, Message

log = structlog.get_logger()
# How `delivery` names a mail.
MAIL_ID = re.compile(rb"^Message-ID:\s+<message-(\d+-\d+)@", re.MULTILINE | re.IGNORECASE)
HEAD = 4096


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
        names = {delivery.key_of(message) for message in doomed}
        names |= {f"{message.pk}-{message.created_at:%Y%m%d%H%M%S}" for message in doomed}
        transaction.on_commit(partial(_forget_files, names))
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
    needle = str(contact)
    events = AuditEvent.objects.annotate(said=Cast("facts", TextField()))
    found = list(events.filter(Q(why__icontains=needle) | Q(said__icontains=needle)))
    for event in found:
        event.why, event.facts = "", {}
        event.save(update_fields=["why", "facts"])
    tasks = DBTaskResult.objects.annotate(said=Cast("args_kwargs", TextField()), gave=Cast("return_value", TextField()))
    named = Q(said__icontains=needle) | Q(gave__icontains=needle) | Q(traceback__icontains=needle)
    gone = tasks.filter(named).delete()[0]
    files = Cast("attachments", TextField())
    naming = Message.objects.annotate(files=files).filter(
        Q(text__icontains=needle) | Q(subject__icontains=needle) | Q(files__icontains=needle)
    )
    return len(found) + gone + forget_messages(naming)


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
    return [path for path in _files() if path.stat().st_mtime < border]


def forget_old_files() -> int:
    """Delete those; return how many there were."""
    old = old_files()
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def files_naming(contact: Contact) -> list[Path]:
    """Return the copies of messages in which `contact` stands, in whatever way it is written there."""
    return [path for path in _files() if str(contact) in _text(path).lower()]


def forget_files_naming(contact: Contact) -> None:
    """Delete the copies of messages in which `contact` stands."""
    for path in files_naming(contact):
        path.unlink(missing_ok=True)


def _forget_files(names: Collection[str]) -> None:
    for path in _files():
        found = MAIL_ID.search(path.read_bytes()[:HEAD])
        if path.stem in names or (found and found[1].decode() in names):
            path.unlink(missing_ok=True)


def _files() -> Iterator[Path]:
    """Yield the files into which messages are written where nothing else carries them."""
    folders: list[str | Path] = [settings.SMS["folder"]]
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        folders.append(settings.EMAIL_FILE_PATH)
    for folder in map(Path, folders):
        if folder.is_dir():
            yield from (path for path in folder.iterdir() if path.is_file())


def _text(path: Path) -> str:
    """Return all the words of a file, mail or not."""
    content = path.read_bytes()
    words = [content.decode(errors="replace")]
    try:
        parts = message_from_bytes(content, policy=policy.default).walk()
        words += [str(part.get_content()) for part in parts if part.get_content_maintype() == "text"]
    except (MessageError, LookupError, ValueError):
        pass  # what is no mail was read as it is
    return "\n".join(words)
