"""The rules of a place: each with its code, its field and its sentence."""

import datetime as dt

import pytest
from django.utils import translation

from podworko.bookings import terms
from podworko.bookings.series import MOST_DATES
from podworko.bookings.terms import Outlook
from podworko.bookings.terms.words import is_seen
from podworko.places.models import OpeningException
from tests.factories import make_booking, make_centre, make_closure, make_draft, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def centre():
    centre = make_centre()
    make_room(centre, name="Sala duża", capacity=30)
    make_room(centre, name="Sala mała", capacity=8)
    return centre


def room(centre, name="Sala duża"):
    return centre.rooms.get(name=name)


def judge(centre, **fields):
    """Return (field, code, sentence) of each problem that the place has with the draft, and its judgement."""
    waived = fields.pop("is_waived", False)
    judgement = terms.judge_draft(centre, make_draft(centre, **fields), is_waived=waived)
    return [(problem.field, problem.code, str(problem.sentence)) for problem in judgement.problems], judgement


BROKEN = [
    (
        {"on": dt.date(2026, 11, 23)},
        ("on", "past"),
        "Ten dzień już minął. Najbliższy możliwy: poniedziałek, 30 listopada.",
        "This day has passed. The first possible day: Monday, 30 November.",
    ),
    (
        {"on": dt.date(2026, 11, 27)},
        ("on", "notice"),
        "prosimy o zgłoszenie 3 dni robocze wcześniej. Najbliższy możliwy dzień: poniedziałek, 30 listopada.",
        "This place asks for 3 working days of notice. The first possible day: Monday, 30 November.",
    ),
    ({"on": dt.date(2027, 11, 25)}, ("on", "too-far"), "24 listopada 2027", "24 November 2027"),
    ({"on": dt.date(9999, 12, 31)}, ("on", "too-far"), "24 listopada 2027", "24 November 2027"),
    ({"on": dt.date(1, 1, 1)}, ("on", "past"), "30 listopada", "30 November"),
    (
        {"until": dt.date(2026, 11, 30)},
        ("rule", "until-first"),
        "Ostatni dzień musi być po pierwszym.",
        "The last day must come after the first one.",
    ),
    ({"until": dt.date(9999, 12, 31)}, ("rule", "too-far"), "24 listopada 2027", "24 November 2027"),
    (
        {"starts": "17:00", "ends": "16:00"},
        ("ends", "ends-first"),
        "Koniec musi być po początku.",
        "The end must come after the beginning.",
    ),
    ({"starts": "17:00", "ends": "17:00"}, ("ends", "ends-first"), "Koniec", "The end"),
    (
        {"starts": "08:30", "ends": "10:00"},
        ("starts", "outside-hours"),
        "Tego dnia jest otwarte: 09:00–20:00.",
        "On that day the place is open 09:00–20:00.",
    ),
    ({"starts": "19:00", "ends": "20:01"}, ("starts", "outside-hours"), "09:00–20:00", "09:00–20:00"),
    (
        {"on": dt.date(2026, 12, 24)},
        ("on", "closed"),
        "Tego dnia jest zamknięte: czwartek, 24 grudnia, Wigilia Bożego Narodzenia.",
        "The place is closed on Thursday, 24 December: Christmas Eve.",
    ),
    ({"on": dt.date(2026, 12, 5)}, ("on", "closed"), "sobota, 5 grudnia", "Saturday, 5 December"),
    ({"people": 0}, ("people", "nobody"), "", "At least one person must come."),
    (
        {"people": 31},
        ("people", "too-many-people"),
        "Sala duża",
        "That is too many people for this place. The largest room, Sala duża, holds 30.",
    ),
    ({"topic": " \n"}, ("topic", "missing"), "", "Please say in a sentence what will happen."),
    ({"person": ""}, ("person", "missing"), "", "Please give the name of the person responsible."),
    ({"topic": "a" * 10_000}, ("topic", "too-long"), "10000", "That is too long: 10000 characters."),
    ({"person": "💛" * 121}, ("person", "too-long"), "121", "121"),
    ({"accessibility": "a" * 501}, ("accessibility", "too-long"), "501", "501"),
    ({"email": "", "phone": ""}, ("phone", "contact-needed"), "", "Write a telephone number or an e-mail address"),
]


@pytest.mark.parametrize(("fields", "expected", "polish", "english"), BROKEN)
def test_a_broken_rule_is_said_beside_its_field(centre, fields, expected, polish, english):
    for language, sentence in (("pl", polish), ("en", english)):
        with translation.override(language):
            ((field, code, said),), _judgement = judge(centre, **fields)
        assert (field, code) == expected
        assert sentence in said
        assert "%(" not in said
    with translation.override("uk"):
        ((_field, _code, ukrainian),), _judgement = judge(centre, **fields)
    assert ukrainian != said


def test_each_sentence_is_translated(centre):
    """The negative control of the table above: Polish differs from the English it was written in."""
    for fields, *_rest in BROKEN:
        said = []
        for language in ("en", "pl", "uk"):
            with translation.override(language):
                said.append(judge(centre, **fields)[0][0][2])
        assert len(set(said)) == 3, said


def test_what_keeps_all_rules_is_free(centre):
    problems, judgement = judge(centre)
    assert problems == []
    assert [(date.on, date.outlook) for date in judgement.dates] == [(dt.date(2026, 12, 1), Outlook.FREE)]


def test_all_that_is_wrong_is_said_at_once(centre):
    problems, _judgement = judge(centre, on=dt.date(2026, 11, 25), starts="12:00", ends="11:00", people=99, topic="")
    assert [code for _field, code, _said in problems] == ["notice", "ends-first", "too-many-people", "missing"]


# --- the day ---


@pytest.mark.parametrize(
    ("today", "notice", "first"),
    [
        (dt.date(2026, 11, 24), 3, dt.date(2026, 11, 28)),  # Tue: Wed, Thu, Fri lie between; Saturday may be asked for
        (dt.date(2026, 11, 26), 3, dt.date(2026, 12, 2)),
        (dt.date(2026, 12, 22), 3, dt.date(2026, 12, 30)),  # Christmas Eve does not count
        (dt.date(2026, 11, 24), 0, dt.date(2026, 11, 24)),
        (dt.date(2026, 11, 24), 1, dt.date(2026, 11, 26)),
    ],
)
def test_the_notice_is_counted_in_whole_working_days(tuesday, today, notice, first):
    tuesday.move_to(dt.datetime.combine(today, dt.time(12), tzinfo=dt.UTC))
    centre = make_centre(terms={"notice_working_days": notice})
    assert terms.first_day(centre, terms.terms_of(centre)) == first


def test_a_place_that_set_no_rules_has_the_usual_ones(centre):
    centre.booking_terms.delete()
    assert terms.terms_of(centre).notice_working_days == 3


def test_staff_may_waive_the_notice_but_not_the_calendar(centre):
    assert judge(centre, on=dt.date(2026, 11, 24), is_waived=True)[0] == []
    ((field, code, _said),), _judgement = judge(centre, on=dt.date(2026, 11, 23), is_waived=True)
    assert (field, code) == ("on", "past")


def test_an_hour_of_today_that_has_passed_cannot_be_asked_for(centre):
    ((field, code, said),), _judgement = judge(
        centre, on=dt.date(2026, 11, 24), starts="10:00", ends="12:00", is_waived=True
    )
    assert (field, code, said) == ("starts", "past", "Ta godzina już minęła. Wybierz późniejszą.")


# --- the clocks ---


@pytest.fixture
def night_centre():
    centre = make_centre(opens="00:00-23:59", is_open_on_holidays=True)  # 28 March 2027 is Easter
    for weekday in (5, 6):
        centre.opening_hours.create(weekday=weekday, starts=dt.time(0), ends=dt.time(23, 59))
    make_room(centre)
    return centre


def test_an_hour_that_the_clock_change_takes_away_is_refused(night_centre):
    ((field, code, said),), _judgement = judge(night_centre, on=dt.date(2027, 3, 28), starts="02:30", ends="04:00")
    assert (field, code) == ("starts", "no-such-time")
    assert said.startswith("Tej godziny wtedy nie ma")


def test_in_a_series_only_that_night_is_left_out(night_centre):
    problems, judgement = judge(
        night_centre, on=dt.date(2027, 3, 21), starts="02:30", ends="04:00", until=dt.date(2027, 4, 4)
    )
    assert problems == []
    assert [date.outlook for date in judgement.dates] == [Outlook.FREE, Outlook.CLOSED, Outlook.FREE]


# --- the room ---


def test_a_room_too_small_names_those_that_are_large_enough(centre):
    ((field, code, said),), _judgement = judge(centre, room=room(centre, "Sala mała"), people=12)
    assert (field, code) == ("people", "too-many-people")
    assert "Sala duża (30)" in said


def test_a_taken_room_names_those_that_are_free(centre):
    make_booking(room(centre))
    ((field, code, said),), _judgement = judge(centre, room=room(centre), people=5)
    assert (field, code, said) == ("room", "taken", "O tej porze zajęte: Sala duża. Wolne: Sala mała.")


def test_where_none_is_free_another_time_is_asked_for(centre):
    make_booking(room(centre))
    for wanted in (room(centre), None):
        ((field, code, _said),), _judgement = judge(centre, room=wanted)
        assert (field, code) == ("starts", "taken")


@pytest.mark.parametrize(
    ("starts", "ends", "is_free"),
    [
        ("19:00", "19:45", False),
        ("19:14", "19:45", False),
        ("19:15", "19:45", True),
        ("15:45", "16:45", True),
        ("15:45", "16:46", False),
    ],
)
def test_the_time_to_make_ready_counts_before_and_after(centre, starts, ends, is_free):
    centre.booking_terms.buffer_minutes = 15
    centre.booking_terms.save()
    make_closure(room(centre), on=dt.date(2026, 12, 1), starts="17:00", ends="19:15")
    problems, _judgement = judge(centre, starts=starts, ends=ends)
    assert (problems == []) == is_free


def test_a_place_with_nothing_to_lend_says_so():
    ((field, code, _said),), _judgement = judge(make_centre())
    assert (field, code) == ("room", "no-rooms")


def test_while_people_are_not_known_yet_any_room_may_fit(centre):
    judgement = terms.judge(centre, when=make_draft(centre).when, room=None, people=None)
    assert {each.name for each in judgement.dates[0].free_rooms} == {"Sala duża", "Sala mała"}


# --- the series ---


def test_a_series_shows_each_date_free_taken_or_closed(centre):
    make_booking(room(centre), on=dt.date(2026, 12, 8))
    OpeningException.objects.create(centre=centre, on=dt.date(2026, 12, 15), reason="Malowanie")
    problems, judgement = judge(centre, room=room(centre), until=dt.date(2026, 12, 22))
    assert problems == []
    assert [date.outlook for date in judgement.dates] == [Outlook.FREE, Outlook.TAKEN, Outlook.CLOSED, Outlook.FREE]
    assert [judgement.count(outlook) for outlook in Outlook] == [2, 1, 1, 0]


def test_its_first_day_must_be_possible_and_at_least_one_free(centre):
    for week in range(2):
        make_booking(room(centre), on=dt.date(2026, 12, 1) + dt.timedelta(weeks=week))
    ((_field, code, _said),), judgement = judge(centre, room=room(centre), until=dt.date(2026, 12, 8))
    assert code == "taken"
    assert judgement.count(Outlook.TAKEN) == 2
    ((field, code, _said),), _judgement = judge(centre, on=dt.date(2026, 12, 24), until=dt.date(2027, 1, 14))
    assert (field, code) == ("on", "closed")


def test_a_series_has_so_many_dates_at_most(centre):
    centre.booking_terms.longest_ahead_days = 1000
    centre.booking_terms.save()
    first = dt.date(2026, 12, 1)
    assert judge(centre, until=first + dt.timedelta(weeks=MOST_DATES - 1))[0] == []
    ((field, code, said),), _judgement = judge(centre, until=first + dt.timedelta(weeks=MOST_DATES))
    assert (field, code) == ("rule", "too-many-dates")
    assert str(MOST_DATES) in said


@pytest.mark.parametrize("weeks", [1, 30])
def test_a_series_of_any_length_is_judged_in_as_many_queries(centre, weeks, django_assert_num_queries):
    draft = make_draft(centre, until=dt.date(2026, 12, 1) + dt.timedelta(weeks=weeks))
    with django_assert_num_queries(12):
        terms.judge_draft(centre, draft)


def test_a_name_that_does_not_show_is_no_name():
    assert not is_seen("\u200b\u202e \u200f")
    assert is_seen("Żółć")
    assert is_seen("🎻")


@pytest.mark.django_db
def test_equipment_that_the_place_does_not_hold_is_refused_at_every_door():
    centre = make_room().centre
    assert terms.judge_draft(centre, make_draft(centre, equipment=("chairs",))).problems == ()
    (problem,) = terms.judge_draft(centre, make_draft(centre, equipment=("chairs", "piano"))).problems
    assert (problem.field, problem.code, problem.sentence) == ("equipment", "not-here", "Tego tu nie ma: pianino.")
