"""Words as they are compared: in small letters, without the marks over and under them."""

import re
import unicodedata

# Letters whose mark is no separate sign in Unicode.
_WHOLE = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "ı": "i"})
# Figures apart from letters, so that both databases see the same words: "3d" is two.
_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_APOSTROPHES = re.compile(r"['’ʼ`]")
LONGEST = 40


def fold(text: str) -> str:
    """Return `text` in small letters, without diacritics and apostrophes: "Kozłówka" is "kozlowka"."""
    parts = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).lower().translate(_WHOLE))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the words of `text` folded, in their order; overlong ones cut."""
    return [word for _start, _end, word in spans(text)]


def spans(text: str) -> list[tuple[int, int, str]]:
    """Return where each word of `text` stands, and the word folded."""
    found = ((match.start(), match.end(), _letters(fold(match.group()))[:LONGEST]) for match in _WORD.finditer(text))
    return [(start, end, word) for start, end, word in found if word]


def _letters(text: str) -> str:
    """Leave out what folding may bring along, so that a word can stand in a question to the database."""
    return "".join(letter for letter in text if letter.isalnum())
