"""Find me a place: the first free time over all rooms of a city, and what there is when nothing fits."""

from podworko.bookings.queries.finding.instead import instead
from podworko.bookings.queries.finding.search import first_free, searched
from podworko.bookings.queries.finding.wanted import (
    EVERY_DAY,
    HORIZON,
    SHOWN,
    Answer,
    Change,
    Find,
    Instead,
    Order,
    Reason,
    Wanted,
    Why,
)

__all__ = [
    "EVERY_DAY",
    "HORIZON",
    "SHOWN",
    "Answer",
    "Change",
    "Find",
    "Instead",
    "Order",
    "Reason",
    "Wanted",
    "Why",
    "first_free",
    "instead",
    "searched",
]
