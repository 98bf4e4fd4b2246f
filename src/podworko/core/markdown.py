"""What people write in paragraphs, lists and bold letters: Markdown in, safe HTML out.

CommonMark without HTML of one's own and without pictures; a line break stands where it was typed. Headings become those
below the page's own. What the reader is led to opens with no word of where they came from.
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"a", "blockquote", "br", "em", "h3", "hr", "li", "ol", "p", "strong", "ul"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
REL = "nofollow noopener noreferrer"

_READER = MarkdownIt("commonmark", {"breaks": True, "html": False}).disable(["image", "code", "fence", "html_inline"])


def rendered(text: str) -> SafeString:
    """Return the HTML of what somebody wrote."""
    tokens = _READER.parse(text)
    for token in tokens:
        _lower(token)
    html = _READER.renderer.render(tokens, _READER.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=REL)
    return mark_safe(clean)  # noqa: S308 - nh3 lets only the tags above through


def _lower(token: Token) -> None:
    """Put a heading below the title and the chapters of the page."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = "h3"
