"""Opening and duty hours from a table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.core import audit
from podworko.core.errors import Problem, Sentence
from podworko.core.imports.headings import fold
from podworko.core.imports.parsing import Cells
from podworko.core.imports.registry import Column, Importer, Judgement, Row, Unit, Verdict
from podworko.places.actions.hours import Slot, change_duty, change_week, impossible, overlapping
from podworko.places.importing import words
from podworko.places.importing.columns import HOURS
from podworko.places.importing.places import centres_of
from podworko.places.importing.rooms import place_of
from podworko.places.models import Centre, DutyHours, Network, OpeningHours, Season, Weekday

OPENING, DUTY = "opening", "duty"
WHAT = {
    fold(name): what
    for what, names in {
        OPENING: "opening open otwarcie otwarte godziny відчинено",
        DUTY: "duty dyżur dyżury чергування",
    }.items()
    for name in names.split()
} | {fold("godziny otwarcia"): OPENING, fold("opening hours"): OPENING, fold("duty hours"): DUTY}

Weekly = type[OpeningHours] | type[DutyHours]
TABLES: dict[str, Weekly] = {OPENING: OpeningHours, DUTY: DutyHours}


@dataclass(frozen=True)
class Plan:
    """What is to be written: the whole week of a place, or of one of its seasons."""

    centre: Centre
    season: Season | None
    what: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Here:
    """What a table of hours may name, and the hours that hold now, by place, season and what they are."""

    centres: Mapping[str, Centre]
    seasons: Mapping[tuple[int, str], Season]
    weeks: Mapping[tuple[int, int | None, str], list[Slot]]

    @classmethod
    def of(cls, network: Network, units: Sequence[Unit]) -> "Here":
        """Ask for it, in five queries."""
        centres, _taken = centres_of(network, units, "place")
        ids = {centre.pk for centre in centres.values()}
        weeks: dict[tuple[int, int | None, str], list[Slot]] = defaultdict(list)
        for what, table in TABLES.items():
            for hours in table.objects.filter(centre__in=ids).order_by("weekday", "starts"):
                slot = Slot(hours.starts, hours.ends, hours.weekday, getattr(hours, "host", ""))
                weeks[hours.centre_id, hours.season_id, what].append(slot)
        seasons = {(each.centre_id, fold(each.name)): each for each in Season.objects.filter(centre__in=ids)}
        return cls(centres, seasons, weeks)


class Hours(Importer):
    """Weekly hours. All rows about the same week of a place belong together."""

    code: ClassVar[str] = "places.hours"
    title: ClassVar[Sentence] = gettext_lazy("Opening and duty hours")
    about: ClassVar[Sentence] = gettext_lazy(
        "The hours of a day in the table replace those that this day has here; a day that is not in the table stays "
        "as it is. A day may stand in several rows. The places must be here already."
    )
    columns: ClassVar[tuple[Column, ...]] = HOURS
    is_grouped: ClassVar[bool] = True

    def key(self, cells: Mapping[str, str]) -> str:
        """Return the place, the season and what hours they are."""
        place, season = fold(cells.get("place", "")), fold(cells.get("season", ""))
        return f"{place}|{season}|{_what(cells)}" if place else ""

    def judge(self, subject: Model, units: Sequence[Unit]) -> Sequence[Judgement]:
        """Judge each week. Five queries."""
        assert isinstance(subject, Network)
        here = Here.of(subject, units)
        return [self._judge(unit, here) for unit in units]

    def write(self, subject: Model, unit: Unit, judgement: Judgement, *, by: audit.Actor) -> Model | None:
        """Set the week. Raises Refused also where accepted uses would fall outside the hours."""
        plan = judgement.plan
        assert isinstance(plan, Plan)
        if plan.what == DUTY:
            change_duty(centre=plan.centre, slots=plan.slots, season=plan.season, by=by)
            return plan.centre
        with words.nothing_touched("days"):
            change_week(centre=plan.centre, slots=plan.slots, season=plan.season, by=by)
        return plan.centre

    def _judge(self, unit: Unit, here: Here) -> Judgement:
        rows = {row.number: Cells(row, self.columns) for row in unit}
        first = rows[unit[0].number]
        centre = None
        for cells in rows.values():
            centre = place_of(cells, here.centres)
        what = _what(unit[0].cells)
        season = _season(first, centre, here) if centre else None
        days: set[Weekday] = set()
        slots: list[Slot] = []
        for row in unit:
            named, more = _slots(row, rows[row.number], what)
            days.update(named)
            slots += more
        problems = {number: list(cells.problems) for number, cells in rows.items() if cells.problems}
        if centre is None or problems:
            return Judgement(Verdict.WRONG, problems)
        now = here.weeks.get((centre.pk, season.pk if season else None, what), [])
        after = [*(slot for slot in now if slot.weekday not in days), *slots]
        for problem in [*impossible(slots), *_overlaps(after, what)]:
            number = int(problem.field or unit[-1].number)
            problems.setdefault(number, []).append(Problem("starts", problem.code, problem.sentence))
        if problems:
            return Judgement(Verdict.WRONG, problems)
        changes = _changes(days, now, slots)
        after.sort(key=lambda slot: (slot.weekday, slot.starts))
        plan = Plan(centre, season, what, tuple(after))
        if not changes:
            return Judgement(Verdict.SAME, plan=plan)
        return Judgement(Verdict.CHANGE if now else Verdict.NEW, changes=changes if now else {}, plan=plan)


def _what(cells: Mapping[str, str]) -> str:
    return WHAT.get(fold(cells.get("what", "")), OPENING)


def _season(cells: Cells, centre: Centre, here: Here) -> Season | None:
    text = cells.text("season", 80)
    found = here.seasons.get((centre.pk, fold(text))) if text else None
    if text and found is None:
        said = _("This place has no season “%(text)s”. Add it on the page of the place first.") % {"text": text}
        cells.wrong("season", "unknown", said)
    return found


def _slots(row: Row, cells: Cells, what: str) -> tuple[list[Weekday], list[Slot]]:
    """Return the days that a row names, and the hours on each; the row's number says where they were typed."""
    cells.choice("what", WHAT)
    host = cells.text("host", 80)
    if host and what == OPENING:
        cells.wrong("host", "no-duty", _("Only duty hours have somebody on duty. Write “duty” under what hours."))
    days = words.weekdays(row.cells.get("days", ""))
    if days is None and row.cells.get("days"):
        cells.wrong("days", "no-day", _("Write a day or days: “Monday”, “Mon–Fri”, “Tue, Thu”, “daily”."))
    if row.cells.get("ends"):
        starts, ends = cells.time("starts"), cells.time("ends")
        spans = [(starts, ends)] if starts is not None and ends is not None else []
    else:
        read = words.hours(row.cells.get("starts", ""))
        if read is None and row.cells.get("starts"):
            cells.wrong("starts", "no-hours", _("Write hours, as “9:00” with an end beside, or “9–17”, or “closed”."))
        spans = list(read or [])
    slots = [Slot(start, end, day, host, str(row.number)) for day in days or () for start, end in spans]
    return days or [], slots


def _overlaps(slots: Sequence[Slot], what: str) -> Iterable[Problem]:
    if what == OPENING:
        return overlapping(slots)
    hosts = {slot.host.casefold() for slot in slots}
    return [
        problem for host in hosts for problem in overlapping([each for each in slots if each.host.casefold() == host])
    ]


def _changes(days: Iterable[Weekday], now: Sequence[Slot], slots: Sequence[Slot]) -> dict[str, tuple[str, str]]:
    """Return which days change from which hours to which, by the name of the day."""
    changes = {}
    for day in sorted(days):
        before, after = (
            ", ".join(str(slot) for slot in sorted(each, key=lambda slot: slot.starts) if slot.weekday == day)
            for each in (now, slots)
        )
        if before != after:
            changes[str(Weekday(day).label)] = (before or _("closed"), after or _("closed"))
    return changes
