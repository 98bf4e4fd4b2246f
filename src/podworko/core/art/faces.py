"""Five faces cut from paper, from awful to great: each of another shape and paper, and with a mouth of its own."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# The paper of the head, and its outline on 100 × 100: the worse, the more it hangs.
HEADS = {
    1: ("rose", "M20 16 49 9l31 8 11 29-6 31-22 15-30-1-22-14L7 45z"),
    2: ("lilac", "M25 11 58 8l27 16 8 30-12 28-31 11-30-9L8 53l5-28z"),
    3: ("sky", "M13 15 50 11l38 5 5 36-6 36-37 5-37-5-6-37z"),
    4: ("mint", "M32 8 66 9l23 20 4 34-18 24-30 6-28-15L7 48l7-26z"),
    5: ("straw", "M36 7 64 6l22 17 9 27-8 27-22 17-31 1L12 79 5 50l9-27z"),
}
# Brows, eyes and mouth, in night.
LOOKS = {
    1: (
        "M23 42 42 31l4 5-20 12zM77 42 58 31l-4 5 20 12z"
        "M33 47c4-1 8 2 8 6s-4 7-8 6-6-4-6-7 3-5 6-5zM67 47c4-1 7 2 7 5s-3 7-7 7-7-3-7-6 3-6 7-6z"
        "M27 79c6-12 14-17 23-17s18 5 23 17l-6 3c-5-8-10-12-17-12s-12 4-17 12z"
    ),
    2: (
        "M25 36 43 34l0 6-18 2zM75 36 57 34l0 6 18 2z"
        "M35 44c4 0 7 3 6 7s-4 6-7 5-6-3-5-7 3-5 6-5zM66 44c4 0 6 3 6 6s-3 6-6 6-7-3-6-6 3-6 6-6z"
        "M31 76c6-7 12-10 19-10s14 3 19 9l-4 5c-5-4-10-7-15-7s-10 3-15 8z"
    ),
    3: (
        "M34 40c4 0 7 3 7 7s-4 7-7 6-7-3-6-7 3-6 6-6zM66 40c4 0 7 3 6 7s-3 7-7 6-6-3-6-7 3-6 7-6zM31 67 69 66l0 7-38 1z"
    ),
    4: (
        "M34 37c4 0 7 4 7 8s-4 7-8 6-6-4-5-8 3-6 6-6zM66 37c4 0 7 4 6 8s-3 7-7 6-6-4-6-8 3-6 7-6z"
        "M29 64c6 6 13 9 21 9s15-3 21-10l5 5c-6 9-15 13-26 13s-20-4-26-12z"
    ),
    5: (
        "M25 45c2-10 7-14 12-14s9 5 10 13l-6 1c-1-5-2-7-5-7s-4 3-5 8z"
        "M53 44c2-9 6-13 11-13s10 4 12 14l-6 1c-1-6-3-9-6-9s-4 2-5 7z"
        "M23 57 77 56c0 18-10 30-27 30S24 75 23 57z"
    ),
}
# A tongue to laugh with, a tear.
MORE = {
    1: '<path class="cut-sky" d="M73 57c5 6 7 9 7 13 0 9-13 9-13 0 0-4 2-7 6-13z"/>',
    5: '<path class="cut-brick" d="M36 75c4-5 9-7 14-7s10 2 14 6c-4 6-9 8-14 8s-10-2-14-7z"/>',
}


@lru_cache(maxsize=8)
def face(number: int) -> SafeString:
    """Return one of the five faces as SVG, from 1, awful, to 5, great; its word stands beside it."""
    paper, head = HEADS[number]
    more = MORE.get(number, "")
    return format_html(
        '<svg class="face" viewBox="0 0 100 100" aria-hidden="true"><path class="cut-{}" d="{}"/>'
        '<path class="cut-night" d="{}"/>{}</svg>',
        paper,
        head,
        LOOKS[number],
        mark_safe(more),  # noqa: S308 - it stands above
    )
