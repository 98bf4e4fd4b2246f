"""A moment, and a seniors' centre, on which the tests of membership stand."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from podworko.places.models import ModelKind
from tests.factories import make_centre, make_network

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def tuesday():
    """It is Tuesday, 24 November 2026, five past ten in Kraków; the traveller moves the clock."""
    with time_machine.travel(dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW), tick=False) as traveller:
        yield traveller


@pytest.fixture
def centre(tuesday):
    """A place for people of 60 and more, which has members."""
    return make_centre(make_network(slug="krakow"), slug="malwa", name="CAS Malwa", kind=ModelKind.CAS)
