"""Staff write a booking down and give it its room at once, over the HTTP API: one client, beside an empty view."""

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.installed import Installation, installed
from bench.load import Connection, quantile, request, timed
from bench.table import Result

CREATED = 201
SATURDAY = 5
# In the evening the house is open and nobody is there.
EVENING = ("19:15", "20:15")


def results(place: Path, engine: str, sizes: dict[str, int], *, rounds: int, times: int) -> list[Result]:
    """Return how long one booking takes, and which share of an empty view's speed that is."""
    for note in place.glob(f"desk-{engine}/seeded.json"):
        note.unlink()  # who books uses the evenings up
    house, told = installed(place, "desk", engine, "house", sizes)
    shares: list[float] = []
    took: list[float] = []
    with house.serving() as port:
        connection, bookings = Connection(port), _bookings(told, sizes)
        for number in range(rounds + 1):
            empty = median(timed(connection, request("/bench/empty/", {})) for _time in range(times))
            made = [timed(connection, next(bookings), CREATED) for _time in range(times)]
            if number:  # the first round is to be warm
                took += made
                shares.append(100 * empty / median(made))
    _stand(house, len(took) + times)
    title = f"{engine}: a booking by staff, one client"
    return [
        Result(f"{title}, p50", quantile(sorted(took), 50), "ms"),
        Result(f"{title}, p99", quantile(sorted(took), 99), "ms"),
        # Four times what MRBS reaches at its best: 21 ms beside an empty view of 0.24.
        Result(f"{title}, of the empty view", median(shares), "%", ">= 4.5"),
    ]


def _bookings(told: dict[str, Any], sizes: dict[str, int]) -> Iterator[bytes]:
    """Yield requests to book, none for an evening of a room that another one asks for."""
    headers = {"Authorization": f"Bearer {told['token']}"}
    _empty, network, centre, _calendar, _end = told["path"].split("/")
    address = f"/api/v1/networks/{network}/places/{centre}/requests"
    ahead = (dt.date.fromisoformat(told["on"]) + dt.timedelta(days=passed) for passed in range(1, 80))
    workdays = (on for on in ahead if on.weekday() < SATURDAY)
    for on, room in itertools.product(workdays, range(1, sizes["rooms"] + 1)):
        asked = {
            "on": str(on),
            "starts": EVENING[0],
            "ends": EVENING[1],
            "room": f"sala-{room}",
            "people": 12,
            "topic": "Próba chóru",
            "person": "Anna Nowak",
            "email": "anna.nowak@example.org",
            "waiver": "tak umówiono",
            "accept": True,
        }
        yield request(address, headers, method="POST", body=asked)


def _stand(house: Installation, least: int) -> None:
    """Fail unless what was answered is in the database."""
    found = house.run("bench.seeding", "count_bookings", {})
    assert found["bookings"] >= least, found
