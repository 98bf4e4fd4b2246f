"""Voices as pictures: a strip for a line of a list, and how they changed over time."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from podworko.core import plots
from podworko.evaluation.models import Face
from podworko.evaluation.queries.results import NONE, Result, SessionVoices, Voices

# Beyond so many sessions each bar stands for a month.
MOST_BARS = 16
WIDTH, BAR = 440, 32
# A number stands in a part of the bar that is wide enough for it.
WIDE_ENOUGH = 0.07
# On these inks the letters are light.
ON_INK = [Face.AWFUL.value, Face.GREAT.value]


def strip(voices: Voices) -> SafeString:
    """Return the shares of the faces as one flat bar, the best first; the words stand beside it."""
    at, parts = 0.0, []
    for face, count in voices.best_first:
        width = 100 * count / voices.total if voices.total else 0
        if count:
            parts.append((face.value, f"{at:.2f}", f"{width:.2f}"))
        at += width
    return format_html(
        '<svg class="strip-of-voices" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        format_html_join("", '<rect class="is-face-{}" x="{}" y="0" width="{}" height="10"/>', parts),
    )


def over_time(result: Result) -> SafeString:
    """Return the shares of the faces of each session, or month, one bar below the other, the oldest first."""
    bars = _bars(result)
    rows = [
        {
            "when": f"{when} ({voices.total})",
            "face": str(face.label),
            "order": len(Face) - face.value,
            "step": face.value,
            "share": count / voices.total,
            "middle": _middle(voices, face),
            "words": str(count) if count / voices.total >= WIDE_ENOUGH else "",
        }
        for when, voices in bars.items()
        for face, count in voices.best_first
        if count
    ]
    label = _("How many pressed which face, from the first date to the last; the table below says the same.")
    return plots.drawn(_spec(rows, [f"{when} ({voices.total})" for when, voices in bars.items()]), label=label)


def _bars(result: Result) -> dict[str, Voices]:
    rated = result.rated
    form = "j.m.Y" if len({each.session.starts_at.year for each in rated}) > 1 else "j.m"
    if len(rated) > MOST_BARS:
        form = "m.Y"

    def when(each: SessionVoices) -> str:
        return date_format(each.session.starts_at.astimezone(result.activity.zone), form)

    return {name: sum((each.voices for each in group), NONE) for name, group in groupby(rated, key=when)}


def _middle(voices: Voices, face: Face) -> float:
    """Return where the middle of the face's part of the bar is."""
    better = sum(count for other, count in voices.best_first if other > face)
    return (better + voices.counts[face - 1] / 2) / voices.total


def _spec(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    steps = [face.value for face in reversed(Face)]
    colour = {
        "field": "step",
        "type": "ordinal",
        "scale": {"domain": steps, "range": [plots.token(f"face-{step}") for step in steps]},
        "legend": None,
    }
    when = {"field": "when", "type": "ordinal", "sort": names, "axis": {"title": None}}
    letters = {
        "condition": {"test": {"field": "step", "oneOf": ON_INK}, "value": plots.token("on-face")},
        "value": plots.token("ink"),
    }
    return {
        "data": {"values": rows},
        "width": WIDTH,
        "height": {"step": BAR},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": plots.token("card"), "strokeWidth": 2},
                "encoding": {
                    "y": when,
                    "x": {"field": "share", "type": "quantitative", "stack": "zero", "axis": None},
                    "order": {"field": "order", "type": "quantitative"},
                    "color": colour,
                },
            },
            {
                "mark": {"type": "text"},
                "encoding": {
                    "y": when,
                    "x": {"field": "middle", "type": "quantitative", "axis": None},
                    "text": {"field": "words"},
                    "color": letters,
                },
            },
        ],
    }
