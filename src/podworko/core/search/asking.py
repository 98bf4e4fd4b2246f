"""What was typed, and what is found by it.

First whatever holds all the words. When there is none: the words that the index does not know are taken for mistyped
ones. When there is still none: whatever holds some of the words. The answer says which of these it is.
"""

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from podworko.core.models import SearchEntry
from podworko.core.search import engines, registry, typos
from podworko.core.search.engines import Hit, Way
from podworko.core.search.folding import words
from podworko.core.search.lemmas import lemmas
from podworko.core.search.synonyms import STOP_WORDS, alike

LONGEST_QUESTION = 200
MOST_TERMS = 6
SHORTEST_PREFIX = 2
PER_PAGE = 20
# More than any town has places; who asks for all ids at once asks for no page.
ALL = 1_000_000
# A word itself, even in a long text, counts more than another word that means the same, even in a name.
WORD, PREFIX, SYNONYM = 20, 16, 1


@dataclass(frozen=True)
class Term:
    """One word that was typed: itself with its dictionary forms, how it may go on, what means the same."""

    typed: str
    exact: frozenset[str]
    prefix: str = ""
    alike: frozenset[str] = frozenset()

    @property
    def ways(self) -> list[Way]:
        """Return how it is met."""
        ways = [Way(self.exact, factor=WORD)]
        if self.prefix:
            ways.append(Way(frozenset(), self.prefix, factor=PREFIX))
        if self.alike:
            ways.append(Way(self.alike, factor=SYNONYM))
        return ways

    def meets(self, word: str) -> bool:
        """Say whether the folded `word` of a text is one that this one finds, as a word and not only by its meaning."""
        forms = {word, *lemmas(word)}
        return bool(forms & self.exact) or bool(self.prefix and word.startswith(self.prefix))

    def means(self, word: str) -> bool:
        """Say whether the folded `word` of a text is found by this one at all."""
        return self.meets(word) or bool({word, *lemmas(word)} & self.alike)


@dataclass(frozen=True)
class Answer:
    """What was found, the best first, and how many there are of each kind; how the question was understood."""

    terms: Sequence[Term] = ()
    # Of each kind those of one page.
    hits: Sequence[Hit] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    # What the mistyped words were taken for, by what was typed.
    corrected: Mapping[str, str] = field(default_factory=dict)
    # Only some of the words are held by what was found.
    is_partial: bool = False

    @property
    def total(self) -> int:
        """How many things were found, of all kinds."""
        return sum(self.counts.values())


def terms_of(text: str) -> list[Term]:
    """Return the words of a question that can be looked for; the last one may be only the beginning of a word."""
    typed = list(dict.fromkeys(words(text[:LONGEST_QUESTION])))
    meant = [word for word in typed if word not in STOP_WORDS] or typed
    return [_term(word, is_last=word == typed[-1]) for word in meant[:MOST_TERMS]]


def find(
    text: str, *, network: str = "", kinds: Collection[str] = (), ranks: tuple[int, int] = (1, PER_PAGE)
) -> Answer:
    """Return what is found by `text` in `network` (empty: in all), of these `kinds` (empty: of all).

    Of each kind the hits from one rank to another, the best being the first.
    """
    terms = terms_of(text)
    if not terms:
        return Answer()
    codes = sorted(kinds or (each.code for each in registry.searchables()))
    ask = functools.partial(_ask, network=network, kinds=codes, ranks=ranks)
    answer = ask(terms, needed=len(terms))
    if answer.total:
        return answer
    terms, corrected = _corrected(terms)
    if corrected and (answer := ask(terms, needed=len(terms))).total:
        return replace(answer, corrected=corrected)
    if len(terms) > 1:
        return replace(ask(terms, needed=1), corrected=corrected)
    return replace(answer, terms=terms)


def ids(text: str, *, kind: str, network: str = "") -> frozenset[int]:
    """Return the ids of all things of one kind that are found by `text`: a filter for other lists."""
    return frozenset(hit.object_id for hit in find(text, network=network, kinds=[kind], ranks=(1, ALL)).hits)


def entries(answer: Answer) -> dict[str, list[SearchEntry]]:
    """Return what was found by its kind, as the index holds it, in one query."""
    texts = ("name_words", "kind_words", "fact_words", "text_words")
    by_id = SearchEntry.objects.defer(*texts).in_bulk([hit.pk for hit in answer.hits]) if answer.hits else {}
    found: dict[str, list[SearchEntry]] = {}
    for hit in answer.hits:
        if hit.pk in by_id:
            found.setdefault(hit.kind, []).append(by_id[hit.pk])
    return found


def _ask(terms: Sequence[Term], *, needed: int, network: str, kinds: Sequence[str], ranks: tuple[int, int]) -> Answer:
    hits = engines.engine().hits(
        [term.ways for term in terms], needed=needed, network=network, kinds=kinds, ranks=ranks
    )
    shown = [hit for hit in hits if ranks[0] <= hit.rank <= ranks[1]]
    return Answer(terms, shown, {hit.kind: hit.of for hit in hits}, is_partial=needed < len(terms))


def _term(word: str, *, is_last: bool = False) -> Term:
    exact = frozenset({word}) | lemmas(word)
    prefix = word if is_last and len(word) >= SHORTEST_PREFIX and not word.isdigit() else ""
    return Term(word, exact, prefix, alike(exact))


def _corrected(terms: list[Term]) -> tuple[list[Term], dict[str, str]]:
    known = typos.vocabulary()
    instead: dict[str, str] = {}
    for term in terms:
        is_known = (term.exact | term.alike) & known
        if not is_known and (near := typos.nearest(term.typed, known)):
            instead[term.typed] = near
    return [_term(instead.get(term.typed, term.typed)) for term in terms], instead
