"""How often something may be tried."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection

from podworko.core import limits
from podworko.core.errors import TooMany
from podworko.core.models import RateCount

MINUTE = dt.timedelta(minutes=1)
START = dt.datetime(2026, 11, 24, 9, 0, 10, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_so_many_tries_in_a_window_and_no_more():
    with time_machine.travel(START, tick=False) as traveller:
        for _try in range(3):
            limits.count("code:a", limit=3, per=MINUTE)
        with pytest.raises(TooMany) as refused:
            limits.count("code:a", limit=3, per=MINUTE)
        assert refused.value.status == 429
        assert [problem.code for problem in refused.value.problems] == ["too-many"]
        # The window ends with the minute.
        assert refused.value.retry_after == 51
        traveller.shift(refused.value.retry_after)
        limits.count("code:a", limit=3, per=MINUTE)


@pytest.mark.django_db
def test_each_key_is_counted_by_itself():
    limits.count("code:a", limit=1, per=MINUTE)
    limits.count("code:b", limit=1, per=MINUTE)
    with pytest.raises(TooMany):
        limits.count("code:a", limit=1, per=MINUTE)


@pytest.mark.django_db
def test_counts_are_forgotten_a_day_later():
    with time_machine.travel(START, tick=False) as traveller:
        limits.count("old", limit=1, per=MINUTE)
        traveller.shift(dt.timedelta(hours=23))
        limits.count("young", limit=1, per=MINUTE)
        limits.old().delete()
        assert RateCount.objects.count() == 2
        traveller.shift(dt.timedelta(hours=2))
        limits.old().delete()
        assert [row.key for row in RateCount.objects.all()] == ["young"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_one_after_another():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; the tests' database in memory is not shared by threads")
    outcomes = []

    def attempt():
        try:
            limits.count("guess", limit=5, per=dt.timedelta(days=1))
            outcomes.append("counted")
        except TooMany:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _rival in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["counted"] * 5 + ["refused"] * 7
