import io
import re
import shutil

import pytest
from pypdf import PdfReader

from podworko.core import art, pdf

pytestmark = pytest.mark.any_database

TEMPLATE = """
#import "/core/typst/sheet.typ": data, sheet
#show: sheet
= #data.title
#data.words
"""


@pytest.fixture
def package(settings, tmp_path):
    """A package with one area of its own, beside the library that all templates share."""
    for part in ("core/typst", "static/podworko"):
        shutil.copytree(settings.PACKAGE / part, tmp_path / part)
    (tmp_path / "area" / "typst").mkdir(parents=True)
    (tmp_path / "area" / "typst" / "page.typ").write_text(TEMPLATE)
    settings.PACKAGE = tmp_path
    return tmp_path


def read(words, language="pl"):
    document = pdf.render("area/page", {"title": "Zgłoszenie", "words": words}, language=language)
    return PdfReader(io.BytesIO(document))


def text_of(reader):
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def metadata_of(reader):
    return reader.trailer["/Root"]["/Metadata"].get_data().decode()


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_document_is_tagged_titled_and_says_its_language(package, language):
    reader = read("Zażółć gęślą jaźń", language)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == language
    assert reader.metadata.title == "Zgłoszenie"
    assert "pdfuaid:part" in metadata_of(reader)


@pytest.mark.parametrize(
    "words",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:1.0.0"',
        "$x^2$ *gwiazdki* _kreski_ `kod` = nagłówek @etykieta",
        "\\ ] } ) // /* <b> &amp; %(count)s {{ 7 }}",
        "Zażółć gęślą jaźń · Їжак, ґанок, п’ять · ẞ Ø č ő",
        "wiersz\nwiersz\ttabulator",
    ],
)
def test_what_people_write_stays_text(package, words):
    assert "".join(words.split()) in text_of(read(words))


@pytest.mark.parametrize("words", ["שלום שכנים", "مرحبا"])
def test_words_from_right_to_left_are_drawn(package, words):
    reader = read(words)
    assert set(words) - {" "} <= set(text_of(reader))
    assert "pdfuaid:part" in metadata_of(reader)


def test_letter_that_no_font_draws_costs_the_promise_but_not_the_sheet(package):
    reader = read("Sala 🪴 zielona")
    assert {"Sala", "zielona"} <= set(reader.pages[0].extract_text().split())
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" not in metadata_of(reader)


@pytest.mark.parametrize("template", ["area/missing", "area/broken"])
def test_template_at_fault_is_named(package, template):
    (package / "area" / "typst" / "broken.typ").write_text("#nothing-of-this-name")
    with pytest.raises(pdf.NotPrinted, match=template):
        pdf.render(template, {"title": ""}, language="pl")


def test_picture_without_words_for_those_who_do_not_see_it_is_refused(package):
    (package / "area" / "typst" / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    (package / "area" / "typst" / "picture.typ").write_text('#set document(title: "x")\n#image("dot.svg")')
    with pytest.raises(pdf.NotPrinted, match="alt"):
        pdf.render("area/picture", {}, language="pl")


def test_works_without_our_fonts(package, settings, tmp_path):
    settings.ASSETS = tmp_path / "nothing"
    assert "Zażółć" in text_of(read("Zażółć"))


def test_our_fonts_are_used_where_they_are(package, settings):
    if not (settings.ASSETS / "fonts").is_dir():
        pytest.skip("The fonts are not prepared here; make test prepares them.")
    fonts = read("Zażółć Їжак").pages[0]["/Resources"]["/Font"].values()
    names = {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts}
    assert names == {"AlegreyaSans-Black", "Onest-Regular"}


@pytest.mark.parametrize("kind", [*art.MARKS, "unheard-of"])
def test_paper_has_the_ink_that_the_page_has(package, kind):
    (package / "area" / "typst" / "ink.typ").write_text(
        '#import "/core/typst/inks.typ": poster\n#import "/core/typst/sheet.typ": data\n'
        '#set document(title: "x")\n#poster(data.kind).to-hex()'
    )
    theme = (package / "static" / "podworko" / "theme.css").read_text()
    rule = re.search(rf"\.k-{kind} \{{.*?--poster: (#\w+)", theme) or re.search(r"--poster: (#\w+)", theme)
    document = pdf.render("area/ink", {"kind": kind}, language="pl")
    assert text_of(PdfReader(io.BytesIO(document))) == rule[1]
