""" "My things": a contact, a code, and what belongs to whoever has it."""

import datetime as dt
import io
import json
import re
import zipfile
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from podworko.bookings.models import BookingRequest, Channel
from podworko.core import audit
from podworko.core.models import AuditEvent, Message
from podworko.people import consents
from podworko.people.models import Consent, ContactProof, EntryChannel
from tests.factories import make_booking, make_centre, make_network, make_request, make_room

pytestmark = pytest.mark.django_db
EMAIL, PHONE = "anna.nowak@example.org", "+48501998877"
NOW = dt.datetime(2026, 11, 24, 10, 5, tzinfo=ZoneInfo("Europe/Warsaw"))


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def newest_code():
    message = Message.objects.filter(kind="people.code").latest("pk")
    return re.search(r"\b\d{6}\b", message.text)[0]


def another_than(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def opened(contact=EMAIL, language="pl"):
    """Return a browser in which the page of `contact` is open."""
    client = Client(headers={"accept-language": language})
    assert client.post("/mine/", {"contact": contact}).status_code == 302
    answer = client.post("/mine/code/", {"code": newest_code()})
    assert answer["Location"] == "/mine/"
    return client


def in_two_towns():
    """Return a past and a coming request of one person, in different networks."""
    past = make_booking(make_room(make_centre(make_network())), topic="Szachy")
    past.dates.update(starts_at=NOW - dt.timedelta(days=3), ends_at=NOW - dt.timedelta(days=3, hours=-1))
    coming = make_request(make_room(make_centre(make_network())), topic="Chór", email="Anna.Nowak@example.org")
    return past, coming


def test_all_that_belongs_to_a_contact_is_there_over_all_towns():
    past, coming = in_two_towns()
    make_request(email="jan@example.org", topic="Nie moje")
    page = opened().get("/mine/")
    assert [thing.title for thing in page.context["coming"]] == ["Chór"]
    assert [thing.title for thing in page.context["over"]] == ["Szachy"]
    html = page.content.decode()
    assert str(past.centre.network) in html
    assert str(coming.centre) in html
    assert "Nie moje" not in html
    assert "no-store" in page["Cache-Control"]


def test_a_telephone_opens_what_was_given_with_it_by_text_message():
    make_request(phone=PHONE, email="", channel=Channel.PHONE, topic="Przez telefon")
    page = opened("501 998 877").get("/mine/")
    assert [thing.title for thing in page.context["coming"]] == ["Przez telefon"]
    message = Message.objects.get(kind="people.code")
    assert (message.channel, message.to) == ("sms", PHONE)


def test_before_the_code_nothing_tells_whether_anything_is_held():
    make_request(email=EMAIL)
    answers = []
    for contact in (EMAIL, "nobody@example.org"):
        client = Client()
        sent = client.post("/mine/", {"contact": contact})
        page = client.get("/mine/code/").content.decode()
        wrong = client.post("/mine/code/", {"code": another_than(newest_code())})
        token = r'name="csrfmiddlewaretoken" value="\w+"'
        answers.append(
            (sent.status_code, sent["Location"], re.sub(token, "", page.replace(contact, "")), wrong.status_code)
        )
    assert answers[0] == answers[1]
    assert Message.objects.filter(kind="people.code").count() == 2


@pytest.mark.parametrize("typed", ["", "anna", "anna@", "12", "a@b@c.pl", "<script>@x", "+4850199887700000", "x" * 400])
def test_what_is_no_contact_is_said_beside_the_field_and_kept(client, typed):
    page = client.post("/mine/", {"contact": typed})
    assert page.status_code == 422
    assert page.context["form"].errors["contact"]
    assert page.context["form"]["contact"].value() == typed
    assert not Message.objects.exists()


def test_a_landline_gets_no_code_and_a_sentence(client):
    page = client.post("/mine/", {"contact": "12 555 01 01"})
    assert page.status_code == 422
    assert page.context["form"].errors["contact"]


def test_wrong_codes_are_counted_for_the_contact_whatever_the_browser(moment):
    code = None
    for _browser in range(4):
        client = Client()
        client.post("/mine/", {"contact": EMAIL})
        code = newest_code()
        for _guess in range(5):
            assert client.post("/mine/code/", {"code": another_than(code)}).status_code == 422
    client = Client()
    client.post("/mine/", {"contact": EMAIL})
    answer = client.post("/mine/code/", {"code": newest_code()})
    assert answer.status_code == 422
    assert not ContactProof.objects.exists()


def test_the_page_closes_after_half_an_hour_and_when_one_leaves(moment):
    make_request(email=EMAIL)
    first, second = opened(), opened()
    assert first.post("/mine/leave/").status_code == 302
    assert "form" in first.get("/mine/").context
    assert "things" not in second.get("/mine/").context
    assert second.get("/mine/").context["coming"]
    moment.shift(dt.timedelta(minutes=30))
    assert "form" in second.get("/mine/").context


def test_without_the_code_no_door_opens(client):
    consent = consents.give(purpose="people.assisted", email=EMAIL, channel=EntryChannel.WEB, by=audit.RESIDENT)
    client.post("/mine/", {"contact": EMAIL})
    for path in ("leave", "export", "erase/code", f"consents/{consent.pk}/withdraw"):
        assert client.post(f"/mine/{path}/")["Location"] == "/mine/"
    assert client.get("/mine/erase/")["Location"] == "/mine/"
    assert client.post("/mine/erase/", {"code": "123456"})["Location"] == "/mine/"
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_the_session_changes_its_name_and_never_holds_the_contact():
    client = Client()
    client.post("/mine/", {"contact": EMAIL})
    before = client.session.session_key
    client.post("/mine/code/", {"code": newest_code()})
    assert client.session.session_key != before
    assert EMAIL not in str(dict(client.session))


def test_ones_own_consent_can_be_withdrawn_and_nobody_elses():
    given = {"purpose": "people.assisted", "channel": EntryChannel.PHONE, "by": audit.RESIDENT}
    mine, other = consents.give(email=EMAIL, **given), consents.give(email="jan@example.org", **given)
    client = opened()
    assert [each for each, _title, _words in client.get("/mine/").context["consents"]] == [mine]
    assert client.post(f"/mine/consents/{mine.pk}/withdraw/").status_code == 302
    assert client.post(f"/mine/consents/{other.pk}/withdraw/").status_code == 404
    assert [each.withdrawn_at is None for each in Consent.objects.order_by("pk")] == [False, True]


def test_the_export_holds_everything_twice_in_the_readers_language():
    past, coming = in_two_towns()
    coming.accessibility = "Wózek <b>i</b> pies"
    coming.save()
    consents.give(purpose="people.assisted", email=EMAIL, channel=EntryChannel.PAPER, by=audit.RESIDENT)
    answer = opened(language="en").post("/mine/export/")
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    assert EMAIL not in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        assert sorted(files.namelist()) == ["podworko.html", "podworko.json"]
        data, html = json.loads(files.read("podworko.json")), files.read("podworko.html").decode()
    assert data["contact"] == EMAIL
    assert {each["reference"] for each in data["held"]["bookings.requests"]} == {past.reference, coming.reference}
    (request,) = [each for each in data["held"]["bookings.requests"] if each["topic"] == "Chór"]
    assert dt.datetime.fromisoformat(request["dates"][0]["starts_at"]) == coming.dates.get().starts_at
    assert data["held"]["people.consents"][0]["purpose"] == "people.assisted"
    assert {each["kind"] for each in data["held"]["core.messages"]} == {"people.code"}
    assert '<html lang="en">' in html
    assert "Wózek &lt;b&gt;i&lt;/b&gt; pies" in html
    assert "<script" not in html
    assert "http" not in re.sub(r"http://127\.0\.0\.1:\d+|http://testserver", "", html)
    assert AuditEvent.objects.filter(verb="people.exported").count() == 1


def test_nothing_is_erased_without_a_fresh_code():
    make_request(email=EMAIL)
    client = opened()
    page = client.get("/mine/erase/")
    assert page.context["form"] is None
    used = newest_code()
    assert client.post("/mine/erase/", {"code": used}).status_code == 422
    client.post("/mine/erase/code/")
    if used != newest_code():
        assert client.post("/mine/erase/", {"code": used}).status_code == 422
    assert BookingRequest.objects.get().email
    assert client.post("/mine/erase/", {"code": newest_code()})["Location"] == "/mine/"
    assert BookingRequest.objects.get().email == ""
    assert "form" in client.get("/mine/").context


def test_the_code_for_one_contact_erases_no_other():
    make_request(email=EMAIL)
    client = opened("jan@example.org")
    client.post("/mine/erase/code/")
    jans = newest_code()
    session = client.session
    session["mine_opened"] = str(
        ContactProof.objects.create(email=EMAIL, expires_at=NOW + dt.timedelta(hours=1)).public_id
    )
    session.save()
    assert client.post("/mine/erase/", {"code": jans}).status_code == 422
    assert BookingRequest.objects.get().email == EMAIL


def test_an_empty_page_says_what_to_do_next():
    page = opened("nobody@example.org").get("/mine/")
    assert page.context["held"][0][0].code == "core.messages"
    assert "empty" in page.content.decode()
