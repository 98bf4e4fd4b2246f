"""Keeps the index: it changes in the transaction that changes the things.

Rows that are saved or deleted one by one are noticed by themselves (signals). What is written past them, by
`bulk_create` or `update`, says so with `touch`, or has everything read anew by `rebuild`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from podworko.core.models import SearchEntry
from podworko.core.search import registry
from podworko.core.search.folding import fold, words
from podworko.core.search.lemmas import lemmas
from podworko.core.search.registry import Document, Searchable
from podworko.core.search.synonyms import STOP_WORDS
from podworko.core.transactions import action, at_the_end

CHUNK = 200
TEXTS = ("name_words", "kind_words", "fact_words", "text_words")
SHOWN = ("network", "title", "name", "url", "where", "kind_name", "about", "codes")
LONGEST_NAME, LONGEST_ABOUT = 200, 2000
# A kind of things, the field that leads to what changed, and its value.
Touched = tuple[str, str, Any]


def register(searchable: Searchable) -> None:
    """Search things of this kind from now on, and follow their changes."""
    registry.add(searchable)
    for model, (field, attribute) in searchable.sources.items():
        _follow(searchable.code, model, field, attribute)


def touch(row: Model) -> None:
    """Say that `row` was written past the signals: what is found by it is indexed anew when the action ends."""
    for searchable in registry.searchables():
        for model, (field, attribute) in searchable.sources.items():
            if isinstance(row, model):
                at_the_end(_reindex_touched, (searchable.code, field, getattr(row, attribute)))


@action
def rebuild() -> dict[str, int]:
    """Read everything anew, and return how many entries there are of each kind."""
    SearchEntry.objects.all().delete()
    counts: dict[str, int] = {}
    for searchable in registry.searchables():
        counts[searchable.code] = 0
        documents = iter(searchable.documents(None))
        while chunk := [_entry(searchable, document) for document in islice(documents, CHUNK)]:
            SearchEntry.objects.bulk_create(chunk)
            counts[searchable.code] += len(chunk)
    return counts


def _follow(code: str, model: type[Model], field: str, attribute: str) -> None:
    def changed(instance: Model, *, created: bool = False, raw: bool = False, **_kwargs: Any) -> None:
        # Nothing hangs yet on a row that has just been made.
        hangs_on_it = attribute == "pk" and field != "pk"
        value = getattr(instance, attribute)
        # It may hang on another thing, or on none of this kind: a fact on a place and not on a room.
        if value is not None and not raw and not (created and hangs_on_it):
            at_the_end(_reindex_touched, (code, field, value))

    for signal in (post_save, post_delete):
        signal.connect(changed, sender=model, weak=False, dispatch_uid=f"search {code} {model._meta.label} {field}")


def _reindex_touched(touched: Collection[Touched]) -> None:
    by_field: defaultdict[tuple[str, str], set[Any]] = defaultdict(set)
    for code, field, value in touched:
        by_field[code, field].add(value)
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for (code, field), values in by_field.items():
        if field == "pk":
            ids[code] |= values
        else:
            found = registry.searchable(code).rows().filter(**{f"{field}__in": values})
            ids[code] |= set(found.values_list("pk", flat=True))
    for code, concerned in ids.items():
        _reindex(registry.searchable(code), sorted(concerned))


def _reindex(searchable: Searchable, ids: list[int]) -> None:
    for some in _chunks(ids):
        entries = {document.object_id: _entry(searchable, document) for document in searchable.documents(some)}
        held = SearchEntry.objects.filter(kind=searchable.code, object_id__in=some)
        gone = set(some) - set(entries)
        if gone:
            held.filter(object_id__in=gone).delete()
        SearchEntry.objects.bulk_create(
            entries.values(),
            update_conflicts=True,
            unique_fields=["kind", "object_id"],
            update_fields=[*SHOWN, *TEXTS],
        )


def _entry(searchable: Searchable, document: Document) -> SearchEntry:
    def said(codes: Iterable[str]) -> str:
        return " ".join(registry.in_all_languages(searchable.code, code) for code in codes)

    texts = (
        document.name,
        f"{document.kind_name} {said(document.kinds)}",
        f"{document.where} {document.hidden} {said(document.facts)}",
        document.about,
    )
    return SearchEntry(
        kind=searchable.code,
        object_id=document.object_id,
        network=document.network,
        title=fold(document.name)[:LONGEST_NAME],
        name=document.name,
        url=document.url,
        where=document.where,
        kind_name=document.kind_name,
        about=document.about[:LONGEST_ABOUT],
        codes=[*document.kinds, *document.facts],
        **dict(zip(TEXTS, map(_indexed, texts), strict=True)),
    )


def _indexed(text: str) -> str:
    """Return what the index holds of `text`: each word once, as it stands and in its dictionary forms."""
    held: dict[str, None] = {}
    for word in words(text):
        if word not in STOP_WORDS:
            held |= dict.fromkeys([word, *sorted(lemmas(word))])
    return " ".join(held)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, CHUNK)):
        yield some
