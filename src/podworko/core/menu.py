"""The menu of a page. An area puts its items in by `register`, when the program starts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Item:
    """One way to go."""

    label: str
    url: str


# Takes the context of the page, returns what stands in its menu; asks the database for nothing but permissions.
Source = Callable[[Mapping[str, Any]], Iterable[Item]]

_sources: list[Source] = []


def register(source: Source, *, is_first: bool = False) -> None:
    """Put what `source` returns into the menu of each page, after what was registered before, or at its beginning."""
    _sources.insert(0 if is_first else len(_sources), source)


def items(page: Mapping[str, Any]) -> list[Item]:
    """Return the menu of the page with that context."""
    return [item for source in _sources for item in source(page)]
