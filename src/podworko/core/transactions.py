"""One action, one transaction."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 8
# Deadlock and serialization failure: PostgreSQL ended one of two transactions so that the other may go on.
# https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
RETRIED = {"40P01", "40001"}


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in one transaction, again when the database ended it for another's sake.

    Inside another action it joins that one's transaction, which is then the one repeated as a whole.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return function(*args, **kwargs)
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if attempt == TRIES or getattr(error.__cause__, "sqlstate", None) not in RETRIED:
                    raise
            # Rivals that met once must not meet again in step.
            time.sleep(random.uniform(0.005, 0.02) * 2**attempt)  # noqa: S311 - no secret is made of it
        raise AssertionError

    return run
