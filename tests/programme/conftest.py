"""A moment on which the tests of the programme stand."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def tuesday():
    """It is Tuesday, 24 November 2026, five past ten in Kraków; the traveller moves the clock."""
    with time_machine.travel(dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW), tick=False) as traveller:
        yield traveller
