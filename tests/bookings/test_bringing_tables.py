"""Reading tables and wall calendars: dates and hours as people write them, columns in any order."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from podworko.bookings.bringing import files, words
from podworko.core.errors import Refused
from tests.bookings.brought import WINDOW, calendar_of, event, when

SINCE = dt.date(2026, 10, 25)


def csv(*rows):
    return "\n".join(";".join(row) for row in rows).encode()


def workbook(*sheets):
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content):
    return [
        (when(each), each.title, each.room, each.who, each.left) for each in files.read(io.BytesIO(content), WINDOW)
    ]


def hours(text):
    """Return hours as (from, to) in minutes of the day."""
    found = words.hours_of(text)
    return found and tuple(each and each.hour * 60 + each.minute for each in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-01-12", "2027-01-12"),
        ("12.01.2027", "2027-01-12"),
        ("12.1.27", "2027-01-12"),
        ("12/01/2027", "2027-01-12"),
        ("12-01-2027 r.", "2027-01-12"),
        ("wt. 12.01.2027", "2027-01-12"),
        ("wtorek, 12 stycznia 2027", "2027-01-12"),
        ("środa 13 I 2027", "2027-01-13"),
        ("12 I", "2027-01-12"),
        ("12.I.2027", "2027-01-12"),
        ("24 XII", "2026-12-24"),
        ("12 sty", "2027-01-12"),
        ("12.01", "2027-01-12"),
        ("1 listopada", "2026-11-01"),
        ("вт 12 січня 2027", "2027-01-12"),
        ("Tue 12 January 2027", "2027-01-12"),
        ("46399", "2027-01-12"),
        ("46399.0", "2027-01-12"),
        ("29.02.2028", "2028-02-29"),
        ("29.02.2027", None),
        ("31 XI", None),
        ("123", None),
        ("chór", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(text, expected):
    found = words.day_of(text, SINCE)
    assert (found[0].isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17–19", (1020, 1140)),
        ("17:00-19:30", (1020, 1170)),
        ("17.00 - 19.00", (1020, 1140)),
        ("od 17 do 19", (1020, 1140)),
        ("godz. 17.30 do 19", (1050, 1140)),
        ("17h", (1020, None)),
        ("17:00", (1020, None)),
        ("0.75", (1080, None)),
        ("18-24", (1080, 0)),
        ("26-27", None),
        ("chór", None),
        ("1-2-3", None),
        ("", None),
    ],
)
def test_hours_as_people_write_them(text, expected):
    assert hours(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("co tydzień do 30.06.2027", (1, "2027-06-30")),
        ("co 2 tygodnie do 30.06.2027", (2, "2027-06-30")),
        ("co drugi tydzień do 30 VI 2027", (2, "2027-06-30")),
        ("30.06.2027", (1, "2027-06-30")),
        ("do 30.06.2027", (1, "2027-06-30")),
        ("co tydzień", None),
        ("tak", None),
    ],
)
def test_how_long_it_repeats(text, expected):
    found = words.weeks_of(text, SINCE)
    assert (found and (found[0], found[1].isoformat())) == expected


def test_columns_in_any_order_under_a_title():
    content = csv(
        ["Grafik MAM"],
        [],
        ["Kto", "Sala", "Co", "Do", "Od", "Dzień", "Co tydzień do"],
        ["Anna", "duża", "Chór", "19.00", "17.00", "wt. 1.12.2026", ""],
        ["", "mała", "Szachy", "18", "16", "2 XII", "16.12.2026"],
        ["Koło", "mała", "", "20:00", "18:00", "2026-12-04", ""],
        ["", "", "", "", "", "", ""],
    )
    assert read(content) == [
        ("2026-12-01 17:00-19:00", "Chór", "duża", "Anna", ""),
        ("2026-12-02 16:00-18:00", "Szachy", "mała", "", ""),
        ("2026-12-04 18:00-20:00", "Koło", "mała", "", ""),
        ("2026-12-09 16:00-18:00", "Szachy", "mała", "", ""),
        ("2026-12-16 16:00-18:00", "Szachy", "mała", "", ""),
    ]


def test_hours_in_one_cell_or_beside_the_date():
    content = csv(
        ["Termin", "Godziny", "Nazwa"],
        ["1.12.2026", "17-19", "A"],
        ["2.12.2026 17:00-18:00", "", "B"],
        ["3.12.2026", "", "C"],
        ["4.12.2026", "22-2", "D"],
    )
    assert [each[:2] for each in read(content)] == [
        ("2026-12-01 17:00-19:00", "A"),
        ("2026-12-02 17:00-18:00", "B"),
        ("2026-12-03", "C"),
        ("2026-12-04 22:00-02:00", "D"),
    ]


def test_what_cannot_be_understood_says_so_with_its_row():
    content = csv(
        ["Data", "Od", "Do", "Co"],
        ["kiedyś", "17", "18", "A"],
        ["1.12.2026", "rano", "18", "B"],
        ["2.12.2026", "17", "późno", "C"],
        ["3.12.2026", "17", "", "D"],
        ["", "", "", "uwaga"],
    )
    found = list(files.read(io.BytesIO(content), WINDOW))
    assert sorted((each.line, each.left) for each in found) == [
        ("2", "no-date"),
        ("3", "no-hours"),
        ("4", "no-hours"),
        ("5", "no-hours"),
        ("6", "no-date"),
    ]


def test_a_repetition_without_an_end_brings_the_first_date_and_says_so():
    content = csv(["Data", "Od", "Do", "Co", "Powtarza się"], ["1.12.2026", "17", "18", "A", "tak"])
    assert sorted(each[4] for each in read(content)) == ["", "no-end"]


def test_a_workbook_with_real_dates_and_a_sheet_for_each_month():
    november = [["Data", "Od", "Do", "Sala", "Co"], [dt.date(2026, 11, 30), dt.time(17), dt.time(19), "duża", "Chór"]]
    december = [["Data", "Od", "Do", "Sala", "Co"], [dt.date(2026, 12, 7), 0.75, dt.time(20), "mała", "Joga"]]
    assert read(workbook(november, [["notatki"]], december)) == [
        ("2026-11-30 17:00-19:00", "Chór", "duża", "", ""),
        ("2026-12-07 18:00-20:00", "Joga", "mała", "", ""),
    ]


def test_a_wall_of_dates_down_and_rooms_across():
    content = csv(
        ["GRUDZIEŃ", "", ""],
        ["", "Sala duża", "Sala mała"],
        ["1 XII wt", "17-19 Chór", ""],
        ["2 XII śr", "9.00-11.00 Kawa / 18-20: Joga".replace(" / ", " "), "16–18 Szachy"],
        ["3 XII czw", "remont", ""],
    )
    assert [each[:3] for each in read(content)] == [
        ("2026-12-01 17:00-19:00", "Chór", "Sala duża"),
        ("2026-12-02 09:00-11:00", "Kawa 18-20: Joga", "Sala duża"),
        ("2026-12-02 16:00-18:00", "Szachy", "Sala mała"),
        ("2026-12-03", "remont", "Sala duża"),
    ]


def test_several_lines_in_one_cell_of_a_wall():
    rows = [["", "Sala duża"], ["1.12.2026", "9-10 Kawa\n17-19 Chór"], ["2.12.2026", ""], ["3.12.2026", "9-10 Kawa"]]
    assert [each[:2] for each in read(workbook(rows))] == [
        ("2026-12-01 09:00-10:00", "Kawa"),
        ("2026-12-01 17:00-19:00", "Chór"),
        ("2026-12-03 09:00-10:00", "Kawa"),
    ]


def test_a_wall_of_hours_down_and_dates_across():
    content = csv(
        ["Sala mała", "", ""],
        ["godz.", "pn 30.11", "wt 1.12"],
        ["16:00", "Joga", ""],
        ["17:00", "Joga", "Chór"],
        ["18:00", "", "Chór"],
        ["19:00", "Szachy", ""],
    )
    assert [each[:3] for each in read(content)] == [
        ("2026-11-30 16:00-18:00", "Joga", "Sala mała"),
        ("2026-11-30 19:00-20:00", "Szachy", "Sala mała"),
        ("2026-12-01 17:00-19:00", "Chór", "Sala mała"),
    ]


def test_calendars_packed_as_google_packs_them():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in ("duza", "mala"):
            one = event("DTSTART:20261201T180000", "DURATION:PT1H", uid=name, room=name)
            packed.writestr(f"{name}@group.calendar.google.com.ics", calendar_of(one))
    files.check(io.BytesIO(stream.getvalue()))
    assert {each[2] for each in read(stream.getvalue())} == {"duza", "mala"}


def test_a_packed_bomb_is_refused(settings):
    settings.IMPORT_MB = 1
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.ics", b"BEGIN:VCALENDAR\n" + b"x" * 2_000_000)
    with pytest.raises(Refused):
        files.check(io.BytesIO(stream.getvalue()))


def checked_and_read(content):
    files.check(io.BytesIO(content))
    return read(content)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4", b"\x89PNG", b"<html></html>", b"PK\x03\x04 broken", b"\x00\x01\x02", b"Imie;Nazwisko\nJan;Kot"],
)
def test_what_is_neither_is_refused_with_a_sentence(content):
    with pytest.raises(Refused) as refusal:
        checked_and_read(content)
    assert refusal.value.problems[0].field == "file"


def test_a_calendar_in_old_polish_letters():
    text = calendar_of(event("DTSTART:20261201T180000", "DURATION:PT1H", title="Próba żółwi", room="Świetlica"))
    assert [each[1:3] for each in read(text.encode("cp1250"))] == [("Próba żółwi", "Świetlica")]
    assert [each[1:3] for each in read(text.encode("utf-16"))] == [("Próba żółwi", "Świetlica")]
