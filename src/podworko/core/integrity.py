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
    WHERE {key} = NEW.{key} AND {lower} < NEW.{upper} AND rowid IS NOT NEW.rowid{besides}
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

        takes_parts = any(isinstance(each, TakesParts) and each.key == self.key for each in model._meta.constraints)
        return {
            # What moves from a whole into one of its parts leaves that part by moving.
            "besides": f" AND {column('whole')} IS NOT NEW.rowid" if takes_parts else "",
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


# What is written for each part of a thing.
PARTS = """
  DELETE FROM %(table)s WHERE {up} = NEW.id;
  INSERT INTO %(table)s ({key}, {mark}, {up}, {copied})
  SELECT {part}, '{value}', NEW.id, {new} FROM {parts} WHERE {whole} = NEW.{key};
"""
PARTS_SQLITE = {
    "insert": f"CREATE TRIGGER %(name)s AFTER INSERT ON %(table)s WHEN NEW.{{up}} IS NULL BEGIN{PARTS}END",
    "update": "CREATE TRIGGER %(name)s AFTER UPDATE OF {key}, {copied} ON %(table)s WHEN NEW.{up} IS NULL "
    f"BEGIN{PARTS}END",
    "delete": "CREATE TRIGGER %(name)s AFTER DELETE ON %(table)s WHEN OLD.{up} IS NULL "
    "BEGIN DELETE FROM %(table)s WHERE {up} = OLD.id; END",
}
# The lock lets no wall be moved (which takes the rooms FOR UPDATE) between the look and the end of the transaction.
PARTS_POSTGRESQL = {
    "write": f"""CREATE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $parts$ BEGIN
  PERFORM 1 FROM {{things}} WHERE id = NEW.{{key}} FOR KEY SHARE;{PARTS}
  RETURN NULL;
END $parts$""",
    "erase": """CREATE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $parts$ BEGIN
  DELETE FROM %(table)s WHERE {up} = OLD.id;
  RETURN NULL;
END $parts$""",
    # What moves from a whole into one of its parts leaves that part before it comes.
    "leave": """CREATE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $parts$ BEGIN
  DELETE FROM %(table)s WHERE {up} = OLD.id;
  RETURN NEW;
END $parts$""",
    "move": "CREATE TRIGGER %(name)s BEFORE UPDATE OF {key} ON %(table)s FOR EACH ROW "
    "WHEN (NEW.{up} IS NULL AND NEW.{key} <> OLD.{key}) EXECUTE FUNCTION {name}_leave()",
    "insert": "CREATE TRIGGER %(name)s AFTER INSERT ON %(table)s FOR EACH ROW WHEN (NEW.{up} IS NULL) "
    "EXECUTE FUNCTION {name}_write()",
    "update": "CREATE TRIGGER %(name)s AFTER UPDATE OF {key}, {copied} ON %(table)s FOR EACH ROW "
    "WHEN (NEW.{up} IS NULL) EXECUTE FUNCTION {name}_write()",
    "delete": "CREATE TRIGGER %(name)s AFTER DELETE ON %(table)s FOR EACH ROW WHEN (OLD.{up} IS NULL) "
    "EXECUTE FUNCTION {name}_erase()",
}


class TakesParts(BaseConstraint):
    """What is written for a thing is written for each of its parts, in rows of their own that go when it goes.

    `key` is the foreign key to the thing. `parts` is the model ("app.Model") that says by `whole` and `part` what lies
    inside what, however deep. The rows of the parts point by `whole` at the row that they come from, hold what stands
    in `copied`, and are `marked` by a value in a field. So a `NoOverlap` over the same `key` keeps a whole and its
    parts apart.
    Triggers on both databases, so that it holds against every writer. Whoever changes what lies inside what locks the
    things FOR UPDATE and then writes the rows anew. SQLite lets no table be rebuilt that a trigger of another one
    reads: a migration that alters that of `parts` takes this off before and puts it back after.
    """

    def __init__(self, *, name: str, key: str, parts: str, copied: Sequence[str], marked: Sequence[str]) -> None:
        super().__init__(name=name)
        self.key, self.parts, self.copied, self.marked = key, parts, tuple(copied), tuple(marked)

    def _statements(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> Iterator[Statement]:
        def column(field: str, of: type[Model] = model) -> str:
            return str(cast("Field[Any, Any]", of._meta.get_field(field)).column)

        things = cast("type[Model]", model._meta.get_field(self.key).related_model)
        # As the models stood when the migration was written, where it is one.
        parts = things._meta.apps.get_model(self.parts)
        mark, value = self.marked
        copied = [column(name) for name in self.copied]
        words = {
            "name": self.name,
            "key": column(self.key),
            "up": column("whole"),
            "mark": column(mark),
            "value": value,
            "copied": ", ".join(copied),
            "new": ", ".join(f"NEW.{name}" for name in copied),
            "things": things._meta.db_table,
            "parts": parts._meta.db_table,
            "whole": column("whole", parts),
            "part": column("part", parts),
        }
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        table = model._meta.db_table
        for event, template in (PARTS_POSTGRESQL if is_postgresql else PARTS_SQLITE).items():
            yield Statement(
                template.format(**words),
                # It follows its table when Django rebuilds it under another name, as it does on SQLite.
                table=Table(table, schema_editor.quote_name),
                columns=Columns(table, [words["key"]], schema_editor.quote_name),
                name=f"{self.name}_{event}",
            )

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Leave the triggers to follow CREATE TABLE."""
        assert model is not None
        assert schema_editor is not None
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))
        return ""

    def create_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Return the statements that add the triggers to a table that stands (PostgreSQL)."""
        assert model is not None
        assert schema_editor is not None
        return ";\n".join(str(statement) for statement in self._statements(model, schema_editor))

    def remove_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Return the statements that take the triggers off (PostgreSQL; SQLite rebuilds the table without them)."""
        assert model is not None
        assert schema_editor is not None
        return "; ".join(f"DROP FUNCTION {self.name}_{name} CASCADE" for name in ("write", "erase", "leave"))

    def validate(self, *args: object, **kwargs: object) -> None:
        """Leave it to the database."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Return what a migration writes down."""
        path, args, kwargs = super().deconstruct()
        kwargs |= {"key": self.key, "parts": self.parts, "copied": self.copied, "marked": self.marked}
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TakesParts) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__


def broke(error: IntegrityError, constraint: str) -> bool:
    """Say whether it was `constraint` that the write broke."""
    diagnosis = getattr(error.__cause__, "diag", None)
    # SQLite names what a trigger says, and the index of an expression.
    said = {constraint, f"UNIQUE constraint failed: index '{constraint}'"}
    return diagnosis.constraint_name == constraint if diagnosis else str(error) in said


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
