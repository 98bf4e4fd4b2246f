"""The files into which messages are written where nothing else carries them, as long as the messages are kept."""

import re
from collections.abc import Collection, Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from pathlib import Path

from django.conf import settings

# How `delivery` names a mail.
MAIL_ID = re.compile(rb"^Message-ID:\s+<message-(\d+-\d+)@", re.MULTILINE | re.IGNORECASE)
HEAD = 4096


def files() -> Iterator[tuple[Path, float]]:
    """Yield each file with the moment it was written. One that somebody else takes away meanwhile is passed over."""
    folders: list[str | Path] = [settings.SMS["folder"]]
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        folders.append(settings.EMAIL_FILE_PATH)
    for folder in map(Path, folders):
        for path in folder.iterdir() if folder.is_dir() else ():
            try:
                written_at = path.stat().st_mtime
            except FileNotFoundError:
                continue
            if path.is_file():
                yield path, written_at


def contents() -> Iterator[tuple[Path, bytes]]:
    """Yield each file with what stands in it."""
    for path, _written_at in files():
        try:
            yield path, path.read_bytes()
        except FileNotFoundError:
            continue


def forget(names: Collection[str]) -> None:
    """Delete the copies of the messages that `delivery.names_of` calls so."""
    for path, content in contents():
        found = MAIL_ID.search(content[:HEAD])
        if path.stem in names or (found and found[1].decode() in names):
            path.unlink(missing_ok=True)


def text_of(content: bytes) -> str:
    """Return all the words of a file, mail or not."""
    words = [content.decode(errors="replace")]
    try:
        parts = message_from_bytes(content, policy=policy.default).walk()
        words += [str(part.get_content()) for part in parts if part.get_content_maintype() == "text"]
    except (MessageError, LookupError, ValueError):
        pass  # what is no mail was read as it is
    return "\n".join(words)
