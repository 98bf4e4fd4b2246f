"""The rules of lending as those set them who keep a place right: the actions, with each of their refusals."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from podworko.bookings import terms
from podworko.bookings.actions import blackouts, declarations, rules
from podworko.bookings.actions.blackouts import BlackoutDraft
from podworko.bookings.actions.rules import RoomTermsDraft, TermsDraft
from podworko.bookings.models import Blackout, BookingDate, BookingTerms, DateState, Declaration, RoomTerms
from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent
from podworko.people.models import Role
from podworko.places.concerned import Touches
from podworko.places.history import lines
from tests.bookings.seen import codes
from tests.factories import make_booking, make_centre, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
MONDAY = dt.date(2026, 11, 30)
FRIDAY = dt.date(2026, 12, 4)
DAY = dt.timedelta(days=1)


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def room(centre):
    return make_room(centre, name="Sala lustrzana")


@pytest.fixture
def by(centre):
    return audit.staff(make_staff(Role.COORDINATOR, centre))


def events(centre):
    return [(event.verb, event.facts) for event in AuditEvent.objects.about(centre).order_by("pk")]


# --- rules of the place ---


def test_the_usual_rules_are_those_of_mam():
    assert rules.draft_of(BookingTerms()) == TermsDraft()


def test_changed_rules_are_kept_and_written_down(centre, by):
    draft = TermsDraft(notice_working_days=5, longest_minutes=180, lends_to=("group", "resident"), change_hours=24)
    rules.change_terms(centre=centre, draft=draft, by=by)
    kept = terms.terms_of(centre)
    assert (kept.notice_working_days, kept.longest_minutes, kept.change_hours) == (5, 180, 24)
    assert kept.lends_to == ["resident", "group"]
    [(verb, facts)] = events(centre)
    assert verb == "bookings.rules_changed"
    assert facts["before"] == {"notice_working_days": 3, "longest_minutes": None, "lends_to": [], "change_hours": 0}
    assert facts["after"] == {
        "notice_working_days": 5,
        "longest_minutes": 180,
        "lends_to": ["resident", "group"],
        "change_hours": 24,
    }


def test_the_history_of_the_place_says_it_in_words(centre, by, settings):
    settings.LANGUAGE_CODE = "en"
    rules.change_terms(centre=centre, draft=TermsDraft(notice_working_days=5, lends_to=("group",)), by=by)
    [line] = lines(centre)
    assert line.what == "Rules of lending changed"
    assert set(line.words.splitlines()) == {"Working days of notice: 3 → 5", "Who may ask: – → an informal group"}


def test_what_stays_the_same_is_not_written_down(centre, by):
    rules.change_terms(centre=centre, draft=TermsDraft(), by=by)
    assert events(centre) == []


def test_all_who_may_ask_are_anybody(centre, by):
    draft = TermsDraft(lends_to=("organisation", "resident", "group"))
    assert rules.change_terms(centre=centre, draft=draft, by=by).lends_to == []


def test_a_place_without_a_row_gets_one(centre, by):
    BookingTerms.objects.filter(centre=centre).delete()
    rules.change_terms(centre=centre, draft=TermsDraft(buffer_minutes=15), by=by)
    assert BookingTerms.objects.get(centre=centre).buffer_minutes == 15


@pytest.mark.parametrize("name", rules.BOUNDS)
@pytest.mark.parametrize("is_over", [False, True])
def test_a_number_that_makes_no_sense_is_refused_beside_its_field(centre, by, name, is_over):
    least, most = rules.BOUNDS[name]
    draft = replace(TermsDraft(), **{name: most + 1 if is_over else least - 1})
    with pytest.raises(Refused) as refusal:
        rules.change_terms(centre=centre, draft=draft, by=by)
    assert codes(refusal) == [(name, "out-of-range")]
    assert terms.terms_of(centre).notice_working_days == 3


@pytest.mark.parametrize("name", rules.BOUNDS)
def test_the_ends_of_the_range_are_kept(centre, by, name):
    for value in rules.BOUNDS[name]:
        draft = replace(TermsDraft(notice_working_days=0), **{name: value})
        if name == "notice_working_days":
            draft = replace(draft, longest_ahead_days=365)
        rules.change_terms(centre=centre, draft=draft, by=by)
        assert getattr(terms.terms_of(centre), name) == value


@pytest.mark.parametrize(
    ("draft", "problem"),
    [
        (TermsDraft(shortest_minutes=120, longest_minutes=60), ("longest_minutes", "lengths-crossed")),
        (TermsDraft(shortest_minutes=180, hours_a_month=2), ("hours_a_month", "hours-too-few")),
        (TermsDraft(notice_working_days=10, longest_ahead_days=7), ("longest_ahead_days", "never")),
        (TermsDraft(lends_to=("mayor",)), ("lends_to", "unknown")),
    ],
)
def test_rules_that_leave_nothing_to_ask_for_are_refused(centre, by, draft, problem):
    with pytest.raises(Refused) as refusal:
        rules.change_terms(centre=centre, draft=draft, by=by)
    assert codes(refusal) == [problem]


def test_rules_that_fit_to_the_minute_are_kept(centre, by):
    draft = TermsDraft(shortest_minutes=60, longest_minutes=60, hours_a_month=1, notice_working_days=3)
    rules.change_terms(centre=centre, draft=replace(draft, longest_ahead_days=4), by=by)
    # From Tuesday three working days lie between until Saturday.
    assert terms.terms_of(centre).longest_ahead_days == 4
    with pytest.raises(Refused) as refusal:
        rules.change_terms(centre=centre, draft=replace(draft, longest_ahead_days=3), by=by)
    assert codes(refusal) == [("longest_ahead_days", "never")]


def test_a_room_that_could_not_be_borrowed_any_more_is_named(centre, room, by):
    RoomTerms.objects.create(room=room, shortest_minutes=120)
    with pytest.raises(Refused) as refusal:
        rules.change_terms(centre=centre, draft=TermsDraft(longest_minutes=90), by=by)
    assert codes(refusal) == [("", "room-against")]
    assert "Sala lustrzana" in str(refusal.value.problems[0].sentence)
    RoomTerms.objects.filter(room=room).update(longest_minutes=150)
    rules.change_terms(centre=centre, draft=TermsDraft(longest_minutes=90), by=by)


def test_of_two_tabs_the_second_is_told(centre, by):
    seen = rules.terms_version(centre)
    rules.change_terms(centre=centre, draft=TermsDraft(notice_working_days=5), by=by, seen=seen)
    with pytest.raises(Conflict) as refusal:
        rules.change_terms(centre=centre, draft=TermsDraft(notice_working_days=1), by=by, seen=seen)
    assert codes(refusal) == [("", "changed-meanwhile")]
    assert terms.terms_of(centre).notice_working_days == 5


@pytest.mark.parametrize(
    "values", [{"buffer_minutes": 121}, {"shortest_minutes": 60, "longest_minutes": 59}, {"answer_hours": 0}]
)
def test_the_database_holds_what_the_action_says(centre, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingTerms.objects.filter(centre=centre).update(**values)


# --- rules of a room ---


def test_a_room_has_rules_of_its_own_and_gives_them_up(centre, room, by):
    draft = RoomTermsDraft(longest_minutes=120, lends_to=("organisation",), has_walk_ins=False)
    rules.change_room_terms(room=room, draft=draft, by=by)
    own = terms.rules_of(centre).of(room)
    assert (own.longest_minutes, own.notice_working_days) == (120, 3)
    assert (own.lends_to, own.has_walk_ins) == (("organisation",), False)
    rules.change_room_terms(room=room, draft=RoomTermsDraft(), by=by)
    assert not RoomTerms.objects.exists()
    assert [(verb, facts["room"]) for verb, facts in events(centre)] == [
        ("bookings.room_rules_changed", "Sala lustrzana")
    ] * 2


def test_a_room_may_be_for_anybody_in_a_place_that_is_not(centre, room, by):
    rules.change_terms(centre=centre, draft=TermsDraft(lends_to=("organisation",)), by=by)
    everybody = ("resident", "group", "organisation")
    rules.change_room_terms(room=room, draft=RoomTermsDraft(lends_to=everybody), by=by)
    assert terms.rules_of(centre).of(room).lends_to == ()


@pytest.mark.parametrize(
    ("place", "own", "problem"),
    [
        ({"longest_minutes": 60}, {"shortest_minutes": 90}, ("shortest_minutes", "lengths-crossed")),
        ({"shortest_minutes": 90}, {"longest_minutes": 60}, ("longest_minutes", "lengths-crossed")),
        ({"longest_ahead_days": 14}, {"notice_working_days": 15}, ("notice_working_days", "never")),
        ({}, {"longest_ahead_days": 2}, ("longest_ahead_days", "never")),
        ({"hours_a_month": 1}, {"shortest_minutes": 90}, ("shortest_minutes", "hours-too-few")),
        ({"shortest_minutes": 90}, {"hours_a_month": 1}, ("hours_a_month", "hours-too-few")),
        ({}, {"buffer_minutes": 121}, ("buffer_minutes", "out-of-range")),
        ({}, {"lends_to": ("mayor",)}, ("lends_to", "unknown")),
    ],
)
def test_what_a_room_cannot_have_is_said_beside_its_own_field(room, by, place, own, problem):
    centre = room.centre
    rules.change_terms(centre=centre, draft=TermsDraft(**place), by=by)
    with pytest.raises(Refused) as refusal:
        rules.change_room_terms(room=room, draft=RoomTermsDraft(**own), by=by)
    assert codes(refusal) == [problem]


def test_of_two_tabs_on_a_room_the_second_is_told(room, by):
    seen = rules.room_terms_version(room)
    rules.change_room_terms(room=room, draft=RoomTermsDraft(buffer_minutes=15), by=by, seen=seen)
    with pytest.raises(Conflict):
        rules.change_room_terms(room=room, draft=RoomTermsDraft(), by=by, seen=seen)
    assert RoomTerms.objects.get(room=room).buffer_minutes == 15


def test_the_database_holds_the_buffer_of_a_room(room):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomTerms.objects.create(room=room, buffer_minutes=121)


# --- days without lending ---


def closed(**fields):
    return BlackoutDraft(**{"first_on": MONDAY, "last_on": FRIDAY, "reason": "Malowanie"} | fields)


def test_days_without_lending_are_kept_once(centre, room, by):
    blackouts.add_blackout(centre=centre, draft=closed(reason="  Malowanie \n ścian "), by=by)
    blackouts.add_blackout(centre=centre, draft=closed(reason="Malowanie ścian"), by=by)
    blackouts.add_blackout(centre=centre, draft=closed(reason="Malowanie ścian", room=room), by=by)
    assert [(row.room, row.reason) for row in Blackout.objects.order_by("pk")] == [
        (None, "Malowanie ścian"),
        (room, "Malowanie ścian"),
    ]
    assert [verb for verb, _facts in events(centre)] == ["bookings.blackout_added"] * 2
    assert events(centre)[1][1]["after"] == {
        "first_on": "2026-11-30",
        "last_on": "2026-12-04",
        "room": "Sala lustrzana",
        "reason": "Malowanie ścian",
    }


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"last_on": MONDAY - DAY}, ("last_on", "ends-before")),
        ({"first_on": dt.date(2026, 11, 23)}, ("first_on", "day-past")),
        ({"first_on": dt.date(2026, 11, 2), "last_on": dt.date(2026, 11, 23)}, ("first_on", "day-past")),
        ({"first_on": dt.date(2030, 1, 7), "last_on": dt.date(2030, 1, 8)}, ("first_on", "day-far")),
        ({"last_on": MONDAY + 366 * DAY}, ("last_on", "days-many")),
        ({"reason": " \N{ZERO WIDTH SPACE} "}, ("reason", "required")),
        ({"reason": "x" * 121}, ("reason", "too-long")),
    ],
)
def test_days_that_cannot_be_are_refused(centre, by, fields, problem):
    with pytest.raises(Refused) as refusal:
        blackouts.add_blackout(centre=centre, draft=closed(**fields), by=by)
    assert codes(refusal) == [problem]
    assert not Blackout.objects.exists()


def test_today_and_a_whole_year_are_possible(centre, by):
    today = dt.date(2026, 11, 24)
    blackouts.add_blackout(centre=centre, draft=closed(first_on=today, last_on=today + 365 * DAY), by=by)
    assert Blackout.objects.count() == 1


def test_a_room_of_another_place_is_none_of_this(centre, by):
    with pytest.raises(Refused) as refusal:
        blackouts.add_blackout(centre=centre, draft=closed(room=make_room()), by=by)
    assert codes(refusal) == [("room", "no-such-room")]


def test_accepted_uses_are_named_and_stay(centre, room, by):
    booking = make_booking(room, on=MONDAY, topic="Chór")
    make_booking(make_room(centre), on=FRIDAY, topic="Szachy")
    make_booking(room, on=FRIDAY + 3 * DAY, topic="Po wszystkim")
    make_request(room, on=MONDAY, topic="Jeszcze czeka")
    with pytest.raises(Touches) as refusal:
        blackouts.add_blackout(centre=centre, draft=closed(room=room), by=by)
    assert [concern.what.rpartition(": ")[2] for concern in refusal.value.concerns] == ["Chór"]
    with pytest.raises(Touches) as refusal:
        blackouts.add_blackout(centre=centre, draft=closed(), by=by)
    assert [concern.what.rpartition(": ")[2] for concern in refusal.value.concerns] == ["Chór", "Szachy"]
    assert not Blackout.objects.exists()
    blackouts.add_blackout(centre=centre, draft=closed(), by=by, is_acknowledged=True)
    assert BookingDate.objects.get(request=booking).state == DateState.ACCEPTED


def test_what_is_touched_is_counted_by_the_clock_of_the_place(centre, room, by):
    """A use at one in the night of Saturday belongs to Saturday, though it is still Friday in UTC."""
    make_booking(room, on=FRIDAY + DAY, starts="00:30", ends="01:30")
    blackouts.add_blackout(centre=centre, draft=closed(), by=by)
    with pytest.raises(Touches):
        blackouts.add_blackout(centre=centre, draft=closed(first_on=FRIDAY + DAY, last_on=FRIDAY + DAY), by=by)


def test_changed_days_ask_only_about_what_is_new(centre, room, by):
    make_booking(room, on=MONDAY, topic="Chór")
    make_booking(room, on=FRIDAY, topic="Szachy")
    kept = blackouts.add_blackout(centre=centre, draft=closed(last_on=MONDAY), by=by, is_acknowledged=True)
    blackouts.change_blackout(blackout=kept, draft=closed(last_on=MONDAY + DAY, reason="Okna"), by=by)
    with pytest.raises(Touches) as refusal:
        blackouts.change_blackout(blackout=kept, draft=closed(), by=by)
    assert [concern.what.rpartition(": ")[2] for concern in refusal.value.concerns] == ["Szachy"]
    blackouts.change_blackout(blackout=kept, draft=closed(), by=by, is_acknowledged=True)
    kept.refresh_from_db()
    assert (kept.last_on, kept.reason) == (FRIDAY, "Malowanie")
    assert [verb for verb, _facts in events(centre)][-2:] == ["bookings.blackout_changed"] * 2


def test_days_that_have_begun_may_be_changed_but_not_begin_earlier(centre, by, tuesday):
    kept = blackouts.add_blackout(centre=centre, draft=closed(), by=by)
    tuesday.move_to(dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC))
    blackouts.change_blackout(blackout=kept, draft=closed(last_on=FRIDAY + 3 * DAY), by=by)
    with pytest.raises(Refused) as refusal:
        blackouts.change_blackout(blackout=kept, draft=closed(first_on=MONDAY - DAY), by=by)
    assert codes(refusal) == [("first_on", "day-past")]
    with pytest.raises(Refused) as refusal:
        blackouts.change_blackout(blackout=kept, draft=closed(last_on=MONDAY), by=by)
    assert codes(refusal) == [("last_on", "day-past")]


def test_of_two_who_change_the_same_days_the_second_is_told(centre, by):
    kept = blackouts.add_blackout(centre=centre, draft=closed(), by=by)
    seen = blackouts.blackout_version(kept)
    blackouts.change_blackout(blackout=kept, draft=closed(reason="Okna"), by=by, seen=seen)
    with pytest.raises(Conflict) as refusal:
        blackouts.change_blackout(blackout=kept, draft=closed(reason="Drzwi"), by=by, seen=seen)
    assert codes(refusal) == [("", "changed-meanwhile")]
    blackouts.remove_blackout(blackout=Blackout.objects.get(), by=by)
    with pytest.raises(Conflict) as refusal:
        blackouts.change_blackout(blackout=kept, draft=closed(), by=by)
    assert codes(refusal) == [("", "gone")]


def test_days_are_removed_once(centre, by):
    kept = blackouts.add_blackout(centre=centre, draft=closed(), by=by)
    for _twice in range(2):
        blackouts.remove_blackout(blackout=kept, by=by)
    assert not Blackout.objects.exists()
    assert [verb for verb, _facts in events(centre)] == ["bookings.blackout_added", "bookings.blackout_removed"]


def test_the_database_holds_the_order_of_the_days(centre):
    with pytest.raises(IntegrityError), transaction.atomic():
        Blackout.objects.create(centre=centre, first_on=FRIDAY, last_on=MONDAY, reason="Malowanie")


# --- what people agree to ---


def stated(centre):
    return [row.words for row in Declaration.objects.filter(centre=centre)]


def test_sentences_are_added_ordered_changed_and_removed(centre, by):
    for words in ("Pierwsze.", "Drugie.", "Trzecie."):
        declarations.add_declaration(centre=centre, words=words, by=by)
    first, second, third = Declaration.objects.filter(centre=centre)
    declarations.move_declaration(declaration=third, is_up=True, by=by)
    declarations.move_declaration(declaration=first, is_up=True, by=by)  # at the end of the row
    assert stated(centre) == ["Pierwsze.", "Trzecie.", "Drugie."]
    declarations.move_declaration(declaration=first, is_up=False, by=by)
    declarations.change_declaration(declaration=second, words=" Inne  słowa. ", by=by)
    assert stated(centre) == ["Trzecie.", "Pierwsze.", "Inne słowa."]
    declarations.remove_declaration(declaration=first, by=by)
    declarations.remove_declaration(declaration=first, by=by)
    declarations.move_declaration(declaration=first, is_up=False, by=by)
    declarations.add_declaration(centre=centre, words="Ostatnie.", by=by)
    assert stated(centre) == ["Trzecie.", "Inne słowa.", "Ostatnie."]
    assert [verb.removeprefix("bookings.declaration") for verb, _facts in events(centre)] == [
        "_added",
        "_added",
        "_added",
        "s_ordered",
        "s_ordered",
        "_changed",
        "_removed",
        "_added",
    ]


def test_a_sentence_tapped_twice_stands_once(centre, by):
    for words in ("Zostawiamy porządek.", "zostawiamy  PORZĄDEK."):
        declarations.add_declaration(centre=centre, words=words, by=by)
    assert stated(centre) == ["Zostawiamy porządek."]


@pytest.mark.parametrize(
    ("words", "code"), [(" \n", "required"), ("\N{ZERO WIDTH SPACE}", "required"), ("x" * 301, "too-long")]
)
def test_what_is_no_sentence_is_refused(centre, by, words, code):
    kept = declarations.add_declaration(centre=centre, words="Pierwsze.", by=by)
    with pytest.raises(Refused) as refusal:
        declarations.add_declaration(centre=centre, words=words, by=by)
    assert codes(refusal) == [("words", code)]
    with pytest.raises(Refused) as refusal:
        declarations.change_declaration(declaration=kept, words=words, by=by)
    assert codes(refusal) == [("words", code)]


def test_more_sentences_than_anybody_reads_are_refused(centre, by):
    for number in range(declarations.MOST):
        declarations.add_declaration(centre=centre, words=f"Zdanie {number}.", by=by)
    with pytest.raises(Refused) as refusal:
        declarations.add_declaration(centre=centre, words="Jedno za dużo.", by=by)
    assert codes(refusal) == [("words", "too-many")]


def test_a_sentence_does_not_become_another_that_stands(centre, by):
    declarations.add_declaration(centre=centre, words="Pierwsze.", by=by)
    second = declarations.add_declaration(centre=centre, words="Drugie.", by=by)
    with pytest.raises(Refused) as refusal:
        declarations.change_declaration(declaration=second, words="pierwsze.", by=by)
    assert codes(refusal) == [("words", "taken")]
    declarations.change_declaration(declaration=second, words="DRUGIE.", by=by)
    assert stated(centre) == ["Pierwsze.", "DRUGIE."]


def test_of_two_who_change_a_sentence_the_second_is_told(centre, by):
    kept = declarations.add_declaration(centre=centre, words="Pierwsze.", by=by)
    seen = declarations.declaration_version(kept)
    declarations.change_declaration(declaration=kept, words="Inne.", by=by, seen=seen)
    with pytest.raises(Conflict):
        declarations.change_declaration(declaration=kept, words="Jeszcze inne.", by=by, seen=seen)
    declarations.remove_declaration(declaration=kept, by=by)
    with pytest.raises(Conflict):
        declarations.change_declaration(declaration=kept, words="Inne.", by=by)
