"""What was measured, as a table and as a file."""

import datetime as dt
import json
import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg


@dataclass(frozen=True)
class Result:
    """A figure; its goal is written ">= 3" or "<= 50", or is empty."""

    name: str
    value: float
    unit: str
    goal: str = ""

    @property
    def holds(self) -> bool | None:
        """Say whether the goal is met; None without one."""
        if not self.goal:
            return None
        sign, number = self.goal.split()
        return self.value >= float(number) if sign == ">=" else self.value <= float(number)


def machine(*, is_quick: bool) -> dict[str, object]:
    """Return where and when it was measured, as the first entry of the file."""
    model = next(
        (line.partition(":")[2].strip() for line in _read("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    memory = next((int(line.split()[1]) // 1024 // 1024 for line in _read("/proc/meminfo")), 0)
    return {
        "name": "machine",
        "value": f"{os.cpu_count()} × {model}, {memory} GB; Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, psycopg {psycopg.__version__}",
        "unit": dt.datetime.now(dt.UTC).date().isoformat(),  # noqa: TID251 - no part of the product
        "goal": "a quick run: sizes too small to say anything" if is_quick else "",
        "holds": None,
    }


def write(path: Path, head: dict[str, object], results: Sequence[Result]) -> None:
    """Write the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [head, *(asdict(each) | {"value": _rounded(each.value), "holds": each.holds} for each in results)]
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f"[\n{lines}\n]\n")


def show(results: Sequence[Result]) -> None:
    """Print the table."""
    width = max(len(each.name) for each in results)
    for each in results:
        verdict = {None: "", True: "holds", False: "MISSED"}[each.holds]
        print(f"{each.name:{width}}  {_rounded(each.value):>10} {each.unit:<11} {each.goal:<10} {verdict}")


def _rounded(value: float) -> float:
    return round(value) if value >= 100 else round(value, 2)


def _read(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []
