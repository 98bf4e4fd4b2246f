"""How many belong, month by month, as a plot: the members as a line over bars of those who came and went."""

from typing import Any

from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from podworko.core import plots
from podworko.membership.queries.figures import Figures, Month

WIDTH, TALL, LOW = 620, 190, 110


def drawn(figures: Figures, *, label: str) -> SafeString:
    """Return the plot: above how many belong, below, on the same months, who came and who went."""
    return plots.drawn(_spec([_value(month) for month in figures.months]), label=label)


def _value(month: Month) -> dict[str, Any]:
    # A year is named with its first month; the order is that of the dates.
    name = str(MONTHS_3[month.first.month])
    return {
        "month": f"{month.first:%Y-%m}",
        "name": f"{name} {month.first.year}" if month.first.month == 1 else name,
        "members": month.members,
        "new": month.new,
        "left": -month.left,
    }


def _spec(values: list[dict[str, Any]]) -> dict[str, Any]:
    names = {value["month"]: value["name"] for value in values}
    x = {
        "field": "month",
        "type": "ordinal",
        "axis": {
            "title": None,
            "labelAngle": -45,
            "offset": 14,
            "labelExpr": f"{_quoted(names)}[datum.value]",
        },
    }
    bare = {**x, "axis": None}
    last = values[-1]["month"]
    members = {
        "width": WIDTH,
        "height": TALL,
        "encoding": {"x": bare, "y": {"field": "members", "type": "quantitative", "axis": _axis(_("Members"))}},
        "layer": [
            {"mark": {"type": "area", "color": plots.token("accent"), "opacity": 0.18}},
            {"mark": {"type": "line", "color": plots.token("accent"), "strokeWidth": 3}},
            {
                "transform": [{"filter": f"datum.month == '{last}'"}],
                "mark": {"type": "text", "dy": -12, "dx": -6, "fontSize": 16, "fontWeight": "bold"},
                "encoding": {"text": {"field": "members", "type": "quantitative"}},
            },
        ],
    }
    changes = {
        "width": WIDTH,
        "height": LOW,
        "encoding": {"x": x},
        "layer": [_bars("new", "leaf", -7), _bars("left", "brick", 9)],
    }
    return {"data": {"values": values}, "vconcat": [members, changes], "spacing": 14}


def _bars(field: str, ink: str, dy: int) -> dict[str, Any]:
    axis = {"axis": _axis(_("Came and went")) | {"labels": False}}
    y = {"field": field, "type": "quantitative", **axis}
    return {
        "layer": [
            {"mark": {"type": "bar", "color": plots.token(ink), "width": {"band": 0.7}}, "encoding": {"y": y}},
            {
                "transform": [{"filter": f"datum.{field} != 0"}],
                "mark": {"type": "text", "dy": dy, "fontSize": 11},
                "encoding": {"y": y, "text": {"field": field, "type": "quantitative", "format": "+"}},
            },
        ]
    }


def _axis(title: str) -> dict[str, Any]:
    return {"title": title, "titleAngle": 0, "titleAlign": "left", "titleX": 0, "titleY": -8, "tickCount": 4}


def _quoted(names: dict[str, str]) -> str:
    """Return the names of the months as an expression of Vega."""
    return "{" + ", ".join(f"'{month}': '{name}'" for month, name in names.items()) + "}"
