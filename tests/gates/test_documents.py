"""Gate 9: every setting, message and permission is described; what the documents point at is there."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from rules.permissions import permissions

from podworko.config.environment import Environment

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def missing(names: Iterable[str], document: str) -> list[str]:
    """Return the names that stand nowhere in the first column of the document's tables."""
    described = {
        name for row in re.findall(r"^\| *(.+?) *\|", document, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)
    }
    return sorted(set(names) - described)


def kinds_of_messages() -> list[str]:
    templates = ROOT.glob("src/podworko/*/templates/*/mail/*.txt")
    return [f"{path.parent.parent.name}.{path.stem}" for path in templates if re.fullmatch(r"[a-z]\w*\.txt", path.name)]


def broken_links(document: Path) -> list[str]:
    """Return the links of a document that lead nowhere: to no file, or to no heading."""
    broken = []
    for target in LINK.findall(document.read_text()):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path) if path else document
        if not file.exists() or (anchor and anchor not in map(anchor_of, HEADING.findall(file.read_text()))):
            broken.append(f"{document.name}: {target}")
    return broken


def anchor_of(heading: str) -> str:
    """Return the anchor that a forge gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("settings", [f"PODWORKO_{name.upper()}" for name in Environment.model_fields]),
        ("messages", kinds_of_messages()),
        ("permissions", list(permissions)),
    ],
)
def test_everything_is_described(page, names):
    assert names
    assert missing(names, (ROOT / "docs" / f"{page}.md").read_text()) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    assert broken_links(document) == []


# --- negative controls ---------------------------------------------------------------------------


def test_what_is_not_described_is_seen():
    page = "| name | meaning |\n|---|---|\n| `a.b` | the first, not `c.d` |\n"
    assert missing(["a.b", "c.d"], page) == ["c.d"]


def test_a_broken_link_is_seen(tmp_path):
    (tmp_path / "there.md").write_text("# Down the road\n")
    page = tmp_path / "page.md"
    page.write_text("[a](there.md) [b](there.md#down-the-road) [c](gone.md) [d](there.md#up) [e](https://example.org)")
    assert broken_links(page) == ["page.md: gone.md", "page.md: there.md#up"]
