"""A gateway for text messages, on the other side of HTTP."""

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WAIT_SECONDS = 30
TOKEN = "secret-of-the-gateway"


@dataclass
class Answer:
    """How the gateway answers one try: a status with headers, late, or by breaking the connection."""

    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    wait: threading.Event | None = None
    is_broken: bool = False


class Gateway:
    """Keeps what it is given; sends once what comes twice under one key."""

    def __init__(self) -> None:
        self.tries: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        # What people get on their telephones, by the key of the message.
        self.sent: dict[str, dict[str, str]] = {}
        self.answers: list[Answer] = []
        self.came = threading.Condition()

    def gets(self, headers: dict[str, str], body: dict[str, str]) -> Answer:
        """Keep a try, and say how it is answered."""
        with self.came:
            answer = self.answers.pop(0) if self.answers else Answer()
            self.tries.append(body)
            self.headers.append(headers)
            if answer.status < 300:
                self.sent.setdefault(headers["idempotency-key"], body)
            self.came.notify_all()
        return answer

    def wait_for(self, tries: int) -> None:
        """Return when so many tries have come."""
        with self.came:
            assert self.came.wait_for(lambda: len(self.tries) >= tries, WAIT_SECONDS), f"Try {tries} did not come."


class Server(ThreadingHTTPServer):
    """Listens for a gateway, each try in a thread of its own."""

    daemon_threads = True

    def __init__(self, port: int, box: Gateway) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.box = box

    def handle_error(self, *_about: object) -> None:
        """Say nothing of those who have gone."""


class Handler(BaseHTTPRequestHandler):
    """One try."""

    server: Server

    def do_POST(self) -> None:
        """Keep what came, then answer as the gateway says."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.server.box.gets({name.lower(): value for name, value in self.headers.items()}, json.loads(body))
        if isinstance(answer.wait, threading.Event):
            answer.wait.wait(WAIT_SECONDS)
        if answer.is_broken:
            # Closed with something left to say: the other side sees a reset.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def finish(self) -> None:
        """Close; who asked may have gone."""
        with suppress(OSError, ValueError):
            super().finish()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def gateway(*, port: int = 0) -> Iterator[tuple[Gateway, str]]:
    """Keep a gateway on this machine meanwhile; return it and its address."""
    box = Gateway()
    server = Server(port, box)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield box, f"http://127.0.0.1:{server.server_port}/messages"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def settings_for(url: str) -> dict[str, str]:
    """Return the settings of Django for a gateway at `url`."""
    return {"url": url, "token": TOKEN, "sender": "Podworko", "folder": ""}
