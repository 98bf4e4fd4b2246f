"""Cut-paper drawings: the poster of a place, always the same for it and like no other's, and the mark of its kind.

Colours come from classes (`cut-straw` and its sisters in theme.css), so that the drawing needs no style attribute.
A drawing lies on a sheet of 600 × 400; what stands on the ground is drawn first, and the ground covers its feet.
"""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from podworko.core.art.compositions import COMPOSITIONS
from podworko.core.art.faces import face
from podworko.core.art.sheet import Sheet

__all__ = ["COMPOSITIONS", "face", "kind_mark", "kind_shape", "poster_art"]

MARKS = {
    "cal": "M2.5 11.6 12 3.2l9.6 8.2-.7 2.2-1.8-.1.2 7.7-5.2-.1V15h-4v6.1l-5.3.1.1-7.6-1.7-.1z",
    "mam": "M1.5 8.2 22.4 6l.4 3.8-2.9.3 1.2 11-3 .2-1.2-10.8-9.6 1L8.5 22l-3.1-.1L4.3 12l-2.4.2z",
    "cas": (
        "M12 6.6a5.4 5.4 0 1 1 0 10.8 5.4 5.4 0 0 1 0-10.8zM10.8 1h2.4l-.4 4h-1.6zm0 22 .4-4h1.6l.4 4z"
        "M1 10.8l4 .4v1.6l-4 .4zm22 0v2.4l-4-.4v-1.6zM3.6 5.2 5.2 3.6l2.6 3.1-1.1 1.1z"
        "m16.8 13.6-1.6 1.6-2.6-3.1 1.1-1.1zM5.2 20.4l-1.6-1.6 3.1-2.6 1.1 1.1zM18.8 3.6"
        "l1.6 1.6-3.1 2.6-1.1-1.1z"
    ),
    "klub": "M9 2.5a7.7 7.7 0 1 1-.1 15.4A7.7 7.7 0 0 1 9 2.5zm9.2 10.6a4.3 4.3 0 1 1 0 8.6 4.3 4.3 0 0 1 0-8.6z",
    "youth": "M1.5 15.5 7.8 4.2l4.4 7.4 4-6.9L23 17.4l-3.3 1.9-3.6-6.6-3.9 6.7-4.4-7.3-3 5.4z",
    "co": "M2 3.4 21.6 2.6l.6 13.3-9.4.5-6.1 5.8.3-5.7-4.4.1z",
    "cw": (
        "M12 10.6c-3.3-3-3.2-6.3 0-9 3.2 2.7 3.3 6 0 9zm1.4 1.4c3-3.3 6.3-3.2 9 0-2.7 3.2-6 3.3-9 0z"
        "M12 13.4c3.3 3 3.2 6.3 0 9-3.2-2.7-3.3-6 0-9zM10.6 12c-3 3.3-6.3 3.2-9 0 2.7-3.2 6-3.3 9 0z"
    ),
}


@lru_cache(maxsize=512)
def poster_art(kind: str, seed: str) -> SafeString:
    """Return the drawing of a place as SVG: the composition, papers and cuts follow from `seed`, such as its id.

    A kind that a network has defined for itself is drawn as houses.
    """
    kind = kind if kind in COMPOSITIONS else "cal"
    sheet = Sheet(kind, seed)
    sheet.chance.choice(COMPOSITIONS[kind])(sheet)
    return format_html(
        '<svg class="art" viewBox="0 0 600 400" preserveAspectRatio="xMidYMax slice" aria-hidden="true">{}</svg>',
        mark_safe("".join(sheet.shapes)),  # noqa: S308 - made of numbers and names above
    )


def kind_mark(kind: str) -> SafeString:
    """Return the small shape that stands for a kind, in the ink of the text around it."""
    return format_html(
        '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', kind_shape(kind)
    )


def kind_shape(kind: str) -> str:
    """Return the outline of that shape, as a path on 24 × 24, for who draws it within another picture."""
    return MARKS.get(kind, MARKS["cal"])
