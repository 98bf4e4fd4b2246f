"""Words that were mistyped: the nearest among those that the index holds."""

from collections.abc import Collection, Iterable

from django.core.cache import cache
from rapidfuzz.distance import OSA

from podworko.core.search import engines
from podworko.core.search.lemmas import stem

KEY = "search-vocabulary"
KEPT_SECONDS = 120


def vocabulary() -> frozenset[str]:
    """Return the words of the index, as they stood some moments ago at most."""
    found: frozenset[str] | None = cache.get(KEY)
    if found is None:
        found = frozenset(engines.engine().vocabulary())
        cache.set(KEY, found, KEPT_SECONDS)
    return found


def nearest(word: str, known: Collection[str]) -> str:
    """Return the word of `known` that `word` was probably meant to be; "" when none is near enough."""
    most = _most_mistakes(word)
    if not most:
        return ""
    base = stem(word)
    best = min(_near(word, base, known, most), default=None)
    return best[-1] if best else ""


def _near(word: str, base: str, known: Iterable[str], most: int) -> Iterable[tuple[int, int, int, str]]:
    for other in known:
        if abs(len(other) - len(word)) > most + 3 or other.isdigit():
            continue
        whole = OSA.distance(word, other, score_cutoff=most)
        less = OSA.distance(base, stem(other), score_cutoff=most)
        if min(whole, less) <= most:
            # Whoever mistypes a word begins it right, as a rule.
            yield min(whole, less), other[0] != word[0], whole, other


def _most_mistakes(word: str) -> int:
    if word.isdigit() or len(word) < 4:  # noqa: PLR2004 - three letters are too few to tell
        return 0
    return 1 if len(word) < 6 else 2  # noqa: PLR2004 - one mistake in five letters
