"""What a page tells programs that look at it: search engines, and those who show a link with a picture and a sentence.

An area registers a source for a page by its name, when the program starts; so may one above the area of the page.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Within a script a browser looks for its end and for nothing else: none of these letters stands in the data.
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Feed:
    """Another form of the page, for programs."""

    type: str
    title: str
    address: str


@dataclass(frozen=True)
class Head:
    """The sentence about a page, what Open Graph (ogp.me) asks for, its feeds, and what it is as linked data."""

    sentence: str = ""
    address: str = ""
    graph: Sequence[tuple[str, object]] = ()
    feeds: Sequence[Feed] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def drawn(self) -> SafeString:
        """Return the tags."""
        said = [("description", self.sentence)] if self.sentence else []
        if any(name == "og:image" for name, _value in self.graph):
            said.append(("twitter:card", "summary_large_image"))
        parts: list[SafeString] = [
            format_html('<link rel="canonical" href="{}">', self.address) if self.address else SafeString(""),
            format_html_join("", '<meta name="{}" content="{}">', said),
            format_html_join("", '<meta property="{}" content="{}">', self.graph),
            format_html_join(
                "",
                '<link rel="alternate" type="{}" title="{}" href="{}">',
                [(each.type, each.title, each.address) for each in self.feeds],
            ),
            as_data(self.data) if self.data else SafeString(""),
        ]
        return mark_safe("".join(parts))  # noqa: S308 - each part is


def as_data(told: Mapping[str, Any]) -> SafeString:
    """Return `told` as a block of JSON-LD: a block of data, which no browser runs."""
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


# Takes the context of the page; None where there is nothing to tell, as on a page that is not for everybody.
Source = Callable[[Mapping[str, Any]], Head | None]
_sources: dict[str, Source] = {}


def register(page: str, source: Source) -> None:
    """Let `source` tell of the page with that name, such as "programme:activity"."""
    _sources[page] = source


def of(context: Mapping[str, Any]) -> Head | None:
    """Return what is told of the page with that context."""
    match = getattr(context.get("request"), "resolver_match", None)
    source = _sources.get(match.view_name) if match else None
    return source(context) if source else None
