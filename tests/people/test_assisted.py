"""Staff fill in a form for a resident: who, how, why and consent are kept, and the person is told as they want."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import CharField, EmailField

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.models import AuditEvent, Message
from podworko.core.queries import history_of
from podworko.people import assisted, consents
from podworko.people.assisted import Reach
from podworko.people.assisted_forms import AssistedFields
from podworko.people.models import AnswerBy, AssistedEntry, Consent, EntryChannel
from tests.factories import make_assistance, make_request, make_user

pytestmark = pytest.mark.django_db
MOBILE, ON_THE_WALL, EMAIL = "+48512345678", "+48125550100", "anna@example.org"
ANSWERS = {"channel": "paper", "answer_by": "sms", "why": "Nie ma internetu.", "has_agreed": "on", "phone": MOBILE}


class TheirForm(AssistedFields):
    """A form of a resident's, taken in by staff."""

    email = EmailField(required=False)
    phone = CharField(required=False)


@pytest.fixture
def host():
    return make_user(name="Barbara Wilk")


def enter(host, **contact):
    """Fill in a request for somebody; `contact` may hold what they said of the answer."""
    fields = {name: contact.pop(name) for name in ("answer_by", "why", "channel") if name in contact}
    request = make_request(email="", phone=MOBILE)
    return request, assisted.record(
        subject=request, assistance=make_assistance(**fields), by=audit.staff(host), **contact
    )


def test_who_how_why_and_the_consent_are_kept(host):
    request, entry = enter(host, phone=MOBILE, channel="paper", why="  Nie ma internetu. ")
    assert (entry.channel, entry.entered_by, entry.why) == (EntryChannel.PAPER, host, "Nie ma internetu.")
    consent = Consent.objects.get()
    assert entry.consent == consent
    assert (consent.text.purpose, consent.phone, consent.channel) == ("people.assisted", MOBILE, "paper")
    assert consent.entered_by == host
    event = AuditEvent.objects.about(request).get()
    assert (event.verb, event.actor, event.on_behalf, event.why) == ("people.assisted", host, True, entry.why)
    assert MOBILE not in str(event.facts)


def test_staff_read_in_the_history_who_wrote_it_down_for_whom(host):
    request, _entry = enter(host, phone=MOBILE, channel="paper")
    (event,) = history_of(request, zone=request.centre.zone).events
    assert "Barbara Wilk" in event.who
    assert event.who != "Barbara Wilk"
    assert str(EntryChannel.PAPER.label) in event.what


def test_without_consent_nothing_is_kept(host):
    request = make_request()
    with pytest.raises(Refused):
        assisted.record(
            subject=request, assistance=make_assistance(has_agreed=False), by=audit.staff(host), phone=MOBILE
        )
    assert not AssistedEntry.objects.exists()
    assert not Consent.objects.exists()


def test_one_thing_is_entered_once_and_never_by_the_person(host):
    _request, entry = enter(host, phone=MOBILE)
    entry.pk = None
    for change in ({}, {"subject_id": "0", "channel": "web"}):
        for name, value in change.items():
            setattr(entry, name, value)
        with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
            entry.save(force_insert=True)


@pytest.mark.parametrize(
    ("contact", "answer_by", "reach"),
    [
        ({"email": EMAIL, "phone": MOBILE}, None, Reach(Message.Channel.EMAIL, EMAIL)),
        ({"phone": MOBILE}, None, Reach(Message.Channel.SMS, MOBILE)),
        ({"phone": ON_THE_WALL}, None, None),
        ({"email": EMAIL, "phone": MOBILE}, AnswerBy.SMS, Reach(Message.Channel.SMS, MOBILE)),
        ({"phone": ON_THE_WALL}, AnswerBy.LETTER, Reach(Message.Channel.LETTER, "Anna")),
        ({"email": EMAIL}, AnswerBy.NONE, None),
    ],
)
def test_the_person_is_told_as_they_want_or_as_fits(host, contact, answer_by, reach):
    request, _entry = enter(host, answer_by=answer_by, **contact)
    assert assisted.reach_of(request, **{"person": "Anna", "email": "", "phone": ""} | contact) == reach


def test_who_typed_it_themselves_is_told_by_e_mail():
    request = make_request()
    reach = assisted.reach_of(request, person="Anna", email=EMAIL, phone=MOBILE)
    assert reach == Reach(Message.Channel.EMAIL, EMAIL)
    assert assisted.reach_of(request, person="Anna", email="", phone=MOBILE) is None


def test_the_form_shows_the_words_to_read_aloud_and_reads_the_answers():
    form = TheirForm(ANSWERS)
    assert form.is_valid(), form.errors
    assert form.read_aloud == consents.current("people.assisted")["pl"]
    assistance = form.assistance()
    assert (assistance.channel, assistance.answer_by) == (EntryChannel.PAPER, AnswerBy.SMS)
    assert assistance.has_agreed
    assert TheirForm(ANSWERS | {"answer_by": "fits"}).fields["answer_by"].initial == "fits"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"has_agreed": ""}, "has_agreed"),
        ({"channel": "web"}, "channel"),
        ({"answer_by": "pigeon"}, "answer_by"),
        ({"why": "x" * 201}, "why"),
    ],
)
def test_a_form_that_is_not_answered_well_says_where(wrong, field):
    form = TheirForm(ANSWERS | wrong)
    assert list(form.errors) == [field]
