"""What the server stands on fails: mail, power, disk, database. Nothing is lost, and nothing is sent twice."""

import asyncio
import os
import resource
import signal
import threading
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.letterbox import Letterbox, code_in, letterbox
from tests.server import ON_SQLITE, await_answer, free_port, installation, until
from tests.visitor import TOWN, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
DELIVER = """
import datetime as dt
import time_machine
from podworko.core import clock, delivery

with time_machine.travel(clock.now() + dt.timedelta(minutes={minutes}), tick=True):
    delivery.deliver_due()
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
    return installed.shell(TOWN)


def asked(installed, topic):
    """Return how many requests there are about `topic`."""
    return installed.ask(f"SELECT count(*) FROM bookings_bookingrequest WHERE topic = '{topic}'")[0][0]


@pytest.fixture
def web():
    """Where the server listens."""
    return free_port()


@pytest.fixture
def process(installed, web):
    """The first process of a server that answers."""
    with installed.process("run", f"--port={web}") as started:
        await_answer(f"http://127.0.0.1:{web}")
        yield started


@pytest.fixture
def visitor(process, web, town):
    with Visitor(f"http://127.0.0.1:{web}", town) as somebody:
        yield somebody


def test_mail_server_down_then_up_the_mail_goes_out_once(visitor, installed, port):
    email = "pozniej@example.org"
    path = visitor.asks(topic="Poczta nie działa", email=email).headers["location"]
    tries = "SELECT tries FROM core_message WHERE \"to\" = 'pozniej@example.org'"
    until(lambda: installed.ask(tries) == [(1,)], "nobody tried to send")

    with letterbox(port=port) as (box, _port):
        installed.shell(DELIVER.format(minutes=2))
        installed.shell(DELIVER.format(minutes=4))

        code = code_in(box.wait_for(email, 1))
        answer = visitor.confirms(path, code)
        box.wait_for(email, 2)

    assert answer.status_code == httpx.codes.FOUND
    assert len(box.to(email)) == 2


class Stuck(Letterbox):
    """A mail server that takes the mail to `address` and says so only when it is too late."""

    def __init__(self, address):
        super().__init__()
        self.address = address
        self.is_late = threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd asks so
        answer = await super().handle_DATA(server, session, envelope)
        while self.address in envelope.rcpt_tos and not self.is_late.is_set():  # noqa: ASYNC110 - another thread sets it
            await asyncio.sleep(0.05)
        return answer


def test_a_worker_killed_while_sending_leaves_its_mail_to_another(visitor, process, installed, port):
    email = "zabity@example.org"
    with letterbox(Stuck(email), port=port) as (box, _port):
        visitor.asks(topic="Zabity", email=email)
        box.wait_for(email, 1)
        os.kill(next(pid for pid in descendants(process.pid) if "worker" in words_of(pid)), signal.SIGKILL)
        box.is_late.set()

        installed.shell(DELIVER.format(minutes=4))
        assert len(box.to(email)) == 1
        installed.shell(DELIVER.format(minutes=6))

    # The reader's program shows one: both are the same message.
    assert len(box.to(email)) == 2
    assert len({mail["Message-ID"] for mail in box.to(email)}) == 1


def test_what_was_acknowledged_outlives_the_server(visitor, process, installed, port):
    email = "prad.zgasl@example.org"
    answer = visitor.asks(topic="Prąd zgasł", email=email)
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
def test_full_disk_is_told_and_nothing_is_lost(visitor, process, installed):
    visitor.asks(topic="Jest miejsce")
    form = visitor.form()

    with full_disk(descendants(process.pid)):
        answer = visitor.asks(form, topic="Nie ma miejsca")

    assert_told_that_nothing_is_saved(answer)
    assert visitor.asks(form, topic="Nie ma miejsca").status_code == httpx.codes.FOUND
    assert asked(installed, "Jest miejsce") == asked(installed, "Nie ma miejsca") == 1
    assert installed.ask("PRAGMA integrity_check") == [("ok",)]


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
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for each in lists for child in each.read_text().split()]
    return [each for child in children for each in (child, *descendants(child))]


def words_of(pid):
    """Return the command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


def assert_told_that_nothing_is_saved(answer):
    assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert int(answer.headers["retry-after"]) > 0
    assert "Teraz nie możemy niczego zapisać" in answer.text
    assert "Wróć za kilka minut i wyślij jeszcze raz." in answer.text
