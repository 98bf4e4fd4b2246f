"""Children are kept alive, told about, and given up in the end."""

import pathlib
import sys

import pytest

from podworko.config import server
from podworko.config.server import Child


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(server.time, "monotonic", lambda: now[0])
    return now


def finish(child):
    child.process.wait()


def test_a_child_that_ends_is_started_again(clock, capfd):
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"], start_at=0)
    child.watch()
    first = child.process
    finish(child)
    clock[0] += server.SOON_SECONDS + 1

    assert child.watch()
    assert child.process is not first
    assert "The worker ended with code 3." in capfd.readouterr().err
    finish(child)


def test_a_child_that_always_ends_at_once_is_given_up(clock):
    child = Child("worker", [sys.executable, "-c", ""], start_at=0)
    starts = 0
    while child.watch():
        if child.process:
            starts += 1
            finish(child)
        else:
            clock[0] += 1

    assert starts == server.PATIENCE


def test_a_child_that_does_not_stop_is_ended_by_force(monkeypatch):
    monkeypatch.setattr(server, "STOP_SECONDS", 0.1)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    child = Child("worker", [sys.executable, "-c", deaf])
    child.watch()
    server.end([child])

    assert child.process.returncode < 0


def test_nothing_of_a_child_that_was_killed_is_left(clock, tmp_path):
    note = tmp_path / "grandchild"
    leave = f"p = s.Popen(['sleep', '60']); pathlib.Path({str(note)!r}).write_text(str(p.pid))"
    parent = f"import pathlib, subprocess as s; {leave}"
    child = Child("server", [sys.executable, "-c", parent], start_at=0)
    child.watch()
    finish(child)
    left = note.read_text()
    child.watch()
    server.end([child])

    state = pathlib.Path("/proc", left, "stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"
