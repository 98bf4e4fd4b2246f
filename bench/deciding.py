"""Ten thousand requests decided by eight hosts at once over the HTTP API; two requests want each hour of a room."""

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.installed import installed
from bench.load import Connection, quantile, request
from bench.table import Result

CLIENTS = 8
ACCEPTED, TAKEN = 200, 409
Decided = list[tuple[str, str, float]]


def results(place: Path, engine: str, requests: int) -> list[Result]:
    """Return how fast requests are decided, and whether what was answered is what stands."""
    for note in place.glob(f"queue-{engine}/seeded.json"):
        note.unlink()  # who decides uses the queue up
    made, told = installed(place, "queue", engine, "queue", {"requests": requests})
    references, tokens = told["references"], told["tokens"]
    with made.serving() as port, ProcessPoolExecutor(CLIENTS) as pool:
        # Both processes have loaded all that they need before the clock starts.
        for each in [pool.submit(look, port, token, references[:10]) for token in tokens]:
            each.result()
        start = time.perf_counter()
        # Neighbours in the list are rivals: they are decided at the same moment by different hosts.
        shares = [references[number::CLIENTS] for number in range(CLIENTS)]
        done = [
            each
            for answered in [
                pool.submit(decide, port, token, share) for token, share in zip(tokens, shares, strict=True)
            ]
            for each in answered.result()
        ]
        took = time.perf_counter() - start
    accepted = [reference for reference, answer, _seconds in done if answer == "accepted"]
    stands = made.run("bench.deciding", _write(place, accepted))
    how = Counter(answer for _reference, answer, _seconds in done)
    times = sorted(seconds for _reference, _answer, seconds in done)
    title = f"{engine}: {requests} requests decided by {CLIENTS} clients"
    return [
        Result(title, len(done) / took, "requests/s"),
        Result(f"{title}, p50", quantile(times, 50), "ms"),
        Result(f"{title}, p99", quantile(times, 99), "ms"),
        Result(f"{title}, undecided", len(references) - how["accepted"] - how["declined"], "requests", "<= 0"),
        Result(f"{title}, hours given", len(accepted), "hours", f">= {told['hours']}"),
        Result(f"{title}, lost", stands["lost"], "requests", "<= 0"),
        Result(f"{title}, double", stands["double"], "uses", "<= 0"),
    ]


def decide(port: int, token: str, references: Sequence[str]) -> Decided:
    """Accept each of the requests; decline the one whose hour somebody else has. Return the answers and their times."""
    connection, headers, done = Connection(port), {"Authorization": f"Bearer {token}"}, []
    for reference in references:
        start = time.perf_counter()
        path = f"/api/v1/requests/{reference}"
        status, _head, body = connection.ask(request(f"{path}/accept", headers, method="POST", body={}))
        answer = "accepted" if status == ACCEPTED else f"{status}: {body[:80]!r}"
        if status == TAKEN:
            reason = {"reason": "Ktoś był pierwszy."}
            status, _head, body = connection.ask(request(f"{path}/decline", headers, method="POST", body=reason))
            answer = "declined" if status == ACCEPTED else f"{status}: {body[:80]!r}"
        done.append((reference, answer, time.perf_counter() - start))
    return done


def look(port: int, token: str, references: Sequence[str]) -> None:
    """Read the requests, and decide nothing."""
    connection, headers = Connection(port), {"Authorization": f"Bearer {token}"}
    for reference in references:
        connection.ask(request(f"/api/v1/requests/{reference}", headers))


def _write(place: Path, accepted: Sequence[str]) -> Path:
    path = place / "accepted.json"
    path.write_text(json.dumps(accepted))
    return path


def stand(accepted: Sequence[str]) -> dict[str, Any]:
    """Return how many of the requests that were called accepted have no room, and how many uses share a moment."""
    import django

    django.setup()

    from django.db import connection

    from podworko.bookings.models import Occupancy

    given = set(Occupancy.objects.values_list("booking_date__request__reference", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM (SELECT blocked_from, LAG(blocked_until) OVER "
            "(PARTITION BY room_id ORDER BY blocked_from, id) AS before FROM bookings_occupancy) uses "
            "WHERE before > blocked_from"
        )
        double = cursor.fetchone()[0]
    return {"lost": len(set(accepted) - given), "double": double, "more": len(given - set(accepted))}


if __name__ == "__main__":
    print(json.dumps(stand(json.loads(Path(sys.argv[1]).read_text()))))
