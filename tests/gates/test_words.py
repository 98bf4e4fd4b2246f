"""Gate 5: the three languages are complete, and every page speaks the one that was chosen."""

import pytest
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils import translation

from tests.gates.catalogue import Visit
from tests.gates.markup import Markup
from tools import messages

pytestmark = pytest.mark.any_database

# A language is called by its own name everywhere.
OWN_NAMES = {LANG_INFO[code]["name_local"].capitalize() for code, _name in settings.LANGUAGES}
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(scope="module")
def said():
    """All words to be translated, with the files that say them."""
    return messages.extract()


def english(said, language: str) -> set[str]:
    """Return the words that a page in `language` cannot hold: they are said otherwise in it."""
    plain = [
        words.singular for words in said if words.plural is None and words.context is None and "%" not in words.singular
    ]
    with translation.override(language):
        return {words for words in plain if translation.gettext(words) != words} - OWN_NAMES


def misspoken(look: Visit, html: str, language: str, foreign: set[str]) -> list[str]:
    """Return where the page speaks another language than the one that was chosen."""
    given = Markup(html).language
    # A part of a page has no language of its own.
    wrong = [f"{look}: lang={given}, not {language}"] if given != language and "<html" in html else []
    return wrong + [f"{look} in {language}: {words!r}" for words in left_in_english(html, foreign)]


def left_in_english(html: str, foreign: set[str]) -> list[str]:
    """Return the words of a page that stand in it untranslated."""
    # What kind of thing a page is stands in a word of the protocol (https://ogp.me), whatever its language.
    markup = Markup(html.replace('property="og:type" content="website"', 'property="og:type"'))
    shown = [*markup.words, *markup.values("aria-label", "title", "alt", "placeholder", "content")]
    return sorted(foreign & set(shown))


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_complete(said, language):
    assert list(messages.complaints(language, said, messages.po_of(language, messages.SOURCE / "locale"))) == []


# --- negative controls ---------------------------------------------------------------------------


def test_a_gap_in_the_translations_is_seen(tmp_path):
    area = tmp_path / "templates"
    area.mkdir()
    (area / "new.html").write_text("{% load i18n %}{% translate 'Said by nobody yet' %}")
    found = messages.extract(tmp_path)
    file = tmp_path / "django.po"
    assert list(messages.complaints("pl", found, file)) == ["pl: not in the file yet: 'Said by nobody yet'"]
    file.write_text('#, fuzzy\nmsgid "Said by nobody yet"\nmsgstr "Może tak"\n\nmsgid "Once"\nmsgstr ""\n')
    complaints = " ".join(messages.complaints("pl", found, file))
    assert "fuzzy" in complaints
    assert "not translated" in complaints
    assert "nobody says this any more" in complaints


def test_words_left_in_english_are_seen():
    page = "<html lang='pl'><h1>Borrow a room</h1><nav aria-label='Main'><script>Rooms</script></nav><p>Sale"
    assert left_in_english(page, {"Borrow a room", "Main", "Rooms"}) == ["Borrow a room", "Main"]
