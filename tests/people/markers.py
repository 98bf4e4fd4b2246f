"""Words that stand nowhere else, to be sought in every table and every file."""

import base64
import binascii
import re
from collections import defaultdict
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import connection

SEAL = "q7zk3"
PHONE = "+48501998877"
# However a number is grouped.
DIGITS = re.compile(r"501[ -]?998[ -]?877")
# The end is marked too: in a file of a database words stand side by side.
NAMED = re.compile(rf"{SEAL}([a-z]+)9")
LONG = re.compile(rb"[A-Za-z0-9+/=]{16,}")


def mark(name: str) -> str:
    """Return the word for one field."""
    return f"{SEAL}{name}9"


EMAIL = f"{mark('mail')}@example.org"


def found_in(text: str) -> set[str]:
    """Return the markers in `text`, whatever its capitals."""
    text = text.lower()
    return set(NAMED.findall(text)) | ({"phone"} if DIGITS.search(text) else set())


def in_tables() -> dict[str, set[str]]:
    """Return where in the database markers stand: every column of every table, past the models; and in sessions."""
    found: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (
                        bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                    )
                    for marker in found_in(text):
                        found[marker].add(f"{table}.{name}")
    for session in Session.objects.all():
        for marker in found_in(str(session.get_decoded())):
            found[marker].add("session")
    return dict(found)


def in_files(folder: Path) -> dict[str, set[str]]:
    """Return in which files of `folder` markers stand, as they are or encoded as mail and JSON encode."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            for marker in found_in(_all_words(path.read_bytes())):
                found[marker].add(str(path.relative_to(folder)))
    return dict(found)


def _all_words(content: bytes) -> str:
    # Quoted-printable breaks lines anywhere, base64 hides whole ones.
    words = [content, content.replace(b"=\n", b"").replace(b"=\r\n", b"")]
    for block in LONG.findall(content.replace(b"\r\n", b"").replace(b"\n", b"")):
        try:
            words.append(base64.b64decode(block + b"=" * (-len(block) % 4)))
        except binascii.Error:
            continue
    return "\n".join(word.decode(errors="replace") for word in words)
