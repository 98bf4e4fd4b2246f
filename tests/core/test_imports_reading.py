"""Files as people have them, and files that are none."""

import contextlib
import datetime as dt
import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from podworko.core.errors import Refused
from podworko.core.imports import reading, texts
from podworko.core.imports.cells import harmless, text_of, tidy
from podworko.core.imports.headings import find, fold
from podworko.core.imports.registry import Column
from tests.core.brought import text, workbook

pytestmark = pytest.mark.any_database

COLUMNS = (
    Column("name", "Name", ("nazwa",), is_required=True),
    Column("street", "Street", ("ulica",)),
    Column("city", "City", ("miasto",)),
)
ROWS = ["Nazwa;Ulica;Miasto", "Źródło;ul. Świętokrzyska 5;Łódź", "Gęś;ul. Żółta 1;Kraków"]
MEANT = [["Źródło", "ul. Świętokrzyska 5", "Łódź"], ["Gęś", "ul. Żółta 1", "Kraków"]]


def read(content: bytes, columns=COLUMNS):
    table = find(reading.sheets(io.BytesIO(content)), columns)
    return [[cells[at] for at in table.found.at.values()] for _number, cells in table.rows]


def refusal(content: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        read(content)
    (problem,) = caught.value.problems
    assert problem.field == "file"
    return problem.code, str(problem.sentence)


def repacked(content: bytes, **parts: bytes) -> bytes:
    """Return a workbook with parts added or replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250", "iso8859_2"])
def test_polish_letters_are_read_in_whatever_letters_they_were_saved(encoding):
    assert read(text(*ROWS, encoding=encoding)) == MEANT


def test_ukrainian_letters_of_old_programs_are_read():
    rows = text("Nazwa;Ulica;Miasto", "Бібліотека;вул. Їжакевича;Львів", encoding="cp1251")
    assert read(rows) == [["Бібліотека", "вул. Їжакевича", "Львів"]]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_sign_between_columns_is_found(separator):
    assert read(text(*(row.replace(";", separator) for row in ROWS))) == MEANT


def test_cells_with_separators_lines_and_quotation_marks_are_whole():
    content = 'sep=,\r\nNazwa,Miasto\r\n"Dom, ""nasz""","Kraków\r\nPodgórze"\r\n'
    assert read(content.encode()) == [['Dom, "nasz"', "Kraków\nPodgórze"]]


def test_a_table_may_have_a_title_above_and_headings_merged_over_two_rows():
    book = Workbook()
    sheet = book.active
    for row in (
        ["Wykaz miejsc 2026"],
        [],
        ["Nazwa", "Adres"],
        [None, "Ulica", "Miasto"],
        ["Źródło", "ul. Świętokrzyska 5", "Łódź"],
    ):
        sheet.append(row)
    for merged in ("A1:C1", "A3:A4", "B3:C3"):
        sheet.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    assert read(stream.getvalue()) == MEANT[:1]


def test_the_table_may_stand_in_another_sheet_but_not_in_a_hidden_one():
    book = Workbook()
    book.active.append(["Objaśnienia"])
    hidden, shown = book.create_sheet("stare"), book.create_sheet("Miejsca")
    hidden.sheet_state = "hidden"
    hidden.append(["Nazwa"])
    hidden.append(["Stare"])
    shown.append(["NAZWA *", "Miasto (gmina)"])
    shown.append(["Źródło", "Łódź"])
    stream = io.BytesIO()
    book.save(stream)
    assert read(stream.getvalue()) == [["Źródło", "Łódź"]]


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (None, ""),
        (30000.0, "30000"),
        (12.5, "12.5"),
        (True, "yes"),
        (
            dt.datetime(2026, 5, 1),  # noqa: DTZ001
            "2026-05-01",
        ),
        (
            dt.datetime(2026, 5, 1, 9, 30),  # noqa: DTZ001
            "2026-05-01 09:30",
        ),
        (
            dt.datetime(1899, 12, 31),  # noqa: DTZ001
            "00:00",
        ),
        (dt.time(8, 59, 59, 999_999), "09:00"),
        (dt.timedelta(hours=9, minutes=5), "09:05"),
        ("\u00a0 dwa \x07 słowa\u200b ", "dwa słowa"),
        ("'=1+1", "=1+1"),
    ],
)
def test_cells_become_text(value, meant):
    assert text_of(value) == meant


def test_what_a_formula_gave_is_read_not_the_formula():
    assert read(workbook(["Nazwa"], ["=1+1"], ["Dom"])) == [[""], ["Dom"]]  # nothing computed it yet


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (text(";;", ";;"), "empty"),
        (text("Ulica;Miasto", "x;y"), "no-column"),
        (text("Nazwa;Ulica;nazwa", "x;y;z"), "twice"),
        (text("Nazwa;Ulica", 'x;"nie zamknięty'), "broken-row"),
        (b"%PDF-1.7 ...", "no-table"),
        (b"\x89PNG\r\n\x1a\n....", "no-table"),
        (b"Nazwa\x00Ulica\x00", "no-table"),
        (b"<html><table><tr><td>Nazwa</td></tr></table></html>", "web-page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"PK\x03\x04 broken", "broken"),
        (workbook(["Nazwa"], ["x"])[:-900], "broken"),
        (repacked(workbook(["Nazwa"]), **{"xl/vbaProject.bin": b"macro"}), "macros"),
        (repacked(workbook(["Nazwa"]), **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}), "broken"),
        (
            repacked(
                workbook(["Nazwa"]),
                **{"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'},
            ),
            "broken",
        ),
        (repacked(workbook(["Nazwa"]), mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "open-document"),
        (repacked(workbook(["Nazwa"]), **{f"p{number}": b"" for number in range(2_100)}), "too-large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content, code):
    found, sentence = refusal(content)
    assert found == code
    assert sentence


def test_a_workbook_that_unpacks_to_gigabytes_is_not_unpacked():
    stream = io.BytesIO(workbook(["Nazwa"]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/bomb.xml", "w") as bomb:
        for _times in range(301):
            bomb.write(bytes(1_000_000))
    assert len(stream.getvalue()) < 1_000_000
    assert refusal(stream.getvalue())[0] == "too-large"


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/theme/theme1.xml"])
def test_what_would_be_read_as_a_whole_and_is_swollen_is_not_read(name):
    content = repacked(workbook(["Nazwa"]), **{name: b"<a/>" * 5_000_001})
    assert len(content) < 1_000_000
    assert refusal(content)[0] == "too-large"


def test_a_sheet_that_lies_about_its_size_costs_nothing():
    content = workbook(["Nazwa"], ["Dom"])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b'<dimension ref="A1:A2"' in sheet
    lying = sheet.replace(b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"')
    assert read(repacked(content, **{"xl/worksheets/sheet1.xml": lying})) == [["Dom"]]


def test_a_file_over_the_limit_is_refused_with_both_sizes(monkeypatch):
    monkeypatch.setattr("django.conf.settings.IMPORT_MB", 1)
    code, sentence = refusal(b"Nazwa\r\n" + b"x" * 1_000_001)
    assert code == "too-large"
    assert "2 MB" in sentence
    assert "1 MB" in sentence


@example([["", "", "\t"], ["", "", "", "\t"]])
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=2, max_size=5), max_size=8))
def test_any_text_that_a_program_saves_is_read_back(rows):
    import csv  # noqa: PLC0415

    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(["Nazwa", "Ulica"])
    writer.writerows(rows)
    meant = [[tidy(cell) for cell in row] for row in rows]
    assert [cells for _number, cells in texts.rows(stream.getvalue())][1:] == meant


@given(st.binary(max_size=400))
def test_no_bytes_whatever_make_more_than_a_refusal(content):
    with contextlib.suppress(Refused):
        read(content)


@settings(deadline=None)
@given(st.integers(0, 3000), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(at, byte):
    content = bytearray(BOOK)
    content[at % len(content)] = byte
    with contextlib.suppress(Refused):
        read(bytes(content))


BOOK = workbook(["Nazwa", "Ulica"], ["Dom", "ul. Długa"], ["Źródło", 5])


@pytest.mark.parametrize("value", ["=1+1", "+cmd|' /C calc'!A0", "-2+3*cmd", "@SUM(A1)"])
def test_what_a_spreadsheet_would_compute_is_handed_out_as_text_and_read_back(value):
    assert harmless(value).startswith("'")
    assert text_of(harmless(value)) == tidy(value)


def test_telephones_and_numbers_are_handed_out_as_they_are():
    assert [harmless(value) for value in ("+48 12 555 01 00", "-5", "Dom", "")] == ["+48 12 555 01 00", "-5", "Dom", ""]


def test_headings_are_folded():
    assert fold("  Kod pocztowy * ") == fold("KOD-POCZTOWY") == "kodpocztowy"
    assert fold("Łódź ŻÓŁW") == "lodzzolw"
