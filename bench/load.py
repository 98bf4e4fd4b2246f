"""A few clients that ask as fast as they are answered.

Each is a process of its own with one connection, and spends as little as it can: it shares the machine's two cores with
the server that it measures.
"""

import json
import re
import socket
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """What came of it: answers a second, milliseconds that half and 99 of 100 took, and how many of which status."""

    per_second: float
    p50: float
    p99: float
    statuses: Counter[int]


@dataclass(frozen=True)
class Answer:
    """One answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """One connection to 127.0.0.1 that is kept open."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Return status, head and body of the answer."""
        self.socket.sendall(request)
        data = self.rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        status, length = int(data[9:12]), 0
        if status != 304 and (found := LENGTH.search(data, 0, end + 2)):
            length = int(found[1])
        chunks, size = [data[end + 4 :]], len(data) - end - 4
        while size < length:
            chunks.append(self._more())
            size += len(chunks[-1])
        body = b"".join(chunks)
        self.rest = body[length:]
        return status, data[:end], body[:length]

    def _more(self) -> bytes:
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionError
        return data


def request(path: str, headers: Mapping[str, str], *, method: str = "GET", body: object = None) -> bytes:
    """Return the bytes of a request."""
    sent = b"" if body is None else json.dumps(body).encode()
    words = {"Host": "127.0.0.1", "Connection": "keep-alive", **headers}
    if method == "POST":
        words |= {"Content-Type": "application/json", "Content-Length": str(len(sent))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in words.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + sent


def once(port: int, path: str, headers: Mapping[str, str]) -> Answer:
    """Return the answer to one request."""
    status, head, body = Connection(port).ask(request(path, headers))
    lines = [line.partition(": ") for line in head.decode().split("\r\n")[1:]]
    return Answer(status, {name.lower(): value for name, _colon, value in lines}, body)


def timed(connection: Connection, sent: bytes, status: int = 200) -> float:
    """Return how many seconds one answer takes. Raises RuntimeError for one with another status."""
    start = time.perf_counter()
    found, _head, body = connection.ask(sent)
    took = time.perf_counter() - start
    if found != status:
        message = f"{found}: {body[:200]!r}"
        raise RuntimeError(message)
    return took


def hammer(port: int, sent: bytes, seconds: float) -> tuple[list[float], Counter[int]]:
    """Ask for so many seconds; return how many each answer took, and the statuses."""
    connection, took, statuses = Connection(port), [], Counter[int]()
    now, end = time.perf_counter(), time.perf_counter() + seconds
    while now < end:
        status, _head, _body = connection.ask(sent)
        then, now = now, time.perf_counter()
        took.append(now - then)
        statuses[status] += 1
    return took, statuses


def measure(pool: ProcessPoolExecutor, clients: int, port: int, sent: bytes, seconds: float) -> Load:
    """Let so many clients ask at once."""
    done = [each.result() for each in [pool.submit(hammer, port, sent, seconds) for _client in range(clients)]]
    took = sorted(moment for times, _statuses in done for moment in times)
    # Each client counts by its own clock: one that began late is not held against the server.
    per_second = sum(len(times) / sum(times) for times, _statuses in done)
    return Load(per_second, quantile(took, 50), quantile(took, 99), sum((found for _times, found in done), Counter()))


def quantile(ordered: Sequence[float], per_cent: int) -> float:
    """Return the time, in milliseconds, that so many of a hundred took at most."""
    return ordered[min(len(ordered) - 1, len(ordered) * per_cent // 100)] * 1000
