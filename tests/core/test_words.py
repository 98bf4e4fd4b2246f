"""Days as people say them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from podworko.core import words

pytestmark = pytest.mark.any_database
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-12-28", "dziś"),
        ("2026-12-29", "jutro"),
        ("2026-12-30", "środa"),
        ("2027-01-03", "niedziela"),
        # A week on, the name of the day is today's.
        ("2027-01-04", "poniedziałek, 4 stycznia 2027"),
        ("2026-12-27", "niedziela, 27 grudnia"),
    ],
)
def test_a_near_day_is_named_and_a_far_one_dated(on, said):
    # Half past midnight in Warsaw, still yesterday in UTC.
    with time_machine.travel(dt.datetime(2026, 12, 28, 0, 30, tzinfo=WARSAW)), translation.override("pl"):
        assert words.near(dt.date.fromisoformat(on), WARSAW) == said
