"""Messages to people over real SMTP: written with the deed, delivered later, once, each in its language."""

import datetime as dt
import socket
from email import message_from_bytes, policy

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from podworko.core import delivery, messages, tasks
from podworko.core.delivery import WAITS
from podworko.core.messages import Attachment
from podworko.core.models import Message

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
CALENDAR = Attachment("podworko.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


class Letterbox:
    """The other side: an SMTP server's handler that keeps what it is given, unless told to refuse it."""

    def __init__(self):
        self.mails, self.refuses = [], ""

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd asks so
        if self.refuses:
            return self.refuses
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class CrashError(BaseException):
    """The process is killed."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def address(settings):
    """Where mail goes to; nobody answers there until `letterbox` does."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    return settings.EMAIL_HOST, settings.EMAIL_PORT


@pytest.fixture
def letterbox(address):
    handler = Letterbox()
    controller = Controller(handler, hostname=address[0], port=address[1])
    controller.start()
    yield handler
    controller.stop()


def send(**changes):
    """Write a message down: the code, the one kind that needs no other area's records."""
    values = {
        "key": "code:1",
        "kind": "people.code",
        "to": "anna@example.org",
        "language": "pl",
        "context": {"code": "123456", "about": "Chór", "minutes": 30},
    }
    messages.send(**values | changes)
    return Message.objects.get(key=(values | changes)["key"])


def part(mail, media_type):
    """Return the one part of that type that is no attached file."""
    (found,) = (each for each in mail.walk() if each.get_content_type() == media_type and not each.get_filename())
    return found


def test_a_mail_is_plain_and_html_and_carries_its_calendar_as_part_and_as_file(letterbox):
    message = send(attachments=[CALENDAR])
    delivery.deliver(message.pk)
    (mail,) = letterbox.mails
    assert (mail["To"], mail["Subject"]) == ("anna@example.org", "Twój kod: 123456")
    assert mail["Message-ID"].startswith(f"<message-{message.pk}-")
    assert mail["Content-Language"] == "pl"
    assert "123456" in part(mail, "text/plain").get_content()
    assert '<html lang="pl"' in part(mail, "text/html").get_content()
    invitation = part(mail, "text/calendar")
    assert invitation.get_param("method") == "REQUEST"
    assert invitation.get_content_charset() == "utf-8"
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_param("method")) == ("podworko.ics", "REQUEST")
    for each in (invitation, file):
        assert each.get_content().splitlines() == ["BEGIN:VCALENDAR", "END:VCALENDAR"]
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert message.sent_at is not None


@pytest.mark.parametrize(
    ("language", "subject", "hello"),
    [
        ("pl", "Twój kod: 123456", "Dzień dobry"),
        ("uk", "Ваш код: 123456", "Добрий день"),
        ("en", "Your code: 123456", "Hello"),
    ],
)
def test_each_is_written_in_the_readers_language_whatever_the_writers(letterbox, language, subject, hello):
    delivery.deliver(send(language=language).pk)
    (mail,) = letterbox.mails
    assert (mail["Subject"], mail["Content-Language"]) == (subject, language)
    assert hello in part(mail, "text/plain").get_content()
    assert f'lang="{language}"' in part(mail, "text/html").get_content()


def test_what_somebody_typed_never_becomes_markup_or_a_header(letterbox):
    topic = '<script>alert("1")</script>\nBcc: everybody@example.org'
    message = send(context={"code": "123456\nBcc: everybody@example.org", "about": topic, "minutes": 30})
    delivery.deliver(message.pk)
    (mail,) = letterbox.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Twój kod: 123456"
    html = part(mail, "text/html").get_content()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "<script>" in part(mail, "text/plain").get_content()


def test_the_mail_server_is_away_the_mail_goes_out_later_and_once(noon, address):
    message = send()
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert (message.state, message.tries, message.next_try_at) == (Message.State.WAITING, 1, NOON + WAITS[0])
    handler = Letterbox()
    controller = Controller(handler, hostname=address[0], port=address[1])
    controller.start()
    try:
        delivery.deliver_due()
        assert handler.mails == []  # not yet
        noon.shift(WAITS[0])
        delivery.deliver_due()
        delivery.deliver_due()
        delivery.deliver(message.pk)
    finally:
        controller.stop()
    assert [mail["Subject"] for mail in handler.mails] == ["Twój kod: 123456"]


def test_after_the_last_try_it_is_marked_and_left_alone(noon, letterbox):
    letterbox.refuses = "554 no"
    message = send()
    for tried, wait in enumerate(WAITS):
        delivery.deliver_due()
        message.refresh_from_db()
        assert (message.state, message.tries) == (Message.State.WAITING, tried + 1)
        noon.shift(wait)
    delivery.deliver_due()
    message.refresh_from_db()
    assert message.state == Message.State.FAILED
    letterbox.refuses = ""
    noon.shift(dt.timedelta(days=30))
    delivery.deliver_due()
    assert letterbox.mails == []


def test_one_that_cannot_be_written_holds_no_other_back(noon, letterbox):
    broken = Message.objects.create(key="past-send", kind="people.code", to="a@example.org\nBcc: b@example.org")
    good = send()
    delivery.deliver_due()
    assert [mail["To"] for mail in letterbox.mails] == ["anna@example.org"]
    good.refresh_from_db()
    assert good.state == Message.State.SENT
    for wait in WAITS:
        noon.shift(wait)
        delivery.deliver_due()
    broken.refresh_from_db()
    assert broken.state == Message.State.FAILED
    assert len(letterbox.mails) == 1


def test_two_processes_send_a_message_once(noon, letterbox, monkeypatch):
    message = send()
    really_send = EmailBackend.send_messages

    def send_while_another_process_tries(backend, mails):
        monkeypatch.setattr(EmailBackend, "send_messages", really_send)
        delivery.deliver(message.pk)
        delivery.deliver_due()
        return really_send(backend, mails)

    monkeypatch.setattr(EmailBackend, "send_messages", send_while_another_process_tries)
    delivery.deliver(message.pk)
    assert len(letterbox.mails) == 1


def test_what_a_process_that_died_had_begun_is_taken_over(noon, letterbox, monkeypatch):
    message = send()

    def die(backend, mails):
        raise CrashError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", die)
        with pytest.raises(CrashError):
            delivery.deliver(message.pk)
    delivery.deliver_due()
    assert letterbox.mails == []  # it may still be sending
    noon.shift(delivery.CLAIM)
    delivery.deliver_due()
    delivery.deliver_due()
    (mail,) = letterbox.mails
    # Named by the message, not by the try: should the first have gone out after all, the reader sees one.
    assert mail["Message-ID"].startswith(f"<message-{message.pk}-20261124120000@")


def test_nothing_is_told_of_what_did_not_happen():
    def send_and_fail():
        with transaction.atomic():
            send()
            raise CrashError

    with pytest.raises(CrashError):
        send_and_fail()
    assert Message.objects.count() == 0
    assert DBTaskResult.objects.count() == 0


def test_the_same_news_is_written_down_once():
    first, second = send(), send(context={"code": "999999", "about": "Chór", "minutes": 30})
    assert first == second
    assert "123456" in second.text
    assert DBTaskResult.objects.count() == 1


def test_the_worker_is_asked_to_deliver_it_at_once(letterbox):
    message = send()
    task = DBTaskResult.objects.ready().get()
    assert task.args_kwargs == {"args": [message.pk], "kwargs": {}}
    tasks.deliver.call(*task.args_kwargs["args"])
    assert len(letterbox.mails) == 1


def test_a_sign_that_no_subject_may_hold_does_not_keep_the_mail_from_going_out(letterbox):
    message = send(context={"code": "12\r34\x0b56", "about": "Szachy", "minutes": 30})
    delivery.deliver(message.pk)
    (mail,) = letterbox.mails
    assert mail["Subject"] == "Twój kod: 12 34 56"
