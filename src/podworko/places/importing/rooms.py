"""Rooms from a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core import audit
from podworko.core.errors import Sentence
from podworko.core.imports.headings import fold
from podworko.core.imports.parsing import YES, Cells
from podworko.core.imports.registry import Column, Importer, Judgement, Row, Unit, Verdict, wrong
from podworko.places.actions import rooms
from podworko.places.actions.rooms import RoomDraft
from podworko.places.importing import words
from podworko.places.importing.columns import IN_LAYOUT, OF_EQUIPMENT, ROOMS
from podworko.places.importing.organisations import shown
from podworko.places.importing.places import centres_of
from podworko.places.models import Centre, Equipment, Layout, Network, Room

MOST = 5_000


@dataclass(frozen=True)
class Plan:
    """What is to be written: which room of which place (none: a new one), what."""

    centre: Centre
    room: Room | None
    draft: RoomDraft


class Rooms(Importer):
    """Rooms: found again by place and name."""

    code: ClassVar[str] = "places.rooms"
    title: ClassVar[Sentence] = gettext_lazy("Rooms")
    about: ClassVar[Sentence] = gettext_lazy(
        "A room is found again by its place and name, and changed; others are new. An empty cell leaves what stands "
        "there. The places must be here already."
    )
    columns: ClassVar[tuple[Column, ...]] = ROOMS

    def key(self, cells: Mapping[str, str]) -> str:
        """Return place and name."""
        place, name = fold(cells.get("place", "")), fold(cells.get("name", ""))
        return f"{place}|{name}" if place and name else ""

    def judge(self, subject: Model, units: Sequence[Unit]) -> Sequence[Judgement]:
        """Judge each room. Five queries."""
        assert isinstance(subject, Network)
        centres, _taken = centres_of(subject, units, "place")
        ids = {centre.pk for centre in centres.values()}
        here = {
            (room.centre_id, fold(room.name)): room
            for room in Room.objects.filter(centre__in=ids).prefetch_related("layouts", "equipment")
        }
        return [self._judge(unit[0], centres, here) for unit in units]

    def write(self, subject: Model, unit: Unit, judgement: Judgement, *, by: audit.Actor) -> Model | None:
        """Add a room, or change it."""
        plan = judgement.plan
        assert isinstance(plan, Plan)
        if plan.room is None:
            return rooms.add_room(centre=plan.centre, draft=plan.draft, by=by)
        with words.nothing_touched("is_lent"):
            return rooms.change_room(room=plan.room, draft=plan.draft, by=by)

    def _judge(self, row: Row, centres: Mapping[str, Centre], here: Mapping[tuple[int, str], Room]) -> Judgement:
        cells = Cells(row, self.columns)
        centre = place_of(cells, centres)
        given = _given(cells)
        layouts, equipment = _counts(cells, IN_LAYOUT, Layout.values), _counts(cells, OF_EQUIPMENT, Equipment.values)
        room = here.get((centre.pk, fold(given.get("name", "")))) if centre else None
        if room is None and "capacity" not in given:
            cells.wrong("capacity", "required", _("A new room needs this."))
        if centre is None or not cells.is_good:
            return wrong(row, cells.problems)
        before = rooms.draft_of(room) if room else RoomDraft(name="", capacity=0)
        if room:
            given.pop("name")  # it was found by it, perhaps spelt a little differently
        draft = replace(
            before, **given, layouts=_merged(before.layouts, layouts), equipment=_merged(before.equipment, equipment)
        )
        if draft.capacity < max(draft.layouts.values(), default=0):
            cells.wrong("capacity", "less-than-layout", _("In one of the layouts more people fit in than this."))
            return wrong(row, cells.problems)
        if room is None:
            return Judgement(Verdict.NEW, plan=Plan(centre, None, draft))
        changes = _changes(before, draft)
        return Judgement(Verdict.CHANGE if changes else Verdict.SAME, changes=changes, plan=Plan(centre, room, draft))


def place_of(cells: Cells, centres: Mapping[str, Centre]) -> Centre | None:
    """Return the place that the row names."""
    text = cells.text("place", 200)
    found = centres.get(fold(text))
    if text and found is None:
        said = _("There is no place “%(text)s” in this network. Bring the places first.") % {"text": text[:60]}
        cells.wrong("place", "unknown", said)
    return found


def _given(cells: Cells) -> dict[str, Any]:
    area = cells.number("area_m2", 0.5, 99_999)
    given: dict[str, Any] = {
        "name": cells.text("name", 80),
        "capacity": cells.whole("capacity", 1, MOST),
        "area_m2": None if area is None else round(Decimal(str(area)), 1),
        "floor": cells.whole("floor", -5, 60),
        "is_lent": cells.yes("is_lent"),
        "about": cells.text("about", 5_000, lines=True),
    }
    return {code: value for code, value in given.items() if value not in ("", None)}


def _counts(cells: Cells, prefix: str, codes: Sequence[str]) -> dict[str, int]:
    """Return how many of which; a plain "yes" is one, "no" is none."""
    found = {}
    for code in codes:
        text = cells.row.cells.get(f"{prefix}{code}", "")
        if prefix == OF_EQUIPMENT and fold(text) in YES | {"nie", "no", "ні"}:
            found[code] = int(fold(text) in YES)
        elif (count := cells.whole(f"{prefix}{code}", 0, MOST)) is not None:
            found[code] = count
    return found


def _merged(before: Mapping[str, int], given: Mapping[str, int]) -> dict[str, int]:
    return {code: count for code, count in {**before, **given}.items() if count}


def _changes(before: RoomDraft, after: RoomDraft) -> dict[str, tuple[str, str]]:
    changes = {
        code: (shown(getattr(before, code)), shown(getattr(after, code)))
        for code in rooms.OWN
        if getattr(before, code) != getattr(after, code)
    }
    for prefix, old, new in (
        (IN_LAYOUT, before.layouts, after.layouts),
        (OF_EQUIPMENT, before.equipment, after.equipment),
    ):
        for code in {**old, **new}:
            if old.get(code) != new.get(code):
                changes[f"{prefix}{code}"] = (shown(old.get(code)), shown(new.get(code, 0)))
    return changes
