"""What can be searched. An area registers a `Searchable` when the program starts; core knows none of its things."""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import override

from podworko.core.errors import Sentence


@dataclass(frozen=True)
class Document:
    """What is to be found of one public thing, and shown of it.

    `kinds` and `facts` are codes ("equipment:piano"): what they mean is indexed in all languages of the product, and
    shown in the reader's. A word of the name weighs most, then one of the kinds, then one of facts and address, then
    one of the longer text.
    """

    object_id: int
    network: str
    name: str
    url: str
    where: str = ""
    # Where it is no kind of the product's: its own name.
    kind_name: str = ""
    kinds: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    # Further words of its address and the like, not shown.
    hidden: str = ""
    about: str = ""


@dataclass(frozen=True)
class Searchable:
    """One kind of things.

    `documents` returns what there is to index of the things with these ids, or of all (None): of those only that
    everybody may see. `said` returns what one of their codes means ("" for one that means nothing any more).
    `follows` names whatever else changes those documents: a model, the field of `model` that leads to it, and the
    attribute of a row of it that holds the value of this field: `{RoomEquipment: ("pk", "room_id")}`.
    """

    code: str
    label: Sentence
    position: int
    model: type[Model]
    documents: Callable[[Collection[int] | None], Iterable[Document]]
    said: Callable[[str], Sentence]
    follows: Mapping[type[Model], tuple[str, str]] = field(default_factory=dict)

    def rows(self) -> QuerySet[Model]:
        """Return all things of this kind, public or not."""
        return QuerySet(self.model)

    @property
    def sources(self) -> dict[type[Model], tuple[str, str]]:
        """Whatever changes the documents, the things themselves among it."""
        return {self.model: ("pk", "pk"), **self.follows}


_searchables: dict[str, Searchable] = {}


def add(searchable: Searchable) -> None:
    """Put `searchable` among what is searched."""
    _searchables[searchable.code] = searchable


def searchables() -> list[Searchable]:
    """Return all kinds in the order in which they are shown."""
    return sorted(_searchables.values(), key=lambda each: each.position)


def searchable(code: str) -> Searchable:
    """Return the kind with this code."""
    return _searchables[code]


@functools.lru_cache(maxsize=2000)
def in_all_languages(kind: str, code: str) -> str:
    """Return what the code of a thing of that kind means, in all languages of the product."""
    said = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.append(str(_searchables[kind].said(code)))
    return " ".join(said)
