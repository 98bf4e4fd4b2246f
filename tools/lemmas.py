"""Make the dictionaries of the search from those of simplemma (MIT), which is no part of the product.

    uv pip install simplemma && python tools/lemmas.py

Loaded by simplemma itself, Polish alone takes 12 seconds and 350 MB in every process of the server. The files made here
are read block by block: a word costs less than a millisecond, and nothing is loaded until somebody searches.
"""

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator

import django

LETTERS = {
    "pl": re.compile(r"[a-ząćęłńóśźżé]{3,18}"),
    "uk": re.compile(r"[а-щьюяґєії’']{3,18}"),
    "en": re.compile(r"[a-z]{3,18}"),
}
# Participles of Polish verbs, each in a dozen cases and negated: half of the dictionary, and nobody looks for them.
PARTICIPLE = re.compile(r".+(?:ąc|[aoe]n|[iyęu]t|wsz|łsz)(?:[yaeąi]|ego|ej|emu|ych|ymi?)")
MOST_LEMMAS = 3


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Yield each form of `language` that is written small, with its lemma, both folded."""
    from simplemma.strategies import DefaultDictionaryFactory

    from podworko.core.search.folding import fold

    is_word = LETTERS[language].fullmatch
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        if not is_word(form) or not is_word(lemma.lower()):
            continue
        if language == "pl" and form.startswith("nie") and not lemma.startswith("nie"):
            continue
        if language == "pl" and lemma.endswith("ć") and PARTICIPLE.fullmatch(form):
            continue
        yield fold(form), fold(lemma)


def main() -> None:
    """Write a file for each language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podworko.config.settings")
    django.setup()
    from podworko.core.search import lemmas

    lemmas.FOLDER.mkdir(exist_ok=True)
    for language in sys.argv[1:] or lemmas.LANGUAGES:
        found: dict[str, set[str]] = defaultdict(set)
        for form, lemma in pairs(language):
            if form != lemma:
                found[form].add(lemma)
        path = lemmas.FOLDER / f"{language}.bin"
        lemmas.write(path, ((form, _shortest(found[form])) for form in sorted(found)))
        print(f"{language}: {len(found)} forms, {path.stat().st_size // 1024} KB")


def _shortest(found: set[str]) -> list[str]:
    return sorted(found, key=lambda lemma: (len(lemma), lemma))[:MOST_LEMMAS]


if __name__ == "__main__":
    main()
