"""The words under which the pages of a calendar are kept: that of the place, and those of the days that it shows.

They are renewed in the transaction that changes what they stand for (`places.actions.renewing`, `actions.occupying`).
Read before the page is made, they name a page at least as new as themselves.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from podworko.bookings.models import DayVersion
from podworko.places.models import Centre, CentreVersion, Network

# One way to the answer, and the only one that is as long as the answer: written by hand, since making a query costs
# more than asking it, and this one is asked before anything else of each look at a calendar.
WORDS = """
SELECT centre.id, network.time_zone, place.version, day."on", day.version
FROM {Centre} centre
JOIN {Network} network ON network.id = centre.network_id
LEFT JOIN {CentreVersion} place ON place.centre_id = centre.id
LEFT JOIN {DayVersion} day ON day.centre_id = centre.id AND day."on" BETWEEN %s AND %s
WHERE network.slug = %s AND centre.slug = %s
"""


@dataclass(frozen=True)
class Words:
    """A place, its zone, its word, and the word of each day that ever changed, by its date."""

    centre_id: int
    zone: ZoneInfo
    place: str
    days: dict[str, str]

    def of(self, first: dt.date, last: dt.date) -> tuple[str, ...]:
        """Return all of it that a page of the days from `first` to `last` stands under."""
        begin, end = first.isoformat(), last.isoformat()
        days = sorted(f"{on}={word}" for on, word in self.days.items() if begin <= on <= end)
        return str(self.centre_id), self.place, *days


def words(network: str, centre: str, first: dt.date, last: dt.date) -> Words | None:
    """Return the words of the place at the address /network/centre/ and of its days, in one query; None without it."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(), [first.isoformat(), last.isoformat(), network, centre])
        rows: list[Any] = cursor.fetchall()
    if not rows:
        return None
    pk, zone, place, *_day = rows[0]
    return Words(pk, ZoneInfo(zone), place or "", {str(row[3]): row[4] for row in rows if row[4]})


@cache
def _sql() -> str:
    models = (Centre, Network, CentreVersion, DayVersion)
    return WORDS.format(**{model.__name__: model._meta.db_table for model in models})
