"""Presses and ticks: kept once, never below nobody, sums that are those of the marks; the database keeps it too."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from podworko.attendance import occasions
from podworko.attendance.actions import counting, forgetting
from podworko.attendance.models import BANDS, Counted, Mark, Presence, Sheet, Total
from podworko.attendance.occasions import Occasion
from podworko.attendance.queries import desk
from podworko.attendance.strokes import Stroke
from podworko.core import audit, clock, holdings, retention
from podworko.core.errors import Refused
from podworko.core.holdings import Contact
from podworko.core.models import AuditEvent
from podworko.people.erasing import erase
from podworko.places.models import ModelKind
from podworko.programme.actions import enrolling, planning
from tests.attendance.conftest import NOW
from tests.factories import make_centre, make_enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def occasion(session):
    return occasions.of_session(session)


def press(what="adult", delta=1, *, key=None, at=None):
    return Stroke(key or uuid.uuid4(), at or clock.now(), what, delta)


def tick(enrolment, *, is_here=True, at=None):
    return Stroke(uuid.uuid4(), at or clock.now(), person=enrolment.reference, is_here=is_here)


def take(occasion, *strokes):
    """Put strokes on the sheet; return the codes of what was refused."""
    outcomes = counting.take(occasion=occasion, strokes=strokes, by=audit.SYSTEM)
    return [each.problem.code for each in outcomes if each.problem]


def totals(occasion):
    return {what: count for what, count in desk.totals_of(desk.sheet_of(occasion)).items() if count}


def sums_of_marks():
    """What the marks say, whatever the sums do."""
    found = dict.fromkeys(Mark.objects.values_list("what", flat=True), 0)
    for what, delta in Mark.objects.values_list("what", "delta"):
        found[what] += delta
    return {what: count for what, count in found.items() if count}


def test_each_press_counts_once_however_often_it_is_sent(occasion):
    first, second = press(), press("senior", 3)
    assert take(occasion, first, second) == take(occasion, second, first, first) == []
    assert totals(occasion) == sums_of_marks() == {"adult": 1, "senior": 3}
    assert AuditEvent.objects.filter(verb="attendance.counted").count() == 1


def test_nobody_is_taken_off_who_was_not_counted(occasion):
    assert take(occasion, press("adult", -1)) == ["below-zero"]
    assert not Sheet.objects.exists()
    assert take(occasion, press(), press("adult", -1), press("adult", -1)) == ["below-zero"]
    assert totals(occasion) == sums_of_marks() == {}


@pytest.mark.parametrize(("what", "delta"), [("adult", 0), ("adult", 101), ("dogs", 1), ("", 1)])
def test_what_no_button_says_is_refused(occasion, what, delta):
    assert take(occasion, press(what, delta)) == ["no-such-press"]


def test_one_that_is_refused_holds_no_other_up(occasion):
    assert take(occasion, press("dogs"), press(), press("child", -1)) == ["no-such-press", "below-zero"]
    assert totals(occasion) == {"adult": 1}


def test_the_database_keeps_it_too(occasion):
    take(occasion, press())
    sheet = desk.sheet_of(occasion)
    mark = Mark.objects.get()
    statements = [
        f"UPDATE attendance_total SET count = -1 WHERE sheet_id = {sheet.pk}",
        f"INSERT INTO attendance_total (sheet_id, what, count) VALUES ({sheet.pk}, 'adult', 4)",
        "UPDATE attendance_mark SET delta = 0",
    ]
    for statement in statements:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(uuid=mark.uuid, sheet=sheet, what="adult", delta=1, at=clock.now())
    day = Occasion(occasion.place, occasion.on)
    take(day, press())
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(centre=occasion.place, on=occasion.on)


def test_who_is_ticked_is_counted_with_their_family(occasion, session):
    family = make_enrolment(session.activity, session, seats=3)
    assert take(occasion, tick(family), tick(family), press()) == []
    assert totals(occasion) == sums_of_marks() == {"adult": 4}
    assert take(occasion, tick(family, is_here=False)) == []
    assert totals(occasion) == sums_of_marks() == {"adult": 1}
    assert Presence.objects.get().is_here is False


def test_of_two_telephones_the_later_hand_counts(occasion, session):
    anna = make_enrolment(session.activity, session)
    earlier = clock.now() - dt.timedelta(minutes=4)
    assert take(occasion, tick(anna, is_here=True), tick(anna, is_here=False, at=earlier)) == []
    assert Presence.objects.get().is_here is True
    assert totals(occasion) == sums_of_marks() == {"adult": 1}


def test_the_year_of_birth_and_the_activity_say_the_age(tuesday, session):
    occasion = occasions.of_session(session)
    young = make_enrolment(session.activity, session)
    young.birth_year = 2012
    young.save()
    session.activity.audience = "seniors"
    session.activity.save()
    assert take(occasion, tick(young), tick(make_enrolment(session.activity, session))) == []
    assert totals(occasion) == {"youth": 1, "senior": 1}


def test_only_those_on_the_list_are_ticked(occasion, session):
    gone = make_enrolment(session.activity, session)
    enrolling.resign(enrolment=gone, by=audit.RESIDENT)
    stranger = make_enrolment(session.activity)
    stranger.reference = "AAAAAAAA"
    assert take(occasion, tick(gone), tick(stranger)) == ["not-on-list", "not-on-list"]


@pytest.mark.parametrize("kind", [ModelKind.CLUB, ModelKind.YOUTH])
def test_where_nobody_is_asked_for_a_name_nobody_is_ticked_or_shown(kind, session):
    place = session.activity.centre
    place.kind = place.network.kinds.get(code=kind)
    place.save()
    anna = make_enrolment(session.activity, session)
    occasion = occasions.of_session(session)
    assert take(occasion, tick(anna)) == ["anonymous"]
    assert desk.counter(occasion).people == []


def test_what_is_called_off_or_still_to_come_is_not_counted(tuesday, occasion, session):
    tuesday.move_to(NOW - dt.timedelta(days=1))
    assert take(occasion, press()) == ["too-early"]
    planning.call_off_session(session=session, by=audit.SYSTEM, reason="Awaria prądu.")
    tuesday.move_to(NOW)
    session.refresh_from_db()
    assert take(occasions.of_session(session), press()) == ["not-held"]


def test_a_telephone_that_comes_back_days_later_is_still_heard(tuesday, occasion):
    pressed = press(at=clock.now())
    tuesday.shift(dt.timedelta(days=5))
    assert take(occasion, pressed) == []
    assert take(occasion, press()) == ["late"]


def test_a_clock_that_is_wrong_is_told(occasion):
    assert take(occasion, press(at=clock.now() + dt.timedelta(hours=1))) == ["another-time"]


def test_a_day_with_the_hour_that_is_skipped(tuesday):
    tuesday.move_to(dt.datetime(2026, 3, 29, 12, 0, tzinfo=NOW.tzinfo))
    occasion = Occasion(make_centre(kind=ModelKind.CLUB), clock.now().astimezone(NOW.tzinfo).date())
    pressed = press("infant", at=dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC) - dt.timedelta(hours=1))
    assert take(occasion, pressed) == []
    assert totals(occasion) == {"infant": 1}


# --- the numbers typed in ---


def correct(occasion, key=None, reason="", **numbers):
    return counting.correct(occasion=occasion, totals=numbers, reason=reason, by=audit.SYSTEM, key=key or uuid.uuid4())


def test_numbers_typed_in_are_marks_too(occasion):
    take(occasion, press("adult", 7))
    key = uuid.uuid4()
    for _twice in range(2):
        correct(occasion, key, adult=5, child=12)
    assert totals(occasion) == sums_of_marks() == {"adult": 5, "child": 12}
    event = AuditEvent.objects.get(verb="attendance.corrected")
    assert event.facts == {"before": {"adult": 7}, "after": {"adult": 5, "child": 12}}


def test_that_nobody_came_is_said_by_zeros(occasion):
    correct(occasion, adult=0)
    assert desk.held_on(occasion.place, occasion.on)[0].heads == 0


def test_long_afterwards_a_reason_is_needed(tuesday, occasion):
    tuesday.shift(dt.timedelta(days=3))
    with pytest.raises(Refused) as refusal, transaction.atomic():
        correct(occasion, adult=5)
    assert [problem.code for problem in refusal.value.problems] == ["no-reason"]
    correct(occasion, adult=5, reason="Lista leżała w szufladzie.")
    assert AuditEvent.objects.get(verb="attendance.corrected").why == "Lista leżała w szufladzie."


# --- whose it is ---


def test_who_came_is_forgotten_and_how_many_stays(tuesday, occasion, session):
    anna = make_enrolment(session.activity, session, email="Anna@example.org")
    take(occasion, tick(anna))
    contact = Contact(email="anna@example.org")
    held = {holding.code: records for holding, records in holdings.held(contact)}
    assert held["attendance.visits"][0]["activity"] == session.activity.title
    erase(contact=contact, by=audit.RESIDENT)
    assert Presence.objects.get().contact_mark == ""
    assert totals(occasion) == {"adult": 1}


def test_who_asks_by_telephone_finds_what_an_address_was_ticked_for(occasion, session):
    take(occasion, tick(make_enrolment(session.activity, session, phone="+48512345678")))
    contact = Contact(phone="+48512345678")
    assert "attendance.visits" in {holding.code for holding, _records in holdings.held(contact)}
    erase(contact=contact, by=audit.RESIDENT)
    assert Presence.objects.get().contact_mark == ""


def test_the_night_forgets_after_400_days(tuesday, occasion, session):
    take(occasion, tick(make_enrolment(session.activity, session)))
    rule = next(rule for rule in retention.rules() if rule.code == "attendance.contacts")
    tuesday.shift(dt.timedelta(days=399))
    assert rule.due() == 0
    tuesday.shift(dt.timedelta(days=3))
    assert (rule.due(), rule.carry_out(), forgetting.old().count()) == (1, 1, 0)


def test_bands_are_what_is_counted_and_no_more():
    assert {*BANDS} | {Counted.FAMILY, Counted.FIRST} == {*Counted}
    assert Total._meta.get_field("what").choices == Counted.choices
