"""Rules of who asks and how much: quotas of a month, declarations, minors and the adult who answers for them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from podworko.bookings import terms
from podworko.bookings.drafts import Choice
from podworko.bookings.models import BookingTerms, Declaration, RequestState, RoomTerms
from tests.factories import make_booking, make_centre, make_draft, make_request, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ON = dt.date(2026, 12, 1)
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def room(centre):
    return make_room(centre)


def judge(centre, *, but=None, is_waived=False, **fields):
    return terms.judge_draft(centre, make_draft(centre, **fields), but=but, is_waived=is_waived)


def problems(centre, **fields):
    return [(problem.field, problem.code) for problem in judge(centre, **fields).problems]


def allow(centre, **bounds):
    BookingTerms.objects.filter(centre=centre).update(**bounds)


QUOTA = [("on", "quota")]
CHOIR = {"applicant": "group", "group": "Chór Łąka"}


# --- how much one group may have ---


def test_so_many_uses_a_month_and_no_more(centre, room):
    allow(centre, uses_a_month=3)
    make_booking(room, on=ON, weeks=2, **CHOIR)
    assert problems(centre, on=ON + 2 * WEEK, **CHOIR) == []
    make_booking(room, on=ON + 3 * WEEK, **CHOIR)
    assert problems(centre, on=ON + 2 * WEEK, **CHOIR) == QUOTA
    assert problems(centre, on=ON + 2 * WEEK, is_waived=True, **CHOIR) == []
    assert problems(centre, on=ON + 6 * WEEK, **CHOIR) == []


def test_the_sentence_says_month_and_numbers(centre, room):
    allow(centre, uses_a_month=1)
    make_booking(room, on=ON, **CHOIR)
    (problem,) = judge(centre, on=ON + WEEK, **CHOIR).problems
    assert "Grudzień 2026: dotąd 1" in str(problem.sentence)
    assert "%(" not in str(problem.sentence)


@pytest.mark.parametrize(("ends", "expected"), [("19:00", []), ("19:01", QUOTA)])
def test_so_many_hours_a_month_to_the_minute(centre, room, ends, expected):
    allow(centre, hours_a_month=4)
    make_booking(room, on=ON, **CHOIR)
    assert problems(centre, on=ON + WEEK, starts="17:00", ends=ends, **CHOIR) == expected


def test_a_series_is_counted_month_by_month(centre, room):
    allow(centre, uses_a_month=4)
    assert problems(centre, room=room, on=ON, until=ON + 7 * WEEK, **CHOIR) == QUOTA  # five Tuesdays in December
    assert problems(centre, room=room, on=ON + WEEK, until=ON + 7 * WEEK, **CHOIR) == []


@pytest.mark.parametrize("state", [RequestState.WAITING, RequestState.CHANGES_ASKED])
def test_what_is_asked_for_counts_as_what_is_given(centre, room, state):
    allow(centre, uses_a_month=1)
    make_request(room, on=ON, state=state, **CHOIR)
    assert problems(centre, on=ON + WEEK, **CHOIR) == QUOTA


@pytest.mark.parametrize(
    "state", [RequestState.UNCONFIRMED, RequestState.DECIDED, RequestState.WITHDRAWN, RequestState.LAPSED]
)
def test_what_was_declined_withdrawn_or_never_confirmed_does_not(centre, room, state):
    allow(centre, uses_a_month=1)
    make_request(room, on=ON, state=state, **CHOIR)
    assert problems(centre, on=ON + WEEK, **CHOIR) == []


@pytest.mark.parametrize("name", ["chór łąka", "  CHÓR   ŁĄKA ", "Chór Łąka"])
def test_a_group_is_the_same_however_its_name_is_typed(centre, room, name):
    allow(centre, uses_a_month=1)
    make_booking(room, on=ON, email="inny@example.org", **CHOIR)
    assert problems(centre, on=ON + WEEK, applicant="group", group=name) == QUOTA


def test_another_group_another_place_and_a_person_have_their_own(centre, room):
    allow(centre, uses_a_month=1)
    make_booking(room, on=ON, **CHOIR)
    assert problems(centre, on=ON + WEEK, applicant="group", group="Chór Las") == []
    assert problems(centre, on=ON + WEEK) == []
    other = make_centre(terms={"uses_a_month": 1})
    make_room(other)
    assert problems(other, on=ON + WEEK, **CHOIR) == []


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ({"email": "Anna.Nowak@Example.org"}, QUOTA),
        ({"email": "", "phone": "+48601100200"}, QUOTA),
        ({"email": "inna@example.org"}, []),
    ],
)
def test_where_there_is_no_group_a_person_is_known_by_their_contact(centre, room, contact, expected):
    allow(centre, uses_a_month=1)
    make_booking(room, on=ON, phone="+48601100200")
    assert problems(centre, on=ON + WEEK, **contact) == expected


def test_a_request_that_is_changed_does_not_count_against_itself(centre, room):
    allow(centre, uses_a_month=1)
    request = make_request(room, on=ON, **CHOIR)
    assert problems(centre, on=ON + WEEK, **CHOIR) == QUOTA
    assert problems(centre, on=ON + WEEK, but=request.pk, **CHOIR) == []


def test_a_date_that_waits_to_be_moved_counts_once(centre, room):
    allow(centre, uses_a_month=2)
    request = make_booking(room, on=ON, **CHOIR)
    (date,) = request.dates.all()
    hour = dt.timedelta(hours=1)
    request.dates.create(
        room=room, starts_at=date.starts_at - hour, ends_at=date.ends_at - hour, rule_at=date.rule_at, replaces=date
    )
    assert problems(centre, on=ON + WEEK, **CHOIR) == []


def test_a_room_may_have_a_quota_of_its_own(centre, room):
    other = make_room(centre)
    RoomTerms.objects.create(room=room, uses_a_month=1)
    make_booking(room, on=ON, **CHOIR)
    assert problems(centre, room=room, on=ON + WEEK, **CHOIR) == QUOTA
    assert problems(centre, room=other, on=ON + WEEK, **CHOIR) == []


def test_dates_in_another_room_do_not_count_for_that_of_a_room(centre, room):
    other = make_room(centre)
    RoomTerms.objects.create(room=room, uses_a_month=1)
    choices = (Choice(ON + WEEK, room=other),)
    assert problems(centre, room=room, on=ON, until=ON + WEEK, choices=choices, **CHOIR) == []
    assert problems(centre, room=room, on=ON, until=ON + WEEK, **CHOIR) == QUOTA


def test_the_month_is_that_of_the_place_and_not_of_utc(centre, room):
    allow(centre, uses_a_month=1)
    centre.opening_hours.all().delete()
    centre.opening_hours.create(weekday=4, starts=dt.time(0), ends=dt.time(23))
    make_booking(room, on=dt.date(2027, 1, 1), starts="00:00", ends="01:00", **CHOIR)  # 31 December in UTC
    assert problems(centre, room=room, on=dt.date(2026, 12, 18), **CHOIR) == []


def test_without_quotas_nothing_more_is_asked_of_the_database(centre, room, django_assert_num_queries):
    draft = make_draft(centre, room=room, **CHOIR)
    with CaptureQueriesContext(connection) as without:
        terms.judge_draft(centre, draft)
    allow(centre, uses_a_month=5)
    with django_assert_num_queries(len(without) + 1):
        terms.judge_draft(centre, draft)


# --- what is agreed to ---


def test_whoever_asks_agrees_to_the_sentences_of_the_place(centre, room):
    assert problems(centre) == []
    for position, words in enumerate(("Udział jest bezpłatny.", "Spotkanie jest otwarte.")):
        Declaration.objects.create(centre=centre, words=words, position=1 - position)
    assert problems(centre) == [("agrees", "agreement-needed")]
    assert problems(centre, agrees=True) == []
    assert terms.declarations_of(centre) == ["Spotkanie jest otwarte.", "Udział jest bezpłatny."]


# --- minors ---


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"is_for_minors": True}, [("is_guardian", "guardian-needed"), ("phone", "phone-needed")]),
        ({"is_for_minors": True, "is_guardian": True}, [("phone", "phone-needed")]),
        ({"is_for_minors": True, "is_guardian": True, "phone": "+48601100200"}, []),
        ({"is_guardian": True}, []),
    ],
)
def test_for_minors_an_adult_answers_and_can_be_called(centre, room, fields, expected):
    assert problems(centre, **fields) == expected


# --- who asks ---


@pytest.mark.parametrize("applicant", ["group", "organisation"])
@pytest.mark.parametrize("name", ["", " ", "\u200b"])
def test_a_group_has_a_name(centre, room, applicant, name):
    assert problems(centre, applicant=applicant, group=name) == [("group", "missing")]


@pytest.mark.parametrize(("field", "most"), [("group", 120), ("in_return", 300)])
def test_words_are_as_long_as_the_place_can_keep(centre, room, field, most):
    who = {"applicant": "group", "group": "Chór"}
    assert problems(centre, **who | {field: "ż" * most}) == []
    assert problems(centre, **who | {field: "ż" * (most + 1)}) == [(field, "too-long")]


def test_a_resident_has_no_group_whatever_a_program_sends(centre, room):
    assert make_draft(centre, applicant="resident", group="Chór").group == ""
