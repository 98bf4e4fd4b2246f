"""Sheets for the wall, read back from the PDF: all of it, nothing cut, nobody named who need not be."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from podworko.bookings import sheets
from podworko.people.models import Role
from podworko.places.models import OpeningException
from tests.factories import make_booking, make_centre, make_closure, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = dt.date(2026, 11, 24)
MONDAY = dt.date(2026, 11, 23)
SECRETS = {"person": "Zenobia Tajna", "phone": "+48512345678", "email": "zenobia@example.org"}


@pytest.fixture
def centre():
    return make_centre(name="Dom sąsiedzki")


@pytest.fixture
def room(centre):
    return make_room(centre, name="Sala duża")


def read(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


def day(centre, *, paper="a4", for_staff=False, on=TODAY):
    return read(sheets.day_pdf(centre, on, paper=paper, for_staff=for_staff))


def week(centre, *, paper="a4", for_staff=False, monday=MONDAY):
    return read(sheets.week_pdf(centre, monday, paper=paper, for_staff=for_staff))


def millimetres(reader):
    box = reader.pages[0].mediabox
    return round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)


def test_both_are_tagged_in_a_language_and_have_a_title(centre, room):
    make_booking(room, on=TODAY, topic="Joga", is_open_to_all=True)
    for reader, _text in (day(centre), week(centre)):
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "pl"
        assert "Dom sąsiedzki" in reader.metadata.title
        assert "pdfuaid" in root["/Metadata"].get_data().decode()


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("a3", (297, 420))])
def test_two_sizes_of_paper(centre, room, paper, size):
    assert millimetres(day(centre, paper=paper)[0]) == size
    assert millimetres(day(centre, paper=paper, for_staff=True)[0]) == size[::-1]
    assert millimetres(week(centre, paper=paper)[0]) == size[::-1]


@pytest.mark.parametrize("sheet", [day, week])
def test_the_wall_names_nobody_and_the_staffs_sheet_says_who_comes(sheet, centre, room):
    make_booking(room, on=TODAY, topic="Terapia", group="Klub Echo", **SECRETS)
    public, staffs = sheet(centre)[1], sheet(centre, for_staff=True)[1]
    for hidden in ("Terapia", "Zenobia", "Echo", "512 345 678"):
        assert hidden not in public
    assert "Zajęte" in public
    for told in ("Terapia", "Klub Echo", "Zenobia Tajna"):
        assert told in staffs
    assert ("512 345 678" in staffs) == (sheet is day)


LONG = "Spotkanie rodziców dzieci ze spektrum autyzmu, ich przyjaciół i sąsiadów z osiedla, które trwa do zmierzchu"


@pytest.mark.parametrize("sheet", [day, week])
@pytest.mark.parametrize(
    "topic", [LONG, "W" * 120, "מפגש שכנים", "Zażółć gęślą jaźń 💛", "#let x = 1 *gruby* $a$ \\ @b"]
)
def test_no_title_is_cut_however_long_and_none_is_taken_for_code(sheet, centre, room, topic):
    make_booking(room, on=TODAY, starts="09:00", ends="09:15", topic=topic, is_open_to_all=True)
    text = sheet(centre)[1]
    if topic.isascii() or topic == LONG:
        squeezed = text.replace(" ", "").replace("-", "").replace("\u00ad", "").replace("\u2010", "")
        assert topic.replace(" ", "").replace("-", "") in squeezed


@pytest.mark.parametrize("count", [0, 1, 40])
def test_from_no_room_to_forty(count, centre):
    rooms = [make_room(centre, name=f"Sala {number}") for number in range(count)]
    for room in rooms:
        make_booking(room, on=TODAY, starts="10:00", ends="11:00", topic="Joga", is_open_to_all=True)
    for for_staff in (False, True):
        reader, text = day(centre, for_staff=for_staff)
        assert all(f"Sala {number}" in text for number in range(count))
        assert text.count("Joga") == count
        assert len(reader.pages) == 1 if count < 2 else len(reader.pages) > 2
    assert week(centre)[1].count("Joga") == count


def test_a_room_that_goes_on_over_the_page_has_its_name_there_again(centre, room):
    for quarter in range(44):
        starts, ends = (f"{9 + (quarter + more) // 4:02}:{(quarter + more) % 4 * 15:02}" for more in (0, 1))
        make_booking(room, on=TODAY, starts=starts, ends=ends, topic="Dyżur")
    reader, text = day(centre, for_staff=True)
    assert len(reader.pages) > 1
    assert all("Sala duża" in page.extract_text() for page in reader.pages)
    assert text.count("Dyżur") == 44
    assert all("Sala duża" in page.extract_text() for page in week(centre)[0].pages)


def test_a_closed_day_says_why(centre, room):
    OpeningException.objects.create(centre=centre, on=TODAY, reason="Święto ulicy")
    assert "Święto ulicy" in day(centre)[1]
    assert "Święto ulicy" in week(centre)[1]
    make_closure(room, on=TODAY + dt.timedelta(days=1))
    assert "Remont stołu" in week(centre)[1]


def test_a_divided_room_is_taken_whole_and_in_part(centre):
    whole = make_room(centre, name="Sala", capacity=60)
    left, _right = make_room(whole=whole, name="Skrzydło A"), make_room(whole=whole, name="Skrzydło B")
    make_booking(whole, on=TODAY, starts="10:00", ends="11:00", topic="Zebranie", is_open_to_all=True)
    make_booking(left, on=TODAY, starts="12:00", ends="13:00", topic="Joga", is_open_to_all=True)
    text = day(centre)[1]
    assert text.count("Zebranie") == 3
    assert text.count("Zebranie (Sala)") == 2
    assert text.count("Joga (Skrzydło A)") == 1


def test_what_goes_on_past_midnight_stands_on_both_days():
    centre = make_centre(opens="09:00-03:00")
    room = make_room(centre)
    request = make_booking(room, on=TODAY, starts="22:00", ends="23:00", topic="Noc gier", is_open_to_all=True)
    end = dt.datetime(2026, 11, 25, 1, 30, tzinfo=centre.zone)
    request.dates.update(ends_at=end)
    room.occupancies.update(ends_at=end, blocked_until=end)
    assert "22:00–24:00 Noc gier" in day(centre)[1]
    assert "00:00–01:30 Noc gier" in day(centre, on=TODAY + dt.timedelta(days=1))[1]
    assert week(centre)[1].count("Noc gier") == 2


@pytest.mark.parametrize(
    "on", [dt.date(2027, 3, 28), dt.date(2026, 10, 25), dt.date(2026, 12, 31), dt.date(2028, 2, 29)]
)
def test_strange_days(centre, room, on):
    make_booking(room, on=on, starts="00:30", ends="03:30", topic="Dyżur", is_open_to_all=True)
    assert "Dyżur" in day(centre, on=on)[1]
    assert "Dyżur" in week(centre, monday=on - dt.timedelta(days=on.weekday()))[1]


@pytest.mark.parametrize(("language", "words"), [("pl", "wolne"), ("uk", "вільно"), ("en", "free")])
def test_three_languages(centre, room, language, words):
    with translation.override(language):
        reader, text = day(centre)
    assert reader.trailer["/Root"]["/Lang"] == language
    assert words in text


@pytest.mark.parametrize("count", [1, 6])
def test_as_many_queries_for_one_room_as_for_six(count, centre, django_assert_num_queries):
    for _number in range(count):
        make_booking(make_room(centre), on=TODAY)
    with django_assert_num_queries(7):
        sheets.day_pdf(centre, TODAY, paper="a4", for_staff=True)
    with django_assert_num_queries(7):
        sheets.week_pdf(centre, MONDAY, paper="a4", for_staff=False)


# --- the pages ---


def address(name, centre):
    return reverse(f"bookings:{name}", args=[centre.network.slug, centre.slug])


@pytest.mark.parametrize("name", ["day_sheet", "week_plan"])
@pytest.mark.parametrize("query", ["", "?paper=a3", "?on=2026-12-01", "?on=never", "?on=9999-12-31", "?on=0001-01-01"])
def test_everybody_may_print_it(name, query, centre, room):
    response = Client().get(address(name, centre) + query)
    assert response["Content-Type"] == "application/pdf"
    assert response.content[:5] == b"%PDF-"


@pytest.mark.parametrize("name", ["staff_day_sheet", "staff_week_plan"])
def test_the_staffs_is_for_the_staff(name, centre, room, client):
    assert client.get(address(name, centre)).status_code == 302
    client.force_login(make_staff(Role.HOST, make_centre()))
    assert client.get(address(name, centre)).status_code == 404
    client.force_login(make_staff(Role.HOST, centre))
    response = client.get(address(name, centre))
    assert response.content[:5] == b"%PDF-"
    assert "no-store" in response["Cache-Control"]
