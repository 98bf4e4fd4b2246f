"""The server is killed while many work with it, again and again: what it acknowledged stands, and nothing is half done.

The real server with two web processes, on the engine that the suite runs on, in a database of its own. Clients ask,
accept, move up the line and call off through the API and keep a ledger of every answer; all processes of the server are
killed at a random moment and started again. After each restart all that was acknowledged is there.
"""

import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import httpx
import pytest

from tests.server import ON_SQLITE, await_answer, free_port, installation
from tests.slow.test_outages import descendants

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
KILLS, CLIENTS = 20, 6
ROOMS, DAYS = 6, 25
SEED = f"""
from tests.factories import a_working_day, grant, make_centre, make_network, make_room, make_user
from podworko.people.actions import issue_token
from podworko.people.models import Role

centre = make_centre(make_network(slug="miasto"), slug="miejsce")
whole = make_room(centre, slug="hala")
rooms = [make_room(whole=whole, slug=f"sala-{{number}}") for number in range(2)]
rooms += [make_room(centre, slug=f"sala-{{number}}") for number in range(2, {ROOMS})]
tokens = []
for number in range({CLIENTS}):
    host = make_user()
    grant(host, Role.HOST, centre)
    tokens.append(issue_token(email=host.email))
days = [str(a_working_day(centre, ahead=number)) for number in range(6, 6 + {DAYS})]
answer = {{"tokens": tokens, "rooms": ["hala", *(room.slug for room in rooms)], "days": days}}
"""
ASK = "/networks/miasto/places/miejsce/requests"
HOURS = [f"{hour:02}:00" for hour in range(9, 20)]


@pytest.fixture
def installed(tmp_path):
    with installation(tmp_path) as done:
        yield done


@pytest.fixture
def town(installed):
    return installed.shell(SEED)


@contextmanager
def server(installed, port):
    """Keep the server running, in a group of processes of its own; yield its first process."""
    command = [sys.executable, "-m", "podworko", "run", f"--port={port}", "--workers=2"]
    with (installed.folder / "log.txt").open("ab") as log:
        process = subprocess.Popen(command, env=installed.environ, stdout=log, stderr=log, start_new_session=True)
        try:
            await_answer(f"http://127.0.0.1:{port}")
            yield process
        finally:
            kill(process)


def kill(process):
    """Kill a server and all that it has started, at once."""
    if process.poll() is None:
        family = [process.pid, *descendants(process.pid)]
        os.killpg(process.pid, signal.SIGKILL)
        for pid in family:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()


class Client(threading.Thread):
    """Somebody who asks for a room, accepts, calls off, and writes down each deed that was acknowledged."""

    keys = itertools.count(1)

    def __init__(self, address, town, number, stop):
        super().__init__(daemon=True)
        self.address, self.town, self.stop = address, town, stop
        self.number = number
        self.random = random.Random(number)  # noqa: S311 - no secret is made of it
        self.ledger = []
        self.unexpected = []
        self.unanswered = 0

    def run(self):
        headers = {"Authorization": f"Bearer {self.town['tokens'][self.number]}", "Accept-Language": "pl"}
        with httpx.Client(base_url=f"{self.address}/api/v1", headers=headers, timeout=30) as client:
            while not self.stop.is_set():
                try:
                    self.work(client)
                except httpx.TransportError:
                    self.unanswered += 1
                    time.sleep(0.05)

    def work(self, client):
        """Ask; then mostly accept, sometimes decline; then sometimes call off."""
        key = f"key-{next(self.keys)}"
        asked = self.post(client, ASK, "asked", self.wish(key), key=key)
        if asked is None:
            return
        path = f"/requests/{asked['reference']}"
        deed, body = self.random.choice(
            [("accept", {}), ("accept", {}), ("accept", {}), ("decline", {"reason": "Remont."}), (None, None)]
        )
        if deed is None:
            return
        done = self.post(client, f"{path}/{deed}", DONE[deed], body, reference=asked["reference"])
        if done and deed == "accept" and self.random.random() < 0.3:
            body = {"reason": "Choroba."}
            self.post(client, f"{path}/cancel", "cancelled", body, reference=asked["reference"])

    def wish(self, key):
        start = self.random.randrange(len(HOURS) - 2)
        return {
            "on": self.random.choice(self.town["days"]),
            "starts": HOURS[start],
            "ends": HOURS[start + self.random.choice([1, 2])],
            "room": self.random.choice(self.town["rooms"]),
            "people": 5,
            "topic": key,
            "person": "Ola Sąsiadka",
            "email": "ola@example.org",
        }

    def post(self, client, path, deed, body, *, key="", reference=""):
        headers = {"Idempotency-Key": key} if key else {}
        answer = client.post(path, json=body, headers=headers)
        if answer.is_success:
            said = answer.json()
            self.ledger.append((deed, reference or said["reference"]))
            return said
        if answer.status_code not in {httpx.codes.CONFLICT, httpx.codes.UNPROCESSABLE_ENTITY}:
            self.unexpected.append((path, answer.status_code, answer.text[:300]))
        return None


def strokes(installed, town):
    """Kill the server KILLS times at random moments under load; yield the clients after each restart."""
    dice = random.Random(20261121)  # noqa: S311 - no secret is made of it
    port = free_port()
    stop = threading.Event()
    clients = [Client(f"http://127.0.0.1:{port}", town, number, stop) for number in range(CLIENTS)]
    try:
        for stroke in range(KILLS):
            with server(installed, port) as process:
                if stroke == 0:
                    for client in clients:
                        client.start()
                # Not before somebody was answered: else it would be no load.
                before = sum(len(client.ledger) for client in clients)
                while sum(len(client.ledger) for client in clients) < before + CLIENTS:
                    time.sleep(0.01)
                time.sleep(dice.uniform(0, 2))
                kill(process)
            yield clients
    finally:
        stop.set()
        for client in clients:
            if client.ident:
                client.join()


STATES = """SELECT r.reference, d.id, d.state, o.id IS NOT NULL
    FROM bookings_bookingrequest r JOIN bookings_bookingdate d ON d.request_id = r.id
    LEFT JOIN bookings_occupancy o ON o.booking_date_id = d.id"""
WRITTEN = """SELECT r.reference, e.verb FROM bookings_bookingrequest r
    JOIN core_auditevent e ON e.subject_type = 'bookings.bookingrequest' AND e.subject_id = CAST(r.id AS text)"""
TOLD = """SELECT r.reference, m.kind FROM bookings_bookingrequest r
    JOIN core_message m ON m.subject_type = 'bookings.bookingrequest' AND m.subject_id = CAST(r.id AS text)"""
PARTS = """SELECT count(*) FROM bookings_occupancy o JOIN places_roompart p ON p.whole_id = o.room_id
    WHERE o.whole_id IS NULL AND NOT EXISTS (SELECT 1 FROM bookings_occupancy part
        WHERE part.whole_id = o.id AND part.room_id = p.part_id AND part.blocked_from = o.blocked_from
        AND part.blocked_until = o.blocked_until)"""
TWICE = """SELECT count(*) FROM bookings_occupancy a JOIN bookings_occupancy b ON a.room_id = b.room_id
    AND a.id < b.id AND a.blocked_from < b.blocked_until AND b.blocked_from < a.blocked_until"""
DONE = {"accept": "accepted", "decline": "declined"}
VERBS = {"asked": "submitted", "accepted": "accepted", "declined": "declined", "cancelled": "cancelled"}
NEWS = {"asked": "received", "accepted": "decided", "declined": "decided", "cancelled": "cancelled"}


def look(installed, ledger):
    """Hold the database against the ledger of acknowledgements; nothing may be missing, nothing half done."""
    dates = installed.ask(STATES)
    states = {reference: state for reference, _pk, state, _has_use in dates}
    verbs, told = set(installed.ask(WRITTEN)), set(installed.ask(TOLD))
    lost = []
    for deed, reference in ledger:
        if (reference, f"bookings.{VERBS[deed]}") not in verbs or (reference, f"bookings.{NEWS[deed]}") not in told:
            lost.append((deed, reference))
    last = {reference: deed for deed, reference in ledger}
    for reference, deed in last.items():
        if deed != "asked" and states.get(reference) not in {deed, "cancelled"}:
            lost.append((deed, reference))
    assert lost == []
    # Each date that is accepted has its one use, and no other date has one.
    assert [row for row in dates if bool(row[3]) != (row[2] == "accepted")] == []
    assert len(dates) == len({pk for _reference, pk, _state, _has_use in dates})
    # What was done was written down and told in the same transaction, acknowledged or not.
    for reference, state in states.items():
        assert (reference, "bookings.submitted") in verbs
        assert (reference, "bookings.received") in told
        if state != "waiting":
            assert (reference, f"bookings.{state}") in verbs
            assert (reference, f"bookings.{NEWS[state]}") in told
    assert installed.ask(PARTS) == [(0,)]
    assert installed.ask(TWICE) == [(0,)]
    if ON_SQLITE:
        assert installed.ask("PRAGMA integrity_check") == [("ok",)]
        assert installed.ask("PRAGMA foreign_key_check") == []


def test_twenty_times_killed_under_load_it_has_lost_nothing(installed, town):
    for clients in strokes(installed, town):
        # As much as was acknowledged when the server lay dead.
        ledger = [entry for client in clients for entry in list(client.ledger)]
        look(installed, ledger)

    ledger = [entry for client in clients for entry in client.ledger]
    look(installed, ledger)
    assert [line for client in clients for line in client.unexpected] == []
    assert sum(client.unanswered for client in clients) > 0, "nobody was hit: it was no storm"
    said = {deed: sum(entry[0] == deed for entry in ledger) for deed in VERBS}
    print(f"{KILLS} times killed: {len(ledger)} acknowledged, {said}, none lost")
    assert min(said.values()) > 0


def test_negative_control_what_is_taken_out_of_the_database_is_missed(installed, town):
    port = free_port()
    with server(installed, port):
        client = Client(f"http://127.0.0.1:{port}", town, 0, threading.Event())
        client.start()
        while not any(deed == "accepted" for deed, _reference in client.ledger):
            time.sleep(0.05)
        client.stop.set()
        client.join()
    look(installed, client.ledger)
    installed.ask("DELETE FROM bookings_occupancy")
    with pytest.raises(AssertionError):
        look(installed, client.ledger)
