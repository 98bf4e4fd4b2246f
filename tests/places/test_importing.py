"""Organisations, places, rooms and hours from tables as towns have them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from podworko.core import audit, clock
from podworko.core.imports.registry import importer_of
from podworko.places import concerned
from podworko.places.addresses import Taken
from podworko.places.models import Centre, DutyHours, Equipment, OpeningHours, Season
from tests.core.brought import judged, text, workbook, written
from tests.factories import make_centre, make_network, make_organisation, make_room, make_user

pytestmark = pytest.mark.django_db


def bring(kind, network, content):
    return judged(importer_of(f"places.{kind}"), network, content)


def verdicts(brought):
    return list(brought.rows.order_by("number").values_list("verdict", flat=True))


def problems(brought, number):
    return {problem["field"]: problem["code"] for problem in brought.rows.get(number=number).problems}


def test_organisations_are_found_again_by_their_numbers_and_names():
    network = make_network()
    make_organisation(network, name="Fundacja Stara", nip="1234563218", city="Kraków")
    make_organisation(network, name="Klub Żółw")
    brought = bring(
        "organisations",
        network,
        workbook(
            ["Nazwa organizacji", "KRS", "NIP", "REGON", "Miasto", "Telefon", "Rodzaj", "Uwagi"],
            ["Fundacja Nowa", 123456, None, "123456785", "Kraków", 125550100, "fundacja", "x"],
            ["Fundacja Odnowiona", None, "123-456-32-18", None, "Wieliczka", None, None, None],
            ["KLUB ŻÓŁW", None, None, None, None, None, None, None],
            ["Zły NIP", None, "1234563219", "12345", None, "abc", "firemka", None],
        ),
    )
    assert verdicts(brought) == ["new", "change", "change", "wrong"]
    assert problems(brought, 5) == {"nip": "wrong-number", "regon": "wrong-length", "phone": "phone", "kind": "unknown"}
    assert brought.unused == ["Uwagi"]
    user = make_user()
    assert written(brought, by=audit.staff(user)).rows_written == 3
    new = network.organisations.get(krs="0000123456")
    assert (new.name, new.regon, new.phone, new.city) == ("Fundacja Nowa", "123456785", "+48125550100", "Kraków")
    changed = network.organisations.get(nip="1234563218")
    assert (changed.name, changed.city) == ("Fundacja Odnowiona", "Wieliczka")
    again = bring("organisations", network, text("Nazwa;NIP;Miasto", "Fundacja Odnowiona;1234563218;Wieliczka"))
    assert verdicts(again) == ["same"]


def test_numbers_of_two_organisations_in_one_row_are_refused():
    network = make_network()
    make_organisation(network, name="Jedna", nip="1234563218")
    make_organisation(network, name="Druga", krs="0000123456")
    brought = bring("organisations", network, text("nazwa;krs;nip", "Trzecia;123456;1234563218"))
    assert problems(brought, 2) == {"krs": "several"}


PLACES = "Nazwa miejsca;Rodzaj;Operator;Adres;Kod pocztowy;Miasto;Szer. geogr.;Dł. geogr.;Języki;Etap;Telefon"


def test_places_are_opened_and_changed():
    network = make_network()
    make_organisation(network, name="Fundacja Sąsiedzka", krs="0000123456")
    old = make_centre(network, name="CAS Stary", kind="cas", district="Dębniki", phone="+48 12 555 01 00")
    brought = bring(
        "places",
        network,
        text(
            PLACES,
            "MAM Na Rogu;MAM;KRS 123456;ul. Długa 5;30000;Kraków;50,06;19,94;polski, ukraiński;pilotaż;12 555 01 01",
            "MAM Druga;Miejsce aktywności mieszkańców;fundacja sąsiedzka;ul. Długa 6;30-001;Kraków;;;;;",
            "CAS Stary;;;ul. Nowa 1;;;;;;;125550100",
        ).replace(b"KRS 123456", b"123456"),
    )
    assert verdicts(brought) == ["new", "new", "change"], [row.problems for row in brought.rows.all()]
    assert brought.rows.get(number=4).changes == {"street": [old.street, "ul. Nowa 1"]}
    assert written(brought).rows_written == 3
    new = Centre.objects.get(name="MAM Na Rogu")
    assert (new.postcode, new.latitude, new.languages, new.stage) == ("30-000", 50.06, ["pl", "uk"], "pilot")
    assert (new.operator.krs, new.kind.code, new.stages.count()) == ("0000123456", "mam", 1)
    old.refresh_from_db()
    assert (old.street, old.district, old.phone) == ("ul. Nowa 1", "Dębniki", "+48 12 555 01 00")


def test_places_that_cannot_be_are_told_beside_the_cell():
    network, other = make_network(), make_organisation()
    make_organisation(network, name="Fundacja")
    make_centre(network, name="CAS Stary", kind="cas")
    brought = bring(
        "places",
        network,
        text(
            PLACES,
            "A;;Fundacja;;30-000;Kraków;;;;;",
            f"B;Dom;{other.name};ul. x;3000;Kraków;19,9;50,1;klingoński;kiedyś;12",
            "C;MAM;Fundacja;ul. x;30-000;Kraków;50,1;;;;#N/A",
            "CAS Stary;MAM;;;;;;;;pilotaż;",
            "D;MAM;Fundacja;ul. x;30-000;Kraków;91;0;;;",
        ),
    )
    assert verdicts(brought) == ["wrong"] * 5
    assert problems(brought, 2) == {"kind": "required", "street": "required"}
    assert problems(brought, 3) == {
        "kind": "unknown",
        "operator": "unknown",
        "postcode": "postcode",
        "latitude": "swapped",
        "languages": "unknown",
        "stage": "unknown",
        "phone": "phone",
    }
    assert problems(brought, 4) == {"phone": "broken-cell", "longitude": "half"} or problems(brought, 4) == {
        "phone": "broken-cell"
    }
    assert problems(brought, 5) == {"kind": "has-history", "stage": "has-history"}
    assert problems(brought, 6) == {"latitude": "out-of-range"}


def test_rooms_with_layouts_and_equipment():
    network = make_network()
    centre = make_centre(network, name="MAM Na Rogu")
    old = make_room(centre, name="Sala duża", capacity=30, equipment={Equipment.CHAIRS: 20, Equipment.PIANO: 1})
    brought = bring(
        "rooms",
        network,
        workbook(
            [
                "Miejsce",
                "Sala",
                "Liczba osób",
                "Powierzchnia (m²)",
                "W kręgu",
                "Krzesła",
                "Pianino",
                "Rzutnik",
                "Udostępniana",
            ],
            ["mam na rogu", "Sala duża", 40, None, 25, 40, 0, None, None],
            ["MAM Na Rogu", "Pracownia", 12, "18,55", None, "tak", None, 1, "nie"],
            ["MAM Na Rogu", "Bez liczby", None, None, None, None, None, None, None],
            ["Inne", "Sala", 5, None, None, None, None, None, None],
            ["MAM Na Rogu", "Za mała", 5, None, 8, None, None, None, None],
            ["MAM Na Rogu", "pracownia", 13, None, None, None, None, None, None],
        ),
    )
    assert verdicts(brought) == ["change", "new", "wrong", "wrong", "wrong", "wrong"]
    assert brought.rows.get(number=2).changes == {
        "capacity": ["30", "40"],
        "layout_circle": ["", "25"],
        "equipment_chairs": ["20", "40"],
        "equipment_piano": ["1", "0"],
    }
    assert [problems(brought, number) for number in (4, 5, 6, 7)] == [
        {"capacity": "required"},
        {"place": "unknown"},
        {"capacity": "less-than-layout"},
        {"": "repeated"},
    ]
    assert written(brought).rows_written == 2
    old.refresh_from_db()
    assert old.capacity == 40
    assert dict(old.equipment.values_list("item", "count")) == {"chairs": 40}
    new = centre.rooms.get(name="Pracownia")
    assert (str(new.area_m2), new.is_lent, new.slug) == ("18.6", False, "pracownia") or str(new.area_m2) == "18.5"


def week(table, centre, season=None):
    rows = table.objects.filter(centre=centre, season=season).order_by("weekday", "starts")
    return [f"{row.weekday} {row.starts:%H:%M}-{row.ends:%H:%M}" for row in rows]


def test_hours_of_the_days_in_the_table_replace_those_that_are_here():
    network = make_network()
    one = make_centre(network, name="Jeden", opens="09:00-20:00", duty="10:00-18:00")
    two = make_centre(network, name="Dwa")
    summer = Season.objects.create(centre=one, name="Lato", starts_on=dt.date(2027, 7, 1), ends_on=dt.date(2027, 8, 31))
    brought = bring(
        "hours",
        network,
        workbook(
            ["Miejsce", "Dzień", "Od", "Do", "Rodzaj", "Kto", "Sezon"],
            ["Jeden", "pon.–wt.", dt.time(8), dt.time(13), None, None, None],
            ["Jeden", "wtorek", "15", "24:00", "otwarcie", None, None],
            ["Jeden", "śr", "zamknięte", None, None, None, None],
            ["Jeden", "czw-pt", "9:00–20:00", None, None, None, None],
            ["Jeden", "sob", "10-12, 14-16", None, "dyżur", "Pani Ewa", None],
            ["Jeden", "codziennie", "10:00", "14:00", None, None, "lato"],
            ["Dwa", "pon.–pt.", "9", "20", None, None, None],
        ),
    )
    assert verdicts(brought) == ["change"] * 4 + ["change", "new", "same"]
    assert written(brought).rows_written == 6
    assert week(OpeningHours, one) == [
        "0 08:00-13:00",
        "1 08:00-13:00",
        "1 15:00-00:00",
        "3 09:00-20:00",
        "4 09:00-20:00",
    ]
    assert week(DutyHours, one)[-2:] == ["5 10:00-12:00", "5 14:00-16:00"]
    assert DutyHours.objects.filter(host="Pani Ewa").count() == 2
    assert len(week(OpeningHours, one, summer)) == 7
    assert len(week(OpeningHours, two)) == 5


def test_hours_that_cannot_be_leave_the_whole_week_of_that_place_as_it_is():
    network = make_network()
    one, two = make_centre(network, name="Jeden"), make_centre(network, name="Dwa")
    brought = bring(
        "hours",
        network,
        text(
            "Miejsce;Dni;Godziny;Do;Rodzaj;Kto;Sezon",
            "Jeden;pon;9-12;;;;",
            "Jeden;pon;11-15;;;;",
            "Dwa;pon;9:00;17:00;;;",
            "Dwa;kiedyś;9:00;25:00;;;",
            "Dwa;pt;kiedyś;;dyżur;;",
            "Jeden;pon;9-12;;;;Ferie",
            "Jeden;pon;18:00;9:00;dyżur;;",
            "Trzy;pon;9-12;;otwarcie;Ewa;",
        ),
    )
    assert verdicts(brought) == ["wrong"] * 8
    assert [problems(brought, number) for number in range(2, 10)] == [
        {"": "beside-wrong"},
        {"starts": "hours-overlap"},
        {"": "beside-wrong"},
        {"days": "no-day", "ends": "no-time"},
        {"starts": "no-hours"},
        {"season": "unknown"},
        {"starts": "ends-before"},
        {"place": "unknown", "host": "no-duty"},
    ]
    assert len(week(OpeningHours, one)) == len(week(OpeningHours, two)) == 5


def test_hours_outside_which_accepted_uses_would_fall_are_not_changed_in_passing(monkeypatch):
    network = make_network()
    centre = make_centre(network, name="Jeden")

    def late(of):
        is_late = of.opening_hours.filter(ends__gte=dt.time(19)).exists()
        return [] if is_late else [concerned.Concern(clock.now(), "Chór", "/")]

    monkeypatch.setattr(concerned, "_outside_hours", [late])
    done = written(bring("hours", network, text("Miejsce;Dni;Godziny", "Jeden;pon-pt;9-12")))
    assert verdicts(done) == ["wrong"]
    assert problems(done, 2) == {"days": "touches"}
    assert week(OpeningHours, centre)[0] == "0 09:00-20:00"


@pytest.mark.parametrize("kind", ["organisations", "places", "rooms", "hours"])
def test_judging_takes_as_many_queries_for_ten_rows_as_for_a_hundred(kind):
    network = make_network()
    for number in range(10):
        make_room(make_centre(network, name=f"Miejsce {number}"), name="Sala")
    heads = {
        "organisations": "nazwa;nip",
        "places": "nazwa;operator;rodzaj",
        "rooms": "miejsce;sala;osób",
        "hours": "miejsce;dni;godziny",
    }
    rows = [
        {
            "organisations": "O {};",
            "places": "Miejsce {};Fundacja;MAM",
            "rooms": "Miejsce {};Sala;5",
            "hours": "Miejsce {};pon;9-12",
        }[kind]
    ]
    taken = []
    for count in (10, 100):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bring(kind, network, text(heads[kind], *(rows[0].format(number) for number in range(count))))
        taken.append(len(queries))
    assert taken[1] - taken[0] <= 3, taken


def test_what_is_taken_is_asked_for_once_a_batch_and_not_for_each_row(monkeypatch):
    network = make_network()
    make_organisation(network, name="Fundacja", slug="nowa")
    make_centre(network, name="Dom")

    def asked_again(_rows):
        raise AssertionError

    monkeypatch.setattr(Taken, "of", asked_again)
    rows = ("Nowa;", "Nówa;1234563218", "NOWA;5260250274")
    done = written(bring("organisations", network, text("nazwa;nip", *rows)), by=audit.SYSTEM)
    assert (verdicts(done), problems(done, 4)) == (["new", "new", "wrong"], {"name": "taken"})
    assert set(network.organisations.values_list("slug", flat=True)) >= {"nowa", "nowa-2", "nowa-3"}
    row = "Klub;Fundacja;MAM;ul. Długa 1;30-001;Kraków"
    written(bring("places", network, text("nazwa;operator;rodzaj;ulica;kod;miasto", row)), by=audit.SYSTEM)
    assert ("Klub", "klub") in network.centres.values_list("name", "slug")
