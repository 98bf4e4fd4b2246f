"""Gate 7: layers, sizes, lint, types, migrations in step, a deployment without warnings.

`make lint types layers` runs the same tools; here each is also shown to fail on a bad example.
"""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from podworko.places.models import Room

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "podworko"
BIN = Path(sys.executable).parent

# What may be longer than it should. The list only shrinks: lower a number as soon as the file allows it.
MOST_LINES = {".py": 400, ".html": 250, ".txt": 250}
MOST_LINES_OF_FUNCTION = 60
ALLOWED: dict[str, int] = {}


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


# --- sizes ---------------------------------------------------------------------------------------


def sources() -> Iterator[Path]:
    for path in sorted([*ROOT.glob("src/**/*"), *ROOT.glob("tools/*")]):
        if (
            path.suffix in MOST_LINES
            and "migrations" not in path.parts
            and (path.suffix == ".py" or "templates" in path.parts)
        ):
            yield path


def sizes(path: Path, name: str) -> Iterator[tuple[str, int, int]]:
    """Yield what is measured in a file, how many lines it has, and how many it may have."""
    text = path.read_text()
    yield name, len(text.splitlines()), MOST_LINES[path.suffix]
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}:{node.name}", node.end_lineno - node.lineno + 1, MOST_LINES_OF_FUNCTION


def too_long(measured: list[tuple[str, int, int]], allowed: dict[str, int]) -> list[str]:
    """Return what is longer than it may be, and what has become shorter than the list still allows."""
    return [
        f"{name}: {lines} lines, at most {allowed.get(name, most)}"
        for name, lines, most in measured
        if lines > allowed.get(name, most) or (name in allowed and lines < allowed[name])
    ]


def test_nothing_is_too_long():
    measured = [size for path in sources() for size in sizes(path, path.relative_to(ROOT).as_posix())]
    assert too_long(measured, ALLOWED) == []
    assert {*ALLOWED} <= {name for name, _lines, _most in measured}


def test_what_is_too_long_is_seen(tmp_path):
    (tmp_path / "long.py").write_text("def long():\n" + "    pass\n" * 60 + "\n" * 400)
    measured = list(sizes(tmp_path / "long.py", "long.py"))
    assert too_long(measured, {}) == ["long.py: 461 lines, at most 400", "long.py:long: 61 lines, at most 60"]
    assert too_long(measured, {"long.py": 461, "long.py:long": 61}) == []
    # The list only shrinks.
    assert too_long(measured, {"long.py": 462, "long.py:long": 61}) == ["long.py: 461 lines, at most 462"]


# --- layers --------------------------------------------------------------------------------------


def layers(package: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Hold the package against the contract in pyproject.toml."""
    return run(
        *(BIN / "lint-imports", "--no-logo", "--config", ROOT / "pyproject.toml", "--cache-dir", tmp_path),
        PYTHONPATH=str(package),
    )


def test_areas_import_only_from_below(tmp_path):
    done = layers(ROOT / "src", tmp_path)
    assert done.returncode == 0, done.stdout


def test_an_import_from_above_and_an_unknown_area_are_seen(tmp_path):
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    for name in [
        "",
        *(layer for line in contract["layers"] for layer in line.split(" | ") if "(" not in layer),
        "rumours",
    ]:
        area = tmp_path / "podworko" / name
        area.mkdir(exist_ok=True, parents=True)
        (area / "__init__.py").touch()
    (tmp_path / "podworko" / "core" / "__init__.py").write_text("from podworko import bookings\n")
    done = layers(tmp_path, tmp_path / "cache")
    assert done.returncode == 1
    assert "podworko.core -> podworko.bookings" in done.stdout or "podworko.core is not allowed" in done.stdout
    (tmp_path / "podworko" / "core" / "__init__.py").write_text("")
    assert "rumours" in layers(tmp_path, tmp_path / "cache").stdout


# --- style and types -----------------------------------------------------------------------------


def test_style():
    done = run(BIN / "ruff", "check", "--quiet", "--no-cache")
    assert done.returncode == 0, done.stdout
    done = run(BIN / "ruff", "format", "--quiet", "--check", "--no-cache")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("from django.utils import timezone\n\ntimezone.now()\n", "TID251"),
        ("import datetime as dt\n\ndt.datetime.now(dt.UTC)\n", "TID251"),
        ("import datetime as dt\n\ndt.date.today()\n", "TID251"),
        ("def tell(words):\n    print(words)\n", "ANN001"),
    ],
)
def test_bad_style_is_seen(code, rule):
    done = subprocess.run(
        [BIN / "ruff", "check", "--no-cache", "--stdin-filename", SOURCE / "core" / "new.py", "-"],
        cwd=ROOT, input=code, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert rule in done.stdout


def test_templates():
    done = run(sys.executable, "tools/templates.py", "check")
    assert done.returncode == 0, done.stdout


def test_a_bad_template_is_seen(tmp_path):
    bad = tmp_path / "bad.html"
    bad.write_text("{% load i18n %}{% load tz %}\n<img src='a.png'>\n<div><p></div>\n")
    assert run(BIN / "djlint", "--lint", "--quiet", bad).returncode == 1
    assert run(BIN / "djade", "--target-version=5.2", "--check", bad).returncode == 1


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_types(tmp_path):
    done = run(BIN / "mypy", "--no-error-summary", MYPY_CACHE_DIR=os.environ.get("MYPY_CACHE_DIR", str(tmp_path)))
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_bad_types_are_seen(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text(
        "from podworko.core import clock\n\n\ndef tell(words):\n    return 1\n\n\ntoday: str = clock.now()\n"
    )
    done = run(BIN / "mypy", "--no-error-summary", bad, MYPY_CACHE_DIR=os.environ.get("MYPY_CACHE_DIR", str(tmp_path)))
    assert "no-untyped-def" in done.stdout
    assert "assignment" in done.stdout


# --- database and deployment ---------------------------------------------------------------------


def test_migrations_are_in_step(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_applied(db):
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_change_without_a_migration_is_seen(db, monkeypatch):
    monkeypatch.setattr(Room._meta.get_field("name"), "max_length", 81)
    with pytest.raises(SystemExit):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def deployment(tmp_path: Path, site: str) -> subprocess.CompletedProcess[str]:
    """Check a deployment at the address `site`."""
    return run(
        *(sys.executable, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"),
        PYTHONPATH=str(ROOT / "src"),
        DJANGO_SETTINGS_MODULE="podworko.config.settings",
        PODWORKO_DATA=str(tmp_path),
        PODWORKO_SITE_URL=site,
        DJANGO_ALLOW_ASYNC_UNSAFE="",  # what the tests in a browser need
    )


def test_a_deployment_has_no_warnings(tmp_path):
    done = deployment(tmp_path, "https://podworko.example.org")
    assert done.returncode == 0, done.stderr


def test_a_deployment_without_https_is_seen(tmp_path):
    done = deployment(tmp_path, "http://podworko.example.org")
    assert done.returncode == 1
    assert "security.W" in done.stderr
