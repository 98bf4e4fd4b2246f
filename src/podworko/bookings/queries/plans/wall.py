"""Moments as the clock on the wall of a place shows them.

A calendar reads thousands of moments of which few differ: people begin at whole hours. Each is taken from the database
as it is kept there, and turned into local time once.
"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField
from django.db.models.sql.compiler import SQLCompiler


class AsKept(Func):
    """A field as the database keeps it; a moment is a text in UTC on SQLite, and a moment already on PostgreSQL."""

    template = "%(expressions)s"
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        """Hide the type of the column, by which Python's driver would parse each value by itself."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class Wall(dict[Any, dt.datetime]):
    """The local time of each moment asked for: `wall[kept]`, of what `AsKept` reads."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.zone = zone

    def __missing__(self, kept: Any) -> dt.datetime:
        """Turn a moment into local time, once."""
        moment = dt.datetime.fromisoformat(kept).replace(tzinfo=dt.UTC) if isinstance(kept, str) else kept
        local: dt.datetime = moment.astimezone(self.zone)
        self[kept] = local
        return local
