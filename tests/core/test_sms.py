"""Text messages: how long, to which numbers, through a real HTTP gateway that fails in every way."""

import datetime as dt
import socket
import threading

import pytest
import time_machine
from django.template.loader import render_to_string

from podworko.core import audit, delivery, messages, sms
from podworko.core.delivery import WAITS
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent, Message
from tests.factories import make_request
from tests.gateway import TOKEN, Answer, gateway, settings_for

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
MOBILE = "+48512345678"
LINK = "12 555 01 00, https://podworko.example.org/request/ABCDEFG:0123456789012345678901234567890123456789012/"


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def box(settings):
    with gateway() as (opened, url):
        settings.SMS = settings_for(url)
        yield opened


def text(**changes):
    """Write a text message down: the code, the one kind that needs no other area's records."""
    context = {"code": "123456", "minutes": 30}
    values = {"key": "code:1", "kind": "people.code", "to": MOBILE, "language": "pl", "context": context}
    messages.send(**values | changes, channel=Message.Channel.SMS)
    return Message.objects.get(key=(values | changes)["key"])


def state(message):
    message.refresh_from_db()
    return message.state, message.tries


# --- how long ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("ą" * 70, 1),
        ("ą" + "a" * 70, 2),
        ("ї" * 134, 2),
        ("ї" * 135, 3),
        # The euro and the brackets take two places, an emoji two as well; neither is cut in half.
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("🪴" * 35, 1),
        ("🪴" * 36, 2),
        ("🪴" * 66, 2),
        ("🪴" * 67, 3),
    ],
    ids=lambda value: f"{value[:1]}{len(value)}" if isinstance(value, str) else None,
)
def test_the_network_counts_parts(words, parts):
    assert sms.parts(words) == parts


def test_what_is_short_enough_stays_as_it_is_with_its_letters():
    assert sms.fitted("Zażółć gęślą jaźń\nhttps://x") == "Zażółć gęślą jaźń\nhttps://x"
    assert sms.fitted("  two \n\n lines  ") == "two\nlines"


def test_signs_of_the_typesetter_become_plain_since_one_halves_the_room():
    assert sms.parts(sms.fitted("Monday – “maybe”…" + "a" * 100)) == 1


@pytest.mark.parametrize(
    "words", ["Prosimy o zmianę. " * 40, "ż" * 900, "🪴" * 400, "a" * 900], ids=lambda words: words[:7]
)
def test_what_is_too_long_is_cut_before_the_way_on(words):
    fitted = sms.fitted(f"{words}\n{LINK}")
    assert sms.parts(fitted) == 3
    assert fitted.endswith(f"...\n{LINK}")


def test_a_way_on_that_is_itself_too_long_is_cut_like_words():
    assert sms.parts(sms.fitted("x\n" + "ż" * 900)) == 3


# --- which numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("512 345 678", MOBILE),
        ("+48 512-345-678", MOBILE),
        ("0048512345678", MOBILE),
        ("+380 50 123 45 67", "+380501234567"),
    ],
)
def test_a_mobile_number_is_taken_however_it_is_typed(typed, number):
    assert sms.checked(typed) == number


@pytest.mark.parametrize("typed", ["12 555 01 00", "800 123 456", "999", "512 345 67", "zadzwoń", ""])
def test_a_number_that_gets_no_text_messages_is_refused_with_a_sentence(typed):
    with pytest.raises(Refused) as refusal:
        sms.checked(typed, field="phone")
    (problem,) = refusal.value.problems
    assert problem.field == "phone"
    assert str(problem.sentence)


# --- through the gateway -------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_reaches_the_gateway_once_in_the_readers_language(box):
    message = text(language="uk")
    delivery.deliver(message.pk)
    delivery.deliver(message.pk)
    (sent,) = box.sent.values()
    assert (sent["to"], sent["from"]) == (MOBILE, "Podworko")
    assert "123456" in sent["text"]
    assert sent["text"] == message.text
    (headers,) = box.headers
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["content-type"] == "application/json"
    assert state(message) == (Message.State.SENT, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 410, 422])
def test_what_the_gateway_refuses_for_good_is_not_tried_again(box, status):
    box.answers = [Answer(status)]
    message = text()
    delivery.deliver(message.pk)
    delivery.deliver_due()
    assert state(message) == (Message.State.FAILED, 1)
    assert len(box.tries) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [Answer(500), Answer(503), Answer(429), Answer(401), Answer(302, {"Location": "/"})])
def test_what_is_not_the_messages_fault_is_tried_again_under_the_same_key(noon, box, answer):
    box.answers = [answer]
    message = text()
    delivery.deliver(message.pk)
    assert state(message) == (Message.State.WAITING, 1)
    noon.shift(WAITS[0])
    delivery.deliver_due()
    assert state(message)[0] == Message.State.SENT
    first, second = (headers["idempotency-key"] for headers in box.headers)
    assert first == second


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("600", dt.timedelta(minutes=10)),
        ("Tue, 24 Nov 2026 12:10:00 GMT", dt.timedelta(minutes=10)),
        ("99999999999999999999", dt.timedelta(days=1)),
        ("5", WAITS[0]),
        ("-5", WAITS[0]),
        ("soon", WAITS[0]),
    ],
)
def test_the_gateway_says_when_to_come_again(noon, box, said, wait):
    box.answers = [Answer(429, {"Retry-After": said})]
    message = text()
    delivery.deliver(message.pk)
    message.refresh_from_db()
    assert message.next_try_at == NOON + wait


@pytest.mark.django_db
def test_a_connection_that_breaks_after_the_gateway_took_it_sends_no_second_message(noon, box):
    box.answers = [Answer(is_broken=True)]
    message = text()
    delivery.deliver(message.pk)
    assert state(message) == (Message.State.WAITING, 1)
    noon.shift(WAITS[0])
    delivery.deliver_due()
    assert state(message)[0] == Message.State.SENT
    assert (len(box.tries), len(box.sent)) == (2, 1)


@pytest.mark.django_db
def test_a_gateway_that_does_not_answer_in_time_is_left(box, monkeypatch):
    monkeypatch.setattr(sms, "SECONDS", 0.2)
    late = threading.Event()
    box.answers = [Answer(wait=late)]
    message = text()
    delivery.deliver(message.pk)
    late.set()
    assert state(message) == (Message.State.WAITING, 1)


@pytest.mark.django_db
def test_nobody_listens_there(settings):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    settings.SMS = settings_for(f"http://127.0.0.1:{port}/")
    message = text()
    delivery.deliver(message.pk)
    assert state(message) == (Message.State.WAITING, 1)


@pytest.mark.django_db
def test_staff_have_it_sent_again_after_it_failed_and_then_it_has_a_key_of_its_own(box):
    box.answers = [Answer(422)]
    about = make_request()
    message = text(about=about)
    delivery.deliver(message.pk)
    messages.send_again(message=message, about=about, by=audit.SYSTEM)
    with pytest.raises(Conflict):  # the second of two presses
        messages.send_again(message=message, about=about, by=audit.SYSTEM)
    delivery.deliver_due()
    assert state(message)[0] == Message.State.SENT
    assert len({headers["idempotency-key"] for headers in box.headers}) == 2
    assert AuditEvent.objects.about(about).get().verb == "core.sent_again"


@pytest.mark.django_db
def test_without_a_gateway_it_lies_in_a_folder_once(settings, tmp_path):
    settings.SMS = {**settings_for(""), "folder": str(tmp_path / "sms")}
    message = text()
    delivery.deliver(message.pk)
    Message.objects.update(state=Message.State.WAITING, sent_at=None, next_try_at=NOON)
    delivery.deliver_due()
    (file,) = (tmp_path / "sms").iterdir()
    assert file.read_text() == f"{MOBILE}\n\n{message.text}\n"


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_tried_again(settings, tmp_path):
    (tmp_path / "sms").write_text("")
    settings.SMS = {**settings_for(""), "folder": str(tmp_path / "sms")}
    message = text()
    delivery.deliver(message.pk)
    assert state(message) == (Message.State.WAITING, 1)


def test_the_code_fits_one_message_in_each_language():
    for language in ("pl", "uk", "en"):
        said = render_to_string("people/mail/code.sms.txt", {"code": "123456", "minutes": 30})
        assert sms.parts(sms.fitted(said)) <= 2, language
