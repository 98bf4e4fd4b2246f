"""Signing up: the judge, the code, places and the line, leaving, and who comes next."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from podworko.bookings.models import Channel
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.models import Message
from podworko.people.models import Role
from podworko.programme.actions import enrolling, planning, promoting
from podworko.programme.drafts import ActivityDraft, EnrolmentDraft
from podworko.programme.models import (
    ENROLMENT_LIFE,
    Enrolment,
    EnrolmentState,
    Intake,
)
from tests.bookings.seen import codes
from tests.factories import make_activity, make_assistance, make_enrolment, make_staff
from tests.programme.seen import line, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ANNA = "anna@example.org"


def an_activity(capacity=2, **draft):
    return make_activity(draft={"sign_up": "required", "capacity": capacity, "largest_party": 1} | draft)


def people(activity, *names, **fields):
    """Let people sign up one after the other, each with their own address."""
    return [make_enrolment(activity, person=name, email=f"{name.lower()}@example.org", **fields) for name in names]


def on_the_web(activity, *, key="web-1", session="first", **fields):
    values = {"person": "Anna", "email": ANNA} | fields
    return enrolling.sign_up(
        activity=activity,
        session=activity.sessions.first() if session == "first" else session,
        draft=EnrolmentDraft(**values),
        channel=Channel.WEB,
        by=audit.RESIDENT,
        submission_key=key,
    )


def code_in(message):
    return next(word for word in message.text.split() if word.isdigit() and len(word) == 6)


def confirmed(enrolment):
    code = code_in(Message.objects.filter(kind="people.code").latest("pk"))
    return enrolling.confirm(enrolment=enrolment, code=code)


class TestOnTheWeb:
    def test_it_counts_once_the_code_is_typed_in(self):
        activity = an_activity()
        enrolment = on_the_web(activity)
        assert (enrolment.state, enrolment.intake.taken) == (EnrolmentState.UNCONFIRMED, 0)
        enrolment = confirmed(enrolment)
        assert (enrolment.state, enrolment.intake.taken, enrolment.arrival) == (EnrolmentState.GOING, 1, 1)
        assert told(ANNA) == ["people.code", "going"]

    def test_the_message_has_the_place_in_a_calendar_file(self):
        enrolment = confirmed(on_the_web(an_activity()))
        message = Message.objects.latest("pk")
        text = message.attachments[0]["text"].replace("\r\n ", "")
        assert f"UID:session-{enrolment.intake.session_id}-{enrolment.reference}@" in text
        assert "METHOD:REQUEST" in text
        assert "SEQUENCE:1" in text

    def test_a_wrong_code_lets_nobody_in(self):
        enrolment = on_the_web(an_activity())
        with pytest.raises(Refused) as refusal:
            enrolling.confirm(enrolment=enrolment, code="000000")
        assert codes(refusal) == [("code", "wrong-code")]

    def test_sent_twice_it_is_one(self):
        activity = an_activity()
        assert on_the_web(activity) == on_the_web(activity)
        assert Enrolment.objects.count() == 1

    def test_a_used_key_with_another_name_is_a_conflict(self):
        activity = an_activity()
        on_the_web(activity)
        with refused(Conflict) as refusal:
            on_the_web(activity, person="Jan")
        assert codes(refusal) == [("", "key-used")]

    def test_a_used_key_for_another_date_is_a_conflict(self):
        activity = make_activity(rule="FREQ=WEEKLY;COUNT=2", draft=NEEDED)
        on_the_web(activity)
        with refused(Conflict) as refusal:
            on_the_web(activity, session=activity.sessions.last())
        assert codes(refusal) == [("", "key-used")]

    def test_the_same_address_has_one_place(self):
        activity = an_activity()
        first, second = on_the_web(activity), on_the_web(activity, key="web-2", email="ANNA@example.org")
        code = code_in(Message.objects.filter(kind="people.code").earliest("pk"))
        enrolling.confirm(enrolment=first, code=code)
        with refused(Conflict) as refusal:
            confirmed(second)
        assert codes(refusal) == [("email", "twice")]
        assert Intake.objects.get().taken == 1

    def test_confirmed_twice_it_counts_once(self):
        enrolment = confirmed(on_the_web(an_activity()))
        assert enrolling.confirm(enrolment=enrolment, code="whatever") == enrolment
        assert Intake.objects.get().taken == 1

    def test_who_confirms_too_late_is_told(self, tuesday):
        enrolment = on_the_web(make_activity(on=clock.today(dt.UTC), starts="10:20", ends="12:00", draft=NEEDED))
        tuesday.shift(dt.timedelta(minutes=20))
        with refused(Refused) as refusal:
            confirmed(enrolment)
        assert codes(refusal) == [("session", "over")]

    def test_what_nobody_confirms_is_forgotten_after_a_day(self, tuesday):
        on_the_web(an_activity())
        enrolling.forget_unconfirmed()
        assert Enrolment.objects.count() == 1
        tuesday.shift(dt.timedelta(hours=25))
        enrolling.forget_unconfirmed()
        assert Enrolment.objects.count() == 0


NEEDED = {"sign_up": "required"}


class TestTheJudge:
    @pytest.mark.parametrize(
        ("draft", "fields", "problems"),
        [
            ({}, {"person": " "}, [("person", "no-name")]),
            ({}, {"email": ""}, [("email", "email-needed")]),
            ({"largest_party": 2, "capacity": 9}, {"seats": 3}, [("seats", "party-too-large")]),
            ({}, {"seats": 0}, [("seats", "nobody")]),
            ({"age_from": 60, "is_age_checked": True}, {}, [("birth_year", "no-year")]),
            ({"age_from": 60, "is_age_checked": True}, {"birth_year": 1967}, [("birth_year", "too-young")]),
            ({"age_from": 60, "is_age_checked": True}, {"birth_year": 1966}, []),
            ({"age_to": 3, "is_age_checked": True}, {"birth_year": 2021}, [("birth_year", "too-old")]),
            # Still three until the birthday in this year.
            ({"age_to": 3, "is_age_checked": True}, {"birth_year": 2022}, []),
            ({"age_from": 60, "is_age_checked": True}, {"birth_year": 1900}, [("birth_year", "no-year")]),
            (
                {"is_for_minors": True},
                {},
                [("children", "no-children"), ("phone", "phone-needed"), ("is_guardian", "no-guardian")],
            ),
            ({"is_for_minors": True}, {"children": "Ola", "phone": "+48600100200", "is_guardian": True}, []),
        ],
    )
    def test_each_rule_has_its_sentence_beside_the_field(self, draft, fields, problems):
        activity = make_activity(draft=NEEDED | draft)
        if not problems:
            assert on_the_web(activity, **fields).pk
            return
        with refused(Refused) as refusal:
            on_the_web(activity, **fields)
        assert codes(refusal) == problems
        assert not Enrolment.objects.exists()

    def test_nobody_signs_up_where_one_just_comes(self):
        with refused(Refused) as refusal:
            on_the_web(make_activity())
        assert codes(refusal) == [("", "no-sign-up")]

    def test_nobody_signs_up_for_a_draft(self):
        with refused(Refused) as refusal:
            on_the_web(make_activity(is_draft=True, draft=NEEDED))
        assert codes(refusal) == [("", "not-on")]

    @pytest.mark.parametrize(("signs_up_for", "session"), [("session", None), ("series", "first")])
    def test_one_signs_up_for_what_is_asked(self, signs_up_for, session):
        with refused(Refused) as refusal:
            on_the_web(make_activity(draft=NEEDED | {"signs_up_for": signs_up_for}), session=session)
        assert codes(refusal) == [("session", "no-such-session")]

    def test_nobody_signs_up_for_what_is_called_off(self):
        activity = make_activity(draft=NEEDED)
        planning.call_off_session(session=activity.sessions.get(), by=audit.SYSTEM, reason="Awaria.")
        with refused(Refused) as refusal:
            on_the_web(activity)
        assert codes(refusal) == [("session", "over")]

    def test_staff_need_the_consent_of_the_caller(self):
        activity = make_activity(draft=NEEDED)
        by = audit.staff(make_staff(Role.HOST, activity.centre))

        def call(**more):
            return enrolling.sign_up(
                activity=activity,
                session=activity.sessions.get(),
                draft=EnrolmentDraft(person="Pani Zofia", phone="+48600100200"),
                channel=Channel.PHONE,
                by=by,
                submission_key="call-1",
                **more,
            )

        with refused(Refused) as refusal:
            call()
        assert codes(refusal) == [("has_agreed", "not-agreed")]
        enrolment = call(assistance=make_assistance())
        assert (enrolment.state, enrolment.taken_by_id) == (EnrolmentState.GOING, by.user.pk)


class TestPlacesAndTheLine:
    def test_the_first_ones_have_a_place_and_the_others_wait_in_order(self):
        activity = an_activity(capacity=2)
        people(activity, "Anna", "Jan", "Ola", "Piotr")
        assert line(Intake.objects.get()) == [
            ("Anna", "going"),
            ("Jan", "going"),
            ("Ola", "waiting"),
            ("Piotr", "waiting"),
        ]
        assert told("ola@example.org") == ["waiting"]
        assert "2" in Message.objects.latest("pk").text

    def test_without_a_number_of_places_everybody_has_one(self):
        activity = make_activity(draft=NEEDED)
        people(activity, "Anna", "Jan", "Ola")
        assert {state for _person, state in line(Intake.objects.get())} == {"going"}

    def test_whoever_resigns_lets_the_next_one_in(self):
        activity = an_activity(capacity=1)
        anna, _jan, _ola = people(activity, "Anna", "Jan", "Ola")
        enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        intake = Intake.objects.get()
        assert line(intake) == [("Anna", "resigned"), ("Jan", "offered"), ("Ola", "waiting")]
        assert intake.taken == 1
        assert (told(ANNA), told("jan@example.org")) == (["going", "left"], ["waiting", "offered"])

    def test_resigned_twice_frees_one_place(self):
        activity = an_activity(capacity=2)
        anna, _jan = people(activity, "Anna", "Jan")
        for _time in range(2):
            enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        assert Intake.objects.get().taken == 1

    def test_whoever_resigns_may_sign_up_again_at_the_end_of_the_line(self):
        activity = an_activity(capacity=1)
        anna, _jan = people(activity, "Anna", "Jan")
        enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        people(activity, "Anna")
        assert line(Intake.objects.get())[-1] == ("Anna", "waiting")

    def test_who_is_offered_a_place_takes_it(self):
        activity = an_activity(capacity=1)
        anna, jan = people(activity, "Anna", "Jan")
        enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        for _time in range(2):
            assert enrolling.take_place(enrolment=jan, by=audit.RESIDENT).state == EnrolmentState.GOING
        assert told("jan@example.org") == ["waiting", "offered", "going"]

    def test_who_does_not_answer_lets_the_next_one_go_first(self, tuesday):
        activity = an_activity(capacity=1)
        anna, jan, _ola = people(activity, "Anna", "Jan", "Ola")
        enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        tuesday.shift(dt.timedelta(hours=23))
        promoting.lapse_unanswered()
        assert line(Intake.objects.get())[1] == ("Jan", "offered")
        tuesday.shift(dt.timedelta(hours=2))
        with refused(Conflict) as refusal:
            enrolling.take_place(enrolment=jan, by=audit.RESIDENT)
        assert codes(refusal) == [("", "too-late")]
        promoting.lapse_unanswered()
        promoting.lapse_unanswered()
        assert line(Intake.objects.get())[1:] == [("Jan", "lapsed"), ("Ola", "offered")]
        assert told("jan@example.org") == ["waiting", "offered", "lapsed"]

    def test_of_what_is_called_off_no_place_is_taken_and_nobody_is_told_twice(self, tuesday):
        activity = an_activity(capacity=1)
        anna, jan = people(activity, "Anna", "Jan")
        enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        planning.call_off(activity=activity, by=audit.SYSTEM, reason="Awaria.")
        with refused(Refused):
            enrolling.take_place(enrolment=jan, by=audit.RESIDENT)
        tuesday.shift(dt.timedelta(hours=30))
        promoting.lapse_unanswered()
        assert line(Intake.objects.get()) == [("Anna", "resigned"), ("Jan", "lapsed")]
        assert told("jan@example.org") == ["waiting", "offered", "called_off"]

    @pytest.mark.parametrize("hours", [1, 2, 24])
    def test_there_is_as_long_to_answer_as_the_place_says(self, hours):
        activity = an_activity(capacity=1, answer_hours=hours)
        anna, jan = people(activity, "Anna", "Jan")
        enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        jan.refresh_from_db()
        assert jan.answer_by == clock.now() + dt.timedelta(hours=hours)

    def test_shortly_before_it_begins_the_place_is_theirs_at_once(self, tuesday):
        activity = an_activity(capacity=1)
        anna, _jan = people(activity, "Anna", "Jan")
        tuesday.move_to(activity.sessions.get().starts_at - dt.timedelta(hours=2, minutes=20))
        enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        assert line(Intake.objects.get())[1] == ("Jan", "going")
        assert told("jan@example.org") == ["waiting", "going"]

    def test_after_it_has_begun_nobody_moves_up(self, tuesday):
        activity = an_activity(capacity=1)
        anna, _jan = people(activity, "Anna", "Jan")
        tuesday.move_to(activity.sessions.get().starts_at)
        enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        assert line(Intake.objects.get())[1] == ("Jan", "waiting")

    def test_a_family_that_does_not_fit_lets_the_next_one_go_first_and_keeps_its_place(self):
        activity = an_activity(capacity=4, largest_party=4)
        one, four = people(activity, "Anna", seats=1)[0], people(activity, "Nowakowie", seats=4)[0]
        assert (one.state, four.state) == ("going", "waiting")
        people(activity, "Jan", seats=3)
        assert line(Intake.objects.get()) == [("Anna", "going"), ("Nowakowie", "waiting"), ("Jan", "going")]
        enrolling.resign(enrolment=one, by=audit.RESIDENT)
        assert line(Intake.objects.get())[1] == ("Nowakowie", "waiting")
        enrolling.resign(enrolment=Enrolment.objects.get(person="Jan"), by=audit.RESIDENT)
        assert line(Intake.objects.get())[1] == ("Nowakowie", "offered")

    def test_more_places_go_to_those_who_wait(self):
        activity = an_activity(capacity=1)
        people(activity, "Anna", "Jan", "Ola", "Piotr")
        fields = {"title": "Szachy", "kind": "integrating", "where": "outdoors", "spot": "Skwer"}
        planning.change(
            activity=activity, draft=ActivityDraft(**fields, sign_up="required", capacity=3), by=audit.SYSTEM
        )
        assert [state for _person, state in line(Intake.objects.get())] == ["going", "offered", "offered", "waiting"]

    def test_sessions_have_places_of_their_own(self):
        activity = make_activity(rule="FREQ=WEEKLY;COUNT=2", draft=NEEDED | {"capacity": 1})
        first, second = activity.sessions.all()
        states = [make_enrolment(activity, session, email=ANNA).state for session in (first, second)]
        assert states == ["going", "going"]

    def test_a_reason_is_needed_to_take_somebody_off_the_list(self):
        activity = an_activity(capacity=1)
        anna, _jan = people(activity, "Anna", "Jan")
        with refused(Refused) as refusal:
            enrolling.remove(enrolment=anna, by=audit.SYSTEM, reason=" ")
        assert codes(refusal) == [("reason", "reason-needed")]
        enrolling.remove(enrolment=anna, by=audit.SYSTEM, reason="Nie przyszła trzy razy.")
        assert line(Intake.objects.get()) == [("Anna", "removed"), ("Jan", "offered")]
        assert "Nie przyszła trzy razy." in Message.objects.get(to=ANNA, kind="programme.left").text

    def test_signing_up_asks_the_database_at_most_twelve_times(self, django_assert_max_num_queries):
        # One of them lets the pages of the programme say that all places are taken.
        activity = an_activity(capacity=2)
        people(activity, "Anna")
        session = activity.sessions.get()
        with django_assert_max_num_queries(14):
            make_enrolment(activity, session)


class TestTheDatabase:
    """What no writer gets past, the ORM or not."""

    def test_no_more_are_taken_than_there_are(self):
        people(an_activity(capacity=1), "Anna")
        with pytest.raises(IntegrityError), transaction.atomic():
            Intake.objects.update(taken=2)

    def test_nobody_stands_in_line_twice(self):
        anna, jan = people(an_activity(), "Anna", "Jan")
        with pytest.raises(IntegrityError), transaction.atomic():
            Enrolment.objects.filter(pk=jan.pk).update(email=anna.email.upper())

    def test_no_two_have_one_place_in_the_line(self):
        _anna, jan = people(an_activity(), "Anna", "Jan")
        with pytest.raises(IntegrityError), transaction.atomic():
            Enrolment.objects.filter(pk=jan.pk).update(arrival=1)

    def test_an_offer_has_an_end(self):
        (anna,) = people(an_activity(), "Anna")
        with pytest.raises(IntegrityError), transaction.atomic():
            Enrolment.objects.filter(pk=anna.pk).update(state="offered")


@pytest.mark.parametrize("old", EnrolmentState)
@pytest.mark.parametrize("new", EnrolmentState)
def test_ways_between_states(old, new):
    """What has ended stays ended, nobody goes back to unconfirmed, everybody may resign while they stand in line."""
    is_allowed = ENROLMENT_LIFE.allows(old, new)
    over = {EnrolmentState.RESIGNED, EnrolmentState.REMOVED, EnrolmentState.LAPSED}
    if old in over or new in {old, EnrolmentState.UNCONFIRMED}:
        assert not is_allowed
    elif new == EnrolmentState.RESIGNED:
        assert is_allowed
    elif new == EnrolmentState.LAPSED:
        assert is_allowed == (old == EnrolmentState.OFFERED)
