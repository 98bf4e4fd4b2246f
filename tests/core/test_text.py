"""What stands in addresses, and words that nobody sees."""

import pytest

from podworko.bookings.queries.handovers import use_of
from podworko.core.text import id_in, ids_in, is_seen, one_line


@pytest.mark.parametrize("text", ["", "-1", "1e3", "٣", "9" * 19, "9" * 5000, " 7"])
def test_what_no_database_can_hold_is_no_id(text):
    assert id_in(text) is None
    assert use_of(f"date-{text}") is None


def test_ids_are_read_and_the_rest_is_left():
    assert (id_in("12"), ids_in(["1", "x", "2", "9" * 40])) == (12, {1, 2})
    assert use_of("date-12")[1] == 12


@pytest.mark.parametrize(("words", "is_one"), [("Anna", True), ("👍", True), ("\u200b \u202e", False), ("", False)])
def test_only_what_shows_is_seen(words, is_one):
    assert is_seen(words) is is_one


def test_one_line_holds_no_control_character():
    assert one_line("a\r\nBCC:\x00 b\ud800") == "a BCC: b"
