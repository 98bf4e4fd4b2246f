"""A resident asks for a room: sends, confirms, changes."""

import datetime as dt
import re

import pytest

from podworko.bookings.actions import asking
from podworko.bookings.models import ASSISTED, BookingRequest, Channel, RequestState
from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent, Message
from podworko.people.models import AnswerBy, Role
from tests.bookings.seen import codes, last_mail, states, taken, told, trail
from tests.factories import (
    make_assistance,
    make_booking,
    make_centre,
    make_draft,
    make_request,
    make_room,
    make_staff,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def room():
    return make_room()


@pytest.fixture
def host(room):
    return make_staff(Role.HOST, room.centre)


def submit(room, draft=None, **changes):
    values = {"channel": Channel.WEB, "by": audit.RESIDENT, "submission_key": "web:1"} | changes
    if values["channel"] in ASSISTED:
        values = {"assistance": make_assistance(values["channel"])} | values
    return asking.submit(centre=room.centre, draft=draft or make_draft(room.centre, room=room), **values)


def code_in_mail():
    return re.search(r"\d{6}", last_mail().subject)[0]


# --- sending ---


def test_from_the_web_it_waits_for_its_code_and_takes_no_room(room):
    request = submit(room)
    assert states(request) == ("unconfirmed", ["waiting"])
    assert trail(request) == [("bookings.submitted", "resident", "")]
    assert told() == [("people.code", "anna.nowak@example.org", "pl")]
    assert request.decide_by is None
    assert taken(room) == []


def test_all_that_was_asked_for_is_kept(room):
    draft = make_draft(
        room.centre, room=room, phone="+48123456789", is_open_to_all=True, equipment=("chairs",),
        accessibility="Przyjdzie osoba na wózku.", language="uk",
    )  # fmt: skip
    request = BookingRequest.objects.get(pk=submit(room, draft).pk)
    for name, value in vars(draft).items():
        if name not in {"when", "equipment", *asking.JUDGED}:
            assert getattr(request, name) == value, name
    assert request.equipment == ["chairs"]
    date = request.dates.get()
    assert date.starts_at.astimezone(room.centre.zone).strftime("%d.%m.%Y %H:%M") == "01.12.2026 17:00"


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.IN_PERSON, Channel.PAPER])
def test_staff_write_it_down_for_a_caller_with_no_code(room, host, channel):
    request = submit(room, channel=channel, by=audit.staff(host))
    assert states(request) == ("waiting", ["waiting"])
    assert told() == [("bookings.received", "anna.nowak@example.org", "pl")]
    event, entered = AuditEvent.objects.about(request)
    assert (event.verb, event.actor, event.on_behalf, event.facts) == (
        "bookings.submitted", host, True, {"channel": channel},
    )  # fmt: skip
    assert (entered.verb, entered.actor, entered.on_behalf) == ("people.assisted", host, True)
    assert request.taken_by == host


def test_nobody_is_written_down_without_their_consent(room, host):
    for assistance in (None, make_assistance(has_agreed=False)):
        with pytest.raises(Refused) as refused:
            submit(room, channel=Channel.PHONE, by=audit.staff(host), assistance=assistance)
        assert codes(refused) == [("has_agreed", "not-agreed")]
    assert BookingRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("phone", "answer_by", "told_by"),
    [
        ("+48512345678", None, [("sms", "+48512345678")]),
        ("+48512345678", AnswerBy.LETTER, [("letter", "Anna Nowak")]),
        # No text message gets to a telephone on the wall; and whoever wants to be called is called.
        ("+48123456789", None, []),
        ("+48512345678", AnswerBy.NONE, []),
    ],
)
def test_a_caller_with_no_e_mail_is_answered_as_they_want(room, host, phone, answer_by, told_by):
    draft = make_draft(room.centre, room=room, email="", phone=phone)
    assistance = make_assistance(answer_by=answer_by)
    request = submit(room, draft, channel=Channel.PHONE, by=audit.staff(host), assistance=assistance)
    assert states(request)[0] == "waiting"
    assert list(Message.objects.about(request).values_list("channel", "to")) == told_by


@pytest.mark.parametrize(
    ("phone", "answer_by", "field"),
    [("+48123456789", AnswerBy.SMS, "phone"), ("", AnswerBy.SMS, "phone"), ("+48512345678", AnswerBy.EMAIL, "email")],
)
def test_an_answer_that_cannot_reach_them_is_refused_beside_the_contact(room, host, phone, answer_by, field):
    draft = make_draft(room.centre, room=room, email="" if phone else "anna@example.org", phone=phone)
    with pytest.raises(Refused) as refused:
        submit(
            room, draft, channel=Channel.PHONE, by=audit.staff(host), assistance=make_assistance(answer_by=answer_by)
        )
    assert [problem.field for problem in refused.value.problems] == [field]


def test_staff_may_waive_the_notice_with_a_reason_that_is_kept(room, host):
    draft = make_draft(room.centre, room=room, on=dt.date(2026, 11, 25))
    with pytest.raises(Refused) as refused:
        submit(room, draft, channel=Channel.PHONE, by=audit.staff(host))
    assert codes(refused) == [("on", "notice")]
    request = submit(room, draft, channel=Channel.PHONE, by=audit.staff(host), waiver="Sąsiedzi w potrzebie.")
    assert trail(request)[0] == ("bookings.submitted", "staff", "Sąsiedzi w potrzebie.")


def test_a_resident_may_not(room):
    with pytest.raises(Refused) as refused:
        submit(room, make_draft(room.centre, on=dt.date(2026, 11, 25)), waiver="Proszę!")
    assert codes(refused) == [("on", "notice")]


def test_from_the_web_an_e_mail_address_is_needed_for_the_code(room):
    with pytest.raises(Refused) as refused:
        submit(room, make_draft(room.centre, email="", phone="+48123456789"))
    assert codes(refused) == [("email", "email-needed")]
    assert BookingRequest.objects.count() == 0


def test_an_account_that_is_not_staff_asks_in_its_own_name_only(room):
    user = make_user(email="jan@example.org")
    actor = audit.Actor(audit.RESIDENT.kind, user)
    with pytest.raises(Refused) as refused:
        submit(room, channel=Channel.API, by=actor)
    assert codes(refused) == [("email", "not-yours")]
    draft = make_draft(room.centre, email="Jan@example.org")
    assert states(submit(room, draft, channel=Channel.API, by=actor))[0] == "waiting"


def test_a_room_that_is_taken_is_a_conflict_and_other_rules_are_not(room):
    make_booking(room)
    with pytest.raises(Conflict) as refused:
        submit(room)
    assert codes(refused) == [("starts", "taken")]
    with pytest.raises(Refused) as refused:
        submit(room, make_draft(room.centre, room=room, topic=""))
    assert refused.value.status == 422
    assert codes(refused) == [("starts", "taken"), ("topic", "missing")]


def test_two_may_wait_for_the_same_room(room):
    submit(room)
    assert states(submit(room, submission_key="web:2"))[0] == "unconfirmed"


def test_the_same_sending_twice_is_one_request(room):
    draft = make_draft(room.centre, room=room)
    first, second = submit(room, draft), submit(room, draft)
    assert first == second
    assert BookingRequest.objects.count() == Message.objects.count() == AuditEvent.objects.count() == 1


def test_another_draft_or_place_under_the_same_key_is_refused(room):
    draft = make_draft(room.centre)
    submit(room, draft)
    for other in (lambda: submit(room, make_draft(room.centre, people=13)), lambda: submit(make_room(), draft)):
        with pytest.raises(Conflict) as refused:
            other()
        assert codes(refused) == [("", "key-used")]
    assert BookingRequest.objects.count() == 1


def test_two_sendings_at_the_very_same_moment_are_one_request(room, monkeypatch):
    """The other one is written after we looked and before we write."""
    draft = make_draft(room.centre, room=room)
    look = asking.terms.judge_draft

    def while_another_sends(*args, **kwargs):
        monkeypatch.setattr(asking.terms, "judge_draft", look)
        submit(room, draft)
        return look(*args, **kwargs)

    monkeypatch.setattr(asking.terms, "judge_draft", while_another_sends)
    request = submit(room, draft)
    assert states(request) == ("unconfirmed", ["waiting"])
    assert BookingRequest.objects.count() == Message.objects.count() == 1


def test_dates_on_which_the_place_is_closed_are_left_out_and_taken_ones_wait(room):
    # Wednesdays and Thursdays before Christmas; Thursday the 24th is a public holiday.
    make_booking(room, on=dt.date(2026, 12, 10))
    draft = make_draft(room.centre, room=room, on=dt.date(2026, 12, 3), until=dt.date(2027, 1, 7))
    request = submit(room, draft)
    zone = room.centre.zone
    assert [f"{date.starts_at.astimezone(zone):%d.%m}" for date in request.dates.all()] == [
        "03.12", "10.12", "17.12", "31.12", "07.01",
    ]  # fmt: skip


def test_every_week_at_six_stays_at_six_when_the_clocks_change(room):
    draft = make_draft(
        room.centre, room=room, on=dt.date(2027, 3, 16), starts="18:00", ends="19:30", until=dt.date(2027, 4, 6)
    )
    moments = [date.starts_at for date in submit(room, draft).dates.all()]
    assert [f"{moment.astimezone(room.centre.zone):%d.%m %H:%M}" for moment in moments] == [
        "16.03 18:00", "23.03 18:00", "30.03 18:00", "06.04 18:00",
    ]  # fmt: skip
    assert [f"{moment:%H:%M}" for moment in moments] == ["17:00", "17:00", "16:00", "16:00"]


# --- confirming ---


def test_the_code_brings_it_before_the_place_with_a_deadline(room):
    request = submit(room)
    confirmed = asking.confirm(request=request, code=code_in_mail())
    assert states(request) == ("waiting", ["waiting"])
    assert trail(request)[-1] == ("bookings.confirmed", "resident", "")
    assert told()[1:] == [
        ("bookings.received", "anna.nowak@example.org", "pl"),
        ("bookings.arrived", room.centre.email, "pl"),
    ]
    # Two working days from Tuesday: the end of Thursday.
    assert f"{confirmed.decide_by.astimezone(room.centre.zone):%d.%m %H:%M}" == "26.11 23:59"


def test_the_deadline_is_never_after_the_first_date(host, room):
    draft = make_draft(room.centre, room=room, on=dt.date(2026, 11, 25), starts="11:00", ends="12:00")
    request = submit(room, draft, channel=Channel.PHONE, by=audit.staff(host), waiver="Pilne.")
    assert request.decide_by == request.dates.get().starts_at


def test_confirming_twice_is_confirming_once(room):
    request, code = submit(room), code_in_mail()
    asking.confirm(request=request, code=code)
    asking.confirm(request=BookingRequest.objects.get(pk=request.pk), code="000000")
    assert [kind for kind, *_rest in told()] == ["people.code", "bookings.received", "bookings.arrived"]


def test_a_wrong_code_counts_and_changes_nothing(room):
    request, code = submit(room), code_in_mail()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _try in range(5):
        with pytest.raises(Refused) as refused:
            asking.confirm(request=request, code=wrong)
        assert codes(refused) == [("code", "wrong-code")]
    with pytest.raises(Refused) as refused:
        asking.confirm(request=request, code=code)
    assert codes(refused) == [("code", "spent-code")]
    assert states(request)[0] == "unconfirmed"
    asking.send_confirmation_code(request=request)
    asking.confirm(request=request, code=code_in_mail())
    assert states(request)[0] == "waiting"


# --- changing ---


def test_a_change_takes_the_place_of_what_was_asked_and_the_decision_waits_anew(room):
    request = make_request(room, state=RequestState.CHANGES_ASKED)
    later = make_draft(room.centre, room=room, on=dt.date(2026, 12, 8), people=20, topic="Próba generalna")
    changed = asking.change(request=request, draft=later, by=audit.RESIDENT)
    assert states(request) == ("waiting", ["waiting"])
    assert (changed.people, changed.topic, changed.question) == (20, "Próba generalna", "")
    assert f"{changed.decide_by.astimezone(room.centre.zone):%d.%m}" == "26.11"
    event = AuditEvent.objects.about(request).get()
    assert event.verb == "bookings.changed"
    assert event.facts["changed"]["people"] == ["12", "20"]
    assert "person" not in event.facts["changed"]


def test_the_confirmed_address_and_the_language_of_letters_stay(room):
    request = make_request(room, language="uk")
    draft = make_draft(room.centre, room=room, email="somebody.else@example.org", language="en")
    changed = asking.change(request=request, draft=draft, by=audit.RESIDENT)
    assert (changed.email, changed.language) == ("anna.nowak@example.org", "uk")


def test_a_change_is_held_against_the_same_rules_and_loses_nothing(room):
    request = make_request(room)
    with pytest.raises(Refused) as refused:
        asking.change(request=request, draft=make_draft(room.centre, people=31), by=audit.RESIDENT)
    assert codes(refused) == [("people", "too-many-people")]
    assert states(request) == ("waiting", ["waiting"])
    assert BookingRequest.objects.get().people == 12


def test_a_series_of_which_part_is_decided_cannot_be_changed(room):
    request = make_request(room, weeks=3)
    request.dates.filter(pk=request.dates.first().pk).update(state="declined")
    with pytest.raises(Conflict) as refused:
        asking.change(request=request, draft=make_draft(room.centre), by=audit.RESIDENT)
    assert codes(refused) == [("", "partly-decided")]


def test_an_escalated_request_that_is_changed_gets_a_new_deadline(room, tuesday):
    request = make_request(room, escalated_at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    assert asking.change(request=request, draft=make_draft(room.centre), by=audit.RESIDENT).escalated_at is None


# --- what people type ---


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Święto 💛 ulicy 👩‍👩‍👧", "Święto 💛 ulicy 👩‍👩‍👧"),
        ("لقاء الجيران", "لقاء الجيران"),
        ("  Chór \t sąsiedzki\n", "Chór sąsiedzki"),
        ("Chór\r\nBcc: everybody@example.org", "Chór Bcc: everybody@example.org"),
        ("Chór\x00\x01\x1b[31m", "Chór [31m"),
        ("Chór\u2028drugi", "Chór drugi"),
        ("Chór \ud83d", "Chór"),
        ("'); DROP TABLE bookings_occupancy;--", "'); DROP TABLE bookings_occupancy;--"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_words_are_kept_as_typed_but_for_what_no_mail_and_calendar_can_hold(typed, kept):
    room = make_room()
    host = make_staff(Role.HOST, room.centre)
    draft = make_draft(room.centre, room=room, topic=typed, person=typed, accessibility=typed)
    request = submit(room, draft, channel=Channel.PHONE, by=audit.staff(host))
    fresh = BookingRequest.objects.get(pk=request.pk)
    assert (fresh.topic, fresh.person, fresh.accessibility) == (kept, kept, kept)
    assert last_mail().subject.endswith(f": {kept}")


def test_two_places_know_nothing_of_each_other(room):
    other = make_room(make_centre())
    make_booking(other)
    submit(room)
    assert BookingRequest.objects.filter(centre=room.centre).count() == 1
