"""How many came, as plots: month after month, and band beside band."""

from collections.abc import Sequence
from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString

from podworko.attendance.queries.statistics import Row
from podworko.core import plots

WIDTH, TALL, STEP = 380, 170, 34
LABELS = 190
# More names than that stand aslant.
STRAIGHT = 6
INK = {"color": plots.token("ink")}


def months(rows: Sequence[Row], *, label: str) -> SafeString:
    """Return the plot of the months: what is hidden has no column."""
    values = [
        {"name": f"{MONTHS_3[row.key.month]} {row.key:%y}", "count": row.count or 0, "words": _words(row)}
        for row in rows
    ]
    angle = 0 if len(rows) <= STRAIGHT else -45
    x = {"field": "name", "type": "ordinal", "sort": None, "axis": {"title": None, "labelAngle": angle}}
    y = {"field": "count", "type": "quantitative", "axis": None}
    letters = {"mark": {"type": "text", "dy": -8, **INK}, "encoding": {"text": {"field": "words"}}}
    return plots.drawn(_spec(values, x, y, letters, width=WIDTH, height=TALL), label=label)


def bars(rows: Sequence[Row], *, label: str) -> SafeString:
    """Return the plot of rows as bars, one below the other."""
    values = [{"name": row.label, "count": row.count or 0, "words": _words(row)} for row in rows]
    y = {"field": "name", "type": "ordinal", "sort": None, "axis": {"title": None, "labelLimit": LABELS}}
    x = {"field": "count", "type": "quantitative", "axis": None}
    letters = {"mark": {"type": "text", "align": "left", "dx": 6, **INK}, "encoding": {"text": {"field": "words"}}}
    return plots.drawn(_spec(values, x, y, letters, width=WIDTH - LABELS, height={"step": STEP}), label=label)


def _words(row: Row) -> str:
    return "<5" if row.count is None else str(row.count)


def _spec(
    values: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any], letters: dict[str, Any], **size: Any
) -> dict[str, Any]:
    column = {"mark": {"type": "bar", "color": plots.token("accent"), "cornerRadiusEnd": 3}}
    return {"data": {"values": values}, **size, "encoding": {"x": x, "y": y}, "layer": [column, letters]}
