"""One action, one transaction; repeated only when the database ended it for another's sake."""

import threading

import psycopg.errors
import pytest
from django.db import OperationalError, connection, transaction

from podworko.core import clock, transactions
from podworko.core.models import RateCount
from podworko.core.transactions import action

POSTGRESQL = "postgresql"


@pytest.fixture
def _no_pause(monkeypatch):
    monkeypatch.setattr(transactions.time, "sleep", lambda _seconds: None)


def write(key):
    RateCount.objects.create(key=key, window=clock.now())


def keys():
    return sorted(RateCount.objects.values_list("key", flat=True))


def ended(reason):
    """Return the error that Django raises when PostgreSQL ended a transaction for that `reason`."""
    error = OperationalError("ended")
    error.__cause__ = reason("ended")
    return error


class DiskFullError(Exception):
    """Something that trying again will not mend."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_pause")
@pytest.mark.parametrize("reason", [psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure])
def test_an_action_ended_for_anothers_sake_is_done_again_as_a_whole(reason):
    tries = []

    @action
    def deed():
        tries.append(1)
        write("first")
        if len(tries) < 3:
            raise ended(reason)
        write("second")
        return "done"

    assert deed() == "done"
    assert len(tries) == 3
    assert keys() == ["first", "second"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_pause")
@pytest.mark.parametrize(
    ("error", "most"),
    [(ended(psycopg.errors.DeadlockDetected), transactions.TRIES), (ended(DiskFullError), 1), (DiskFullError(), 1)],
)
def test_what_does_not_get_better_is_told_and_leaves_nothing_behind(error, most):
    tries = []

    @action
    def deed():
        tries.append(1)
        write("half")
        raise error

    with pytest.raises(type(error)):
        deed()
    assert len(tries) == most
    assert keys() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_pause")
def test_an_action_within_an_action_is_part_of_it():
    tries = []

    @action
    def inner():
        tries.append("inner")
        write("inner")
        if tries.count("inner") == 1:
            raise ended(psycopg.errors.DeadlockDetected)

    @action
    def outer(*, fails):
        tries.append("outer")
        write("outer")
        inner()
        if fails:
            raise DiskFullError

    with pytest.raises(DiskFullError):
        outer(fails=True)
    # The outer one was repeated, since the database had undone it as a whole.
    assert tries == ["outer", "inner", "outer", "inner"]
    assert keys() == []
    outer(fails=False)
    assert keys() == ["inner", "outer"]


def cross(wrap):
    """Let two threads lock two rows in opposite order at once; return how each ended, and how often each tried."""
    write("a")
    write("b")
    meet = threading.Barrier(2, timeout=10)
    ends, tries = {}, {"ab": 0, "ba": 0}

    def deed(order):
        tries[order] += 1
        for step, key in enumerate(order):
            RateCount.objects.filter(key=key).update(count=tries[order])
            if step == 0 and tries[order] == 1:
                meet.wait()

    def run(order):
        try:
            wrap(deed)(order)
            ends[order] = "done"
        except OperationalError as error:
            ends[order] = error.__cause__.sqlstate
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[order]) for order in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return ends, tries


@pytest.mark.django_db(transaction=True)
class TestADeadlockOnPostgreSQL:
    @pytest.fixture(autouse=True)
    def _postgresql(self):
        if connection.vendor != POSTGRESQL:
            pytest.skip("SQLite has one writer at a time, so that no two can wait for each other")

    def test_is_repeated_until_both_are_done(self):
        ends, tries = cross(action)
        assert ends == {"ab": "done", "ba": "done"}
        assert sorted(tries.values()) == [1, 2]

    def test_ends_one_of_the_two_where_nothing_repeats_it(self):
        ends, _tries = cross(transaction.atomic)
        assert sorted(ends.values()) == ["40P01", "done"]
