"""The same batch sent by eight at once, over two server processes, beside batches of their own: each press counts once.

Runs on the engine that the suite runs on, in a database of its own, with the real server.
"""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from podworko.core import clock
from tests.server import installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
TELEPHONES, SAME, OWN = 8, 20, 5
ADDRESS = "/desk/miasto/miejsce/count/sync/"
TOKEN = "a" * 32
SEED = """
from django.test import Client
from podworko.core import clock
from podworko.people.models import Role
from tests.factories import make_centre, make_network, make_staff

centre = make_centre(make_network(slug="miasto"), slug="miejsce")
client = Client()
client.force_login(make_staff(Role.HOST, centre), "allauth.account.auth_backends.AuthenticationBackend")
answer = {"session": client.session.session_key, "on": str(clock.today(centre.zone))}
"""


@pytest.fixture
def installed(tmp_path):
    with installation(tmp_path) as done:
        yield done


def test_each_press_counts_once(installed):
    town = installed.shell(SEED)
    now = clock.now().timestamp() * 1000
    cookies = {"sessionid": town["session"], "csrftoken": TOKEN}

    def strokes(count):
        made = {"sheet": f"day-{town['on']}", "at": now, "what": "adult", "delta": 1}
        return [made | {"uuid": str(uuid.uuid4())} for _number in range(count)]

    same = strokes(SAME)

    def send(address):
        kept = set()
        with httpx.Client(base_url=address, cookies=cookies, headers={"X-CSRFToken": TOKEN}, timeout=60) as client:
            for batch in (strokes(OWN), same, same):
                told = {"batch": json.dumps({"now": now, "strokes": batch})}
                answer = client.post(ADDRESS, data=told)
                assert answer.status_code == httpx.codes.OK, answer.text
                kept |= {*answer.json()["kept"]}
        return kept

    with installed.running("--workers=2") as address, ThreadPoolExecutor(TELEPHONES) as pool:
        kept = set.union(*pool.map(send, [address] * TELEPHONES))

    pressed = SAME + TELEPHONES * OWN
    assert len(kept) == pressed
    assert installed.ask("SELECT what, count FROM attendance_total") == [("adult", pressed)]
    assert installed.ask("SELECT count(*), sum(delta) FROM attendance_mark") == [(pressed, pressed)]
