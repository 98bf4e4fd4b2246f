"""Those who had a place are asked once, when it is over and they are awake; never by letter, never when it is off."""

import datetime as dt

import pytest

from podworko.bookings import series
from podworko.bookings.models import Channel
from podworko.core import audit
from podworko.core.models import AuditEvent, Message
from podworko.evaluation.actions import asking
from podworko.evaluation.links import digest_of
from podworko.evaluation.models import Asked, Right, Ticket
from podworko.people.models import AnswerBy
from podworko.programme.actions import enrolling, forgetting, planning
from podworko.programme.drafts import EnrolmentDraft
from podworko.programme.models import Enrolment
from tests.evaluation.heard import asked, link_in
from tests.factories import make_activity, make_assistance, make_enrolment

pytestmark = pytest.mark.django_db


def switch(activity, *, is_on=True):
    asking.set_asking(activity=activity, is_on=is_on, by=audit.SYSTEM)


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("time", "days", "is_time"),
    [
        ("19:29", 0, False),
        ("19:30", 0, True),
        ("20:00", 0, False),
        ("08:59", 1, False),
        ("09:00", 1, True),
        ("19:00", 4, False),
    ],
)
def test_people_are_asked_an_hour_after_the_end_when_they_are_awake(activity, on_the_day, time, days, is_time):
    switch(activity)
    on_the_day(time, days)
    asking.ask()
    assert sorted(asked()) == (["anna@example.org", "olena@example.org"] if is_time else [])


def test_each_is_asked_once_in_their_language_by_a_link_of_their_own(activity, session, on_the_day):
    switch(activity)
    on_the_day("19:40")
    asking.ask()
    asking.ask()
    found = asked()
    assert len(found) == Message.objects.filter(kind="evaluation.how_was_it").count() == 2
    assert {each.to: each.language for each in found.values()}["olena@example.org"] == "uk"
    links = {link_in(each) for each in found.values()}
    assert len(links) == 2
    # What one is about to press is named after the "#", which no browser sends.
    text = found["anna@example.org"].text
    assert all(f"#face-{face}" in text for face in range(1, 6))
    assert "?" not in link_in(found["anna@example.org"])
    assert Asked.objects.get(session=session).people == 2
    digests = {digest_of(link.split("/")[2]) for link in links}
    assert set(Ticket.objects.values_list("digest", "right")) == {(each, right) for each in digests for right in Right}


def test_nobody_is_asked_unless_it_is_switched_on_before_the_end(activity, on_the_day):
    on_the_day("19:00")
    switch(activity)
    on_the_day("19:40")
    asking.ask()
    assert asked() == {}


def test_it_can_be_switched_off_again_and_the_trail_tells_of_both(activity, on_the_day):
    switch(activity)
    switch(activity)
    switch(activity, is_on=False)
    on_the_day("19:40")
    asking.ask()
    assert asked() == {}
    verbs = AuditEvent.objects.about(activity).filter(verb__startswith="evaluation.").values_list("verb", flat=True)
    assert sorted(verbs) == ["evaluation.asking_off", "evaluation.asking_on"]


def test_who_left_and_what_was_called_off_is_not_asked_about(activity, session, on_the_day):
    switch(activity)
    enrolling.resign(enrolment=Enrolment.objects.get(email="anna@example.org"), by=audit.RESIDENT)
    make_enrolment(activity, email="", phone="+48512345678")
    make_enrolment(activity, email="waits@example.org", seats=1)
    on_the_day("19:40")
    asking.ask()
    assert "anna@example.org" not in asked()
    planning_day = make_activity(activity.centre, draft={"sign_up": "required"})
    switch(planning_day)
    make_enrolment(planning_day, email="off@example.org")
    planning.call_off(activity=planning_day, by=audit.SYSTEM, reason="Burza.")
    on_the_day("19:40", days=8)
    asking.ask()
    assert "off@example.org" not in asked()


@pytest.mark.parametrize(
    ("answer_by", "channels"), [(AnswerBy.SMS, ["sms"]), (AnswerBy.LETTER, []), (AnswerBy.NONE, [])]
)
def test_by_their_own_channel_and_never_by_letter(centre, on_the_day, clock_hand, answer_by, channels):
    made = make_activity(centre, draft={"title": "Chór", "sign_up": "required"})
    switch(made)
    enrolling.sign_up(
        activity=made,
        session=made.sessions.get(),
        draft=EnrolmentDraft(person="Janina Kos", phone="+48512345678"),
        channel=Channel.PHONE,
        by=audit.SYSTEM,
        submission_key="janina",
        assistance=make_assistance(answer_by=answer_by),
    )
    clock_hand.move_to(made.sessions.get().ends_at + dt.timedelta(minutes=70))
    asking.ask()
    found = Message.objects.filter(kind="evaluation.how_was_it")
    assert [each.channel for each in found] == channels
    for each in found:
        assert each.text.splitlines()[-1].endswith(link_in(each))


def test_of_a_series_one_is_asked_after_its_last_date(centre, clock_hand):
    first = dt.date(2026, 12, 8)
    rule = series.weekly(first + dt.timedelta(weeks=1))
    draft = {"title": "Kurs", "sign_up": "required", "signs_up_for": "series"}
    made = make_activity(centre, on=first, rule=rule, draft=draft)
    make_enrolment(made, email="jan@example.org")
    switch(made)
    for session, expected in zip(made.sessions.all(), ([], ["jan@example.org"]), strict=True):
        clock_hand.move_to(session.ends_at + dt.timedelta(minutes=70))
        asking.ask()
        assert [*asked()] == expected


def test_who_is_erased_is_erased_from_what_they_were_asked(activity, on_the_day):
    switch(activity)
    on_the_day("19:40")
    asking.ask()
    forgetting.erase(enrolments=[Enrolment.objects.get(email="anna@example.org")], by=audit.RESIDENT)
    assert [*asked()] == ["olena@example.org"]
