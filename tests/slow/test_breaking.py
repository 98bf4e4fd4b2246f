"""Trying to break it, through the real server: nothing is lost, nothing is done twice, and the answer is a sentence."""

import asyncio
import os
import re
import resource
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.letterbox import Letterbox, code_in, letterbox, link_in
from tests.server import ON_SQLITE, await_answer, free_port, installation, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
BORROW = "/miasto/miejsce/borrow/"
SEED = """
from tests.factories import *

network = make_network(slug="miasto")
centre = make_centre(network, slug="miejsce", is_open_on_holidays=True)
make_room(centre, slug="sala", name="Sala duża", capacity=40)
host = make_staff(Role.HOST, centre, password=PASSWORD)
answer = {"host": host.email, "password": PASSWORD, "on": str(a_working_day(centre, ahead=6))}
"""
DELIVER = """
import datetime as dt
import time_machine
from podworko.core import clock, messages

with time_machine.travel(clock.now() + dt.timedelta(minutes={minutes}), tick=True):
    messages.deliver_due()
"""
ONE_MORE = """
import datetime as dt
from podworko.places.models import Room
from tests.factories import make_request

answer = make_request(Room.objects.get(), on=dt.date.fromisoformat("{on}"), topic="{topic}").reference
"""


@pytest.fixture(scope="module")
def port():
    """Where mail is sent to; nobody listens there unless a test does."""
    return free_port()


@pytest.fixture(scope="module")
def installed(tmp_path_factory, port):
    with installation(tmp_path_factory.mktemp("town"), smtp_host="127.0.0.1", smtp_port=port) as done:
        yield done


@pytest.fixture(scope="module")
def town(installed):
    return installed.shell(SEED)


@pytest.fixture
def address(installed, town):
    with installed.running() as url:
        yield url


class Visitor:
    """A browser without a screen: it keeps cookies, and sends forms as they were shown."""

    def __init__(self, address, town):
        self.town = town
        self.client = httpx.Client(base_url=address, timeout=60, headers={"Accept-Language": "pl"})

    def form(self, path=BORROW):
        """Return the hidden fields of the form on a page."""
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.client.get(path).text))

    def asks(self, form=None, **answers):
        """Send a request; `answers` take the place of what is usually written."""
        usual = {"on": self.town["on"], "starts": "17:00", "ends": "19:00", "people": "12", "room": "any"}
        usual |= {"repeats": "once", "is_open_to_all": "no", "topic": "Próba", "person": "Jan", "email": "jan@example.org"}
        return self.client.post(BORROW, data=(form or self.form()) | usual | answers)

    def signs_in(self):
        path = "/account/login/"
        who = {"login": self.town["host"], "password": self.town["password"]}
        assert self.client.post(path, data=self.form(path) | who).status_code == httpx.codes.FOUND
        return self

    def decides(self, reference, deed, **words):
        path = f"/desk/requests/{reference}/"
        return self.client.post(f"{path}{deed}/", data={"csrfmiddlewaretoken": self.token(path)} | words)

    def token(self, path):
        return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)', self.client.get(path).text)[1]


@pytest.fixture
def visitor(address, town):
    return Visitor(address, town)


def asked(installed, topic):
    """Return how many requests there are about `topic`."""
    return installed.ask(f"SELECT count(*) FROM bookings_bookingrequest WHERE topic = '{topic}'")[0][0]


# --- twice, late, somebody else's ----------------------------------------------------------------


def test_a_form_sent_ten_times_at_once_is_one_request(visitor, installed):
    form = visitor.form()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _number: visitor.asks(form, topic="Dziesięć razy"), range(10)))

    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {
        (302, answers[0].headers["location"])
    }
    assert asked(installed, "Dziesięć razy") == 1


def test_back_after_sending_and_something_else_is_another_request(visitor, installed):
    form = visitor.form()

    first, second = visitor.asks(form, topic="Najpierw"), visitor.asks(form, topic="Potem")

    assert first.headers["location"] != second.headers["location"]
    assert asked(installed, "Najpierw") == asked(installed, "Potem") == 1


def test_of_two_tabs_that_decide_the_second_is_told_kindly(visitor, installed, town):
    reference = installed.shell(ONE_MORE.format(on=town["on"], topic="Dwie karty"))
    visitor.signs_in()

    first = visitor.decides(reference, "accept")
    second = visitor.decides(reference, "decline", words="Jednak nie.")

    assert (first.status_code, second.status_code) == (302, 409)
    assert "W międzyczasie ktoś już zdecydował" in second.text
    assert installed.ask(
        f"SELECT d.state FROM bookings_bookingdate d JOIN bookings_bookingrequest r ON r.id = d.request_id "
        f"WHERE r.reference = '{reference}'"
    ) == [("accepted",)]


def test_a_link_altered_or_with_somebody_elses_number_leads_nowhere(visitor):
    one, other = (visitor.asks(topic=topic, email=f"{topic}@example.org").headers["location"] for topic in ("a", "b"))
    reference, _, rest = one.removeprefix("/request/").partition(":")
    foreign = other.removeprefix("/request/").partition(":")[0]

    assert visitor.client.get(one).status_code == httpx.codes.OK
    for altered in (f"/request/{foreign}:{rest}", one.replace(rest[:4], "aaaa"), f"/request/{reference}/", "/request/%00/"):
        assert visitor.client.get(altered).status_code == httpx.codes.NOT_FOUND


def test_guessing_the_code_ends_with_a_page_that_says_wait(visitor, installed):
    path = visitor.asks(topic="Zgaduj", email="zgaduj@example.org").headers["location"]
    guess = {"csrfmiddlewaretoken": visitor.token(path)}

    answers = [visitor.client.post(path, data=guess | {"code": f"{number:06}"}) for number in range(30)]

    assert [answer.status_code for answer in answers[:20]] == [422] * 20
    assert "Ten kod już nie działa." in answers[10].text
    assert answers[-1].status_code == httpx.codes.TOO_MANY_REQUESTS
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "Za dużo prób naraz" in answers[-1].text
    assert installed.ask("SELECT state FROM bookings_bookingrequest WHERE topic = 'Zgaduj'") == [("unconfirmed",)]


def test_a_code_that_is_half_an_hour_old_is_refused(visitor, installed, port):
    with letterbox(port=port) as (box, _port):
        path = visitor.asks(topic="Stary kod", email="stary@example.org").headers["location"]
        code = code_in(box.wait_for("stary@example.org", 1))
    installed.ask("UPDATE people_contactcode SET expires_at = created_at WHERE email = 'stary@example.org'")

    answer = visitor.client.post(path, data={"csrfmiddlewaretoken": visitor.token(path), "code": code})

    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert "Ten kod już nie działa." in answer.text


# --- hostile words -------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ["Zażółć 🎉👩‍👩‍👧‍👦", "‮קריאה בקול‬ לילדים", "<script>alert(1)</script>", "{{ 7*7 }}", "' OR 1=1 --"])
def test_words_in_any_script_stay_words(topic, visitor):
    answer = visitor.asks(topic=topic, person=topic, email=f"slowa{abs(hash(topic))}@example.org")

    page = visitor.client.get(answer.headers["location"].replace("code/", ""), follow_redirects=True)

    assert answer.status_code == httpx.codes.FOUND
    assert page.status_code == httpx.codes.OK
    assert "<script>alert" not in page.text


REFUSED = [
    ({"topic": "x" * 10_000}, "To za długie, liczba znaków: 10000. Zmieść się w 120."),
    ({"person": "x" * 10_000}, "To za długie, liczba znaków: 10000. Zmieść się w 120."),
    ({"topic": " \r\n "}, "Tego jeszcze brakuje."),
    ({"topic": "Próba\x00"}, "null"),
    ({"email": "jan@example.org\r\nBcc: wszyscy@example.org"}, "email"),
    ({"email": f"{'j' * 10_000}@example.org"}, "email"),
    ({"on": "9999-12-31"}, "To zbyt odległy dzień."),
    ({"on": "0001-01-01"}, "Ten dzień już minął."),
    ({"on": "2027-02-29"}, "Wpisz dzień tak: 26.11.2026."),
    ({"starts": "19:00", "ends": "17:00"}, "Koniec musi być po początku."),
    ({"starts": "24:00"}, "Wpisz godzinę tak: 17:00."),
    ({"repeats": "weekly", "weekly_until": "9999-12-31"}, "To zbyt odległy dzień."),
    ({"repeats": "weekly", "weekly_until": ""}, "Wpisz ostatni dzień serii."),
    ({"people": "9" * 5_000}, "liczb"),
    ({"people": "-1"}, "Przyjść musi co najmniej jedna osoba."),
    ({"room": "skarbiec"}, "skarbiec"),
]


@pytest.mark.parametrize(("answers", "sentence"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_cannot_be_is_answered_with_a_sentence(answers, sentence, visitor, installed):
    before = installed.ask("SELECT count(*) FROM bookings_bookingrequest")

    answer = visitor.asks(**answers)

    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert sentence in answer.text
    assert 'value="12"' in answer.text or "people" in answers  # what was written right is still there
    assert installed.ask("SELECT count(*) FROM bookings_bookingrequest") == before


@pytest.mark.parametrize("on", ["9999-12-31", "0001-01-01", "2027-03-28", "2026-12-31", "2027-01-01", "2027-02-29", "%00"])
def test_no_day_breaks_a_page(on, visitor):
    hours = "starts=02:30&ends=03:30&people=5&room=any&repeats=once"
    pages = [f"{BORROW}?on={on}", f"{BORROW}check/?on={on}&{hours}"]
    pages += [f"/miasto/miejsce/calendar/?on={on}&view={view}" for view in ("day", "week", "list")]

    assert {visitor.client.get(page).status_code for page in pages} == {httpx.codes.OK}


def test_a_mail_has_one_subject_and_one_receiver_whatever_was_pasted(visitor, port):
    with letterbox(port=port) as (box, _port):
        visitor.asks(topic="Próba\r\nBcc: wszyscy@example.org\r\n\r\nTreść", email="naglowki@example.org")
        mail = box.wait_for("naglowki@example.org", 1)

    assert mail["Bcc"] is None
    assert mail.get_all("To") == ["naglowki@example.org"]


# --- what the server stands on fails -------------------------------------------------------------


def test_mail_server_down_then_up_the_mail_goes_out_once(visitor, installed, port):
    email = "pozniej@example.org"
    path = visitor.asks(topic="Poczta nie działa", email=email).headers["location"]
    tries = "SELECT tries FROM core_message WHERE \"to\" = 'pozniej@example.org'"
    until(lambda: installed.ask(tries) == [(1,)], "nobody tried to send")

    with letterbox(port=port) as (box, _port):
        installed.shell(DELIVER.format(minutes=2))
        installed.shell(DELIVER.format(minutes=4))

        code = code_in(box.wait_for(email, 1))
        answer = visitor.client.post(path, data={"csrfmiddlewaretoken": visitor.token(path), "code": code})
        link_in(box.wait_for(email, 2))

    assert answer.status_code == httpx.codes.FOUND
    assert len(box.to(email)) == 2


class Stuck(Letterbox):
    """A mail server that takes the first mail and says so only when it is too late."""

    def __init__(self):
        super().__init__()
        self.took, self.is_late = threading.Event(), threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd asks so
        answer = await super().handle_DATA(server, session, envelope)
        self.took.set()
        while not self.is_late.is_set():
            await asyncio.sleep(0.05)
        return answer


def test_a_worker_killed_while_sending_leaves_its_mail_to_another(installed, town, port):
    email = "zabity@example.org"
    with letterbox(Stuck(), port=port) as (box, _port), program(installed) as (address, process):
        Visitor(address, town).asks(topic="Zabity", email=email)
        assert box.took.wait(30)
        os.kill(next(pid for pid in descendants(process.pid) if "worker" in words_of(pid)), signal.SIGKILL)
        box.is_late.set()

        installed.shell(DELIVER.format(minutes=4))
        assert len(box.to(email)) == 1
        installed.shell(DELIVER.format(minutes=6))

    # The reader's program shows one: both are the same message.
    assert len(box.to(email)) == 2
    assert len({mail["Message-ID"] for mail in box.to(email)}) == 1


def test_what_was_acknowledged_outlives_the_server(installed, town, port):
    email = "prad.zgasl@example.org"
    with program(installed) as (address, process):
        answer = Visitor(address, town).asks(topic="Prąd zgasł", email=email)
        for pid in [process.pid, *descendants(process.pid)]:
            os.kill(pid, signal.SIGKILL)

    assert answer.status_code == httpx.codes.FOUND
    assert asked(installed, "Prąd zgasł") == 1
    with letterbox(port=port) as (box, _port), installed.running() as address:
        installed.shell(DELIVER.format(minutes=6))
        code_in(box.wait_for(email, 1))
        assert httpx.get(f"{address}{answer.headers['location']}").status_code == httpx.codes.OK


def test_database_that_does_not_answer_is_told_and_nothing_is_lost(visitor, installed):
    visitor.asks(topic="Przedtem")
    form = visitor.form()

    with installed.without_database():
        answer = visitor.asks(form, topic="W trakcie")

    assert_told_that_nothing_is_saved(answer)
    assert visitor.asks(form, topic="W trakcie").status_code == httpx.codes.FOUND
    assert asked(installed, "Przedtem") == asked(installed, "W trakcie") == 1


@pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL guards its own disk")
def test_full_disk_is_told_and_nothing_is_lost(installed, town):
    with program(installed) as (address, process):
        visitor = Visitor(address, town)
        visitor.asks(topic="Jest miejsce")
        form = visitor.form()

        with full_disk(descendants(process.pid)):
            answer = visitor.asks(form, topic="Nie ma miejsca")

        assert_told_that_nothing_is_saved(answer)
        assert visitor.asks(form, topic="Nie ma miejsca").status_code == httpx.codes.FOUND
    assert asked(installed, "Jest miejsce") == asked(installed, "Nie ma miejsca") == 1
    assert installed.ask("PRAGMA integrity_check") == [("ok",)]


@contextmanager
def program(installed):
    """Keep the server running; return its address and its first process."""
    port = free_port()
    with installed.process("run", f"--port={port}") as process:
        yield await_answer(f"http://127.0.0.1:{port}"), process


@contextmanager
def full_disk(pids):
    """Let these processes write no more than one byte into any file meanwhile."""
    endless = resource.RLIM_INFINITY
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, endless))
    yield
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (endless, endless))


def descendants(pid):
    """Return the ids of the processes that `pid` has started, and those that they have."""
    children = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in path.read_text().split()]
    return [each for child in children for each in (child, *descendants(child))]


def words_of(pid):
    """Return the command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def assert_told_that_nothing_is_saved(answer):
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert int(answer.headers["retry-after"]) > 0
    assert "Teraz nie możemy niczego zapisać" in answer.text
    assert "Wróć za kilka minut i wyślij jeszcze raz." in answer.text
