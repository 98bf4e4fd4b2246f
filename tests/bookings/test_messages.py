"""What a person is told about their request: each kind of letter, in each language, right about the time."""

import datetime as dt
import re

import pytest
from django.utils import translation

from podworko.bookings import messages
from podworko.bookings.models import BookingRequest, DateState
from podworko.core import audit, sms
from podworko.core.models import AuditEvent, Message
from podworko.people.assisted import Reach
from podworko.people.models import Role
from tests.bookings.seen import last_mail, told
from tests.factories import make_booking, make_centre, make_request, make_room, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
LANGUAGES = ("pl", "uk", "en")
STAFF = audit.Actor(AuditEvent.ActorKind.STAFF)  # who writes to the person alone
NIGHT = {"on": dt.date(2026, 12, 1), "starts": "00:30", "ends": "01:30"}  # in UTC it is still November


def received(language):
    messages.received(make_request(language=language, **NIGHT), by=STAFF)


def changes_asked(language):
    messages.changes_asked(make_request(language=language, question="Czy może być później?", **NIGHT))


def decided(language):
    messages.decided(make_booking(language=language, **NIGHT))


def declined(language):
    request = make_request(language=language, **NIGHT)
    request.dates.update(state=DateState.DECLINED, reason="Malujemy.")
    messages.decided(request)


def cancelled(language):
    request = make_booking(language=language, **NIGHT)
    request.dates.update(state=DateState.CANCELLED)
    messages.cancelled(request, by=audit.RESIDENT)


def lapsed(language):
    request = make_request(language=language, **NIGHT)
    messages.lapsed(request, list(request.dates.all()))


def escalated(language):
    room = make_room()
    make_staff(Role.COORDINATOR, room.centre, language=language)
    messages.escalated(make_request(room, escalated_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC), **NIGHT))


LETTERS = [received, changes_asked, decided, declined, cancelled, lapsed, escalated]
ON = {"pl": "1 grudnia", "uk": "1 грудня", "en": "1 December"}


@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_is_complete_in_each_language_whatever_the_writers(letter):
    said = {}
    for language in LANGUAGES:
        with translation.override("en"):
            letter(language)
        mail = Message.objects.filter(language=language).earliest("pk")
        said[language] = mail
        assert mail.subject.endswith("Próba chóru sąsiedzkiego")
        if letter is changes_asked:
            assert "Czy może być później?" in mail.text
        else:
            assert ON[language] in mail.text
            assert "00:30–01:30" in mail.text
        assert "http" in mail.text
        assert "\n\n\n" not in mail.text
        assert "None" not in mail.text
        assert "{{" not in mail.text
        Message.objects.all().delete()
    assert len({mail.subject for mail in said.values()}) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_is_told_who_called_off_in_its_own_language(language):
    room = make_room()
    request = make_booking(room, language=language)
    request.dates.update(state=DateState.CANCELLED)
    messages.cancelled(request, by=audit.RESIDENT)
    to_place = last_mail()
    assert (to_place.kind, to_place.to, to_place.language) == ("bookings.called_off", room.centre.email, "pl")
    assert "Anna Nowak" in to_place.text


def test_the_deadline_is_told_in_the_time_of_the_place():
    request = make_request(decide_by=dt.datetime(2026, 11, 26, 22, 59, tzinfo=dt.UTC))
    messages.received(request, by=STAFF)
    assert "26 listopada" in last_mail().text


def test_what_people_write_stays_text():
    request = make_request(question='<a href="https://example.org">kliknij</a> & "cudzysłów"')
    messages.changes_asked(request)
    mail = last_mail()
    assert request.question in mail.text
    assert "&lt;a href=" in mail.html
    assert '<a href="https://example.org">kliknij' not in mail.html


def test_another_letter_with_the_same_news_gets_its_own_number():
    request = make_request()
    messages.received(request, by=STAFF)
    messages.received(request, by=STAFF)
    assert request.sequence == 2
    assert Message.objects.count() == 2


def test_with_no_e_mail_nothing_is_written_but_the_calendar_number_grows():
    request = make_request(email="", phone="+48123456789")
    messages.received(request, by=STAFF)
    assert (Message.objects.count(), request.sequence) == (0, 1)


def test_the_place_is_told_of_what_a_resident_asks_and_not_of_what_it_wrote_itself():
    request = make_request()
    messages.received(request, by=STAFF)
    assert [kind for kind, *_rest in told()] == ["bookings.received"]
    messages.received(request, by=audit.RESIDENT)
    assert told()[-1] == ("bookings.arrived", request.centre.email, "pl")
    assert request.topic in last_mail().text
    assert f"/desk/requests/{request.reference}/" in last_mail().text


def test_a_place_without_an_address_is_not_written_to():
    request = make_request(centre=make_centre(email=""))
    messages.received(request, by=audit.RESIDENT)
    assert [kind for kind, *_rest in told()] == ["bookings.received"]


# --- to those who have no e-mail ---

TO_RESIDENTS = [received, changes_asked, decided, declined, cancelled, lapsed]


@pytest.fixture
def told_by(monkeypatch):
    """Have residents told by another way than e-mail."""

    def choose(channel, to):
        monkeypatch.setattr(messages, "reach_of", lambda _request: Reach(channel, to))

    return choose


@pytest.mark.parametrize("letter", TO_RESIDENTS)
def test_each_fits_three_text_messages_in_each_language_and_leads_on(letter, told_by, settings):
    settings.SITE_URL = "https://podworko.um.krakow.example.org"
    told_by(Message.Channel.SMS, "+48512345678")
    for language in LANGUAGES:
        with translation.override("en"):
            letter(language)
        sent = Message.objects.get(language=language, channel="sms")
        assert (sent.to, sent.attachments) == ("+48512345678", [])
        assert sms.parts(sent.text) <= 3
        words, way = sent.text.rsplit("\n", 1)
        assert re.fullmatch(r".*, https://podworko.um.krakow.example.org/request/\S+/", way)
        assert ("Czy może" if letter is changes_asked else "1.12, 00:30-01:30") in words
        assert "{{" not in sent.text
        assert "None" not in sent.text
        Message.objects.all().delete()


@pytest.mark.parametrize("letter", TO_RESIDENTS)
def test_each_can_be_a_letter_that_asks_nobody_to_click(letter, told_by):
    told_by(Message.Channel.LETTER, "Anna Nowak")
    for language in LANGUAGES:
        letter(language)
        sent = Message.objects.get(language=language, channel="letter")
        request = BookingRequest.objects.get(pk=sent.subject_id)
        assert (sent.to, sent.state) == ("Anna Nowak", "waiting")
        assert request.reference in sent.text
        assert "http" not in sent.text
        assert sent.letterhead["name"] == request.centre.name
        assert "\n\n\n" not in sent.text
        Message.objects.all().delete()


def test_a_long_series_and_a_long_reason_fit_too(told_by):
    told_by(Message.Channel.SMS, "+48512345678")
    request = make_request(weeks=12, language="uk")
    request.dates.update(state=DateState.DECLINED, reason="Ремонт. " * 100)
    messages.decided(request)
    sent = Message.objects.get()
    assert sms.parts(sent.text) == 3
    assert "(+11)" in sent.text


def test_the_place_reads_in_the_language_of_its_coordinators():
    request = make_request()
    for language in ("uk", "pl", "uk"):
        make_staff(Role.COORDINATOR, request.centre, language=language)
    messages.received(request, by=audit.RESIDENT)
    assert told()[-1] == ("bookings.arrived", request.centre.email, "uk")


@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_who_is_put_in_line_is_not_told_no(language):
    room = make_room()
    request = make_request(room, language=language, phone="+48601602603")
    request.dates.update(state="queued")
    messages.decided(request)
    letter = Message.objects.get(kind="bookings.decided")
    with translation.override(language):
        assert letter.subject == translation.gettext("On the waiting list: %(topic)s") % {"topic": request.topic}
        assert translation.gettext("We cannot lend the room on:") not in letter.text
    assert "17:00–19:00" in letter.text
