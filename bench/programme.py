"""How fast the calendar of the programme is: `make bench`, or a small one with `--quick`.

A city of 100 places with three years of what they held, about 400,000 sessions. Each page is measured beside an empty
view in the same round, once made afresh and once from what is kept; written to bench/results/programme.json. On
PostgreSQL too, where a server answers.
"""

import argparse
import os
from functools import partial
from pathlib import Path
from typing import Any

from bench import table
from bench.installed import ENGINES, engines, installed
from bench.load import once, request
from bench.pages import COOKIE, Page, measured

RESULTS = Path(__file__).parent / "results" / "programme.json"


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that it works, not how fast")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="only on this one")
    parser.add_argument("--into", type=Path, default=None, help=f"file to write; {RESULTS.name} for all in full")
    given = parser.parse_args()
    place = Path(os.environ["PODWORKO_DATA"]).resolve() / ("bench-quick" if given.quick else "bench")
    found: list[table.Result] = []
    for engine in given.engine or engines():
        print(f"{engine}: programme", flush=True)
        found += measure(place, engine, is_quick=given.quick)
    head = table.machine(is_quick=given.quick)
    print(f"\n{head['value']}, {head['unit']}")
    table.show(found)
    is_whole = not (given.quick or given.engine)
    if into := given.into or (RESULTS if is_whole else None):
        table.write(into, head, found)


def measure(place: Path, engine: str, *, is_quick: bool) -> list[table.Result]:
    """Return the figures on one engine."""
    sizes = {"centres": 6, "years": 1} if is_quick else {"centres": 100, "years": 3}
    made, told = installed(place, "programme", engine, "programme", sizes)
    found = [table.Result(f"{engine}: sessions in the programme", told["sessions"], "rows")]
    rounds, seconds = (1, 0.2) if is_quick else (7, 2.0)
    return found + measured(made, engine, partial(_pages, told), rounds=rounds, seconds=seconds)


def _pages(told: dict[str, Any], kept: int, afresh: int) -> list[Page]:
    path, place, visitor = told["path"], told["place"], {"Cookie": COOKIE}
    etag = once(kept, path, visitor).headers["etag"]

    def page(name: str, goal: float, port: int, address: str) -> Page:
        return Page(name, goal, port, request(address, visitor))

    return [
        page("programme of the network, list, afresh", 5, afresh, path),
        page("programme of the network, list, cached", 25, kept, path),
        Page("programme of the network, 304", 35, kept, request(path, visitor | {"If-None-Match": etag}), 304),
        page(
            "programme of the network for seniors at weekends, afresh", 3, afresh, f"{path}?audience=seniors&weekend=1"
        ),
        page("programme of the network near a point, afresh", 2, afresh, f"{path}?where=50.020,19.930"),
        page("programme of the network, week, afresh", 1, afresh, f"{path}?view=week"),
        page("programme of the network, month, afresh", 1, afresh, f"{path}?view=month"),
        page("programme of the network, month, cached", 20, kept, f"{path}?view=month"),
        page("programme of the network, map, afresh", 1, afresh, f"{path}?view=map"),
        page("programme of a place, list, afresh", 4, afresh, place),
        page("programme of a place, list, cached", 25, kept, place),
        page("programme of a place, month, afresh", 2, afresh, f"{place}?view=month"),
    ]


if __name__ == "__main__":
    main()
