"""Fills the town with tables that an officer brought: one of each state, with rows of each verdict."""

from typing import TYPE_CHECKING

from podworko.core.models import Import, ImportRow

if TYPE_CHECKING:
    from tests.gates.town import Town

HEADINGS = [["place", "Miejsce"], ["name", "Sala"], ["capacity", "Osób"]]
WRONG = [{"field": "capacity", "code": "no-number", "sentence": "To nie jest liczba."}]


def fill(town: "Town", number: int) -> None:
    """Put one more table of each state into `town`, and one more row into each; keep the first in `town.imports`."""
    for state in Import.State:
        brought = Import.objects.create(
            kind="places.rooms",
            subject_type="places.network",
            subject_id=str(town.network.pk),
            by=town.staff["officer"],
            file_name=f"sale-{number}.xlsx",
            state=state,
            headings=HEADINGS,
            unused=["Uwagi"],
            problem="Coś poszło nie tak po naszej stronie." if state == Import.State.FAILED else "",
            # Given up because of us: it can be tried again.
            claim=Import.State.READING if state == Import.State.FAILED else "",
            rows_wrong=1,
            rows_in_all=4,
            rows_read=4,
            rows_judged=2,
            finished_at=None,
        )
        town.imports.setdefault(state, brought)
        for row, verdict in enumerate(ImportRow.Verdict):
            _add_row(town.imports[state], 10 * number + row, verdict, town)


def _add_row(brought: Import, number: int, verdict: str, town: "Town") -> None:
    ImportRow.objects.create(
        of=brought,
        number=number + 2,
        cells={"place": town.centre.name, "name": f"Nowa {number}", "capacity": "dużo" if verdict == "wrong" else "5"},
        verdict=verdict,
        problems=WRONG if verdict == "wrong" else [],
        changes={"capacity": ["4", "5"]} if verdict == "change" else {},
    )
