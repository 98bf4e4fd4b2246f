"""A browser without a screen, and the small town that it visits."""

import itertools
import re
from collections.abc import Mapping
from typing import Self

import httpx

from tests.second_factor import next_code

BORROW = "/miasto/miejsce/borrow/"
TOWN = """
from tests.factories import *

network = make_network(slug="miasto")
centre = make_centre(network, slug="miejsce", is_open_on_holidays=True)
make_room(centre, slug="sala", name="Sala duża", capacity=40)
host = make_staff(Role.HOST, centre, password=PASSWORD)
answer = {"host": host.email, "password": PASSWORD, "on": str(a_working_day(centre, ahead=6))}
"""
USUAL = {
    "starts": "17:00",
    "ends": "19:00",
    "people": "12",
    "room": "any",
    "repeats": "once",
    "is_open_to_all": "no",
    "topic": "Próba",
    "person": "Jan",
    "email": "jan@example.org",
}
_numbers = itertools.count(1)


class Visitor:
    """Somebody who keeps cookies, and sends forms as they were shown, or otherwise."""

    def __init__(self, address: str, town: Mapping[str, str]) -> None:
        self.town = town
        # Where a proxy stands before the server, each comes from an address of their own.
        headers = {"Accept-Language": "pl", "X-Forwarded-For": f"192.0.2.{next(_numbers)}"}
        self.client = httpx.Client(base_url=address, timeout=60, headers=headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.client.close()

    def form(self, path: str = BORROW) -> dict[str, str]:
        """Return the hidden fields of the form on a page."""
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.client.get(path).text))

    def asks(self, form: Mapping[str, str] | None = None, **answers: str) -> httpx.Response:
        """Ask for the room; `answers` take the place of what is usually written."""
        return self.client.post(BORROW, data={**(form or self.form()), "on": self.town["on"], **USUAL, **answers})

    def confirms(self, path: str, code: str) -> httpx.Response:
        """Write the code down."""
        return self.client.post(path, data=self._token(path) | {"code": code})

    def signs_in(self) -> None:
        """Be the host."""
        path = "/account/login/"
        who = {"login": self.town["host"], "password": self.town["password"]}
        assert self.client.post(path, data=self._token(path) | who).status_code == httpx.codes.FOUND
        path = "/account/second-factor/authenticate/"
        code = {"code": next_code(self.town["host"])}
        assert self.client.post(path, data=self._token(path) | code).status_code == httpx.codes.FOUND

    def decides(self, reference: str, deed: str, **words: str) -> httpx.Response:
        """Accept, decline, ask, as the host."""
        path = f"/desk/requests/{reference}/"
        return self.client.post(f"{path}{deed}/", data=self._token(path) | words)

    def _token(self, path: str) -> dict[str, str]:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)', self.client.get(path).text)
        assert found
        return {"csrfmiddlewaretoken": found[1]}
