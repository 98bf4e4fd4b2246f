"""Rows of many tables, collected and then written in as few statements as there are tables."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model, QuerySet


class Rows:
    """Collects rows; those of a table that was first added earlier are written earlier."""

    def __init__(self) -> None:
        self._rows: defaultdict[tuple[type[Model], int], list[Model]] = defaultdict(list)

    def add(self, *rows: Model, later: int = 0) -> None:
        """Add rows. With `later`, rows that hang on others of the same table."""
        for row in rows:
            self._rows[type(row), later].append(row)

    def write(self, *, before: Iterable[type[Model]] = ()) -> None:
        """Write all rows, those of the tables `before` first, and forget them."""
        first = {table: number for number, table in enumerate(before)}
        for table, later in sorted(self._rows, key=lambda key: (first.get(key[0], len(first)), key[1])):
            written: QuerySet[Model] = QuerySet(table)
            written.bulk_create(self._rows[table, later], batch_size=500)
        self._rows.clear()
