"""One action, one transaction."""

import functools
import random
import time
from collections.abc import Callable, Collection
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

TRIES = 8
# Deadlock and serialization failure: PostgreSQL ended one of two transactions so that the other may go on.
# https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
RETRIED = {"40P01", "40001"}

# What is left for the end of the action that runs now: a deed, and the things that it is done to.
Deed = Callable[[Collection[Any]], None]
_left: ContextVar[dict[Deed, dict[Any, None]] | None] = ContextVar("left", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` in one transaction, again when the database ended it for another's sake.

    Inside another action it joins that one's transaction, which is then the one repeated as a whole.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _left.get() is not None:
            return function(*args, **kwargs)
        if connection.in_atomic_block:
            return _to_the_end(function, *args, **kwargs)
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    return _to_the_end(function, *args, **kwargs)
            except OperationalError as error:
                if attempt == TRIES or getattr(error.__cause__, "sqlstate", None) not in RETRIED:
                    raise
            # Rivals that met once must not meet again in step.
            time.sleep(random.uniform(0.005, 0.02) * 2**attempt)  # noqa: S311 - no secret is made of it
        raise AssertionError

    return run


def at_the_end(deed: Deed, thing: Any) -> None:
    """Do `deed` once to all that was left for it, when the action that runs now ends, in its transaction.

    Outside an action it is done at once.
    """
    left = _left.get()
    if left is None:
        deed([thing])
    else:
        left.setdefault(deed, {})[thing] = None


def _to_the_end(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `function`, then what it left for the end."""
    left: dict[Deed, dict[Any, None]] = {}
    token = _left.set(left)
    try:
        result = function(*args, **kwargs)
        while left:
            # One of these may leave more for the end.
            deed = next(iter(left))
            deed([*left.pop(deed)])
        return result
    finally:
        _left.reset(token)
