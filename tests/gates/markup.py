"""What the gates read from a page: tags, words, links."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# A block of data, which no browser runs (HTML, 4.12.1.1); anything else between <script> and its end may be run.
DATA = "application/ld+json"
# What differs from one visit to the next though the page is the same.
CHANGING = re.compile(r'(name="(?:csrfmiddlewaretoken|submission_key)" value=")[^"]*')


@dataclass
class Markup(HTMLParser):
    """A parsed page."""

    html: str
    language: str = ""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside: list[str] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        is_data = tag == "script" and given.get("type") == DATA and set(given) == {"type"}
        self._inside = [*self._inside, DATA if is_data else tag] if tag in {"script", "style"} else self._inside
        if tag == "html":
            self.language = given.get("lang", "")
        self.inline += [
            f"<{tag} {name}>"
            for name, value in given.items()
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:")
        ]

    def handle_endtag(self, tag):
        if self._inside and tag in {"script", "style"}:
            self._inside = self._inside[:-1]

    def handle_data(self, data):
        if not data.strip():
            return
        if self._inside and self._inside[-1] == DATA:
            json.loads(data)
        elif self._inside:
            self.inline.append(f"<{self._inside[-1]}>")
        else:
            self.words.append(" ".join(data.split()))

    def values(self, *names: str) -> list[str]:
        """Return what the attributes with these names hold."""
        return [value for _tag, given in self.tags for name, value in given.items() if name in names]


def same(html: str) -> str:
    """Return the page without what differs from one visit to the next."""
    return CHANGING.sub(r"\1", html)
