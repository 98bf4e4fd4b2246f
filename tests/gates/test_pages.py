"""Gates 4 and 5 on every page: each of its states, in three languages, as everybody sees it who sees it differently."""

import pytest

from tests.gates.catalogue import html_pages, looks, open_pages, visits
from tests.gates.test_html import faults
from tests.gates.test_words import LANGUAGES, english, misspoken
from tools import messages

pytestmark = pytest.mark.any_database


@pytest.fixture(scope="module")
def foreign():
    """The words that a page in each language cannot hold."""
    said = messages.extract()
    return {language: english(said, language) for language in LANGUAGES}


@pytest.mark.parametrize("name", open_pages())
def test_page(world, foreign, name):
    wrong, is_read = [], False
    for language in LANGUAGES if name in html_pages() else ():
        for look, response in looks(world, name, language):
            is_read = True
            wrong += [f"{look}: {fault}" for fault in faults(response)]
            wrong += misspoken(look, response.content.decode(), language, foreign[language])
    if not is_read:  # a file, a picture, or what programs read
        answers = {visit: visit.client.get(visit.address) for visit in visits(world, name)}
        assert answers, "nobody sees it"
        wrong = [f"{visit}: {fault}" for visit, response in answers.items() for fault in faults(response)]
    assert wrong == []
