"""The calendar of a house of 40 rooms, page by page, beside an empty view in the same round."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.installed import Installation, installed
from bench.load import measure, once, request
from bench.table import Result

# A browser that was here before.
COOKIE = "csrftoken=" + "a" * 32


@dataclass(frozen=True)
class Page:
    """A page to measure: its name, the share of the empty view that is wanted, and how it is asked for."""

    name: str
    goal: float
    port: int
    sent: bytes
    status: int = 200


Listed = Callable[[int, int], list[Page]]


def results(place: Path, engine: str, sizes: dict[str, int], *, rounds: int, seconds: float) -> list[Result]:
    """Return how fast each page is."""
    house, told = installed(place, "house", engine, "house", sizes)
    return measured(house, engine, partial(_pages, told), rounds=rounds, seconds=seconds)


def measured(made: Installation, engine: str, listed: Listed, *, rounds: int, seconds: float) -> list[Result]:
    """Return how fast the pages that `listed` names are, each beside an empty view in the same round.

    It is handed the ports of two servers: one that keeps pages, and one that makes each afresh.
    """
    with ExitStack() as stack:
        kept = stack.enter_context(made.serving())
        afresh = stack.enter_context(made.serving(BENCH_AFRESH="1"))
        pool = stack.enter_context(ProcessPoolExecutor(CLIENTS))
        pages = listed(kept, afresh)
        empty = Page("empty view", 0, kept, request("/bench/empty/", {}))
        speeds: dict[str, list[float]] = {page.name: [] for page in (empty, *pages)}
        shares: dict[str, list[float]] = {page.name: [] for page in pages}
        for page in (empty, *pages):
            measure(pool, CLIENTS, page.port, page.sent, min(1, seconds))  # to be warm
        for _round in range(rounds):
            # Before and after: what else the machine does in this round counts for both.
            before = _speed(pool, empty, seconds)
            speed = {page.name: _speed(pool, page, seconds) for page in pages}
            after = _speed(pool, empty, seconds)
            speeds[empty.name] += [before, after]
            for name, found in speed.items():
                speeds[name].append(found)
                shares[name].append(100 * found / ((before + after) / 2))
    found = [Result(f"{engine}: {empty.name}", median(speeds[empty.name]), "requests/s")]
    for page in pages:
        found.append(Result(f"{engine}: {page.name}", median(speeds[page.name]), "requests/s"))
        share = median(shares[page.name])
        found.append(Result(f"{engine}: {page.name}, of the empty view", share, "%", f">= {page.goal:g}"))
    return found


CLIENTS = 4


def _speed(pool: ProcessPoolExecutor, page: Page, seconds: float) -> float:
    load = measure(pool, CLIENTS, page.port, page.sent, seconds)
    if set(load.statuses) != {page.status}:
        message = f"{page.name}: {dict(load.statuses)}"
        raise RuntimeError(message)
    return load.per_second


def _pages(told: dict[str, Any], kept: int, afresh: int) -> list[Page]:
    path = told["path"]
    visitor, staff = {"Cookie": COOKIE}, {"Cookie": f"sessionid={told['session']}; {COOKIE}"}
    # The goals of what MRBS has too are at least four times what it reaches at its best: of an empty view its day
    # reaches 0.7 %, its week 0.25 and its month 0.125.
    etag = once(kept, path, visitor).headers["etag"]
    return [
        Page("public day view, afresh", 3, afresh, request(path, visitor)),
        Page("public day view, cached", 25, kept, request(path, visitor)),
        Page("public day view, 304", 35, kept, request(path, visitor | {"If-None-Match": etag}), 304),
        Page("public week view, afresh", 1, afresh, request(f"{path}?view=week", visitor)),
        Page("public month view, afresh", 0.5, afresh, request(f"{path}?view=month", visitor)),
        Page("public month view, cached", 20, kept, request(f"{path}?view=month", visitor)),
        Page("staff day view", 2, kept, request(path, staff)),
    ]
