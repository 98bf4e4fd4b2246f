"""What a person is told about their request: each kind of letter, in each language, right about the time."""

import datetime as dt

import pytest
from django.utils import translation

from podworko.bookings import messages
from podworko.bookings.models import DateState
from podworko.core import audit
from podworko.core.models import AuditEvent, Message
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
