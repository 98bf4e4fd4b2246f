"""Rules that the database itself keeps, and their violations turned into words."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.models import BaseConstraint, Field, Model

POSTGRESQL = (
    "CONSTRAINT {name} EXCLUDE USING gist ({key} WITH =, tstzrange({lower}, {upper}) WITH &&), "
    "CONSTRAINT {name}_length CHECK ({lower} < {upper} AND {upper} - {lower} <= interval '{seconds} seconds')"
)
# Rows of one key never overlap, so they end in the order in which they begin: only the last one that begins
# before the new row ends can stand in its way. One step in the index, however long the history.
# Times are compared as text: one in another form, or of a day that does not exist, is not what SQLite itself makes
# of it, and is kept out.
SQLITE = """
CREATE TRIGGER %(name)s BEFORE {event} ON %(table)s
BEGIN
  SELECT RAISE(ABORT, '{name}_length') WHERE (
    NEW.{lower} = datetime(julianday(NEW.{lower})) AND NEW.{upper} = datetime(julianday(NEW.{upper}))
    AND NEW.{lower} < NEW.{upper}
    AND (julianday(NEW.{upper}) - julianday(NEW.{lower})) * 86400 <= {seconds} + 0.001) IS NOT TRUE;
  SELECT RAISE(ABORT, '{name}') WHERE (
    SELECT {upper} FROM %(table)s
    WHERE {key} = NEW.{key} AND {lower} < NEW.{upper} AND rowid IS NOT NEW.rowid
    ORDER BY {lower} DESC LIMIT 1) > NEW.{lower};
END
"""


class NoOverlap(BaseConstraint):
    """No two rows with the same `key` share a moment of [`lower`, `upper`), and none is longer than `longest`.

    PostgreSQL: an exclusion constraint, whose GiST index serves range queries too. SQLite: two triggers with the
    same effect; they need an index on (key, lower). Both hold against every writer, the ORM or not.
    The model needs the `btree_gist` extension on PostgreSQL, before its table is made.
    """

    def __init__(self, *, name: str, key: str, lower: str, upper: str, longest: dt.timedelta) -> None:
        super().__init__(name=name)
        self.key, self.lower, self.upper, self.longest = key, lower, upper, longest

    def _words(self, model: type[Model]) -> dict[str, Any]:
        def column(field: str) -> str:
            return str(cast("Field[Any, Any]", model._meta.get_field(field)).column)

        return {
            "name": self.name,
            "key": column(self.key),
            "lower": column(self.lower),
            "upper": column(self.upper),
            "seconds": int(self.longest.total_seconds()),
        }

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Return what goes into CREATE TABLE; on SQLite, leave the triggers to follow it."""
        assert model is not None
        assert schema_editor is not None
        words = self._words(model)
        if schema_editor.connection.vendor == "postgresql":
            return POSTGRESQL.format(**words)
        table = model._meta.db_table
        for event in ("INSERT", "UPDATE"):
            name = f"{self.name}_{event.lower()}"
            # A Statement follows its table when Django rebuilds it under another name, as it does on SQLite.
            schema_editor.deferred_sql.append(
                Statement(
                    SQLITE.format(event=event, **words),
                    table=Table(table, schema_editor.quote_name),
                    columns=Columns(table, [words["key"]], schema_editor.quote_name),
                    name=name,
                )
            )
        return ""

    def create_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Return the statement that adds the guard to a table that stands."""
        assert model is not None
        assert schema_editor is not None
        first, second = POSTGRESQL.format(**self._words(model)).split(", CONSTRAINT", 1)
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} ADD {first}, ADD CONSTRAINT{second}"

    def remove_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Return the statement that takes the guard off (PostgreSQL; SQLite rebuilds the table without it)."""
        assert model is not None
        assert schema_editor is not None
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {self.name}, DROP CONSTRAINT {self.name}_length"

    def validate(self, *args: object, **kwargs: object) -> None:
        """Leave it to the database: a look before the write proves nothing while others write."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return what a migration writes down."""
        path, args, kwargs = super().deconstruct()
        kwargs |= {"key": self.key, "lower": self.lower, "upper": self.upper, "longest": self.longest}
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__


def broke(error: IntegrityError, constraint: str) -> bool:
    """Say whether it was `constraint` that the write broke."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return diagnosis.constraint_name == constraint if diagnosis else str(error) == constraint


@contextmanager
def turning(constraint: str, into: Callable[[], Exception]) -> Iterator[None]:
    """Write inside; when the write breaks `constraint`, undo it and raise what `into` makes."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if broke(error, constraint):
            raise into() from error
        raise
