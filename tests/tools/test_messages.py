"""The tool that keeps translations in step: it finds all words, keeps what is translated, and says what is wrong."""

from gettext import c2py

import pytest
from babel.messages.pofile import read_po
from django.utils.translation.trans_real import DjangoTranslation

from tools import messages

pytestmark = pytest.mark.any_database

MODULE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

LABEL = gettext_lazy("Room")

def sentence():
    # Python 3.11 keeps what stands inside an f-string in one piece: {_("Comment")}
    return f"{_('Called off.')} " + ngettext("%(count)s date", "%(count)s dates", 2) + pgettext("verb", "Open")
"""
TEMPLATE = """
{% comment %}day_plan: the day of a place{% endcomment %}<div title="{% translate 'Call off' %}"
        {% if it's %}odd{% endif %}>
   {% blocktranslate count people=n %}{{ people }} person{% plural %}{{ people }} people{% endblocktranslate %}
 {% translate "Open" context "verb" %} {{ name|default:_("nobody") }}
</div>
"""


@pytest.fixture
def source(tmp_path):
    (tmp_path / "area" / "templates").mkdir(parents=True)
    (tmp_path / "area" / "words.py").write_text(MODULE)
    (tmp_path / "area" / "templates" / "page.html").write_text(TEMPLATE)
    (tmp_path / "area" / "templates" / "mail.txt").write_text('{% translate "Room" %}')
    (tmp_path / "area" / "notes.txt").write_text('{% translate "Not a template" %}')
    return tmp_path


def translate(source, language, old, new):
    path = messages.po_of(language, source / "locale")
    path.write_text(path.read_text().replace(old, new, 1))


def complaints(source, language):
    return list(messages.complaints(language, messages.extract(source), messages.po_of(language, source / "locale")))


def test_words_are_found_in_modules_and_templates_in_the_order_in_which_they_stand(source):
    assert messages.extract(source) == {
        messages.Words(None, "Room", None): ["area/templates/mail.txt", "area/words.py"],
        messages.Words(None, "Call off", None): ["area/templates/page.html"],
        messages.Words(None, "%(people)s person", "%(people)s people"): ["area/templates/page.html"],
        messages.Words("verb", "Open", None): ["area/templates/page.html", "area/words.py"],
        messages.Words(None, "nobody", None): ["area/templates/page.html"],
        messages.Words(None, "Called off.", None): ["area/words.py"],
        messages.Words(None, "%(count)s date", "%(count)s dates"): ["area/words.py"],
    }


def test_words_that_are_not_written_out_are_refused_with_their_place(source, capsys):
    (source / "area" / "words.py").write_text("name = 'x'\nlabel = gettext(name)")
    with pytest.raises(ValueError, match=r"area/words\.py:2: the words to translate are not written out"):
        messages.extract(source)
    assert messages.main("--check", source=source) == 1
    assert "area/words.py:2" in capsys.readouterr().out


def test_an_update_keeps_translations_drops_the_obsolete_and_repeats_itself_to_the_letter(source):
    messages.main(source=source)
    translate(source, "pl", 'msgid "Room"\nmsgstr ""', 'msgid "Room"\nmsgstr "Sala"')
    translate(source, "pl", 'msgid "Called off."\nmsgstr ""', 'msgid "Called off."\nmsgstr "Odwołane."')
    (source / "area" / "words.py").write_text("_('Room')")
    messages.main(source=source)
    path = messages.po_of("pl", source / "locale")
    once = path.read_text()
    assert 'msgstr "Sala"' in once
    assert "Odwołane" not in once
    messages.main(source=source)
    assert path.read_text() == once


def test_a_file_holds_neither_dates_nor_lines_nor_paths_of_a_machine(source):
    messages.main(source=source)
    text = messages.po_of("pl", source / "locale").read_text()
    assert "#: area/words.py\n" in text
    assert "Date" not in text
    assert str(source) not in text


def test_a_translation_is_not_carried_over_to_words_that_got_a_plural(source):
    (source / "area" / "words.py").write_text("_('date')")
    messages.main(source=source)
    translate(source, "pl", 'msgid "date"\nmsgstr ""', 'msgid "date"\nmsgstr "termin"')
    (source / "area" / "words.py").write_text("ngettext('date', 'dates', 2)")
    messages.main(source=source)
    assert "pl: not translated: ('date', 'dates')" in complaints(source, "pl")


def test_english_says_what_the_sources_say(source):
    messages.main(source=source)
    assert complaints(source, "en") == []


@pytest.mark.parametrize(
    ("translation", "complaint"),
    [
        ('msgstr[0] "%(count)s termin"\nmsgstr[1] "t"\nmsgstr[2] "t"\nmsgstr[3] ""', "not translated"),
        ('msgstr[0] "%(ile)s termin"\nmsgstr[1] "t"\nmsgstr[2] "t"\nmsgstr[3] "t"', "unknown named placeholder 'ile'"),
    ],
)
def test_what_is_wrong_with_a_translation_is_said(source, translation, complaint):
    (source / "area" / "words.py").write_text("ngettext('%(count)s date', '%(count)s dates', 2)")
    messages.main(source=source)
    empty = "".join(f'msgstr[{form}] ""\n' for form in range(4)).strip()
    translate(
        source, "pl", f'msgid_plural "%(count)s dates"\n{empty}', f'msgid_plural "%(count)s dates"\n{translation}'
    )
    assert f"pl: {complaint}: ('%(count)s date', '%(count)s dates')" in complaints(source, "pl")


def test_fuzzy_new_and_obsolete_words_are_complained_about(source):
    messages.main(source=source)
    translate(source, "pl", 'msgid "Room"\nmsgstr ""', 'msgid "Room"\nmsgstr "Sala"')
    translate(source, "pl", "#: area/templates/mail.txt area/words.py\n", "#, fuzzy\n")
    (source / "area" / "words.py").write_text("_('Borrow a room')")
    said = complaints(source, "pl")
    assert "pl: not certain (fuzzy): 'Room'" in said
    assert "pl: not in the file yet: 'Borrow a room'" in said
    assert "pl: nobody says this any more: 'Called off.'" in said
    assert messages.main("--check", source=source) == len(messages.LANGUAGES)


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_plural_forms_are_djangos_so_that_both_catalogs_are_read_as_one(source, language):
    messages.main(source=source)
    with messages.po_of(language, source / "locale").open("rb") as file:
        ours = c2py(read_po(file).plural_expr)
    # What Django itself compares before it merges two catalogs.
    assert ours.__code__ == DjangoTranslation(language).plural.__code__
    assert ours.__code__ != c2py("n>1").__code__
