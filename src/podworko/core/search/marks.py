"""Shows why something was found: the words that were meant, marked."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from podworko.core.models import SearchEntry
from podworko.core.search import registry
from podworko.core.search.asking import Term
from podworko.core.search.folding import spans, words

SHOWN_REASONS = 3
# What stands above the name of each thing.
SAID_ANYWAY = ("kind:", "organisation:")
# How many letters of a long text stand around the first marked word.
BEFORE, LONGEST = 40, 160


def marked(text: str, terms: Sequence[Term]) -> SafeString:
    """Return `text` as HTML with the words that `terms` meet in `<mark>`."""
    pieces: list[tuple[str, SafeString]] = []
    end = 0
    for start, stop, word in spans(text):
        if any(term.meets(word) for term in terms):
            pieces.append((text[end:start], format_html("<mark>{}</mark>", text[start:stop])))
            end = stop
    return format_html_join("", "{}{}", [*pieces, (text[end:], SafeString(""))])


def reasons(entry: SearchEntry, terms: Sequence[Term]) -> list[SafeString]:
    """Return by what `entry` was found besides its name, marked, in the reader's language."""
    return [*islice(_reasons(entry, terms), SHOWN_REASONS)]


def as_written(word: str, entries: Iterable[SearchEntry]) -> str:
    """Return the folded `word` as one of the `entries` writes it."""
    texts = (text for entry in entries for text in (entry.name, entry.where, entry.about))
    found = (text[start:end] for text in texts for start, end, other in spans(text) if other == word)
    return next(found, word)


def said(entry: SearchEntry, prefix: str) -> str:
    """Return what the first code of `entry` that begins so means, in the reader's language; "" when it has none."""
    code = next((code for code in entry.codes if code.startswith(prefix)), "")
    return str(registry.searchable(entry.kind).said(code)) if code else ""


def _reasons(entry: SearchEntry, terms: Sequence[Term]) -> Iterator[SafeString]:
    for code in entry.codes:
        if code.startswith(SAID_ANYWAY):
            continue
        text = str(registry.searchable(entry.kind).said(code))
        if _is_met(text, terms):
            yield marked(text, terms)
        elif any(term.means(word) for word in words(registry.in_all_languages(entry.kind, code)) for term in terms):
            # Found by a word of another language, or by one that means the same.
            yield format_html("<mark>{}</mark>", text)
    if _is_met(entry.about, terms):
        yield marked(_cut(entry.about, terms), terms)


def _is_met(text: str, terms: Sequence[Term]) -> bool:
    return any(term.meets(word) for word in words(text) for term in terms)


def _cut(text: str, terms: Sequence[Term]) -> str:
    """Return what stands around the first word that is met, where the text is long."""
    if len(text) <= LONGEST:
        return text
    first = next(start for start, _stop, word in spans(text) if any(term.meets(word) for term in terms))
    begin = text.rfind(" ", 0, max(first - BEFORE, 0)) + 1
    cut = text[begin : begin + LONGEST].rsplit(" ", 1)[0]
    return f"{'… ' if begin else ''}{cut}{' …' if begin + LONGEST < len(text) else ''}"
