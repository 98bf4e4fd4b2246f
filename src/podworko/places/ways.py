"""What else is kept of a place, on its set-up page: areas above put their own pages there."""

from collections.abc import Callable, Iterable

from podworko.core.errors import Sentence
from podworko.places.models import Centre

# Takes the centre, yields name and address of each page; all of them are for those who may change the place.
Source = Callable[[Centre], Iterable[tuple[Sentence, str]]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Put what `source` yields on the set-up page of each place."""
    _sources.append(source)


def of(centre: Centre) -> list[tuple[Sentence, str]]:
    """Return the pages of the areas above."""
    return [way for source in _sources for way in source(centre)]
