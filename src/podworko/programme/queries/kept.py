"""The words under which pages of the programme are kept: those of a place or of a network, and whose they are.

They are renewed in the transaction that changes what they stand for (`programme.versions`). Read before the page is
made, they name a page at least as new as themselves.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from podworko.places.models import Centre, Network
from podworko.programme.models import ProgrammeVersion

# Written by hand, since making a query costs more than asking it, and this is asked before anything else.
OF_NETWORK = """
SELECT network.id, network.time_zone, word.version
FROM {Network} network
LEFT JOIN {ProgrammeVersion} word ON word.scope_id = network.scope_id
WHERE network.slug = %s
"""
OF_CENTRE = """
SELECT centre.id, network.time_zone, word.version
FROM {Centre} centre
JOIN {Network} network ON network.id = centre.network_id
LEFT JOIN {ProgrammeVersion} word ON word.scope_id = centre.scope_id
WHERE network.slug = %s AND centre.slug = %s
"""


@dataclass(frozen=True)
class Word:
    """Which place or network it is, its zone, and its word; "" where nothing has ever changed."""

    pk: int
    zone: ZoneInfo
    version: str


def word(network: str, centre: str = "") -> Word | None:
    """Return the word of the place, or of the network, at that address, in one query; None where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(OF_CENTRE if centre else OF_NETWORK), [network, centre] if centre else [network])
        row: Any = cursor.fetchone()
    return Word(row[0], ZoneInfo(row[1]), row[2] or "") if row else None


@cache
def _sql(text: str) -> str:
    models = (Centre, Network, ProgrammeVersion)
    return text.format(**{model.__name__: model._meta.db_table for model in models})
