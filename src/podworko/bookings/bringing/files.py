"""Opening what somebody brought: a calendar, several of them packed together, or a table; whatever its name says."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from podworko.bookings.bringing import calendars, tables
from podworko.bookings.bringing.events import Event, Gathering, Window
from podworko.core.errors import Refused
from podworko.core.imports import reading, texts

PACKED = b"PK"
# Google packs all calendars of an account into one file.
MOST_PACKED = 50
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


def check(stream: IO[bytes]) -> None:
    """Raise Refused, with what to do, when the file is certainly neither a calendar nor a table."""
    if not _packed(stream):
        reading.check(stream)


def read(stream: IO[bytes], window: Window) -> Iterator[Event]:
    """Return the events in the file in order of time. Raises Refused when it cannot be read."""
    gathering = Gathering(window)
    packed = _packed(stream)
    if packed:
        calendars.read("\n".join(_unpacked(stream, packed)), gathering)
    elif _is_calendar(stream):
        calendars.read(texts.decode(stream.read()), gathering)
    else:
        tables.read(stream, gathering)
    return gathering.ordered()


def _is_calendar(stream: IO[bytes]) -> bool:
    stream.seek(0)
    beginning = stream.read(4_096)
    stream.seek(0)
    return calendars.BEGINNING in beginning.replace(b"\x00", b"").decode("latin-1").upper()


def _packed(stream: IO[bytes]) -> list[str]:
    """Return the names of the calendars in a packed file; none when it is not packed, or is a workbook."""
    stream.seek(0)
    beginning = stream.read(2)
    stream.seek(0)
    if beginning != PACKED:
        return []
    try:
        with zipfile.ZipFile(stream) as packed:
            found = [part for part in packed.infolist() if part.filename.lower().endswith(".ics")]
    except BROKEN:
        return []
    finally:
        stream.seek(0)
    if len(found) > MOST_PACKED or sum(part.file_size for part in found) > settings.IMPORT_MB * 1_000_000:
        sentence = _("Unpacked, this file is too large. Unpack it and bring the calendars one by one.")
        raise Refused.because("too-large", sentence, field="file")
    return [part.filename for part in found]


def _unpacked(stream: IO[bytes], names: list[str]) -> Iterator[str]:
    try:
        with zipfile.ZipFile(stream) as packed:
            for name in names:
                yield texts.decode(packed.read(name))
    except BROKEN as error:
        sentence = _("This file is damaged or locked with a password. Unpack it and bring the calendars one by one.")
        raise Refused.because("broken", sentence, field="file") from error
