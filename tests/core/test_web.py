"""Whose address a request came from."""

import pytest
from django.test import RequestFactory

from podworko.core.web import address_of


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "198.51.100.7", "203.0.113.9"),
        (1, "", "203.0.113.9"),
        (1, "198.51.100.7", "198.51.100.7"),
        # What stands before the addresses that our own proxies wrote, the visitor has made up.
        (1, "10.0.0.1, 192.0.2.1, 198.51.100.7", "198.51.100.7"),
        (2, "192.0.2.1, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "203.0.113.9"),
        # One line has as many addresses as it likes below its own 64 bits.
        (1, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:bbbb::2", "2001:db8:1:2::"),
        (1, "2001:db8:1:3::1", "2001:db8:1:3::"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "x" * 500, "203.0.113.9"),
    ],
)
def test_what_counts_is_what_our_own_proxies_say(settings, proxies, forwarded, counted):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="203.0.113.9")
    assert address_of(request) == counted


def test_a_request_by_a_socket_has_no_address():
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="")) == ""
