"""Letters: a message on paper, tagged, in large print, until somebody says that it is printed."""

import io

import pytest
from pypdf import PdfReader

from podworko.core import audit, delivery, letters, messages
from podworko.core.messages import Letterhead
from podworko.core.models import AuditEvent, Message
from tests.factories import make_request, make_user

pytestmark = pytest.mark.django_db
HEAD = Letterhead("MAM Na Kozłówce", ["ul. Na Kozłówce 25, 30-664 Kraków", "12 555 01 00"], city="Kraków", kind="mam")


def write(subject=None, **changes):
    values = {"code": "123456", "about": "Chór", "minutes": 30}
    messages.send(
        key="letter:1",
        kind="people.code",
        channel=Message.Channel.LETTER,
        to="Stanisława Żak",
        about=subject,
        language="pl",
        context=values | changes,
        letterhead=HEAD,
    )
    return Message.objects.get(key="letter:1")


def read(message):
    return PdfReader(io.BytesIO(letters.pdf_of(message)))


def text_of(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_letter_says_who_writes_to_whom_and_when_and_is_tagged():
    message = write()
    reader = read(message)
    text = text_of(reader)
    for words in ("MAM Na Kozłówce", "30-664 Kraków", "Stanisława Żak", "Kraków, ", "123456"):
        assert words in text
    assert reader.metadata.title == "Twój kod: 123456"
    assert reader.trailer["/Root"]["/Lang"] == "pl"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data().decode()


def test_what_people_type_stays_text_on_paper():
    message = write(about='#read("/etc/passwd") *x* $y$ <b>')
    assert '#read("/etc/passwd") *x* $y$ <b>' in text_of(read(message))


def test_nobody_delivers_it_and_it_waits_to_be_printed():
    message = write()
    delivery.deliver(message.pk)
    delivery.deliver_due()
    message.refresh_from_db()
    assert (message.state, message.tries) == (Message.State.WAITING, 0)


def test_who_printed_it_is_kept_once():
    request, host = make_request(), make_user()
    message = write(request)
    for _press in range(2):
        letters.mark_printed(message=message, about=request, by=audit.staff(host))
    message.refresh_from_db()
    assert message.state == Message.State.SENT
    assert message.sent_at is not None
    event = AuditEvent.objects.about(request).get()
    assert (event.verb, event.actor) == ("core.letter_printed", host)


def test_one_without_a_head_is_printed_all_the_same():
    message = write()
    message.letterhead = {}
    assert "123456" in text_of(read(message))
