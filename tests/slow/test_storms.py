"""Many at once over four server processes: one room, one hour, and exactly one who gets it.

Runs on the engine that the suite runs on, in a database of its own, with the real server. Each storm has its negative
control: with the guard taken off, the same storm gives the room away many times over.
"""

import json
import logging
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psycopg
import pytest
from django.conf import settings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
ROOT = Path(__file__).resolve().parent.parent.parent
RIVALS, HOSTS = 200, 50

SEED = """
import json
import logging
from tests.factories import a_working_day, grant, make_centre, make_network, make_request, make_room, make_user
from podworko.people.actions import issue_token
from podworko.people.models import Role

centre = make_centre(make_network(slug="miasto"), slug="miejsce")
room = make_room(centre, slug="sala")
tokens = []
for number in range({hosts}):
    host = make_user()
    grant(host, Role.HOST, centre)
    tokens.append(issue_token(email=host.email))
on = a_working_day(centre)
rivals = [make_request(room, on=on).reference for _rival in range({hosts})]
print("SEED", json.dumps({{"tokens": tokens, "on": str(a_working_day(centre, ahead=6)), "rivals": rivals}}))
"""


@pytest.fixture
def database(tmp_path):
    """A database of our own, as the engine of this run knows it: its address, and how to ask it past Django."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        path = tmp_path / "podworko.sqlite3"

        def ask(sql):
            with sqlite3.connect(path) as connection:
                return connection.execute(sql).fetchall()

        yield "", ask
        return
    server = settings.DATABASES["default"]
    where = {"host": server["HOST"], "port": server["PORT"] or 5432, "user": server["USER"], "autocommit": True}
    if server["PASSWORD"]:
        where["password"] = server["PASSWORD"]
    name = f"podworko_storm_{os.getpid()}"

    def ask(sql, database=name):
        with psycopg.connect(**where, dbname=database) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", database="postgres")
    ask(f"CREATE DATABASE {name}", database="postgres")
    user = ":".join(filter(None, [server["USER"], server["PASSWORD"]]))
    yield f"postgres://{user}@{where['host']}:{where['port']}/{name}", ask
    ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", database="postgres")


@pytest.fixture
def environ(tmp_path, database):
    url, _ask = database
    ours = {"PODWORKO_DATA": str(tmp_path), "PODWORKO_DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    (tmp_path / "assets").symlink_to(settings.ASSETS)
    return {**os.environ, **ours}


@pytest.fixture
def town(environ):
    """What stands in the database: a room, fifty hosts with tokens, fifty requests for one hour."""
    podworko(environ, "migrate")
    said = podworko(environ, "manage", "shell", "--no-imports", "-c", SEED.format(hosts=HOSTS))
    return json.loads(re.search(r"^SEED (.*)$", said, re.MULTILINE).group(1))


@pytest.fixture
def address(environ, town):
    """Four server processes, answering."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    logging.getLogger("httpx").setLevel(logging.WARNING)
    command = [sys.executable, "-m", "podworko", "run", f"--port={port}", "--workers=4"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield await_answer(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def podworko(environ, *words):
    done = subprocess.run(
        [sys.executable, "-m", "podworko", *words], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def await_answer(url):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/healthz").status_code == 200:
                return url
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def storm(address, rivals):
    """Let all the `rivals` go at once; each is a list of steps (path made from the answer before, body) with a token.

    Return the last answer that each got: a rival who is refused at one step takes no further.
    """

    def run(rival):
        token, steps = rival
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": "pl"}
        answer = None
        for path, body in steps:
            before = answer.json() if answer else {}
            answer = client.post(f"{address}/api/v1{path.format(**before)}", json=body, headers=headers)
            if answer.is_error:
                break
        return answer

    limits = httpx.Limits(max_connections=len(rivals))
    with httpx.Client(timeout=120, limits=limits) as client, ThreadPoolExecutor(len(rivals)) as pool:
        began = time.monotonic()
        answers = list(pool.map(run, rivals))
        took = time.monotonic() - began
    print(f"{len(rivals)} at once: {dict(Counter(answer.status_code for answer in answers))}, {took:.1f} s")
    return answers


def rivals_at_one_hour(address, town):
    """Each asks for the same room at the same hour, and the request is accepted as soon as it stands."""
    asked = {"on": town["on"], "starts": "17:00", "ends": "19:00", "room": "sala", "people": 10}
    who = {"person": "Ola Sąsiadka", "email": "ola@example.org"}
    ask = "/networks/miasto/places/miejsce/requests"
    return storm(
        address,
        [
            (
                town["tokens"][number % HOSTS],
                [(ask, asked | who | {"topic": f"Próba {number}"}), ("/requests/{reference}/accept", {})],
            )
            for number in range(RIVALS)
        ],
    )


def hosts_accepting(address, town):
    """Each accepts another of the requests that want the same hour."""
    pairs = zip(town["rivals"], town["tokens"], strict=True)
    return storm(address, [(token, [(f"/requests/{reference}/accept", {})]) for reference, token in pairs])


def winners(answers):
    """Return how many got the room; every other one was told so kindly, and no answer is an error of ours."""
    lost = [answer for answer in answers if answer.is_error]
    assert {answer.status_code for answer in lost} <= {409, 422}
    assert all(answer.json()["errors"][0]["code"] == "taken" for answer in lost)
    assert all(answer.json()["errors"][0]["detail"] for answer in lost)
    return len(answers) - len(lost)


def take_the_guard_off(ask):
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        ask("DROP TRIGGER occupancy_no_overlap_insert")
        ask("DROP TRIGGER occupancy_no_overlap_update")
    else:
        ask("ALTER TABLE bookings_occupancy DROP CONSTRAINT occupancy_no_overlap")


def test_of_200_rivals_at_one_hour_one_gets_the_room(address, town, database):
    _url, ask = database

    assert winners(rivals_at_one_hour(address, town)) == 1

    assert ask("SELECT count(*) FROM bookings_occupancy") == [(1,)]


def test_of_50_hosts_accepting_clashing_requests_one_succeeds(address, town, database):
    _url, ask = database

    assert winners(hosts_accepting(address, town)) == 1

    assert ask("SELECT count(*) FROM bookings_occupancy") == [(1,)]
    assert ask("SELECT count(*) FROM bookings_bookingdate WHERE state = 'waiting'") == [(HOSTS - 1,)]


@pytest.mark.parametrize("rush", [rivals_at_one_hour, hosts_accepting])
def test_negative_control_without_the_guard_the_room_is_given_many_times(rush, address, town, database):
    _url, ask = database
    take_the_guard_off(ask)

    given = winners(rush(address, town))

    assert given > 1
    assert ask("SELECT count(*) FROM bookings_occupancy") == [(given,)]
