"""What areas above say below an activity on its page for everybody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from podworko.programme.models import Activity


@dataclass(frozen=True)
class Said:
    """A part of the page: its template, which reads `said`, and what that holds."""

    template: str
    said: Mapping[str, Any]


Source = Callable[[Activity], Said]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Put what `source` says below each activity."""
    _sources.append(source)


def of(activity: Activity) -> list[Said]:
    """Return what stands below `activity`."""
    return [source(activity) for source in _sources]
