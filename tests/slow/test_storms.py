"""Many at once over four server processes: one room, one hour, and exactly one who gets it.

Runs on the engine that the suite runs on, in a database of its own, with the real server. Each storm has its negative
control: with the guard taken off, the same storm gives the room away many times over.
"""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.server import ON_SQLITE, installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
RIVALS, HOSTS = 200, 50

SEED = """
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
answer = {{"tokens": tokens, "on": str(a_working_day(centre, ahead=6)), "rivals": rivals}}
"""


@pytest.fixture
def installed(tmp_path):
    with installation(tmp_path) as done:
        yield done


@pytest.fixture
def town(installed):
    """What stands in the database: a room, fifty hosts with tokens, fifty requests for one hour."""
    return installed.shell(SEED.format(hosts=HOSTS))


@pytest.fixture
def address(installed, town):
    """Four server processes, answering."""
    with installed.running("--workers=4") as url:
        yield url


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
    if ON_SQLITE:
        ask("DROP TRIGGER occupancy_no_overlap_insert")
        ask("DROP TRIGGER occupancy_no_overlap_update")
    else:
        ask("ALTER TABLE bookings_occupancy DROP CONSTRAINT occupancy_no_overlap")


def test_of_200_rivals_at_one_hour_one_gets_the_room(address, town, installed):
    assert winners(rivals_at_one_hour(address, town)) == 1

    assert installed.ask("SELECT count(*) FROM bookings_occupancy") == [(1,)]


def test_of_50_hosts_accepting_clashing_requests_one_succeeds(address, town, installed):
    assert winners(hosts_accepting(address, town)) == 1

    assert installed.ask("SELECT count(*) FROM bookings_occupancy") == [(1,)]
    assert installed.ask("SELECT count(*) FROM bookings_bookingdate WHERE state = 'waiting'") == [(HOSTS - 1,)]


@pytest.mark.parametrize("rush", [rivals_at_one_hour, hosts_accepting])
def test_negative_control_without_the_guard_the_room_is_given_many_times(rush, address, town, installed):
    take_the_guard_off(installed.ask)

    given = winners(rush(address, town))

    assert given > 1
    assert installed.ask("SELECT count(*) FROM bookings_occupancy") == [(given,)]
