"""Opening what somebody brought: a workbook or a text, whatever its name says."""

from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from podworko.core.errors import Refused
from podworko.core.imports import texts, workbooks
from podworko.core.imports.texts import Row

# Old Office files, and new ones with a password, begin alike.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What else people bring, by its first bytes.
OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"MZ",
    b"\x7fELF",
)
PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg")


def sheets(file: IO[bytes]) -> Iterator[Iterator[Row]]:
    """Yield the sheets of `file`, each as rows with their numbers; a text is one sheet. Raises Refused.

    `file` must stay open until the last row has been read.
    """
    if is_workbook(check(file)):
        yield from workbooks.sheets(file)
    else:
        yield texts.rows(texts.decode(file.read()))


def check(file: IO[bytes]) -> bytes:
    """Return the first bytes of `file`, rewound. Raises Refused with what to do when it is certainly no table."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    beginning = file.read(1_024)
    file.seek(0)
    if not beginning.strip():
        raise _no("empty", _("This file is empty."))
    if size > settings.IMPORT_MB * 1_000_000:
        sentence = _("This file is too large: %(size)s MB. It may have %(most)s MB.")
        raise _no("too-large", sentence % {"size": -(-size // 1_000_000), "most": settings.IMPORT_MB})
    if beginning.startswith(OLD_OFFICE):
        is_locked = ENCRYPTED in file.read()
        file.seek(0)
        raise (
            workbooks.locked()
            if is_locked
            else _no(
                "old-format", _("This is a workbook of the old kind (.xls). Save it as .xlsx and bring that file.")
            )
        )
    if beginning.startswith(OTHERS):
        raise texts.no_text()
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGES):
        sentence = _("This is a web page or XML, whatever its name says. Save the table as .xlsx and bring that file.")
        raise _no("web-page", sentence)
    if is_workbook(beginning):
        workbooks.check(file)
        file.seek(0)
    return beginning


def is_workbook(beginning: bytes) -> bool:
    """Say whether a file that begins so is packed as workbooks are."""
    return beginning.startswith(b"PK")


def _no(code: str, sentence: str) -> Refused:
    return Refused.because(code, sentence, field="file")
