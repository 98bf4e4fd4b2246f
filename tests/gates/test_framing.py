"""Gate 4: what is made for it may stand in the frame of another site, and nothing else."""

import pytest

from tests.gates.catalogue import html_pages, visits

pytestmark = pytest.mark.any_database

FRAMED = {"bookings:embed", "promotion:frame", "promotion:network_frame"}


def is_framed(response):
    if not response["Content-Type"].startswith("text/html"):
        return False
    policy = response.headers.get("Content-Security-Policy", "")
    return "frame-ancestors 'none'" not in policy or response.headers.get("X-Frame-Options") != "DENY"


def test_only_what_is_made_for_it_may_stand_in_a_frame(world):
    first = {name: next(visits(world, name), None) for name in html_pages()}
    framed = {name for name, visit in first.items() if visit and is_framed(visit.client.get(visit.address))}
    assert framed == FRAMED
