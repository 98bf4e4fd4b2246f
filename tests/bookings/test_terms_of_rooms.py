"""Rules of a room instead of those of its place, days without lending, single dates of a series, other hours."""

import datetime as dt

import pytest

from podworko.bookings import terms
from podworko.bookings.drafts import Choice
from podworko.bookings.models import Blackout, BookingTerms, RoomTerms
from podworko.bookings.terms import Outlook
from podworko.places.models import SchoolBreak
from tests.factories import make_booking, make_centre, make_closure, make_draft, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ON = dt.date(2026, 12, 1)


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def hall(centre):
    return make_room(centre, name="Hala", capacity=30)


@pytest.fixture
def small(centre):
    return make_room(centre, name="Mała", capacity=10)


def judge(centre, *, is_waived=False, **fields):
    return terms.judge_draft(centre, make_draft(centre, **{"people": 5} | fields), is_waived=is_waived)


def problems(centre, **fields):
    """Return (field, code) of what the place has against the draft."""
    return [(problem.field, problem.code) for problem in judge(centre, **fields).problems]


def sentence(centre, **fields):
    (problem,) = judge(centre, **fields).problems
    return str(problem.sentence)


def outlooks(judgement):
    return [str(date.outlook) for date in judgement.dates]


# --- each rule, of the place and of the room ---

RULES = [
    ({"notice_working_days": 10}, {"on": ON}, ("on", "notice")),
    ({"longest_ahead_days": 5}, {"on": ON}, ("on", "too-far")),
    ({"shortest_minutes": 121}, {}, ("ends", "too-short")),
    ({"longest_minutes": 119}, {}, ("ends", "too-long")),
    ({"lends_to": ["organisation"]}, {}, ("applicant", "not-for-you")),
]


@pytest.mark.parametrize(("rule", "fields", "expected"), RULES)
def test_a_rule_of_the_place_holds_of_all_rooms(centre, hall, rule, fields, expected):
    BookingTerms.objects.filter(centre=centre).update(**rule)
    assert problems(centre, room=hall, **fields) == [expected]
    assert problems(centre, room=None, **fields) == [expected]


@pytest.mark.parametrize(("rule", "fields", "expected"), RULES)
def test_a_rule_of_a_room_holds_of_it_alone(centre, hall, small, rule, fields, expected):  # noqa: PLR0917
    RoomTerms.objects.create(room=hall, **rule)
    assert problems(centre, room=hall, **fields) == [expected]
    assert problems(centre, room=small, **fields) == []
    # Of any that fits the other one is meant.
    assert [each.pk for each in judge(centre, **fields).dates[0].free_rooms] == [small.pk]


@pytest.mark.parametrize(("rule", "fields", "expected"), RULES)
def test_a_room_may_be_freer_than_its_place(centre, hall, rule, fields, expected):
    BookingTerms.objects.filter(centre=centre).update(**rule)
    usual = {"notice_working_days": 0, "longest_ahead_days": 365, "lends_to": []}
    RoomTerms.objects.create(room=hall, shortest_minutes=1, longest_minutes=1000, **usual)
    assert problems(centre, room=hall, **fields) == []


@pytest.mark.parametrize(("rule", "fields", "expected"), [row for row in RULES if "longest_ahead_days" not in row[0]])
def test_staff_may_waive_it_with_a_reason(centre, hall, rule, fields, expected):
    RoomTerms.objects.create(room=hall, **rule)
    assert problems(centre, room=hall, is_waived=True, **fields) == []


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("17:00", "17:29", ["too-short"]),
        ("17:00", "17:30", []),
        ("17:00", "19:00", []),
        ("17:00", "19:01", ["too-long"]),
    ],
)
def test_lengths_hold_on_the_minute_and_are_said_in_hours(centre, hall, starts, ends, expected):
    BookingTerms.objects.filter(centre=centre).update(shortest_minutes=30, longest_minutes=120)
    assert [code for _field, code in problems(centre, room=hall, starts=starts, ends=ends)] == expected
    assert "najwyżej 2 godziny." in sentence(centre, room=hall, starts="15:00", ends="19:00")


@pytest.mark.parametrize(("applicant", "is_fine"), [("resident", False), ("group", True), ("organisation", True)])
def test_whom_a_room_is_lent_to_is_said(centre, hall, applicant, is_fine):
    RoomTerms.objects.create(room=hall, lends_to=["group", "organisation"])
    asked = problems(centre, room=hall, applicant=applicant, group="Chór")
    assert asked == ([] if is_fine else [("applicant", "not-for-you")])
    if not is_fine:
        assert "organizacj" in sentence(centre, room=hall)


def test_while_it_is_not_known_who_asks_nobody_is_refused(centre, hall):
    RoomTerms.objects.create(room=hall, lends_to=["organisation"])
    judgement = terms.judge(centre, when=make_draft(centre).when, room=hall, people=5)
    assert judgement.problems == ()


def test_each_room_has_its_own_time_to_be_made_ready(centre, hall, small):
    RoomTerms.objects.create(room=hall, buffer_minutes=30)
    for room in (hall, small):
        make_closure(room, on=ON, starts="12:00", ends="14:00")
    assert problems(centre, room=hall, starts="10:00", ends="11:45") == [("room", "taken")]
    assert problems(centre, room=small, starts="10:00", ends="12:00") == []
    assert problems(centre, room=hall, starts="10:00", ends="11:30") == []


# --- days without lending ---


def test_on_a_day_without_lending_the_reason_is_said(centre, hall, small):
    Blackout.objects.create(centre=centre, first_on=ON, last_on=ON, reason="wybory")
    assert problems(centre, room=hall, on=ON) == [("on", "blackout")]
    assert problems(centre, on=ON) == [("on", "blackout")]
    assert "wybory" in sentence(centre, room=hall, on=ON)
    assert problems(centre, room=hall, on=ON, is_waived=True) == []
    assert problems(centre, room=hall, on=ON + dt.timedelta(days=1)) == []


def test_a_single_room_may_be_not_lent_while_another_is(centre, hall, small):
    Blackout.objects.create(centre=centre, room=hall, first_on=ON, last_on=ON, reason="parkiet")
    assert problems(centre, room=hall, on=ON) == [("on", "blackout")]
    assert [each.pk for each in judge(centre, on=ON).dates[0].free_rooms] == [small.pk]


def test_in_a_series_only_those_days_are_left_out(centre, hall):
    Blackout.objects.create(
        centre=centre, first_on=ON + dt.timedelta(days=6), last_on=ON + dt.timedelta(days=8), reason="wybory"
    )
    judgement = judge(centre, room=hall, on=ON, until=ON + dt.timedelta(weeks=2))
    assert outlooks(judgement) == ["free", "closed", "free"]
    assert "wybory" in judgement.dates[1].why


def test_days_without_lending_of_another_place_are_another_matter(centre, hall):
    Blackout.objects.create(centre=make_centre(), first_on=ON, last_on=ON, reason="wybory")
    assert problems(centre, room=hall, on=ON) == []


# --- single dates of a series ---


def series(centre, hall, **fields):
    return judge(centre, room=hall, on=ON, until=ON + dt.timedelta(weeks=2), **fields)


def test_a_date_may_be_left_out_elsewhere_or_at_another_hour(centre, hall, small):
    for week in (0, 1):
        make_booking(hall, on=ON + dt.timedelta(weeks=week))
    judgement = series(
        centre,
        hall,
        choices=(Choice(ON, room=small), Choice(ON + dt.timedelta(weeks=1), starts=dt.time(13))),
    )
    assert judgement.problems == ()
    assert outlooks(judgement) == ["free", "free", "free"]
    assert [date.room for date in judgement.dates] == [small.pk, hall.pk, hall.pk]
    assert judgement.dates[1].starts_at.astimezone(centre.zone).hour == 13
    assert judgement.dates[1].length == dt.timedelta(hours=2)
    left = series(centre, hall, choices=(Choice(ON, is_left_out=True),))
    assert outlooks(left) == ["left_out", "taken", "free"]


def test_all_dates_left_out_is_nothing_asked_for(centre, hall):
    choices = tuple(Choice(ON + dt.timedelta(weeks=week), is_left_out=True) for week in range(3))
    (problem,) = series(centre, hall, choices=choices).problems
    assert (problem.field, problem.code) == ("rule", "no-dates")


@pytest.mark.parametrize("starts", ["18:01", "22:00", "23:30", "23:59", "00:00", "08:00"])
def test_another_hour_lies_inside_the_opening_hours_and_not_past_midnight(centre, hall, starts):
    second = Choice(ON + dt.timedelta(weeks=1), starts=dt.time.fromisoformat(starts))
    judgement = series(centre, hall, choices=(second,))
    assert outlooks(judgement) == ["free", "closed", "free"]
    assert judgement.dates[1].starts_at is None


def test_a_room_of_another_place_or_one_that_is_not_lent_cannot_be_chosen(centre, hall):
    second = ON + dt.timedelta(weeks=1)
    for room in (make_room(), make_room(centre, is_lent=False)):
        for is_queued in (False, True):
            judgement = series(centre, hall, choices=(Choice(second, room=room),), is_queued_if_taken=is_queued)
            assert [problem.code for problem in judgement.problems] == ["no-such-room"]
        assert problems(centre, room=room, is_queued_if_taken=True) == [("room", "no-such-room")]


def test_the_rules_of_a_chosen_room_hold(centre, hall, small):
    second = ON + dt.timedelta(weeks=1)
    RoomTerms.objects.create(room=small, lends_to=["organisation"])
    judgement = series(centre, hall, choices=(Choice(second, room=small),))
    assert [problem.code for problem in judgement.problems] == ["not-for-you"]
    too_many = series(centre, hall, people=12, choices=(Choice(second, room=small),))
    assert "too-many-people" in [problem.code for problem in too_many.problems]


def test_a_choice_for_a_day_that_is_not_in_the_series_changes_nothing(centre, hall, small):
    choices = (Choice(ON + dt.timedelta(days=1), starts=dt.time(10)),)
    assert outlooks(series(centre, hall, choices=choices)) == ["free", "free", "free"]


# --- what a series leaves out ---


def test_holidays_and_school_breaks_are_left_out_by_their_names(centre, hall):
    centre.is_open_on_holidays = True
    centre.save()
    SchoolBreak.objects.create(
        network=centre.network, name="Ferie", first_on=dt.date(2026, 12, 7), last_on=dt.date(2026, 12, 13)
    )
    when = {"on": dt.date(2026, 12, 4), "until": dt.date(2026, 12, 25)}
    draft = make_draft(centre, room=hall, people=5, **when)
    skips = type(draft.when)(
        draft.when.on, draft.when.starts, draft.when.ends, draft.when.rule, ("holidays", "school_breaks")
    )
    judgement = terms.judge(centre, when=skips, room=hall, people=5)
    assert outlooks(judgement) == ["free", "left_out", "free", "left_out"]
    assert judgement.dates[1].why == "Ferie"
    assert judgement.dates[3].why.startswith("Boże Narodzenie")
    assert outlooks(terms.judge(centre, when=draft.when, room=hall, people=5)) == ["free"] * 4


# --- what would do instead ---


def local(centre, judgement):
    return [(f"{begin:%H:%M}", f"{end:%H:%M}") for begin, end in judgement.dates[0].other_hours]


def test_for_a_taken_hour_the_nearest_before_and_after_are_named(centre, hall):
    make_closure(hall, on=ON, starts="12:00", ends="14:00")
    judgement = judge(centre, room=hall, on=ON, starts="12:30", ends="14:30")
    assert local(centre, judgement) == [("10:00", "12:00"), ("14:00", "16:00")]


def test_hours_named_are_free_when_they_are_asked_for(centre, hall):
    RoomTerms.objects.create(room=hall, buffer_minutes=15)
    for starts, ends in (("10:00", "11:00"), ("12:00", "14:00"), ("17:00", "20:00")):
        make_closure(hall, on=ON, starts=starts, ends=ends)
    for starts in ("09:30", "11:30", "13:00", "16:00", "18:00"):
        ends = f"{int(starts[:2]) + 1:02}{starts[2:]}"
        named = local(centre, judge(centre, room=hall, on=ON, starts=starts, ends=ends))
        assert len(named) in {1, 2}
        for begin, end in named:
            assert problems(centre, room=hall, on=ON, starts=begin, ends=end) == []


def test_a_day_that_is_full_names_no_hour(centre, hall):
    make_closure(hall, on=ON, starts="09:00", ends="20:00")
    assert local(centre, judge(centre, room=hall, on=ON)) == []


def test_for_any_room_the_hours_of_each_that_fits_count(centre, hall, small):
    for room in (hall, small):
        make_closure(room, on=ON, starts="17:00", ends="19:00")
    make_closure(hall, on=ON, starts="09:00", ends="17:00")
    assert local(centre, judge(centre, on=ON)) == [("15:00", "17:00")]
    assert local(centre, judge(centre, on=ON, people=20)) == []


def test_another_room_that_is_free_is_named(centre, hall, small):
    make_booking(hall, on=ON)
    (date,) = judge(centre, room=hall, on=ON).dates
    assert date.outlook == Outlook.TAKEN
    assert [room.pk for room in date.other_rooms] == [small.pk]


def test_the_parts_of_a_room_count_for_it(centre):
    hall = make_room(centre, capacity=50)
    left, right = make_room(whole=hall), make_room(whole=hall)
    make_booking(left, on=ON)
    assert problems(centre, room=hall, on=ON) == [("room", "taken")]
    assert problems(centre, room=right, on=ON) == []
    assert local(centre, judge(centre, room=hall, on=ON)) == [("15:00", "17:00")]
