"""The kind of import by which calendars are brought."""

from collections.abc import Iterator, Sequence
from typing import IO, ClassVar

from django.conf import settings
from django.db.models import Model
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.bookings.actions import bringing
from podworko.bookings.bringing import files, judging, tasks
from podworko.bookings.bringing.events import CODES, Event, Window
from podworko.bookings.models import BroughtCalendar
from podworko.core import audit, periodic, retention
from podworko.core.errors import Sentence
from podworko.core.imports import registry
from podworko.core.imports.headings import Found, Table
from podworko.core.imports.registry import Column, Importer, Judgement, Unit
from podworko.core.imports.texts import Row


class Calendars(Importer):
    """Dates out of another calendar; they go to the calendar that was brought, which knows its place."""

    code: ClassVar[str] = bringing.KIND
    title: ClassVar[Sentence] = gettext_lazy("Calendar")
    about: ClassVar[Sentence] = gettext_lazy("Uses of rooms out of another calendar or a table.")
    # What is kept of each date; nobody fills in a table by it.
    columns: ClassVar[tuple[Column, ...]] = tuple(Column(code, code) for code in CODES)

    def check(self, stream: IO[bytes]) -> None:
        """Raise Refused when the file is certainly neither a calendar nor a table."""
        files.check(stream)

    def table(self, stream: IO[bytes], subject: Model) -> Table:
        """Return the dates in the file."""
        assert isinstance(subject, BroughtCalendar)
        rows = _rows(files.read(stream, Window.of(subject)))
        return Table(Found({code: at for at, code in enumerate(CODES)}, {code: code for code in CODES}, []), rows)

    def judge(self, subject: Model, units: Sequence[Unit]) -> Sequence[Judgement]:
        """Say what would become of each date."""
        assert isinstance(subject, BroughtCalendar)
        return judging.judge(subject, units)

    def write(
        self,
        subject: Model,
        unit: Unit,  # noqa: ARG002 - the plan holds all of it
        judgement: Judgement,
        *,
        by: audit.Actor,  # noqa: ARG002 - who brought it stands with the calendar
    ) -> Model | None:
        """Bring one use, or change one that was brought before."""
        assert isinstance(subject, BroughtCalendar)
        assert isinstance(judgement.plan, judging.Plan)
        return bringing.bring_use(calendar=subject, plan=judgement.plan)


def _rows(events: Iterator[Event]) -> Iterator[Row]:
    for number, event in enumerate(events, start=1):
        yield number, [getattr(event, code) for code in CODES]


def register() -> None:
    """Put calendars among what can be brought, and say how long what stood in them is kept."""
    registry.register(Calendars())
    periodic.often(tasks.go_on)
    retention.register(
        retention.Rule(
            "bookings.brought_unkept",
            gettext_lazy("Calendars that somebody looked at and did not bring are deleted after 14 days."),
            due=lambda: bringing.unkept().count(),
            carry_out=bringing.forget_unkept,
        )
    )
    retention.register(
        retention.Rule(
            "bookings.brought_titles",
            lazy(_how_long, str)(),
            due=lambda: bringing.over().count(),
            carry_out=bringing.forget_over,
        )
    )


def _how_long() -> str:
    sentence = _(
        "What uses out of another calendar were called, and who came, is taken out %(days)s days after them. Room and "
        "hours stay for statistics."
    )
    return sentence % {"days": settings.CONTACTS_KEPT_DAYS}
