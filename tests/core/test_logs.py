"""What the log must not tell."""

import pytest

from podworko.core.logs import hide_signatures

KEY = "a" * 43


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"GET /request/x:{KEY}/", "GET /request/x:…/"),
        (f"GET /invitation/{KEY}/", "GET /invitation/…/"),
        ("GET /account/password/reset/key/1c-d1x8gn-9f6e0b7a8c5d/", "GET /account/password/reset/key/…/"),
        ("POST /rate/b5ddkhEUQ7_8BJ-n/", "POST /rate/…/"),
        (f"POST /rate/door/926:{KEY}/words/", "POST /rate/door/926:…/words/"),
        ("GET /search/?q=anna%40example.org&page=2", "GET /search/?…"),
        ("GET /account/city/back/?code=hush&state=x", "GET /account/city/back/?…"),
        ("Not Found: /krakow/", "Not Found: /krakow/"),
        ("What is this? A question.", "What is this? A question."),
    ],
)
def test_addresses_tell_neither_keys_nor_what_was_asked(written, kept):
    assert hide_signatures(None, "", {"request": written, "code": 200}) == {"request": kept, "code": 200}
    assert hide_signatures(None, "", {"event": f"{written} again"})["event"].startswith(kept.rstrip("/"))
