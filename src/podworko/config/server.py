"""Keeps the web server and the background worker running, as children of one process."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

import click
from django.core.exceptions import ImproperlyConfigured

from podworko.config.environment import Environment

# Requests answered at once by one process, each with a connection to the database; a few more wait their turn.
THREADS = 8
WATCH_SECONDS = 0.2
STOP_SECONDS = 15
# A child that ends this soon after its start, this many times in a row, will not get better by itself.
SOON_SECONDS = 20
PATIENCE = 5


@dataclass
class Child:
    """A process that is started again when it ends."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    start_at: float = field(default_factory=time.monotonic)

    def watch(self) -> bool:
        """Start the process when it is due; return whether there is still hope for it."""
        now = time.monotonic()
        if self.process and (code := self.process.poll()) is not None:
            self.failures = self.failures + 1 if now - self.started < SOON_SECONDS else 1
            sweep(self.process)
            self.process = None
            self.start_at = now + 2 ** (self.failures - 1) - 1  # at once, then after 1, 3, 7 seconds
            click.echo(f"The {self.name} ended with code {code}.", err=True)
        if self.failures >= PATIENCE:
            return False
        if self.process is None and now >= self.start_at:
            # In a session of its own: Ctrl+C reaches the parent alone, which then stops its children in order.
            self.process = subprocess.Popen(self.command, start_new_session=True)
            self.started = now
        return True


def refuse_taken_port(host: str, port: int) -> None:
    """Raise ImproperlyConfigured when the server could not listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        message = f"Port {port} of {host} cannot be used: {error.strerror}. Choose another one with PORT= or --port."
        raise ImproperlyConfigured(message) from error


def serve(settings: Environment, *, ready: Callable[[], None]) -> None:
    """Run until SIGTERM or SIGINT, calling `ready` once when the server answers.

    Raises ImproperlyConfigured when a child cannot be kept alive.
    """
    python = [sys.executable, "-m"]
    granian = ["granian", "--interface=wsgi", f"--host={settings.host}", f"--port={settings.port}"]
    granian += [f"--workers={settings.workers}", "--respawn-failed-workers", "--no-ws", "--log-level=error"]
    granian += [f"--blocking-threads={THREADS}", f"--backpressure={THREADS * 4}"]
    children = [
        Child("web server", [*python, *granian, "podworko.config.wsgi:application"]),
        Child("background worker", [*python, "podworko", "worker"]),
    ]
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    announced = False
    try:
        while not stopping:
            # The worker begins once people are answered: two that start at once are both slower to be there.
            for child in children if announced else children[:1]:
                if not child.watch():
                    message = f"The {child.name} ends right after every start; the reason stands above."
                    raise ImproperlyConfigured(message)
            if not announced and answers(settings.host, settings.port):
                announced = True
                ready()
            time.sleep(WATCH_SECONDS)
    finally:
        end(children)


def end(children: list[Child]) -> None:
    """Ask all children to finish what they are doing, and wait; end by force what does not."""
    running = [child.process for child in children if child.process]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        sweep(process)


def sweep(process: subprocess.Popen[bytes]) -> None:
    """End what a child that is gone has left behind: each one's processes form a group of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def answers(host: str, port: int) -> bool:
    """Return whether the server answers anything at all."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  not bound to, only asked
    connection = http.client.HTTPConnection(here, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
