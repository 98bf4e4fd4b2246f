"""Where else one goes from the Today page of a place: areas above put their own pages there."""

from collections.abc import Callable, Iterable

from podworko.core.errors import Sentence
from podworko.places.models import Centre

Way = tuple[Sentence, str]
# Takes the place, yields the words and the address of each page, with no query; all are for whoever is on duty there.
Source = Callable[[Centre], Iterable[Way]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Put what `source` yields among the ways of the Today page."""
    _sources.append(source)


def of(place: Centre) -> list[Way]:
    """Return the ways of the areas above."""
    return [way for source in _sources for way in source(place)]
