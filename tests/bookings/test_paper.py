import io

import pytest
from django.utils import translation
from django.utils.dates import WEEKDAYS_ABBR
from pypdf import PdfReader

from podworko.bookings.forms import RequestForm
from podworko.bookings.paper import form_pdf
from podworko.people import consents
from podworko.places.models import Equipment, ModelKind
from tests.factories import make_centre, make_organisation, make_room

pytestmark = pytest.mark.django_db


def squeezed(words):
    """Return the words without the white space in which lines were broken."""
    return "".join(str(words).split())


def read(centre, language="pl"):
    with translation.override(language):
        return PdfReader(io.BytesIO(form_pdf(centre)))


def text_of(centre, language="pl"):
    return squeezed("".join(page.extract_text() for page in read(centre, language).pages))


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_every_question_of_the_web_form_stands_on_paper(language):
    centre = make_centre()
    make_room(centre, name="Sala z lustrem", equipment={Equipment.MIRROR: 1, Equipment.LOOP: 1})
    make_room(centre, name="Kuchnia", equipment={Equipment.KITCHENETTE: 1})
    text = text_of(centre, language)
    with translation.override(language):
        for field in RequestForm(centre=centre).visible_fields():
            assert squeezed(field.label) in text
            for value, label in getattr(field.field, "choices", []):
                # The days of the week stand in one row, in short.
                assert squeezed(WEEKDAYS_ABBR[value] if field.name == "weekdays" else label) in text


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_sheet_is_accessible_and_in_the_language_of_the_moment(language):
    root = read(make_room().centre, language).trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_rules_are_those_of_the_place():
    operator = make_organisation(name="Fundacja Sąsiedzi")
    centre = make_centre(operator=operator, terms={"notice_working_days": 7, "decision_working_days": 4})
    text = text_of(centre, "en")
    assert "Ask7workingdaysahead" in text
    assert "Answerin4workingdays" in text
    assert "FromFundacjaSąsiedzi." in text
    assert "Monday–Friday09:00–20:00" in text


def test_place_that_asks_for_no_notice_names_none():
    text = text_of(make_centre(terms={"notice_working_days": 0, "decision_working_days": 0}), "en")
    assert "ahead" not in text
    assert "Answeronthesameday" in text


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_who_signs_agrees_to_the_words_that_are_read_aloud_to_others(language):
    with translation.override(language):
        words = consents.read_aloud(consents.ASSISTED.code)
    assert squeezed(words) in text_of(make_centre(), language)


def test_telephone_is_offered_only_where_there_is_one():
    assert "overthetelephone" in text_of(make_centre(), "en")
    assert "overthetelephone" not in text_of(make_centre(phone=""), "en")


def test_room_that_is_not_lent_is_not_offered():
    centre = make_centre()
    make_room(centre, name="Biuro", is_lent=False)
    assert "Biuro" not in text_of(centre)


def test_nothing_is_asked_of_equipment_that_no_room_holds():
    room = make_room(equipment={})
    assert squeezed(RequestForm(centre=room.centre).fields["equipment"].label) not in text_of(room.centre)


def test_large_house_with_a_long_name_takes_both_sides_of_one_sheet():
    name = "Centrum Wielokulturowe i Międzypokoleniowe imienia Królowej Jadwigi przy placu Wszystkich Świętych"
    operator = make_organisation(name="Stowarzyszenie na rzecz Organizacji Pozarządowych Małopolski")
    centre = make_centre(operator=operator, name=name, kind=ModelKind.MULTICULTURAL)
    for number in range(9):
        make_room(centre, name=f"Sala warsztatowa {number}", equipment=dict.fromkeys(Equipment, 1))
    assert len(read(centre).pages) == 2
    assert squeezed(name) in text_of(centre)


@pytest.mark.parametrize("name", ['#read("/etc/passwd")', "$x$ *sala* @sala", "<b>Sala</b> &amp;", "}}%s"])
def test_names_are_never_markup(name):
    room = make_room(name=name)
    assert squeezed(name) in text_of(room.centre)
