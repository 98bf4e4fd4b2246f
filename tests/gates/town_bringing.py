"""Fills the town with calendars that were brought: one of each standing, with dates of each kind."""

import datetime as dt
from typing import TYPE_CHECKING

from podworko.bookings.models import BroughtCalendar, BroughtUse, Occupancy
from podworko.core.models import Import, ImportRow
from podworko.places.models import Room

if TYPE_CHECKING:
    from tests.gates.town import Town

ONE_HOUR = dt.timedelta(hours=1)
PROBLEMS = {
    "taken": "Sala jest zajęta: Próba chóru, 17:00–19:00.",
    "ask-room": "Która sala to „duza”?",
    "ask-whole-day": "Trwa cały dzień. Czy sala ma być wtedy zajęta?",
    "called-off": "Odwołane w tamtym kalendarzu.",
}


def fill(town: "Town", number: int, room: Room, now: dt.datetime) -> None:
    """Put one more calendar of each standing into `town`, and more dates into each; keep the first in `town.kept`."""
    for state in Import.State:
        calendar = _calendar(town, number, state, now)
        town.kept.setdefault(f"brought-{state}", calendar)
        _fill_rows(town.kept[f"brought-{state}"], number, now)
    undone = _calendar(town, number, Import.State.DONE, now)
    undone.undone_at = now
    undone.save()
    town.kept.setdefault("brought-undone", undone)
    _fill_uses(town, number, room, now)


def _calendar(town: "Town", number: int, state: str, now: dt.datetime) -> BroughtCalendar:
    is_kept = state in {Import.State.WRITING, Import.State.DONE}
    calendar = BroughtCalendar.objects.create(
        centre=town.centre,
        file_name=f"kalendarz-{number}.ics",
        by=town.staff["coordinator"],
        read_at=now,
        kept_at=now if is_kept else None,
    )
    calendar.source = Import.objects.create(
        kind="bookings.calendar",
        subject_type="bookings.broughtcalendar",
        subject_id=str(calendar.pk),
        by=town.staff["coordinator"],
        file_name=calendar.file_name,
        state=state,
        problem="Coś poszło nie tak po naszej stronie." if state == Import.State.FAILED else "",
        # It was given up while it was read, and can be tried again.
        claim="reading" if state == Import.State.FAILED else "",
        rows_in_all=8,
        rows_read=8,
        rows_judged=4,
    )
    calendar.save()
    return calendar


def _fill_rows(calendar: BroughtCalendar, number: int, now: dt.datetime) -> None:
    rows = [("new", ""), ("change", ""), ("same", ""), *(("wrong", code) for code in PROBLEMS)]
    for at, (verdict, code) in enumerate(rows):
        start = now + dt.timedelta(days=at, hours=number)
        cells = {"uid": f"{number}-{at}", "title": f"Joga {number}", "room": "duza", "line": str(at)}
        hours = {"starts": start.isoformat(), "ends": (start + ONE_HOUR).isoformat()}
        left = {"left": code, "why": PROBLEMS[code]} if code == "called-off" else {}
        ImportRow.objects.create(
            of=calendar.source,
            number=10 * number + at + 1,
            cells=cells | ({"on": start.date().isoformat()} if code == "ask-whole-day" else hours) | left,
            verdict=verdict,
            problems=[{"field": "", "code": code, "sentence": PROBLEMS[code]}] if code else [],
            changes={"title": ["Joga", f"Joga {number}"]} if verdict == "change" else {},
        )


def _fill_uses(town: "Town", number: int, room: Room, now: dt.datetime) -> None:
    """Put two uses into the calendar that was kept: one as it was brought, one that was moved here since."""
    for at, moved in enumerate((False, True)):
        start = now.replace(hour=7, minute=0) + dt.timedelta(days=1 + at)
        calendar = town.kept["brought-done"]
        use = BroughtUse.objects.create(
            calendar=calendar,
            room=room,
            uid=f"{number}-{at}",
            title="Zebranie",
            who="Anna",
            is_open_to_all=moved,
            starts_at=start,
            ends_at=start + ONE_HOUR,
        )
        held = start + ONE_HOUR if moved else start
        Occupancy.objects.create(
            room=room,
            kind=Occupancy.Kind.BROUGHT,
            brought=use,
            starts_at=held,
            ends_at=held + ONE_HOUR,
            blocked_from=held,
            blocked_until=held + ONE_HOUR,
        )
        town.kept.setdefault("brought-use", use)
