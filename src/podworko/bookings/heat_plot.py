"""The use of rooms by hour and weekday as a plot."""

from collections.abc import Sequence
from typing import Any

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.safestring import SafeString

from podworko.bookings.queries.heat import Cell, Use
from podworko.core import plots
from podworko.places.models import Room, Weekday

# Where one shade ends and the next begins; the darker ones carry light letters.
STEPS = (0.01, 0.2, 0.4, 0.6, 0.8)
LIGHT_LETTERS_FROM = 4
CELL = 46


def drawn(use: Use, room: Room | None, *, label: str) -> SafeString:
    """Return the plot: days beside each other, hours below each other, each cell with its share in words of its own."""
    shown = use.shown_hours()
    days = [str(WEEKDAYS_ABBR[day]) for day in Weekday]
    values = [_value(cell, days) for cell in use.cells(room) if cell.hour in shown]
    return plots.drawn(spec(values, days, [_name(hour) for hour in shown]), label=label)


def _value(cell: Cell, days: Sequence[str]) -> dict[str, Any]:
    share = cell.share
    return {
        "day": days[cell.weekday],
        "hour": _name(cell.hour),
        "step": -1 if share is None else sum(share >= step for step in STEPS),
        "words": "" if share is None else f"{share:.0%}".replace("%", "\u2009%"),
    }


def _name(hour: int) -> str:
    return f"{hour}:00"


def spec(values: list[dict[str, Any]], days: list[str], hours: list[str]) -> dict[str, Any]:
    """Return the plot of a week: each value has its `day`, `hour`, `step` (-1: nothing there) and `words`."""
    shades = ["transparent", *(plots.token(f"heat-{step}") for step in range(len(STEPS) + 1))]
    place = {
        "x": {
            "field": "day",
            "type": "ordinal",
            "sort": days,
            "axis": {"orient": "top", "title": None, "labelAngle": 0},
        },
        "y": {"field": "hour", "type": "ordinal", "sort": hours, "axis": {"title": None}},
    }
    shade = {
        "field": "step",
        "type": "ordinal",
        "scale": {"domain": list(range(-1, len(STEPS) + 1)), "range": shades},
        "legend": None,
    }
    letters = {
        "condition": {"test": f"datum.step >= {LIGHT_LETTERS_FROM}", "value": plots.token("on-accent")},
        "value": plots.token("ink"),
    }
    return {
        "data": {"values": values},
        "width": {"step": CELL},
        "height": {"step": CELL * 0.7},
        "encoding": place,
        "layer": [
            {
                "mark": {"type": "rect", "stroke": plots.token("card"), "strokeWidth": 2, "cornerRadius": 3},
                "encoding": {"color": shade},
            },
            {
                "mark": {"type": "text"},
                "encoding": {"text": {"field": "words"}, "color": letters},
            },
        ],
    }
