"""The benchmark works, and what it decides is neither lost nor doubled. How fast it is says no test."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.server import ON_SQLITE, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
PAGES = {
    "public day view, afresh",
    "public day view, cached",
    "public day view, 304",
    "public week view, afresh",
    "public month view, afresh",
    "public month view, cached",
    "staff day view",
}
NONE_OF = ("lost", "double", "undecided")


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """What a small benchmark on the suite's engine writes."""
    folder = tmp_path_factory.mktemp("bench")
    (folder / "assets").symlink_to(settings.ASSETS)
    engine = "sqlite" if ON_SQLITE else "postgresql"
    into = folder / "results.json"
    command = [sys.executable, "-m", "bench.bookings", "--quick", "--engine", engine, "--into", str(into)]
    environ = {**os.environ, "PODWORKO_DATA": str(folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(into.read_text())


def test_the_first_row_says_on_which_machine_and_when(rows):
    head, *_rest = rows
    assert head["name"] == "machine"
    assert "quick" in head["goal"]
    assert len(head["unit"]) == len("2026-11-21")


def test_each_figure_has_its_unit_goal_and_verdict(rows):
    for row in rows:
        assert set(row) == {"name", "value", "unit", "goal", "holds"}
        assert (row["holds"] is None) == (not row["goal"] or row["name"] == "machine")


def questions(sought):
    """Return what is asked, by the rows that hold four years against one."""
    return {name for name, _comma, over in sought if over == "4 y to 1 y"}


def test_the_table_is_whole(rows):
    names = [row["name"].partition(": ")[2] for row in rows[1:]]
    for page in PAGES:
        assert {page, f"{page}, of the empty view"} <= set(names)
    # What is sought over one year of use is sought over four, and held against it.
    sought = [name.rpartition(", ") for name in names if name.startswith("first free time")]
    for years in ("1 y", "4 y"):
        assert {name for name, _comma, over in sought if over == years} == {
            f"{question}{what}" for question in questions(sought) for what in ("", ", rows of use read")
        }
    assert len(questions(sought)) == 2
    assert any(name.endswith("p99") for name in names)


@pytest.mark.parametrize("what", NONE_OF)
def test_nothing_decided_is_lost_or_doubled(rows, what):
    (row,) = [row for row in rows if row["name"].endswith(f", {what}")]
    assert row["value"] == 0


def test_each_hour_was_given_to_exactly_one_of_its_rivals(rows):
    (row,) = [row for row in rows if row["name"].endswith("hours given")]
    assert row["holds"] is True
    assert row["goal"] == f">= {row['value']:g}"
