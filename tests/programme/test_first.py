"""Groups with places of their own, those who are first, how often one may come, and what the organiser asks."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from podworko.bookings.models import Channel
from podworko.core import audit, clock
from podworko.core.errors import Refused
from podworko.people.models import Role
from podworko.places.models import ModelKind
from podworko.programme.actions import enrolling, forgetting, planning, promoting
from podworko.programme.drafts import EnrolmentDraft, Group, Question
from podworko.programme.models import Enrolment, Intake, Share
from podworko.programme.queries.drafts import draft_of
from tests.bookings.seen import codes
from tests.factories import make_activity, make_centre, make_enrolment, make_member, make_room, make_staff
from tests.programme.seen import line, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
CHILDREN, ADULTS = Group("Dzieci", 2), Group("Dorośli", 1)
ASKED = Question("Jaki masz rozmiar stopy?", "Mamy łyżwy dla wszystkich.", is_needed=True)


def an_activity(**draft):
    return make_activity(draft={"sign_up": "required"} | draft)


def in_groups(**draft):
    return an_activity(groups=(CHILDREN, ADULTS), **draft)


def shares():
    return {each.group: (each.taken, each.capacity) for each in Share.objects.all()}


class TestGroups:
    def test_each_has_its_own_places_and_one_line(self):
        activity = in_groups()
        for name, group in [("Ola", "Dzieci"), ("Anna", "Dorośli"), ("Jan", "Dorośli"), ("Staś", "Dzieci")]:
            make_enrolment(activity, person=name, group=group)
        states = [("Ola", "going"), ("Anna", "going"), ("Jan", "waiting"), ("Staś", "going")]
        assert line(Intake.objects.get()) == states
        assert shares() == {"Dzieci": (2, 2), "Dorośli": (1, 1)}
        assert (Intake.objects.get().taken, activity.capacity) == (3, 3)

    def test_a_free_place_goes_to_the_next_of_the_same_group(self):
        activity = in_groups()
        first, *_others = [
            make_enrolment(activity, person=name, group=group)
            for name, group in [("Ola", "Dzieci"), ("Ala", "Dzieci"), ("Anna", "Dorośli"), ("Jan", "Dorośli")]
        ]
        make_enrolment(activity, person="Ewa", group="Dzieci")
        enrolling.resign(enrolment=first, by=audit.RESIDENT)
        assert line(Intake.objects.get())[3:] == [("Jan", "waiting"), ("Ewa", "offered")]
        assert shares() == {"Dzieci": (2, 2), "Dorośli": (1, 1)}

    def test_one_has_to_be_of_a_group(self):
        activity = in_groups()
        with refused(Refused) as refusal:
            make_enrolment(activity, group="Smoki")
        assert codes(refusal) == [("group", "no-group")]

    def test_more_places_in_a_group_go_to_those_who_wait_in_it(self):
        activity = in_groups()
        for name in ("Anna", "Jan"):
            make_enrolment(activity, person=name, group="Dorośli")
        groups = (CHILDREN, Group("Dorośli", 2))
        planning.change(activity=activity, draft=changed(activity, groups=groups), by=audit.SYSTEM)
        assert line(Intake.objects.get()) == [("Anna", "going"), ("Jan", "offered")]
        assert shares() == {"Dorośli": (2, 2)}

    def test_fewer_than_are_taken_are_refused(self):
        activity = in_groups()
        for name in ("Ola", "Ala"):
            make_enrolment(activity, person=name, group="Dzieci")
        with refused(Refused) as refusal:
            draft = changed(activity, groups=(Group("Dzieci", 1), Group("Dorośli", 4)))
            planning.change(activity=activity, draft=draft, by=audit.SYSTEM)
        assert codes(refusal) == [("groups", "fewer-than-taken")]

    @pytest.mark.parametrize("groups", [(), (ADULTS,), (Group("Młodsi", 2), ADULTS)])
    def test_a_group_with_people_stays(self, groups):
        activity = in_groups()
        make_enrolment(activity, group="Dzieci")
        with refused(Refused) as refusal:
            planning.change(activity=activity, draft=changed(activity, groups=groups), by=audit.SYSTEM)
        assert codes(refusal) == [("groups", "people-have-signed-up")]

    def test_the_database_itself_keeps_the_places_of_a_group(self):
        make_enrolment(in_groups(), group="Dorośli")
        with pytest.raises(IntegrityError), transaction.atomic():
            Share.objects.update(taken=2)

    @pytest.mark.parametrize(
        ("draft", "problem"),
        [
            ({"groups": (CHILDREN,), "capacity": 5}, ("capacity", "places-of-groups")),
            ({"groups": (CHILDREN, Group("dzieci", 3))}, ("groups", "twice")),
            ({"groups": (Group("x" * 61, 3),)}, ("groups", "too-long")),
            ({"groups": (Group("", 3),)}, ("groups", "no-group")),
            ({"groups": (Group("Dzieci", 10_000),)}, ("groups", "no-group")),
            ({"groups": tuple(Group(f"Grupa {n}", 3) for n in range(9))}, ("groups", "too-many")),
            ({"groups": (CHILDREN,), "sign_up": "none"}, ("groups", "places-without-sign-up")),
            ({"groups": (ADULTS,), "largest_party": 2}, ("largest_party", "party-too-large")),
            ({"first_for": "members"}, ("capacity", "first-without-places")),
            ({"questions": (Question("", "Bo tak."),)}, ("question_1", "no-question")),
            ({"questions": (Question("Po co?", ""),)}, ("why_1", "no-why")),
            ({"questions": (ASKED,) * 4}, ("questions", "too-many")),
        ],
    )
    def test_what_is_wrong_is_told_beside_its_field(self, draft, problem):
        with refused(Refused) as refusal:
            an_activity(**draft)
        assert problem in codes(refusal)


def changed(activity, **fields):
    return type(draft := draft_of(activity))(**vars(draft) | fields)


class TestFirst:
    @pytest.fixture
    def activity(self):
        """A week from now; from three days before on, everybody is first."""
        return an_activity(first_for="residents", first_days=3, capacity=2)

    def test_who_lives_here_is_in_and_others_wait_beside_free_places(self, activity):
        make_enrolment(activity, person="Gość")
        make_enrolment(activity, person="Anna", is_local=True)
        assert line(Intake.objects.get()) == [("Gość", "waiting"), ("Anna", "going")]

    def test_then_what_is_free_goes_to_those_who_wait_in_order(self, activity, tuesday):
        for name in ("Gość", "Turysta"):
            make_enrolment(activity, person=name, email=f"{name}@example.org".replace("ść", "sc"))
        make_enrolment(activity, person="Anna", is_local=True)
        promoting.open_to_all()
        assert line(Intake.objects.get())[0] == ("Gość", "waiting")
        tuesday.shift(dt.timedelta(days=4, hours=8))
        promoting.open_to_all()
        assert line(Intake.objects.get()) == [("Gość", "offered"), ("Turysta", "waiting"), ("Anna", "going")]
        assert told("Gosc@example.org") == ["waiting", "offered"]

    def test_whoever_comes_then_does_not_pass_those_who_wait(self, activity, tuesday):
        for name in ("Gość", "Turysta"):
            make_enrolment(activity, person=name)
        tuesday.shift(dt.timedelta(days=5))
        make_enrolment(activity, person="Jan", is_local=True)
        assert line(Intake.objects.get()) == [("Gość", "offered"), ("Turysta", "offered"), ("Jan", "waiting")]

    def test_a_place_given_back_before_goes_to_the_first(self, activity):
        anna, *_ = [make_enrolment(activity, person=name, is_local=True) for name in ("Anna", "Jan")]
        make_enrolment(activity, person="Gość")
        make_enrolment(activity, person="Ewa", is_local=True)
        enrolling.resign(enrolment=anna, by=audit.RESIDENT)
        assert line(Intake.objects.get())[2:] == [("Gość", "waiting"), ("Ewa", "offered")]

    def test_the_form_says_until_when_and_asks_nothing_else(self, client, activity):
        page = client.get(f"{activity.get_absolute_url()}sign-up/?session={activity.sessions.get().pk}")
        text = page.content.decode()
        assert "id_is_local" in text
        assert "17:00" in text


class TestMembers:
    @pytest.fixture
    def activity(self):
        centre = make_centre(kind=ModelKind.CAS)
        return make_activity(centre, draft={"sign_up": "required", "first_for": "members", "capacity": 2})

    def test_a_member_is_in_by_the_address_that_a_code_proves(self, activity):
        make_member(activity.centre, email="anna@example.org")
        make_member(make_centre(kind=ModelKind.CAS), email="gosc@example.org")
        for email in ("ANNA@example.org", "gosc@example.org"):
            make_enrolment(activity, person=email[:4], email=email)
        assert line(Intake.objects.get()) == [("ANNA", "going"), ("gosc", "waiting")]

    @pytest.mark.parametrize(("by_staff", "state"), [(True, "going"), (False, "waiting")])
    def test_a_telephone_proves_it_to_staff_alone(self, activity, by_staff, state):
        make_member(activity.centre, email="", phone="+48600100200")
        by = audit.staff(make_staff(Role.HOST, activity.centre)) if by_staff else audit.RESIDENT
        enrolment = enrolling.sign_up(
            activity=activity,
            session=activity.sessions.get(),
            draft=EnrolmentDraft(person="Jan", email="jan@example.org", phone="+48600100200"),
            channel=Channel.API,
            by=by,
            submission_key="one",
        )
        assert enrolment.state == state


class TestHowOften:
    @pytest.fixture
    def activity(self):
        return make_activity(rule="FREQ=WEEKLY;COUNT=4", draft={"sign_up": "required", "most_sessions": 2})

    @pytest.mark.parametrize("contact", [{"email": "Anna@example.org"}, {"email": "", "phone": "+48600100200"}])
    def test_one_person_is_held_to_it_by_address_or_telephone(self, activity, contact):
        one, two, three, _last = activity.sessions.all()
        for session in (one, two):
            make_enrolment(activity, session, email="anna@example.org", phone="+48600100200")
        with refused(Refused) as refusal:
            make_enrolment(activity, three, **contact)
        assert codes(refusal) == [("session", "too-often")]
        make_enrolment(activity, three, email="jan@example.org", phone="+48600100201")

    def test_on_the_web_it_is_looked_at_when_the_code_is_typed_in(self, activity):
        one, two, three, _last = activity.sessions.all()
        asked = [
            enrolling.sign_up(
                activity=activity,
                session=session,
                draft=EnrolmentDraft(person="Anna", email="anna@example.org"),
                channel=Channel.WEB,
                by=audit.RESIDENT,
                submission_key=f"web-{session.pk}",
            )
            for session in (one, two, three)
        ]
        for each in asked[:2]:
            enrolling._confirm(enrolment=each)
        with refused(Refused) as refusal:
            enrolling._confirm(enrolment=asked[2])
        assert codes(refusal) == [("session", "too-often")]

    def test_what_is_given_up_or_over_counts_no_more(self, activity, tuesday):
        one, two, three, last = activity.sessions.all()
        first = make_enrolment(activity, one, email="anna@example.org")
        make_enrolment(activity, two, email="anna@example.org")
        enrolling.resign(enrolment=first, by=audit.RESIDENT)
        make_enrolment(activity, three, email="anna@example.org")
        tuesday.move_to(two.ends_at + dt.timedelta(hours=1))
        make_enrolment(activity, last, email="anna@example.org")
        assert Enrolment.objects.count() == 4


class TestQuestions:
    @pytest.fixture
    def activity(self):
        return an_activity(questions=(ASKED, Question("Skąd o nas wiesz?", "Żeby lepiej zapraszać.")))

    def test_answers_are_kept_as_they_were_asked(self, activity):
        enrolment = make_enrolment(activity, answers=("38", ""))
        assert enrolment.answers == [{"question": ASKED.text, "answer": "38"}]

    def test_what_is_needed_must_be_answered(self, activity):
        with refused(Refused) as refusal:
            make_enrolment(activity, answers=("\u200b",))
        assert codes(refusal) == [("answer_1", "no-answer")]

    def test_nobody_writes_a_novel(self, activity):
        with refused(Refused) as refusal:
            make_enrolment(activity, answers=("x" * 301,))
        assert codes(refusal) == [("answer_1", "too-long")]

    def test_a_week_after_the_last_date_they_are_gone(self, activity, tuesday):
        enrolment = make_enrolment(activity, answers=("38",))
        tuesday.move_to(activity.sessions.get().ends_at + dt.timedelta(days=6))
        assert forgetting.forget_answers() == 0
        tuesday.shift(dt.timedelta(days=2))
        assert forgetting.answered().count() == 1
        assert forgetting.forget_answers() == 1
        enrolment.refresh_from_db()
        assert (enrolment.answers, enrolment.person != "") == ([], True)


def test_through_the_pages(client):
    """The host plans groups, an order and a question in the browser; a resident answers; the host reads it."""
    centre = make_centre()
    room = make_room(centre)
    client.force_login(make_staff(Role.HOST, centre), "allauth.account.auth_backends.AuthenticationBackend")
    desk = f"/desk/{centre.network.slug}/{centre.slug}/programme/"
    on = clock.today(centre.zone) + dt.timedelta(days=9)
    form = {
        "title": "Łyżwy",
        "kind": "movement",
        "audience": "everybody",
        "where": "room",
        "room": room.slug,
        "on": on.isoformat(),
        "starts": "16:00",
        "ends": "17:30",
        "repeats": "once",
        "initiator": "centre",
        "sign_up": "required",
        "signs_up_for": "session",
        "largest_party": "1",
        "answer_hours": "24",
        "groups": "Dzieci: 2\nDorośli – 1\n",
        "first_for": "residents",
        "first_days": "0",
        "question_1": ASKED.text,
        "why_1": ASKED.why,
        "needed_1": "on",
        "submission_key": "one",
    }
    wrong = client.post(f"{desk}new/", form | {"groups": "Dzieci: 2\ndużo dorosłych"})
    assert wrong.status_code == 422
    assert "dużo dorosłych" in wrong.content.decode()
    made = client.post(f"{desk}new/", form)
    assert made.status_code == 302
    again = client.get(f"{made['Location']}edit/").content.decode()
    assert "Dzieci: 2\nDorośli: 1" in again
    client.post(f"{made['Location']}publish/")
    activity = centre.activities.get()
    address = f"{activity.get_absolute_url()}sign-up/?session={activity.sessions.get().pk}"
    sent = {"person": "Anna", "email": "anna@example.org", "session": activity.sessions.get().pk, "is_local": "on"}
    unanswered = client.post(address, sent | {"group": "Dzieci"})
    assert unanswered.status_code == 422
    assert "answer_1" in unanswered.content.decode()
    assert client.post(address, sent | {"group": "Dzieci", "answer_1": "38"}).status_code == 302
    enrolment = Enrolment.objects.get()
    assert (enrolment.group, enrolment.is_first) == ("Dzieci", True)
    enrolling._confirm(enrolment=enrolment)
    for page in ("people/", "people/?list", f"people/{enrolment.reference}/"):
        text = client.get(f"{made['Location']}{page}").content.decode()
        assert ASKED.text in text, page
        assert "38" in text, page
