"""What a newcomer types: the commands of the README on a fresh copy, and the package in an empty environment."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.any_database, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Copy what a clone would hold: the files that git knows or would take."""
    copy = tmp_path_factory.mktemp("clone") / "podworko"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def surroundings():
    """Leave out whatever this test run itself was told."""
    ours = ("PODWORKO_", "PYTHON", "PYTEST", "DJANGO", "COV", "MAKE", "MFLAGS", "VIRTUAL_ENV", "DATA")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def get(port, path):
    answer = httpx.get(f"http://127.0.0.1:{port}{path}", headers={"Accept-Language": "pl"}, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.text


@contextlib.contextmanager
def running(command, *, log, **how):
    """Start a command, wait until it tells its address, and stop it as a terminal's Ctrl+C does."""
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **how)
    try:
        deadline = time.monotonic() + 600
        while "Ctrl+C stops it." not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


def styles_of(port):
    """Return the first style sheet that the home page names."""
    return get(port, re.search(r'href="(/static/[^"]+\.css)"', get(port, "/"))[1])


def test_make_run_on_a_fresh_copy(checkout, surroundings, tmp_path):
    readme = (ROOT / "README.md").read_text()
    assert re.search(r"^make run$", readme, re.MULTILINE)
    before = sorted(path for path in checkout.rglob("*") if path.is_file())
    data, port = tmp_path / "data", free_port()
    command = ["make", "run", f"PORT={port}", f"DATA={data}"]

    with running(command, log=tmp_path / "cold.txt", cwd=checkout, env=surroundings):
        assert "{" in styles_of(port)
        assert f"http://127.0.0.1:{port}" in (tmp_path / "cold.txt").read_text()
    with running(command, log=tmp_path / "warm.txt", cwd=checkout, env=surroundings):
        assert '"status": "ok"' in get(port, "/healthz")
    assert sorted(path for path in checkout.rglob("*") if path.is_file()) == before, (
        "all that is written goes into DATA"
    )
    with pytest.raises(httpx.ConnectError):
        get(port, "/healthz")


def test_make_test_of_the_readme(checkout, surroundings, tmp_path):
    """The command itself; a single test stands for the suite, which is running right now."""
    assert re.search(r"^make test$", (ROOT / "README.md").read_text(), re.MULTILINE)
    command = ["make", "test", f"DATA={tmp_path / 'data'}", "TESTS=tests/config/test_databases.py", "JOBS=1"]

    done = subprocess.run(command, cwd=checkout, env=surroundings, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tests on SQLite" in done.stdout
    assert " passed" in done.stdout.splitlines()[-1]


def test_the_package_runs_outside_a_checkout(checkout, surroundings, tmp_path):
    subprocess.run(
        ["make", "dist", f"DATA={tmp_path / 'build'}"], cwd=checkout, env=surroundings, check=True, capture_output=True
    )
    wheel = next((tmp_path / "build" / "dist").glob("*.whl"))
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    pip = [tmp_path / "env" / "bin" / "pip", "install", "-qq"]
    locked = ROOT / "requirements" / "base.txt"
    subprocess.run([*pip, "--require-hashes", "-r", locked], env=surroundings, check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", wheel], env=surroundings, check=True, capture_output=True)
    home = tmp_path / "home"
    home.mkdir()
    port = free_port()

    with running(
        [tmp_path / "env" / "bin" / "podworko", "run", "--port", str(port)],
        log=tmp_path / "log.txt",
        cwd=tmp_path,
        env={**surroundings, "HOME": str(home), "XDG_DATA_HOME": "", "PODWORKO_DEMO": "true"},
    ):
        assert '<html lang="pl"' in get(port, "/")
        assert "{" in styles_of(port)

    assert (home / ".local/share/podworko/podworko.sqlite3").exists()
    unpacked = next((tmp_path / "env").glob("lib/python*/site-packages/podworko"))
    assert list(unpacked.glob("assets/locale/uk/LC_MESSAGES/django.mo"))
    assert not list(unpacked.rglob("*.po"))


def test_a_package_without_its_assets_is_refused(checkout, surroundings, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path],
        cwd=checkout,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "make the package with: make dist" in done.stdout + done.stderr


def test_a_missing_python_is_told_in_a_sentence(checkout, surroundings):
    command = ["make", "run", "PYTHON=no-such-python"]

    done = subprocess.run(command, cwd=checkout, env=surroundings, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "Podwórko needs Python 3.11 or newer; there is no no-such-python here." in done.stderr
