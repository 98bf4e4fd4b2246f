"""500 at once for 20 places, over four server processes: exactly 20 in, 480 waiting in order of arrival.

Runs on the engine that the suite runs on, in a database of its own, with the real server. The negative control takes
the lock of the places off: then the same storm gives more places away than there are.
"""

import http.client
import json
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.server import ON_SQLITE, installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
NEIGHBOURS, PLACES = 500, 20
# So many connections a browser's crowd keeps busy at once; the others stand behind them.
AT_ONCE = 100
ADDRESS = "/api/v1/networks/miasto/places/miejsce/activities/szachy/sign-ups"

SEED = f"""
from podworko.people.actions import issue_token
from podworko.people.models import Role
from tests.factories import grant, make_activity, make_centre, make_network, make_user

centre = make_centre(make_network(slug="miasto"), slug="miejsce")
activity = make_activity(centre, draft={{"title": "Szachy", "sign_up": "required", "capacity": {PLACES}}})
host = make_user()
grant(host, Role.HOST, centre)
answer = {{"token": issue_token(email=host.email), "session": activity.sessions.get().pk}}
"""


@pytest.fixture
def installed(tmp_path):
    with installation(tmp_path) as done:
        yield done


def storm(address, town, neighbours=NEIGHBOURS):
    """Let all sign up at once, each under their own address; return the answers and how long each took."""
    headers = {"Authorization": f"Bearer {town['token']}", "Content-Type": "application/json"}
    host, _colon, port = address.removeprefix("http://").partition(":")
    here, lines = threading.local(), []

    def sign_up(number):
        body = {"session": town["session"], "person": f"Osoba {number}", "email": f"osoba{number}@example.org"}
        # Python's own client, which leaves the two cores to the server.
        if not hasattr(here, "line"):
            here.line = http.client.HTTPConnection(host, int(port), timeout=120)
            lines.append(here.line)
        began = time.monotonic()
        here.line.request("POST", ADDRESS, json.dumps(body), headers)
        answer = here.line.getresponse()
        answer.read()
        return answer.status, time.monotonic() - began

    with ThreadPoolExecutor(AT_ONCE) as pool:
        began = time.monotonic()
        answers = list(pool.map(sign_up, range(neighbours)))
        took = time.monotonic() - began
    for line in lines:
        line.close()
    times = sorted(each for _status, each in answers)
    counts = dict(Counter(status for status, _time in answers))
    p99 = times[len(times) * 99 // 100]
    print(f"{neighbours} sign-ups: {counts}, {took:.1f} s, {60 * neighbours / took:.0f} a minute, p99 {p99:.2f} s")
    return counts


def test_of_500_for_20_places_exactly_20_get_one_and_480_wait_in_order(installed):
    town = installed.shell(SEED)
    with installed.running("--workers=4") as address:
        counts = storm(address, town)

    assert counts == {201: NEIGHBOURS}
    rows = installed.ask("SELECT arrival, state FROM programme_enrolment ORDER BY arrival")
    assert [arrival for arrival, _state in rows] == list(range(1, NEIGHBOURS + 1))
    assert [state for _arrival, state in rows] == ["going"] * PLACES + ["waiting"] * (NEIGHBOURS - PLACES)
    assert installed.ask("SELECT taken, arrivals FROM programme_intake") == [(PLACES, NEIGHBOURS)]


@pytest.mark.skipif(ON_SQLITE, reason="there all writers stand in one line anyway: each transaction begins as one")
def test_negative_control_without_the_lock_more_get_a_place_than_there_are(installed):
    town = installed.shell(SEED)
    # The database would still refuse two of one place in the line.
    installed.ask("DROP INDEX enrolment_arrival_once")
    unlocked = replace(
        installed, environ=installed.environ | {"DJANGO_SETTINGS_MODULE": "tests.slow.unlocked.settings"}
    )
    with unlocked.running("--workers=4") as address:
        storm(address, town, neighbours=150)

    ((going,),) = installed.ask("SELECT count(*) FROM programme_enrolment WHERE state = 'going'")
    assert going > PLACES
