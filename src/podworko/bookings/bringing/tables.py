"""Reading tables of uses: a row for each date with columns in any order, or a sheet like the calendar on a wall."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.bookings.bringing import walls, words
from podworko.bookings.bringing.events import MOST, ONE_DAY, Event, Gathering, digest, short
from podworko.core.errors import Refused
from podworko.core.imports import headings, reading
from podworko.core.imports.headings import Table
from podworko.core.imports.registry import Column
from podworko.core.imports.texts import Row

# What people write above the columns, in any language, with commas between.
_NAMES = {
    "date": "data, dzień, termin, kiedy, dnia, data od, start date, day, when, дата, день, коли",
    "starts": "od, od godz, od godziny, godzina od, początek, rozpoczęcie, start, godziny, godz, godzina, czas, "
    "w godzinach, start time, time, hours, з, від, години, час",
    "ends": "do, do godz, do godziny, godzina do, koniec, zakończenie, end, end time, until, до, кінець",
    "room": "sala, pomieszczenie, pokój, nr sali, gdzie, miejsce, lokalizacja, location, where, зал, кімната, де",
    "title": "co, temat, nazwa, tytuł, zajęcia, wydarzenie, spotkanie, opis, cel, rodzaj zajęć, subject, title, event, "
    "summary, що, назва, подія",
    "who": "kto, prowadzący, organizator, grupa, organizacja, osoba, rezerwujący, organizer, group, хто, організатор",
    "weekly": "co tydzień do, powtarza się do, do kiedy, do dnia, cyklicznie do, powtarzanie, powtarza się, repeats, "
    "щотижня до",
}
_LABELS = {
    "date": gettext_lazy("Date"),
    "starts": gettext_lazy("From"),
    "ends": gettext_lazy("To"),
    "room": gettext_lazy("Room"),
    "title": gettext_lazy("What"),
    "who": gettext_lazy("Who"),
    "weekly": gettext_lazy("Every week until"),
}
COLUMNS = tuple(
    Column(code, _LABELS[code], tuple(names.split(", ")), is_required=code == "date") for code, names in _NAMES.items()
)
# So many rows of a sheet are looked at; a table of a place for a year is shorter.
ROWS = 50_000


def read(stream: IO[bytes], gathering: Gathering) -> None:
    """Put the uses in a table into `gathering`, from each sheet that holds some. Raises Refused when none does."""
    refusal: Refused | None = None
    is_found = False
    for number, rows in enumerate(reading.sheets(stream), start=1):
        held = list(islice(rows, ROWS))
        try:
            table = headings.find(iter([iter(held)]), COLUMNS)
        except Refused as refused:
            drawn = walls.find(held, gathering.window)
            if drawn:
                is_found = True
                walls.read(drawn, gathering, sheet=number)
            else:
                refusal = refusal or refused
            continue
        is_found = True
        for line, cells in _rows(table):
            _read_row(cells, line if number == 1 else f"{number}/{line}", gathering)
    if not is_found:
        raise refusal or Refused.because("empty", _("There is nothing in this table."), field="file")


def _rows(table: Table) -> Iterator[tuple[str, dict[str, str]]]:
    rows: Iterator[Row] = islice(table.rows, MOST * 2)
    for number, values in rows:
        cells = {code: values[at] for code, at in table.found.at.items() if at < len(values) and values[at]}
        if cells:
            yield str(number), cells


def _read_row(cells: dict[str, str], line: str, gathering: Gathering) -> None:
    """Add the date or dates of one row."""
    title, who, room = (short(cells.get(code, "")) for code in ("title", "who", "room"))
    event = Event(
        uid=digest("row", line, title, room), title=title or who, who=who if title else "", room=room, line=line
    )
    day = words.day_of(cells.get("date", ""), gathering.window.first)
    if day is None:
        if title or cells.get("starts"):
            said = _("“%(text)s” is no date.") if cells.get("date") else _("There is no date.")
            gathering.left(event, "no-date", said % {"text": cells.get("date", "")[:40]})
        return
    on, behind = day
    hours = _hours(cells, behind, gathering.window.first)
    if isinstance(hours, str):
        gathering.left(event, "no-hours", hours, on=on)
        return
    for date in _dates(on, cells.get("weekly", ""), event, gathering):
        time = f"{hours[0]:%H:%M}" if hours else ""
        dated = Event(
            uid=digest("table", date.isoformat(), time, room, title or who),
            title=event.title,
            who=event.who,
            room=room,
            line=line,
        )
        if hours is None:
            gathering.whole_days(dated, date, date)
        else:
            gathering.on_wall(dated, date, hours)


def _hours(cells: dict[str, str], behind: str, since: dt.date) -> tuple[dt.time, dt.time] | str | None:
    """Return the hours of a row, None for a whole day, or the sentence that says what is wrong with them."""
    first, last = cells.get("starts", "") or behind, cells.get("ends", "")
    if not first and not last:
        return None
    starts, ends = (_time_in(text, since) for text in (first, last))
    if starts is None:
        return _("“%(text)s” are no hours.") % {"text": first[:40]}
    end = ends[0] if ends else starts[1]
    if last and ends is None:
        return _("“%(text)s” are no hours.") % {"text": last[:40]}
    if end is None:
        return _("It is not said when it ends.")
    return starts[0], end


def _time_in(text: str, since: dt.date) -> tuple[dt.time, dt.time | None] | None:
    """Return the hours in a cell, in front of which a date may stand."""
    hours = words.hours_of(text)
    if hours is None and (day := words.day_of(text, since)) and day[1]:
        hours = words.hours_of(day[1])
    return hours


def _dates(on: dt.date, weekly: str, event: Event, gathering: Gathering) -> Sequence[dt.date]:
    """Return the dates of a row that may repeat."""
    if not weekly:
        return [on]
    told = words.weeks_of(weekly, on)
    if told is None:
        said = _("“%(text)s” is no date until which it repeats: only the first date is brought.")
        gathering.left(event, "no-end", said % {"text": weekly[:40]}, on=on)
        return [on]
    step = told[0] * 7 * ONE_DAY
    last = min(told[1], gathering.window.last)
    if told[1] > gathering.window.last:
        gathering.outside(told[1])
    return [on + number * step for number in range((last - on) // step + 1)] if last >= on else [on]
