"""What people write becomes HTML that can do no harm."""

from html.parser import HTMLParser

import pytest

from podworko.core.markdown import TAGS, rendered


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Zwykłe zdanie.\nDrugi wiersz.", "<p>Zwykłe zdanie.<br>\nDrugi wiersz.</p>"),
        ("**Weź** matę", "<p><strong>Weź</strong> matę</p>"),
        ("- koc\n- kubek", "<ul>\n<li>koc</li>\n<li>kubek</li>\n</ul>"),
        ("# Plan", "<h3>Plan</h3>"),
        (
            "[strona](https://example.org)",
            '<p><a href="https://example.org" rel="nofollow noopener noreferrer">strona</a></p>',
        ),
        ("2 < 3 & 4", "<p>2 &lt; 3 &amp; 4</p>"),
        ("", ""),
    ],
)
def test_what_is_meant_is_shown(text, html):
    assert rendered(text).strip() == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        "[klik](data:text/html,x)",
        "![kot](https://example.org/kot.png)",
        "<a href='https://example.org' onclick='x()'>tu</a>",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text):
    seen = Seen()
    seen.feed(rendered(text))
    assert {tag for tag, _attributes in seen.tags} <= TAGS
    assert all(set(attributes) <= {"href", "rel"} for _tag, attributes in seen.tags)
    assert not any(attributes.get("href", "").startswith(("javascript", "data")) for _tag, attributes in seen.tags)


class Seen(HTMLParser):
    """What a browser would see in the HTML: tags with their attributes."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
