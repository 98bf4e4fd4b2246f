"""An erasure erases: markers planted in every field that a resident can fill are sought in every table and file.

The same search finds them all before (the negative control).
"""

import datetime as dt
import logging
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as configured
from django.test import Client

from podworko.bookings.actions import deciding, watching
from podworko.bookings.links import path_of
from podworko.bookings.models import BookingRequest, DateState, Occupancy, RequestState
from podworko.core import audit, delivery, holdings, limits, retention, sms
from podworko.core.errors import Refused
from podworko.core.holdings import Contact
from podworko.core.models import AuditEvent, Message
from podworko.people import consents, contacts
from podworko.people.erasing import erase, erasures_of
from podworko.people.models import ApiToken, AssistedEntry, ContactProof, EntryChannel, Erasure
from tests.factories import Role, make_centre, make_network, make_room, make_staff
from tests.people.markers import EMAIL, PHONE, found_in, in_files, in_tables, mark

WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY = dt.date(2026, 12, 7)
# What a resident, or staff who write to them, can fill in.
PLANTED = {
    "mail",
    "phone",
    "topic",
    "person",
    "access",
    "newtopic",
    "newperson",
    "newaccess",
    "question",
    "reason",
    "waiver",
    "why",
    "calltopic",
    "callperson",
    "apitopic",
    "apiperson",
    "apikey",
    "unsaid",
    "refusal",
}


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW), tick=True) as traveller:
        yield traveller


@pytest.fixture
def folder(tmp_path, settings):
    """Mail, text messages and the log go to files here."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.SMS = {"url": "", "token": "", "sender": "Podworko", "folder": str(tmp_path / "sms")}
    return tmp_path


@pytest.fixture
def log(tmp_path):
    """The log as the program writes it, in a file."""
    file = tmp_path / "log.txt"
    handler = logging.FileHandler(file)
    structured = configured.LOGGING["formatters"]["structured"]
    handler.setFormatter(structured["()"](**{k: v for k, v in structured.items() if k != "()"}))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield file
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


class Life:
    """All that somebody does with Podwórko, and what is done for them."""

    def __init__(self):
        self.centre = make_centre(make_network(), email="miejsce@example.org", is_open_on_holidays=True)
        self.room = make_room(self.centre)
        self.host = make_staff(Role.HOST, self.centre)
        self.place = f"/{self.centre.network.slug}/{self.centre.slug}"
        self.resident, self.desk = Client(), Client()
        self.desk.force_login(self.host)

    def form(self, on, **fields):
        return {
            "on": on.isoformat(),
            "starts": "17:00",
            "ends": "19:00",
            "repeats": "once",
            "people": "8",
            "room": self.room.slug,
            "is_open_to_all": "yes",
            "submission_key": f"{on:%Y%m%d}",
            "email": EMAIL.replace("mail", "Mail"),
            "phone": "501 998 877",
        } | fields

    def asks(self, days, **fields):
        """Send the form on the web; return the request."""
        first = {"topic": mark("topic"), "person": mark("person"), "accessibility": mark("access")}
        answer = self.resident.post(
            f"{self.place}/borrow/", self.form(MONDAY + dt.timedelta(days=days), **first | fields)
        )
        assert answer.status_code == 302, answer.context["form"].errors
        return BookingRequest.objects.latest("pk")

    def confirms(self, request):
        self.resident.post(path_of(request, "code"), {"code": newest_code()})
        request.refresh_from_db()
        assert request.state == RequestState.WAITING

    def decides(self, request, deed, words):
        answer = self.desk.post(f"/desk/requests/{request.reference}/{deed}/", {"words": words})
        assert answer.status_code == 302

    def is_called(self):
        """Staff take the call: the marker of the number only."""
        form = self.form(
            MONDAY + dt.timedelta(days=2), topic=mark("calltopic"), person=mark("callperson"), letters="uk"
        )
        said = {"channel": "phone", "answer_by": "sms", "why": mark("why"), "has_agreed": "on", "email": ""}
        answer = self.desk.post(f"/desk{self.place}/new/", form | said)
        assert answer.status_code == 302, answer.context["form"].errors

    def is_written_for_by_program(self):
        ApiToken.objects.create(user=self.host, token_hash=ApiToken.hash_of("pdw_x"), made_with="second_factor")
        draft = {"on": str(MONDAY + dt.timedelta(days=3)), "starts": "10:00", "ends": "11:00", "people": 3}
        said = {"topic": mark("apitopic"), "person": mark("apiperson"), "email": EMAIL, "waiver": mark("waiver")}
        answer = Client().post(
            f"/api/v1/networks/{self.centre.network.slug}/places/{self.centre.slug}/requests",
            draft | said,
            content_type="application/json",
            headers={"authorization": "Bearer pdw_x", "idempotency-key": mark("apikey")},
        )
        assert answer.status_code == 201, answer.content

    def lives(self):
        changed = self.asks(0)
        self.confirms(changed)
        self.decides(changed, "ask", mark("question"))
        new = {"topic": mark("newtopic"), "person": mark("newperson"), "accessibility": mark("newaccess")}
        assert self.resident.post(path_of(changed, "change"), self.form(MONDAY, **new)).status_code == 302
        deciding.accept(request=changed, by=audit.staff(self.host))
        declined = self.asks(1)
        self.confirms(declined)
        self.decides(declined, "decline", mark("refusal"))
        called_off = self.asks(4)
        self.confirms(called_off)
        deciding.accept(request=called_off, by=audit.staff(self.host))
        self.decides(called_off, "call-off", mark("reason"))
        self.confirms(self.asks(7))
        self.asks(8, topic=mark("unsaid"))
        self.is_called()
        self.is_written_for_by_program()
        consents.give(purpose="people.assisted", email=EMAIL, channel=EntryChannel.PAPER, by=audit.staff(self.host))
        self.opens_my_things()
        delivery.deliver_due()

    def opens_my_things(self, contact=EMAIL):
        assert self.resident.post("/mine/", {"contact": contact}).status_code == 302
        assert self.resident.post("/mine/code/", {"code": newest_code()}).status_code == 302
        return self.resident.get("/mine/").content.decode()


def newest_code():
    message = Message.objects.filter(kind="people.code").latest("pk")
    return re.search(r"\b\d{6}\b", message.text)[0]


@pytest.fixture
def life(transactional_db, folder, log):
    life = Life()
    life.lives()
    return life


def erase_all():
    for contact in (Contact(email=EMAIL), Contact(phone=PHONE)):
        erase(contact=contact, by=audit.RESIDENT)


def test_before_an_erasure_the_search_finds_every_marker(life, folder):
    """The negative control."""
    tables, files = in_tables(), in_files(folder)
    assert set(tables) == PLANTED
    assert {"mail", "phone", "topic", "newperson", "calltopic"} & set(files)
    where = {table.split(".")[0] for places in tables.values() for table in places}
    assert where >= {"bookings_bookingrequest", "core_message", "core_auditevent", "people_consent"}


def test_no_log_names_anybody_even_before(life, log):
    assert log.read_text().count("\n") > 20
    assert found_in(log.read_text()) == set()


def test_after_it_no_table_and_no_file_does(life, folder):
    erase_all()
    delivery.deliver_due()
    assert in_tables() == {}
    assert in_files(folder) == {}


def test_the_places_are_told_and_what_statistics_need_stays(life):
    before = BookingRequest.objects.exclude(state=RequestState.UNCONFIRMED).count()
    erase_all()
    assert BookingRequest.objects.count() == before
    assert not BookingRequest.objects.filter(erased_at__isnull=True).exists()
    assert not BookingRequest.objects.filter(state=RequestState.WAITING).exists()
    assert not Occupancy.objects.exists()
    states = BookingRequest.objects.values_list("people", "room__name", "dates__state")
    assert {(people, room) for people, room, _state in states} <= {(8, life.room.name), (3, None)}
    assert {state for _people, _room, state in states} == {
        DateState.CANCELLED,
        DateState.DECLINED,
        DateState.WITHDRAWN,
    }
    told = Message.objects.filter(kind="bookings.erased")
    assert set(told.values_list("to", flat=True)) == {"miejsce@example.org"}
    assert told.count() == 4
    assert AssistedEntry.objects.get().channel == "phone"


def test_what_was_over_keeps_its_use(life, moment):
    moment.move_to(dt.datetime(2026, 12, 8, 9, tzinfo=WARSAW))
    erase(contact=Contact(email=EMAIL), by=audit.RESIDENT)
    use = Occupancy.objects.get()
    assert use.booking_date.state == DateState.ACCEPTED
    assert use.booking_date.request.person == ""


def test_it_is_written_down_without_the_contact(life):
    done = erase(contact=Contact(email=EMAIL), by=audit.RESIDENT)
    event = AuditEvent.objects.get(verb="people.erased")
    assert (event.subject_id, event.actor_kind, event.actor) == (str(done.pk), "resident", None)
    assert done.counts["bookings.requests"] == 6
    assert erasures_of(Contact(email=EMAIL)) == [done]
    assert erasures_of(Contact(email="jan@example.org")) == []


def test_nobody_elses_things_are_touched(life):
    other = Client()
    answer = other.post(
        f"{life.place}/borrow/",
        life.form(MONDAY + dt.timedelta(days=9), email="jan@example.org", phone="", topic="Szachy", person="Jan"),
    )
    assert answer.status_code == 302
    erase_all()
    jan = BookingRequest.objects.get(email="jan@example.org")
    assert (jan.person, jan.topic, jan.erased_at) == ("Jan", "Szachy", None)
    assert Message.objects.filter(to="jan@example.org").exists()


def test_old_links_and_open_pages_lead_nowhere(life):
    request = BookingRequest.objects.filter(state=RequestState.DECIDED).first()
    link = path_of(request)
    assert life.resident.get(link).status_code == 200
    erase_all()
    assert life.resident.get(link).status_code == 404
    assert life.resident.get("/mine/").context["form"]


def test_erasing_again_and_erasing_nothing_are_no_error(life):
    erase_all()
    again = erase(contact=Contact(email=EMAIL), by=audit.RESIDENT)
    assert set(again.counts.values()) == {0}
    assert Erasure.objects.count() == 3


def test_all_of_it_or_nothing(life, monkeypatch):
    def broken(_contact):
        raise ZeroDivisionError

    held = holdings.Holding("zz", "Broken", (), records=lambda _contact: [], erase=broken)
    monkeypatch.setitem(holdings._holdings, "zz", held)
    before = in_tables()
    with pytest.raises(ZeroDivisionError):
        erase(contact=Contact(email=EMAIL), by=audit.RESIDENT)
    assert in_tables() == before


def test_the_rule_that_takes_people_out_leaves_no_marker_either(life, folder, moment):
    moment.shift(dt.timedelta(days=200))
    watching.lapse_past()
    delivery.deliver_due()
    retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    moment.shift(dt.timedelta(days=31))
    retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    left = in_tables()
    # A consent that holds is kept until it is withdrawn.
    assert {place for places in left.values() for place in places} <= {"people_consent.email"}


def test_a_code_for_a_landline_cannot_be_sent_but_it_can_be_erased(transactional_db):
    assert Contact.read("12 555 01 01") == Contact(phone="+48125550101")
    with pytest.raises(Refused):
        contacts.ask_for_code(key=ContactProof().public_id, contact=Contact(phone="+48125550101"), language="pl")
    assert not Message.objects.exists()
    assert sms.parts("x") == 1
    assert limits.old().count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_the_end_of_another_takes_nothing_of_that_one_with_it(folder):
    theirs, own = "joanna@example.org", "anna@example.org"
    subject = Erasure.objects.create(by_kind="system", print_of_contact="x")
    for why in (f"Dzwoniła {theirs}.", f"Dzwoniła {own}."):
        audit.record("people.erased", subject, by=audit.SYSTEM, why=why, asked={"by": [f"x\n{why}"]})
    for number, words in enumerate((f"Odpisz: {theirs}", f"Odpisz: {own}.", f"{own}ia", f"<{own}>")):
        Message.objects.create(key=str(number), kind="x", to="biuro@example.org", language="pl", text=words)
        (folder / "sms").mkdir(exist_ok=True)
        (folder / "sms" / f"{number}.txt").write_text(f"+48600100200\n\n{words}\n")
    erase(contact=Contact(email=own), by=audit.RESIDENT)
    assert sorted(Message.objects.values_list("text", flat=True)) == [f"Odpisz: {theirs}", f"{own}ia"]
    assert sorted(path.name for path in (folder / "sms").iterdir()) == ["0.txt", "2.txt"]
    left = AuditEvent.objects.filter(verb="people.erased", actor_kind="system").order_by("pk")
    assert [event.why for event in left] == [f"Dzwoniła {theirs}.", ""]
    assert own not in str(left[1].facts)
    assert theirs in str(left[0].facts)


@pytest.mark.django_db(transaction=True)
def test_a_message_erased_while_it_is_on_its_way_leaves_no_copy_and_holds_no_other_up(folder, monkeypatch):
    made = {"kind": "x", "language": "pl", "text": f"Kod dla {EMAIL}", "subject": "Kod", "html": ""}
    for key, channel, to in (("1", "sms", PHONE), ("2", "email", EMAIL), ("3", "email", "biuro@example.org")):
        Message.objects.create(key=key, channel=channel, to=to, **made | ({"text": "Witaj"} if key == "3" else {}))
    hand_over = delivery._hand_over

    def slowly(message):
        if message.key != "3":
            erase(contact=Contact(email=EMAIL), by=audit.RESIDENT)
            erase(contact=Contact(phone=PHONE), by=audit.RESIDENT)
        hand_over(message)

    monkeypatch.setattr(delivery, "_hand_over", slowly)
    delivery.deliver(Message.objects.get(key="2").pk)
    delivery.deliver_due()
    assert list(Message.objects.values_list("key", "state")) == [("3", "sent")]
    assert set(in_files(folder)) == set()
    sent = [path.read_text() for path in (folder / "mail").iterdir()]
    assert ["biuro@example.org" in mail for mail in sent] == [True]


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_vanishes_meanwhile_does_not_keep_the_others(folder, monkeypatch):
    (folder / "sms").mkdir()
    for number in range(3):
        (folder / "sms" / f"{number}.txt").write_text(f"{PHONE}\n\nKod\n")
    read = Path.read_bytes

    def vanishing(path):
        if path.name == "0.txt":
            raise FileNotFoundError(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", vanishing)
    Message.objects.create(key="1", kind="x", channel="sms", to=PHONE, language="pl", text="Kod")
    erase(contact=Contact(phone=PHONE), by=audit.RESIDENT)
    assert [path.name for path in (folder / "sms").iterdir()] == ["0.txt"]
