"""Somebody's own calendar, over all that a contact has: rooms from here, and what the areas above add.

There is one secret address for a contact (`FeedKey`), whatever stands in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from podworko.bookings.calendar_files import FeedEntry
from podworko.core.holdings import Contact, belonging


@dataclass(frozen=True)
class Source:
    """What one area puts into it, and the rows by which it knows people.

    The rows have an `email`, a `phone`, a `language` and the time they were `created_at`; none of them is erased.
    """

    entries: Callable[[Contact], Sequence[FeedEntry]]
    people: Callable[[], QuerySet[Any]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Put what `source` knows of a contact into their calendar."""
    _sources.append(source)


def entries(contact: Contact) -> list[FeedEntry]:
    """Return all that stands in the calendar of a contact, soonest first."""
    found = [entry for source in _sources for entry in source.entries(contact)]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.uid))


def language_of(contact: Contact) -> str:
    """Return the language of the newest thing that the contact has sent."""
    newest = [
        belonging(source.people(), contact).order_by("-created_at").values_list("created_at", "language").first()
        for source in _sources
    ]
    return max((found for found in newest if found), default=(None, "pl"))[1]


def of_somebody() -> Q:
    """Return which keys are of contacts about whom something is still kept."""
    kept = Q()
    for source in _sources:
        theirs = source.people().alias(small=Lower("email"))
        kept |= Q(Exists(theirs.filter(Q(small=OuterRef("contact")) | Q(phone=OuterRef("contact"), email=""))))
    return kept
