"""The look: its two papers, the contrast of its inks, its drawings."""

import re
from pathlib import Path

import pytest

import podworko
from podworko.core.art import COMPOSITIONS, kind_mark, poster_art

pytestmark = pytest.mark.any_database

THEME = (Path(podworko.__file__).parent / "static/podworko/theme.css").read_text()
ASKED_BY_SYSTEM, ASKED_BY_PAGE = ':root:not([data-bs-theme="light"])', '[data-bs-theme="dark"]'
INKS = ["brick", "leaf", "sky", "plum", "clay", "teal", "indigo", "ink", "ink-2"]


def tokens(selector: str) -> dict[str, str]:
    rule = re.search(r"(?m)^\s*" + re.escape(selector) + r" \{([^}]*)\}", THEME)
    assert rule, selector
    return dict(re.findall(r"--([\w-]+): ([^;]+);", rule[1]))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


PAPERS = {"light": tokens(":root"), "dark": tokens(":root") | tokens(ASKED_BY_PAGE)}


def test_the_dark_paper_is_the_same_whoever_asks_for_it():
    assert tokens(ASKED_BY_SYSTEM) == tokens(ASKED_BY_PAGE)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("ground", ["paper", "card", "sunk", "good", "bad", "note"])
def test_inks_are_read_on_every_ground(paper: str, ground: str):
    low = [ink for ink in INKS if contrast(PAPERS[paper][ink], PAPERS[paper][ground]) < 4.5]
    assert low == []


@pytest.mark.parametrize("paper", PAPERS)
def test_words_are_read_on_every_ink_and_edges_of_answers_are_seen(paper: str):
    colours = PAPERS[paper]
    assert [ink for ink in INKS[:7] if contrast(colours[ink], colours["on-accent"]) < 4.5] == []
    assert contrast(colours["edge"], colours["card"]) >= 3


def test_contrast_tells_a_pale_ink():
    assert contrast("#fff", "#fbf6ec") < 1.1
    assert contrast("#000", "#fff") == pytest.approx(21)


def test_posters_are_read_in_every_ink():
    posters = re.findall(r"\.k-(\w+) \{ --accent: [^;]+; --poster: (#\w+); \}", THEME)
    assert {kind for kind, _ in posters} == set(COMPOSITIONS)
    assert [kind for kind, ink in posters if contrast(ink, PAPERS["light"]["on-poster"]) < 4.5] == []


@pytest.mark.parametrize("kind", COMPOSITIONS)
def test_each_place_has_its_own_poster_and_keeps_it(kind: str):
    drawn = [poster_art(kind, str(seed)) for seed in range(60)]
    poster_art.cache_clear()
    assert [poster_art(kind, str(seed)) for seed in range(60)] == drawn
    assert len(set(drawn)) == 60


def test_a_drawing_needs_no_style_and_is_silent_for_those_who_listen():
    drawing = poster_art("mam", "kozlowka")
    assert "style=" not in drawing
    assert 'aria-hidden="true"' in drawing


def test_a_kind_of_ones_own_is_drawn_as_houses():
    assert poster_art("reading-room", "1") == poster_art("cal", "1")
    assert kind_mark("reading-room") == kind_mark("cal")


def test_in_the_dark_nothing_but_colours_is_another():
    """So the browser gate looks at a dark page for its contrast alone."""
    sheets = Path(podworko.__file__).parent.glob("static/podworko/*.css")
    asked = [(path.name, found) for path in sheets for found in re.findall("prefers-color-scheme", path.read_text())]
    assert asked == [("theme.css", "prefers-color-scheme")]
    dark = re.search(re.escape(ASKED_BY_SYSTEM) + r" \{([^}]*)\}", THEME)[1]
    assert {name[:2] for name in re.findall(r"([\w-]+):", dark)} == {"--"}
    values = {value.strip() for value in re.findall(r":([^;]+);", dark)}
    assert all(re.fullmatch(r"#[0-9a-f]{3,6}|[\d, ]+", value) for value in values), values
