"""What people wrote: on one line, not too long, and not only letters that nobody sees."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from podworko.core.errors import Problem

# A database keeps numbers of fewer digits.
LONGEST_ID = 19


def one_line(text: str) -> str:
    """Return `text` on one line: it stands in subjects and calendars, which no control character may enter."""
    return " ".join("".join(" " if unicodedata.category(each) in {"Cc", "Cs"} else each for each in text).split())


def is_seen(words: str) -> bool:
    """Say whether anything of the words shows: not only spaces, marks of direction and the like."""
    return any(unicodedata.category(each)[0] in "LNPS" for each in words)


def too_long(lengths: Mapping[str, tuple[str | None, int]]) -> Iterator[Problem]:
    """Yield a problem beside each field whose words are longer than can be kept: field → words, most letters."""
    for name, (words, most) in lengths.items():
        if words and len(words) > most:
            said = _("That is too long: %(length)s characters. Please say it in at most %(most)s.")
            yield Problem(name, "too-long", said % {"length": len(words), "most": most})


def id_in(text: str) -> int | None:
    """Return the id that stands in an address or a form; None for what is none, and for more than a database keeps."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_ID else None


def ids_in(texts: Iterable[str]) -> set[int]:
    """Return the ids among `texts`."""
    return {number for number in map(id_in, texts) if number is not None}
