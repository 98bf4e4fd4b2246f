"""The first free time over a city of a thousand rooms, with one year of use behind them and with four."""

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.installed import installed
from bench.table import Result

YEARS = (1, 4)
MOST = {"sqlite": 150, "postgresql": 50}
QUESTIONS = {
    "40 people, 2 h, with a loop": {"people": 40, "hours": 2, "loop": True, "is_usual": True},
    # The city is full in the hours that would do for the next four weeks.
    "10 people, 3 h in one piece": {"people": 10, "hours": 3, "loop": False, "is_usual": False},
}


def results(place: Path, engine: str, rooms: int, *, times: int, years: tuple[int, ...] = YEARS) -> list[Result]:
    """Return how long the first free time takes, and how many rows of the table of use are read for it."""
    told: dict[int, dict[str, Any]] = {}
    for each in years:
        made, _answer = installed(place, f"city{each}", engine, "city", {"rooms": rooms, "years": each, "ahead": 28})
        told[each] = made.run("bench.finding", times)
    found: list[Result] = []
    first, last = years[0], years[-1]
    for name, asked in QUESTIONS.items():
        title = f"{engine}: first free time, {name}"
        answers = {each: told[each][name] for each in years}
        goal = f"<= {MOST[engine]}" if asked["is_usual"] else ""
        found += [Result(f"{title}, {each} y", answers[each]["ms"], "ms", goal) for each in years]
        times_as_long = answers[last]["ms"] / answers[first]["ms"]
        found.append(Result(f"{title}, {last} y to {first} y", times_as_long, "times", "<= 1.3"))
        found += [Result(f"{title}, rows of use read, {each} y", answers[each]["rows"], "rows") for each in years]
        found.append(Result(f"{title}, tables read from end to end", answers[last]["scans"], "scans", "<= 0"))
    return found


def ask(times: int) -> dict[str, Any]:
    """Ask each question so many times in this process; return the median and what the database says it read."""
    import django

    django.setup()

    import datetime as dt

    from podworko.bookings.queries.finding import Wanted, first_free
    from podworko.places.models import Equipment, Network

    network = Network.objects.get()
    answers = {}
    for name, asked in QUESTIONS.items():
        wanted = Wanted(
            people=int(asked["people"]),
            length=dt.timedelta(hours=int(asked["hours"])),
            equipment={Equipment.LOOP: 1} if asked["loop"] else {},
        )
        took = []
        for _time in range(times + 1):
            start = time.perf_counter()
            answer = first_free(network, wanted)
            took.append(time.perf_counter() - start)
        if not answer.finds:
            sys.exit(f"{name}: nothing was found, so nothing was measured.")
        answers[name] = {"ms": median(took[1:]) * 1000, **_read(lambda wanted=wanted: first_free(network, wanted))}
    return answers


def _read(look: Callable[[], object]) -> dict[str, int]:
    """Return how many rows of the table of use a look reads, and how often it reads all of it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        look()
    rows = scans = 0
    for query in asked.captured_queries:
        if "bookings_occupancy" not in query["sql"]:
            continue
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query['sql']}")
                plan = cursor.fetchone()[0]
                read = _of_plan((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
            else:
                read = _of_sqlite(cursor, query["sql"])
        rows, scans = rows + read[0], scans + read[1]
    return {"rows": rows, "scans": scans}


def _of_plan(plan: dict[str, Any]) -> tuple[int, int]:
    """Return how many rows of the table a plan of PostgreSQL reads, dropped ones too, and how often all of them."""
    rows = scans = 0
    if plan.get("Relation Name") == "bookings_occupancy":
        dropped = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        rows = int((plan["Actual Rows"] + dropped) * plan["Actual Loops"])
        scans = plan["Node Type"] == "Seq Scan"
    for each in plan.get("Plans", ()):
        more = _of_plan(each)
        rows, scans = rows + more[0], scans + more[1]
    return rows, scans


def _of_sqlite(cursor: Any, sql: str) -> tuple[int, int]:
    """Return the rows that the index bounds let through (SQLite counts none itself), and the whole reads."""
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    plan = [row[3] for row in cursor.fetchall()]
    scans = sum(bool(re.match(r"SCAN bookings_occupancy(?! USING COVERING)", line)) for line in plan)
    cursor.execute(sql)
    return len(cursor.fetchall()), scans


if __name__ == "__main__":
    print(json.dumps(ask(int(sys.argv[1]))))
