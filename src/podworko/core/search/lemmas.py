"""Dictionary forms of words, from a file that is read in small pieces.

`tools/lemmas.py` makes the files from the dictionaries of simplemma. Those cost a process seconds and hundreds of
megabytes to load; here a word costs one block of some kilobytes. Forms and lemmas are folded, so that a word typed
without diacritics is found as well.
"""

import functools
import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "dictionary"
LANGUAGES = ("pl", "uk", "en")
LATIN = ("pl", "en")
BLOCK = 1 << 14
# How the length of the table of contents is written, before all else.
HEAD = 8
# Endings of words that no dictionary knows, names of places above all; the longest first.
ENDINGS = (
    *("iego", "iemu", "owie", "ami", "ach", "ego", "emu", "ymi", "imi", "ych", "ich", "iem"),
    *("ow", "om", "em", "ej", "ie", "ia", "ах", "ів", "ям", "ого", "ому", "их", "ами", "ing", "es"),
    # Ukrainian, folded: "ий" is "ии", "ої" is "оі".
    *("ими", "ою", "ею", "ии", "іи", "оі"),
    *("a", "e", "i", "o", "u", "y", "а", "е", "и", "і", "о", "у", "ю", "я", "s"),
)
SHORTEST_STEM = 4
SOFTENED, SHORT_E = "ce", "ek"


class Dictionary:
    """One file: its contents (the first form and the place of each block) in memory, the blocks as they lie."""

    def __init__(self, path: Path) -> None:
        packed = path.read_bytes()
        end = HEAD + int.from_bytes(packed[:HEAD])
        self._packed = packed
        contents = json.loads(zlib.decompress(packed[HEAD:end]))
        self._firsts: list[str] = [first for first, _length in contents]
        self._places: list[tuple[int, int]] = []
        for _first, length in contents:
            self._places.append((end, end + length))
            end += length

    def lemmas(self, form: str) -> tuple[str, ...]:
        """Return the dictionary forms of the folded word `form`; none when it is not known, or is one itself."""
        block = bisect_right(self._firsts, form) - 1
        if block < 0:
            return ()
        start, end = self._places[block]
        text = "\n" + zlib.decompress(self._packed[start:end]).decode()
        at = text.find(f"\n{form} ")
        if at < 0:
            return ()
        line = text[at + 1 : text.find("\n", at + 1)]
        return tuple(_lemma(form, edit) for edit in line.split(" ")[1:])


def lemmas(form: str) -> frozenset[str]:
    """Return the dictionary forms of the folded word `form` in the languages of the product."""
    return _lemmas(form)


def stem(word: str) -> str:
    """Return the folded `word` without its ending, as far as one can tell without knowing it.

    "Kozłówka", "na Kozłówce", "Kozłówek" and "Kozłówkę" have the same.
    """
    if len(word) > SHORTEST_STEM + 1 and word.endswith((SOFTENED, SHORT_E)):
        return f"{word[:-2]}k"
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@functools.lru_cache(maxsize=20_000)
def _lemmas(form: str) -> frozenset[str]:
    if form.isdigit():
        return frozenset()
    languages = LATIN if form.isascii() else LANGUAGES
    found = frozenset(lemma for language in languages for lemma in _dictionary(language).lemmas(form))
    return found or frozenset({stem(form)} - {form})


@functools.cache
def _dictionary(language: str) -> Dictionary:
    return Dictionary(FOLDER / f"{language}.bin")


def write(path: Path, lines: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Write the dictionary file of `lines`: folded forms in order, each with its lemmas."""
    contents: list[tuple[str, int]] = []
    blocks: list[bytes] = []
    first, size = "", 0
    held: list[str] = []

    def close() -> None:
        blocks.append(zlib.compress("".join(held).encode(), 9))
        contents.append((first, len(blocks[-1])))
        held.clear()

    for form, found in lines:
        if not held:
            first, size = form, 0
        held.append(f"{form} {' '.join(_edit(form, lemma) for lemma in found)}\n")
        size += len(held[-1])
        if size >= BLOCK:
            close()
    if held:
        close()
    index = zlib.compress(json.dumps(contents, ensure_ascii=False).encode(), 9)
    path.write_bytes(len(index).to_bytes(HEAD) + index + b"".join(blocks))


def _edit(form: str, lemma: str) -> str:
    shared = next((n for n, (a, b) in enumerate(zip(form, lemma)) if a != b), min(len(form), len(lemma)))  # noqa: B905
    return f"{len(form) - shared}{lemma[shared:]}"


def _lemma(form: str, edit: str) -> str:
    ending = edit.lstrip("0123456789")
    return form[: len(form) - int(edit[: len(edit) - len(ending)])] + ending
