"""The real program: its commands, its processes, and a database of its own on the engine that the suite runs on."""

import json
import logging
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
Ask = Callable[[str], list[tuple[Any, ...]]]


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Installation:
    """Podwórko set up in a folder.

    `ask` puts SQL to its database past Django; while `without_database` lasts nothing can be written (SQLite: somebody
    else holds the lock), or the database is gone (PostgreSQL).
    """

    folder: Path
    environ: dict[str, str]
    ask: Ask
    without_database: Callable[[], AbstractContextManager[None]]

    def with_settings(self, **names: object) -> "Installation":
        """Return the same with settings changed: `smtp_port=25` is PODWORKO_SMTP_PORT."""
        more = {f"PODWORKO_{name.upper()}": str(value) for name, value in names.items()}
        return replace(self, environ=self.environ | more)

    def command(self, *words: str) -> str:
        """Run `podworko` with these words and return what it says."""
        command = [sys.executable, "-m", "podworko", *words]
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def shell(self, code: str) -> Any:
        """Run Python code in the program's shell and return what it leaves in `answer`."""
        code += "\nimport json\nprint('ANSWER', json.dumps(globals().get('answer')))"
        said = self.command("manage", "shell", "--no-imports", "-c", code)
        return json.loads(said.rpartition("ANSWER ")[2])

    @contextmanager
    def process(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """Keep `podworko` with these words running meanwhile; what it says goes to the file log.txt."""
        command = [sys.executable, "-m", "podworko", *words]
        with (self.folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(command, env=self.environ, stdout=log, stderr=log)
            try:
                yield process
            finally:
                process.terminate()
                process.wait()

    @contextmanager
    def running(self, *options: str, port: int = 0) -> Iterator[str]:
        """Keep the server running and return its address."""
        port = port or free_port()
        with self.process("run", f"--port={port}", *options):
            yield await_answer(f"http://127.0.0.1:{port}")


def await_answer(url: str) -> str:
    """Return `url` when the server there is well."""

    logging.getLogger("httpx").setLevel(logging.WARNING)

    def is_well() -> bool:
        try:
            return httpx.get(f"{url}/healthz").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    until(is_well, "the server does not answer")
    return url


def until(is_so: Callable[[], object], complaint: str, *, seconds: float = 60) -> None:
    """Return as soon as `is_so`; fail with the complaint when that takes too long."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.05)


@contextmanager
def installation(folder: Path, **names: object) -> Iterator[Installation]:
    """Set Podwórko up in an empty `folder`, its database migrated; `names` are settings."""
    (folder / "assets").symlink_to(settings.ASSETS)
    with _sqlite(folder) if ON_SQLITE else _postgresql() as (url, ask, away):
        ours = {"PODWORKO_DATA": str(folder), "PODWORKO_DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        installed = Installation(folder, {**os.environ, **ours}, ask, away).with_settings(**names)
        installed.command("migrate")
        yield installed


Database = tuple[str, Ask, Callable[[], AbstractContextManager[None]]]


@contextmanager
def _sqlite(folder: Path) -> Iterator[Database]:
    path = folder / "podworko.sqlite3"

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
            return connection.execute(sql).fetchall()

    @contextmanager
    def locked() -> Iterator[None]:
        with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield

    yield f"sqlite://{path}", ask, locked


@contextmanager
def _postgresql() -> Iterator[Database]:
    server = settings.DATABASES["default"]
    host, port, user, password = (server[name] for name in ("HOST", "PORT", "USER", "PASSWORD"))
    where = {"host": host, "port": port or 5432, "user": user, "password": password or None}
    name = f"podworko_own_{os.getpid()}_{free_port()}"

    def ask(sql: str, *, database: str = name) -> list[tuple[Any, ...]]:
        with psycopg.connect(**where, dbname=database, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def gone() -> Iterator[None]:
        ask(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", database="postgres")
        ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'", database="postgres")
        try:
            yield
        finally:
            ask(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true", database="postgres")

    ask(f"CREATE DATABASE {name}", database="postgres")
    try:
        who = ":".join(quote(part, safe="") for part in (user, password) if part)
        yield f"postgres://{who}@{host}:{port or 5432}/{name}", ask, gone
    finally:
        ask(f"DROP DATABASE {name} WITH (FORCE)", database="postgres")
