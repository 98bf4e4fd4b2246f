"""How fast the calendar is: `make bench`, or a small one with `--quick`.

Fills installations of its own under the data folder, once a day; runs the real server with two processes; prints a
table and writes bench/results/bookings.json. Each page is measured beside an empty view in the same round, so that the
figures can be compared between machines. On PostgreSQL too, where a server answers.
"""

import argparse
import os
from pathlib import Path

from bench import creating, deciding, finding, pages, table
from bench.installed import ENGINES, engines

RESULTS = Path(__file__).parent / "results" / "bookings.json"
PARTS = ("pages", "creating", "finding", "deciding")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that it works, not how fast")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="only on this one")
    parser.add_argument("--part", choices=PARTS, action="append", help="only this")
    parser.add_argument("--into", type=Path, default=None, help=f"file to write; {RESULTS.name} for all in full")
    given = parser.parse_args()
    place = Path(os.environ["PODWORKO_DATA"]).resolve() / ("bench-quick" if given.quick else "bench")
    found: list[table.Result] = []
    for engine in given.engine or engines():
        for part in given.part or PARTS:
            print(f"{engine}: {part}", flush=True)
            found += measure(place, engine, part, is_quick=given.quick)
    head = table.machine(is_quick=given.quick)
    print(f"\n{head['value']}, {head['unit']}")
    table.show(found)
    is_whole = not (given.quick or given.engine or given.part)
    if into := given.into or (RESULTS if is_whole else None):
        table.write(into, head, found)


def measure(place: Path, engine: str, part: str, *, is_quick: bool) -> list[table.Result]:
    """Return the figures of one part on one engine."""
    sizes = {"rooms": 4, "days": 40, "uses": 8} if is_quick else {"rooms": 40, "days": 365, "uses": 8}
    if part == "creating":
        return creating.results(place, engine, sizes, rounds=1 if is_quick else 7, times=20 if is_quick else 60)
    if part == "pages":
        return pages.results(place, engine, sizes, rounds=1 if is_quick else 7, seconds=0.2 if is_quick else 2)
    if part == "finding":
        return finding.results(place, engine, 20 if is_quick else 1000, times=2 if is_quick else 15)
    return deciding.results(place, engine, 200 if is_quick else 10_000)


if __name__ == "__main__":
    main()
