"""Plots: a Vega-Lite spec in, a drawing for the page out, with the colours and letters of the page around it.

Colours are the tokens of the theme (`token("teal")` is `var(--teal)`), so that one drawing serves by day, by night,
with more contrast and on paper. Each plot stands beside a table of its data; to those who listen it says what it is.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import vl_convert
from django.core.cache import cache
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Drawing takes a quarter of a second; the same data make the same plot.
KEPT = 24 * 60 * 60
# Vega names parts of a drawing for scripts that we have none of, and tells its size, which ours follows from the page.
_NAMES = re.compile(r' (?:class|role|aria-roledescription|aria-hidden|aria-label|xmlns:xlink|version)="[^"]*"')
_OPENING = re.compile(r"<svg [^>]*?width=\"(?P<width>[\d.]+)\" height=\"(?P<height>[\d.]+)\"[^>]*>")


def token(name: str) -> str:
    """Return the colour of the theme for a spec: that of the paper and the light of whoever looks."""
    return f"var(--{name})"


THEME: dict[str, Any] = {
    "aria": False,
    "background": None,
    "font": "Onest, system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "grid": False,
        "labelColor": token("ink-2"),
        "titleColor": token("ink-2"),
        "labelFontSize": 13,
        "titleFontSize": 13,
        "labelPadding": 6,
    },
    "text": {"fontSize": 12, "color": token("ink")},
}


def drawn(spec: Mapping[str, Any], *, label: str) -> SafeString:
    """Return the plot of `spec` (Vega-Lite 5, its data inside) as SVG that says `label` to those who listen.

    It is as wide as the page lets it, and no wider than it was drawn. Raises ValueError for a spec that is none.
    """
    whole = json.dumps({**spec, "config": {**THEME, **spec.get("config", {})}}, sort_keys=True, default=str)
    key = f"core.plot:{hashlib.sha256(whole.encode()).hexdigest()}"
    shapes = cache.get(key)
    if shapes is None:
        shapes = _shapes(vl_convert.vegalite_to_svg(whole, vl_version="5.21"))
        cache.set(key, shapes, KEPT)
    width, height, inner = shapes
    return format_html(
        '<svg class="plot" role="img" aria-label="{}" width="{}" viewBox="0 0 {} {}">{}</svg>',
        label,
        width,
        width,
        height,
        mark_safe(inner),  # noqa: S308 - drawn by Vega, which escapes every word of the data
    )


def _shapes(svg: str) -> tuple[str, str, str]:
    """Return width, height and what is drawn."""
    opening = _OPENING.match(svg)
    if opening is None:
        raise ValueError("Vega has drawn nothing.")
    inner = svg[opening.end() :].removesuffix("</svg>")
    return opening["width"], opening["height"], _NAMES.sub("", inner)
