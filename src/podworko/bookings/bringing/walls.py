"""Sheets that look like the calendar on a wall: rooms or dates across the top, dates or hours down the side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from podworko.bookings.bringing import words
from podworko.bookings.bringing.events import Event, Gathering, Window, digest, short
from podworko.core.imports.texts import Row

# The top of the drawing stands within so many rows: a title and the month above it.
SOUGHT_IN = 12
# Fewer dates across or down are no calendar.
FEWEST = 2

Slot = tuple[dt.time, dt.time]


@dataclass(frozen=True)
class Wall:
    """A sheet: what stands at the top of each column, dates or rooms, and the rows below."""

    heads: dict[int, str]
    dates: dict[int, dt.date]
    rows: Sequence[Row]
    # What stands above it all, which may name the room.
    title: str


def find(rows: Sequence[Row], window: Window) -> Wall | None:
    """Return the drawing in a sheet; None when there is none."""
    title = ""
    for at, (_number, cells) in enumerate(rows[:SOUGHT_IN]):
        below = rows[at + 1 :]
        heads = {place: cell for place, cell in enumerate(cells) if place and cell}
        dates = {place: day[0] for place, cell in heads.items() if (day := words.day_of(cell, window.first))}
        if len(dates) >= FEWEST and sum(_slot(row) is not None for row in below) >= FEWEST:
            return Wall(heads, dates, below, title)
        if heads and not dates and sum(_day(row, window) is not None for row in below[:60]) >= FEWEST:
            return Wall(heads, {}, below, title)
        title = title or next((cell for cell in cells if cell), "")
    return None


def read(wall: Wall, gathering: Gathering, *, sheet: int) -> None:
    """Put the uses of a drawing into `gathering`."""
    if wall.dates:
        _read_dates_across(wall, gathering, sheet)
    else:
        _read_rooms_across(wall, gathering, sheet)


def _read_dates_across(wall: Wall, gathering: Gathering, sheet: int) -> None:
    """Dates across, hours down: what stands in one cell under the other goes on."""
    room = short(wall.title)
    slots = [(number, slot, cells) for number, cells in wall.rows if (slot := _slot((number, cells)))]
    ends = _ends([slot for _number, slot, _cells in slots])
    for place, on in wall.dates.items():
        going: tuple[str, dt.time, dt.time, int] | None = None
        for (number, slot, cells), end in zip(slots, ends, strict=True):
            text = cells[place] if place < len(cells) else ""
            if going and going[0] == text and going[2] == slot[0]:
                going = (text, going[1], end, going[3])
                continue
            if going:
                _add(gathering, going[0], room, on, slot=going[1:3], line=f"{sheet}/{going[3]}")
            going = (text, slot[0], end, number) if text else None
        if going:
            _add(gathering, going[0], room, on, slot=going[1:3], line=f"{sheet}/{going[3]}")


def _read_rooms_across(wall: Wall, gathering: Gathering, sheet: int) -> None:
    """Rooms across, dates down: in each cell lines such as "17-19 Choir"."""
    for number, cells in wall.rows:
        on = _day((number, cells), gathering.window)
        for place, head in wall.heads.items():
            text = cells[place] if place < len(cells) else ""
            if on is None or not text:
                continue
            for line in filter(None, (part.strip() for part in text.replace(";", "\n").split("\n"))):
                led = words.led_by_hours(line)
                if led:
                    _add(gathering, led[2], short(head), on, slot=led[:2], line=f"{sheet}/{number}")
                else:
                    uid = digest("wall", on.isoformat(), head, line)
                    event = Event(uid=uid, title=short(line), room=short(head), line=f"{sheet}/{number}")
                    gathering.whole_days(event, on, on)


def _add(gathering: Gathering, text: str, room: str, on: dt.date, *, slot: Slot, line: str) -> None:
    title = short(text)
    uid = digest("table", on.isoformat(), f"{slot[0]:%H:%M}", room, title)
    gathering.on_wall(Event(uid=uid, title=title, room=room, line=line), on, slot)


def _slot(row: Row) -> tuple[dt.time, dt.time | None] | None:
    return words.hours_of(row[1][0]) if row[1] and row[1][0] else None


def _day(row: Row, window: Window) -> dt.date | None:
    found = words.day_of(row[1][0], window.first) if row[1] and row[1][0] else None
    return found[0] if found else None


def _ends(slots: Sequence[tuple[dt.time, dt.time | None]]) -> list[dt.time]:
    """Return when each slot ends: as written, or where the next one begins; the last is as long as the one before."""
    ends: list[dt.time] = []
    length = dt.timedelta(hours=1)
    for at, (start, end) in enumerate(slots):
        following = slots[at + 1][0] if at + 1 < len(slots) else None
        if end is None and following is not None and following > start:
            length = dt.datetime.combine(dt.date.min, following) - dt.datetime.combine(dt.date.min, start)
        ends.append(end or (dt.datetime.combine(dt.date(2000, 1, 1), start) + length).time())
    return ends
