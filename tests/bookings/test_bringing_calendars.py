"""Reading .ics files: those of real programs, and all that goes wrong in them."""

import time

import pytest

from podworko.bookings.bringing import repeating, zones
from podworko.core.errors import Refused
from tests.bookings.brought import calendar_of, event, events_of, sample, told, when


def test_a_file_of_google_calendar():
    found = told(sample("google.ics").decode())
    assert [each for each in found if "hór" in each[1]] == [
        *[(f"2026-{day} 18:00-20:00", "Chór sąsiedzki, próba", "Sala duża", "") for day in ("10-27",)],
        *[(f"2026-11-{day} 18:00-20:00", "Chór sąsiedzki, próba", "Sala duża", "") for day in ("03", "10", "17", "24")],
        ("2026-12-01 18:00-20:00", "Chór sąsiedzki, próba", "Sala duża", ""),
        ("2026-12-15", "Chór sąsiedzki, próba", "Sala duża", "called-off"),
        ("2026-12-22 17:00-21:00", "Chór: koncert kolęd", "Sala duża", ""),
        *[(f"2027-01-{day} 18:00-20:00", "Chór sąsiedzki, próba", "Sala duża", "") for day in ("05", "12", "19", "26")],
    ]
    assert [each for each in found if "hór" not in each[1]] == [
        ("", "", "", "earlier"),
        ("2026-11-02 17:00-19:00", "Rada dzielnicy", "sala duza", ""),
        ("2026-12-03 18:00-19:30", "Zebranie wspólnoty, Lipowa 3", "Sala mała, Na Kozłówce 25, Kraków, Polska", ""),
        ("2026-12-04 09:00-16:00", "Mama: urlop", "MAM Na Kozłówce", "free"),
        ("2026-12-07 17:00-19:00", "Rada dzielnicy", "sala duza", ""),
        ("2026-12-14", "Remont kuchni", "Sala mała", ""),
        ("2026-12-15", "Remont kuchni", "Sala mała", ""),
        ("2026-12-31 20:00-02:00", "Sylwester seniorów", "Sala duża", ""),
        ("2027-01-04 17:00-19:00", "Rada dzielnicy", "sala duza", ""),
        ("2027-02-01 17:00-19:00", "Rada dzielnicy", "sala duza", ""),
        ("2027-03-01 17:00-19:00", "Rada dzielnicy", "sala duza", ""),
    ]


def test_a_file_of_outlook():
    found = told(sample("outlook.ics").decode())
    both = "Sala duża; Sala mała"
    assert [each[0] for each in found if each[1] == "Gimnastyka dla seniorów" and each[2] == both] == [
        f"{day} 10:00-11:00"
        for day in ("2026-11-25", "2026-12-02", "2026-12-16", "2027-01-06", "2027-01-13", "2027-01-20", "2027-01-27")
    ]
    assert [each for each in found if each[1] != "Gimnastyka dla seniorów"] == [
        ("2026-11-26 17:30-19:00", "Kurs polskiego", "Sala mała", ""),
        ("2026-11-27 08:00-16:00", "Praca zdalna", "Sale", "free"),
        ("2026-11-28 10:00-12:00", "Dzień wolny od kursów", "Sala mała", ""),
        ("2026-12-03 17:30-19:00", "Kurs polskiego", "Sala mała", ""),
        ("2026-12-05", "Targi", "Sala duża", ""),
        ("2026-12-09 12:00-13:00", "Gimnastyka: zajęcia pokazowe", "Sala mała", ""),
        ("2026-12-10 17:30-19:00", "Kurs polskiego", "Sala mała", ""),
        ("2026-12-17 17:30-19:00", "Kurs polskiego", "Sala mała", ""),
        ("2026-12-26 10:00-12:00", "Dzień wolny od kursów", "Sala mała", ""),
    ]


def test_a_file_of_nextcloud():
    found = told(sample("nextcloud.ics").decode())
    yoga = [each for each in found if "Joga" in each[1]]
    assert yoga[:4] == [
        ("2026-11-24 18:00-19:30", "Joga na krzesłach", "Sala mała", ""),
        ("2026-12-01 18:00-19:30", "Joga na krzesłach", "Sala mała", ""),
        ("2026-12-16 17:00-18:30", "Joga na krzesłach (wyjątkowo w środę)", "Sala mała", ""),
        ("2026-12-22 18:00-19:30", "Joga na krzesłach", "Sala mała", ""),
    ]
    assert yoga[-1][0] == "2027-06-29 18:00-19:30"
    assert [each[0] for each in found if "Śniadanie" in each[1]] == [
        "2027-03-21 10:00-12:00",
        "2027-03-28 10:00-12:00",
        "2027-04-04 10:00-12:00",
    ]
    assert [each[0] for each in found if "Ferie" in each[1]] == ["2026-12-28", "2026-12-29", "2026-12-30"]
    assert ("2026-12-10", "Spotkanie odwołane", "Sala mała", "called-off") in found
    council = [each[0] for each in found if "Rada" in each[1]]
    assert council[:3] == ["2026-12-03 17:00-19:00", "2027-01-07 17:00-19:00", "2027-02-04 17:00-19:00"]
    assert council[-1] == "2027-11-04 17:00-19:00"


def test_several_calendars_of_khal_in_one_file():
    found = told(sample("khal.ics").decode())
    assert [each[0] for each in found if each[1] == "Kiermasz"] == ["2026-12-05", "2026-12-06", "2026-12-07"]
    assert [each[0] for each in found if each[1] == "Bal"] == ["2026-12-12 22:00-01:00"]
    assert len([each for each in found if "Szachy" in each[1]]) == 9


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Warsaw", "Europe/Warsaw"),
        ("/freeassociation.sourceforge.net/Europe/Warsaw", "Europe/Warsaw"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("Central European Standard Time", "Europe/Warsaw"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw"),
        ("Sarajewo, Skopie, Warszawa, Zagrzeb", "Europe/Warsaw"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("../../etc/passwd", None),
        ("Customized Time Zone", None),
    ],
)
def test_zones_by_the_names_that_programs_give_them(name, zone):
    found = zones.named(name)
    assert (found.key if found else None) == zone


RULES = [
    "BEGIN:VTIMEZONE",
    "TZID:Customized Time Zone",
    "BEGIN:STANDARD",
    "DTSTART:16010101T000000",
    "TZOFFSETFROM:+0300",
    "TZOFFSETTO:+0300",
    "END:STANDARD",
    "END:VTIMEZONE",
]


def test_a_zone_that_only_the_file_describes():
    text = calendar_of(event("DTSTART;TZID=Customized Time Zone:20261201T180000", "DURATION:PT1H"), head=RULES)
    assert told(text) == [("2026-12-01 16:00-17:00", "Próba", "Sala duża", "")]


def test_a_zone_that_counts_seconds_is_not_counted():
    assert zones.ruled("\r\n".join([*RULES[:-2], "RRULE:FREQ=SECONDLY", *RULES[-2:], ""])) is None


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART:20261201T180000", "2026-12-01 18:00-19:00"),
        ("DTSTART:20261201T180000Z", "2026-12-01 19:00-20:00"),
        ("DTSTART;TZID=Nowhere/Land:20261201T180000", "2026-12-01 18:00-19:00"),
        ("DTSTART;TZID=(UTC+01:00) Sarajevo, Warsaw:20261201T180000", "2026-12-01 18:00-19:00"),
        # The hour that the spring change takes away is the one after it.
        ("DTSTART;TZID=Europe/Warsaw:20270328T023000", "2027-03-28 03:30-04:30"),
    ],
)
def test_a_time_in_its_zone(start, expected):
    assert [each[0] for each in told(calendar_of(event(start, "DURATION:PT1H")))] == [expected]


def test_times_without_a_zone_are_those_of_the_calendar():
    text = calendar_of(event("DTSTART:20261201T180000", "DURATION:PT1H"), head=["X-WR-TIMEZONE:Europe/Kyiv"])
    assert told(text)[0][0] == "2026-12-01 17:00-18:00"


def test_a_series_in_utc_stays_on_the_wall_when_the_calendar_has_a_zone():
    series = event("DTSTART:20270319T170000Z", "DTEND:20270319T180000Z", "RRULE:FREQ=WEEKLY;COUNT=3")
    with_zone = calendar_of(series, head=["X-WR-TIMEZONE:Europe/Warsaw"])
    assert [each[0][11:] for each in told(with_zone)] == ["18:00-19:00"] * 3
    assert [each[0][11:] for each in told(calendar_of(series))] == ["18:00-19:00", "18:00-19:00", "19:00-20:00"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=WEEKLY;COUNT=3"], ["12-01", "12-08", "12-15"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261215"], ["12-01", "12-08", "12-15"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261215T170000Z"], ["12-01", "12-08", "12-15"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261215T165959Z"], ["12-01", "12-08"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261208"], ["12-01", "12-15"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20261208T170000Z"], ["12-01", "12-15"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Warsaw:20261201T180000,20261215T180000"], ["12-08"]),
        (["RDATE;TZID=Europe/Warsaw:20261203T180000"], ["12-01", "12-03"]),
        (["RDATE;VALUE=DATE:20261203"], ["12-01", "12-03"]),
        (["RDATE;VALUE=PERIOD:20261203T170000Z/PT1H"], ["12-01", "12-03"]),
        (["RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3"], ["12-01", "12-03", "12-05"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=2"], ["12-01", "12-28", "01-25"]),
        (["RRULE:FREQ=WEEKLY;COUNT=2;BYHOUR=18;BYMINUTE=0"], ["12-01", "12-08"]),
        (["RRULE:FREQ=WEEKLY;COUNT=2;X-INCLUDE-DTSTART=TRUE"], ["12-01", "12-08"]),
    ],
)
def test_dates_of_a_series(lines, expected):
    start = ["DTSTART;TZID=Europe/Warsaw:20261201T180000", "DTEND;TZID=Europe/Warsaw:20261201T190000"]
    assert [each[0][5:10] for each in told(calendar_of(event(*start, *lines)))] == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=DAILY;BYHOUR=8,9,10;BYMINUTE=0,1,2,3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;UNTIL=whenever",
        "FREQ=FORTNIGHTLY",
        "nonsense",
    ],
)
def test_a_rule_that_would_take_for_ever_or_is_none_is_left_out(rule):
    text = calendar_of(event("DTSTART:20261201T180000", "DURATION:PT1H", f"RRULE:{rule}"))
    assert [(each[1], each[3]) for each in told(text)] == [("Próba", "odd-rule")]


def test_a_file_full_of_bombs_is_read_in_bounded_time(monkeypatch):
    monkeypatch.setattr(repeating, "STEPS", 20_000)
    monkeypatch.setattr(repeating, "FRUITLESS", 10_000)
    bombs = [
        event("DTSTART:19700101T180000", "DURATION:PT1H", "RRULE:FREQ=DAILY", uid=str(number), title=f"B{number}")
        for number in range(300)
    ]
    began = time.process_time()
    found = told(calendar_of(*bombs))
    assert time.process_time() - began < 20
    assert "odd-rule" in {each[3] for each in found}


def test_a_rule_without_any_date_is_sought_only_a_few_times(monkeypatch):
    monkeypatch.setattr(repeating, "STEPS", repeating.FRUITLESS + 1_000)
    rule = "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"
    never = [event("DTSTART:20261201T180000", "DURATION:PT1H", rule, uid=str(number)) for number in range(5)]
    assert {each[3] for each in told(calendar_of(*never))} == {"", "later", "odd-rule"}


def test_what_was_changed_on_single_dates():
    text = calendar_of(
        event("DTSTART;TZID=Europe/Warsaw:20261201T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"),
        event("RECURRENCE-ID:20261208T170000Z", "DTSTART:20261209T100000Z", "DTEND:20261209T110000Z", title="Inaczej"),
        event("RECURRENCE-ID;VALUE=DATE:20261215", "DTSTART;VALUE=DATE:20261216", title="Cały dzień"),
    )
    assert told(text) == [
        ("2026-12-01 18:00-19:00", "Próba", "Sala duża", ""),
        ("2026-12-09 11:00-12:00", "Inaczej", "Sala duża", ""),
        ("2026-12-16", "Cały dzień", "Sala duża", ""),
        ("2026-12-22 18:00-19:00", "Próba", "Sala duża", ""),
    ]


def test_a_change_from_here_on():
    text = calendar_of(
        event("DTSTART;TZID=Europe/Warsaw:20261201T180000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"),
        event(
            "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Warsaw:20261215T180000",
            "DTSTART;TZID=Europe/Warsaw:20261215T190000",
            "DURATION:PT2H",
        ),
    )
    assert [each[0] for each in told(text)] == [
        "2026-12-01 18:00-19:00",
        "2026-12-08 18:00-19:00",
        "2026-12-15 19:00-21:00",
        "2026-12-22 19:00-21:00",
    ]


def test_a_changed_date_without_its_series_and_a_later_version():
    moved = event("RECURRENCE-ID:20261208T170000Z", "DTSTART:20261209T100000Z", "DURATION:PT1H")
    old = event("DTSTART:20261210T100000Z", "DURATION:PT1H", "SEQUENCE:1", uid="2", title="Stare")
    new = event("DTSTART:20261210T120000Z", "DURATION:PT1H", "SEQUENCE:2", uid="2", title="Nowe")
    assert [each[:2] for each in told(calendar_of(moved, new, old))] == [
        ("2026-12-09 11:00-12:00", "Próba"),
        ("2026-12-10 13:00-14:00", "Nowe"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20261201"], [("2026-12-01", "")]),
        (["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261201"], [("2026-12-01", "")]),
        (["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203"], [("2026-12-01", ""), ("2026-12-02", "")]),
        (["DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20270301"], [("2026-12-01", "too-long")]),
        (["DTSTART:20261201T100000", "DTEND:20261201T100000"], [("2026-12-01", "no-length")]),
        (["DTSTART:20261201T100000", "DTEND:20261201T090000"], [("2026-12-01", "no-length")]),
        (["DTSTART:20261201T100000"], [("2026-12-01", "no-length")]),
        (["DTSTART:20261204T180000", "DTEND:20261205T190000"], [("2026-12-04 18:00-19:00", "")]),
        (
            ["DTSTART:20261204T180000", "DTEND:20261206T140000"],
            [("2026-12-04 18:00-00:00", ""), ("2026-12-05 00:00-00:00", ""), ("2026-12-06 00:00-14:00", "")],
        ),
        (["DTSTART:20261201T100000", "DTEND:20270301T100000"], [("2026-12-01", "too-long")]),
        (["DTSTART:20261301T100000"], [("", "broken")]),
        (["SUMMARY:nothing else"], [("", "broken")]),
        (["DTSTART:20190101T100000", "DURATION:PT1H"], [("", "earlier")]),
        (["DTSTART:20310101T100000", "DURATION:PT1H"], [("", "later")]),
        # 25 hours on the night of the autumn change.
        (["DTSTART:20261025T000000", "DTEND:20261026T000000"], [("2026-10-25 00:00-00:00", "")]),
    ],
)
def test_lengths_and_days(lines, expected):
    assert [(each[0], each[3]) for each in told(calendar_of(event(*lines)))] == expected


def test_what_names_people_is_not_even_read():
    text = calendar_of(
        event(
            "DTSTART:20261201T180000",
            "DURATION:PT1H",
            "DESCRIPTION:Jan Kowalski, 600 100 200",
            "ATTENDEE;CN=Jan Kowalski:mailto:jan@example.org",
            "ORGANIZER;CN=Jan Kowalski:mailto:jan@example.org",
            title="Próba <b>chóru</b>",
        )
    )
    (found,) = events_of(text)
    assert "Kowalski" not in repr(found)
    assert found.title == "Próba chóru"


def test_broken_lines_cost_themselves_only():
    good = event("DTSTART:20261201T180000", "a line that is none", "X;=:2", "DURATION:PT1H")
    unclosed = good.replace("UID:1", "UID:2").removesuffix("END:VEVENT").rstrip()
    alarm = good.replace("UID:1", "UID:3").replace(
        "END:VEVENT", "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT"
    )
    cut = "BEGIN:VCALENDAR\r\n" + unclosed
    found = told(cut + "\r\n" + good + "\r\n" + alarm)
    assert [each[0] for each in found] == ["2026-12-01 18:00-19:00"] * 3


def test_the_same_event_in_the_calendars_of_two_rooms_is_two():
    one = event("DTSTART:20261201T180000", "DURATION:PT1H", room="")
    text = calendar_of(one, head=["X-WR-CALNAME:Sala duża"]) + calendar_of(one, head=["X-WR-CALNAME:Sala mała"])
    assert {each[2] for each in told(text)} == {"Sala duża", "Sala mała"}
    assert len({each.uid for each in events_of(text)}) == 2


@pytest.mark.parametrize("text", ["", "Data;Od\n1.12.2026;17", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"])
def test_what_is_no_calendar_is_refused(text):
    with pytest.raises(Refused):
        events_of(text)


def test_the_same_date_is_known_again_whatever_the_hour():
    def uids(start):
        text = calendar_of(event(f"DTSTART;TZID=Europe/Warsaw:{start}", "DURATION:PT1H"))
        return [each.uid for each in events_of(text)]

    assert uids("20261201T180000") == uids("20261202T190000")


def test_folded_lines_and_escapes():
    text = calendar_of(event("DTSTART:20261201T180000", "DURATION:PT1H", title="Zebranie\\, część\r\n  druga\\; kawa"))
    assert [when(each) for each in events_of(text)] == ["2026-12-01 18:00-19:00"]
    assert events_of(text)[0].title == "Zebranie, część druga; kawa"
