"""What can be imported: an area registers an importer, which knows its columns, judges rows and writes them."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, ClassVar

from django.apps import apps
from django.db.models import Model

from podworko.core import audit
from podworko.core.errors import Problem, Sentence
from podworko.core.imports import reading
from podworko.core.models import Import, ImportRow

if TYPE_CHECKING:
    from podworko.core.imports.headings import Table

Verdict = ImportRow.Verdict


@dataclass(frozen=True)
class Column:
    """One column: its stable code, its heading, what else people call it (any language), an example in each row."""

    code: str
    label: Sentence
    names: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    about: Sentence = ""
    is_required: bool = False


@dataclass(frozen=True)
class Row:
    """One row: where it stands in the file, and what in it."""

    number: int
    cells: Mapping[str, str]


# The rows that are judged and written together: mostly one; with a grouped importer all that have the same key.
Unit = Sequence[Row]


@dataclass(frozen=True)
class Judgement:
    """What would become of a unit: the verdict, the problems of each row by its number, what changes from what to what.

    `plan` is whatever the importer needs to write it a moment later; it is not kept.
    """

    verdict: Verdict
    problems: Mapping[int, Sequence[Problem]] = field(default_factory=dict)
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    plan: object = None


def wrong(row: Row, problems: Sequence[Problem]) -> Judgement:
    """Return the judgement of a unit of one row that is wrong."""
    return Judgement(Verdict.WRONG, {row.number: problems})


class Importer(ABC):
    """One kind of table. It keeps no state: judging and writing may happen in different processes."""

    code: ClassVar[str]
    title: ClassVar[Sentence]
    # What comes of it, and what it leaves alone.
    about: ClassVar[Sentence]
    columns: ClassVar[tuple[Column, ...]]
    # Rows with the same key belong together. If not, the second one is wrong.
    is_grouped: ClassVar[bool] = False

    def check(self, stream: IO[bytes]) -> None:
        """Raise Refused, with what to do, when the file is certainly nothing that can be read."""
        reading.check(stream)

    def table(self, stream: IO[bytes], subject: Model) -> "Table | None":  # noqa: ARG002 - some read by themselves
        """Return the table in the file, for those that read more than columns under headings; None for the others.

        Raises Refused when the file cannot be read. The same file gives the same rows.
        """
        return None

    def key(self, cells: Mapping[str, str]) -> str:  # noqa: ARG002 - some tell by it
        """Return what the row is about, without asking the database; nothing when it says nothing of the kind."""
        return ""

    @abstractmethod
    def judge(self, subject: Model, units: Sequence[Unit]) -> Sequence[Judgement]:
        """Return a judgement for each of the `units`, in equally many queries however many they are."""

    @abstractmethod
    def write(self, subject: Model, unit: Unit, judgement: Judgement, *, by: audit.Actor) -> Model | None:
        """Write a unit that was judged good a moment ago, by the area's action, and return what it was written to.

        Raises Refused.
        """

    @property
    def labels(self) -> dict[str, str]:
        """The headings of the columns in the language of the moment."""
        return {column.code: str(column.label) for column in self.columns}


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> Importer:
    """Put `importer` among those that tables can be brought for."""
    _importers[importer.code] = importer
    return importer


def importer_of(code: str) -> Importer:
    """Return the importer with that code. Raises KeyError."""
    return _importers[code]


def importers(prefix: str = "") -> list[Importer]:
    """Return those whose code begins with `prefix`, in the order in which they were registered."""
    return [importer for code, importer in _importers.items() if code.startswith(prefix)]


def subject_of(brought: Import) -> Model:
    """Return what the rows go to. Raises its DoesNotExist when that is gone."""
    found: Model = apps.get_model(brought.subject_type)._base_manager.get(pk=brought.subject_id)  # noqa: SLF001
    return found
