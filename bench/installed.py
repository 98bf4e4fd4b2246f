"""Installations to measure: a folder and a database each, kept between runs, and the real server upon them."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parent.parent
ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Installation:
    """Podwórko set up in `folder`, with its database there or, with a `url`, on PostgreSQL."""

    folder: Path
    url: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        """The environment of its programs."""
        return {
            **os.environ,
            "PODWORKO_DATA": str(self.folder),
            "PODWORKO_DATABASE_URL": self.url,
            "PODWORKO_DEMO": "false",
            "DJANGO_SETTINGS_MODULE": "bench.site.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            **self.more,
        }

    def run(self, module: str, *words: object) -> Any:
        """Run a module of ours with these words, and return what it answers last, as JSON."""
        command = [
            sys.executable,
            "-m",
            module,
            *(json.dumps(word) if isinstance(word, dict) else str(word) for word in words),
        ]
        done = subprocess.run(command, env=self.environ, stdout=subprocess.PIPE, text=True, check=False, cwd=ROOT)
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed.")
        lines = done.stdout.strip().splitlines()
        return json.loads(lines[-1]) if lines and lines[-1].startswith(("{", "[")) else None

    @contextlib.contextmanager
    def serving(self, *, workers: int = 2, **more: str) -> Iterator[int]:
        """Keep `podworko run` running with so many processes, and hand over its port."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = int(probe.getsockname()[1])
        command = [sys.executable, "-m", "podworko", "run", f"--port={port}", f"--workers={workers}"]
        with (self.folder / "log.txt").open("ab") as log:
            process = subprocess.Popen(command, env={**self.environ, **more}, stdout=log, stderr=log, cwd=ROOT)
            try:
                _await_answer(port, process)
                yield port
            finally:
                process.terminate()
                process.wait()


def _await_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        time.sleep(0.1)
    sys.exit("The server does not answer; its words are in log.txt of the folder.")


def installed(place: Path, name: str, engine: str, seed: str, sizes: dict[str, int]) -> tuple[Installation, Any]:
    """Return an installation filled by `seeding.<seed>` with these sizes, and what the seeding answered.

    It is made once; one that stands from another day is filled anew, since the calendar is about today.
    """
    folder = place / f"{name}-{engine}"
    folder.mkdir(parents=True, exist_ok=True)
    assets = folder / "assets"
    if not assets.exists():
        assets.symlink_to(Path(os.environ["PODWORKO_DATA"]).resolve() / "assets")
    made = Installation(folder, _address(name) if engine == "postgresql" else "")
    note = folder / "seeded.json"
    what = {"seed": seed, "sizes": sizes, "on": time.strftime("%Y-%m-%d"), "migrations": _migrations()}
    if note.exists() and (kept := json.loads(note.read_text()))["what"] == what:
        return made, kept["answer"]
    note.unlink(missing_ok=True)
    _empty(made, name)
    subprocess.run(
        [sys.executable, "-m", "podworko", "migrate"], env=made.environ, check=True, stdout=subprocess.DEVNULL
    )
    print(f"  filling {name} on {engine} …", flush=True)
    answer = made.run("bench.seeding", seed, sizes)
    note.write_text(json.dumps({"what": what, "answer": answer}))
    return made, answer


def _migrations() -> list[str]:
    return sorted(path.name for path in (ROOT / "src/podworko").glob("*/migrations/0*.py"))


def _empty(made: Installation, name: str) -> None:
    if not made.url:
        for path in made.folder.glob("podworko.sqlite3*"):
            path.unlink()
        return
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {_database(name)} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {_database(name)}")


def server() -> str:
    """Return the address of the PostgreSQL server, where tests look for it too."""
    given = os.environ.get("PODWORKO_TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    return given.rpartition("/")[0] + "/postgres"


def engines() -> tuple[str, ...]:
    """Return the engines that are here: SQLite always, PostgreSQL where a server answers."""
    try:
        psycopg.connect(server(), connect_timeout=3).close()
    except psycopg.Error:
        return ENGINES[:1]
    return ENGINES


def _database(name: str) -> str:
    return f"podworko_bench_{name}"


def _address(name: str) -> str:
    return f"{server().rpartition('/')[0]}/{_database(name)}"
