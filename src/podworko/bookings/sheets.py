"""Sheets for the wall: the rooms and hours of a day, the plan of a week; for everybody, or for those on duty."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from podworko.bookings.queries import showing
from podworko.bookings.queries.showing import Shown
from podworko.core import art, clock, pdf
from podworko.core.words import spoken, spoken_phone
from podworko.places import hours
from podworko.places.hours import Day
from podworko.places.models import Centre, Room

WEEK = 7
DAY_MINUTES = 24 * 60
# What a strip shows of a day on which nobody opens and nothing is on.
USUAL = (9 * 60, 20 * 60)
_ONE_DAY = dt.timedelta(days=1)
# How many lines a page takes, and how many a room, a use for the staff and a use in the week take.
FITS, FITS_FLIPPED = 46, 26
HEADED, STAFFED, CARDED = 4, 1.7, 3
LARGEST = 1.5
LONG_WORD = re.compile(r"\S{25,}")


def day_pdf(centre: Centre, on: dt.date, *, paper: str, for_staff: bool) -> bytes:
    """Return the sheet of one day as PDF, a4 or a3: each room with its strip of hours and what is on.

    For the staff it says who comes and how to reach them, with boxes to tick for keys and the tidy room.
    """
    rooms = list(centre.rooms.all())
    day = hours.day(centre, on)
    found = showing.by_room(rooms, clock.day(on, centre.zone), for_staff=for_staff)
    bounds = _bounds(centre, day, [use for room in rooms for use in found[room.pk]])
    heading = capfirst(spoken(on))
    lines = len(rooms) * HEADED + sum(map(len, found.values())) * (STAFFED if for_staff else 1)
    sheet = _frame(centre, f"{heading} · {centre.name}", paper) | {
        "grows": _grows(lines, fits=FITS_FLIPPED if for_staff else FITS),
        "heading": heading,
        "open": _opening(day),
        "for_staff": for_staff,
        "hours": [minute // 60 for minute in range(bounds[0], bounds[1] + 1, 60)],
        "rooms": [
            {
                "name": room.name,
                "holds": ngettext("for %(count)s person", "for %(count)s people", room.capacity)
                % {"count": room.capacity},
                "open": [_share(span.first, span.last, bounds) for span in day.open],
                "uses": [_line(centre, room, use, on, bounds) for use in found[room.pk]],
                "empty": _("free all day") if day.open else _("nothing is on"),
            }
            for room in rooms
        ],
        "words": _words(),
    }
    return pdf.render("bookings/day_sheet", sheet, language=_language())


def week_pdf(centre: Centre, monday: dt.date, *, paper: str, for_staff: bool) -> bytes:
    """Return the plan of the week that begins on `monday` as PDF, landscape, a4 or a3: rooms by days."""
    rooms = list(centre.rooms.all())
    dates = [monday + number * _ONE_DAY for number in range(WEEK)]
    days = hours.days(centre, dates)
    span = clock.day(dates[0], centre.zone)[0], clock.day(dates[-1], centre.zone)[1]
    found = showing.by_room(rooms, span, for_staff=for_staff)
    plan = {
        room.pk: [list(_of_day(centre, room, found[room.pk], on, for_staff=for_staff)) for on in dates]
        for room in rooms
    }
    heading = f"{date_format(dates[0], 'j E')} – {date_format(dates[-1], 'j E Y')}"
    lines = sum(CARDED * max(1, *map(len, cells)) for cells in plan.values())
    sheet = _frame(centre, f"{heading} · {centre.name}", paper) | {
        "grows": _grows(lines, fits=FITS_FLIPPED),
        "heading": heading,
        "for_staff": for_staff,
        "days": [
            {
                "name": capfirst(spoken(on).split(",")[0]),
                "date": date_format(on, "j E"),
                "open": _opening(days[on]),
                "is_closed": not days[on].open,
                "is_narrow": not days[on].open and not any(cells[number] for cells in plan.values()),
            }
            for number, on in enumerate(dates)
        ],
        "rooms": [
            {
                "name": room.name,
                "days": plan[room.pk],
            }
            for room in rooms
        ],
        "words": _words(),
    }
    return pdf.render("bookings/week_plan", sheet, language=_language())


def _language() -> str:
    return (get_language() or "pl")[:2]


def _grows(lines: float, *, fits: int) -> float:
    """Return how much larger than usual all is printed, so that little on a large sheet is read from afar."""
    return round(min(LARGEST, max(1.0, (fits / max(lines, 1)) ** 0.5)), 2)


def _frame(centre: Centre, title: str, paper: str) -> dict[str, Any]:
    now = clock.now().astimezone(centre.zone)
    return {
        "title": title,
        "paper": paper,
        "place": {
            "name": centre.name,
            "address": f"{centre.street}, {centre.postcode} {centre.city}",
            "phone": spoken_phone(centre.phone),
            "kind": centre.kind.look,
            "kind_name": str(centre.kind),
            "mark": art.kind_mark(centre.kind.look),
        },
        "made": _("Printed on %(day)s. What has changed since stands in the calendar on the web.")
        % {"day": date_format(now, "j E Y, H:i")},
    }


def _words() -> dict[str, str]:
    return {
        "time": _("Hours"),
        "what": _("What is on"),
        "who": _("Who"),
        "keys_out": _("Keys out"),
        "keys_back": _("Keys back"),
        "tidy": _("Tidy"),
        "nothing": _("free"),
        "no_rooms": _("No rooms are kept here yet."),
    }


def _opening(day: Day) -> str:
    """Return when the place is open, or why it is not."""
    if day.open:
        return ", ".join(map(str, day.open)) + (f" ({day.reason})" if day.reason else "")
    return _("Closed: %(why)s") % {"why": day.reason} if day.reason else _("Closed")


def _of_day(
    centre: Centre, room: Room, uses: Sequence[Shown], on: dt.date, *, for_staff: bool
) -> Iterator[dict[str, str]]:
    """Yield what is on in `room` on one day; what goes on past midnight stands on both days."""
    start, end = clock.day(on, centre.zone)
    for use in uses:
        if use.starts_at < end and use.ends_at > start:
            yield {
                "time": _time(centre, use, on),
                "title": _title(room, use),
                "tone": use.tone,
                "who": use.who if for_staff else "",
            }


def _line(centre: Centre, room: Room, use: Shown, on: dt.date, bounds: tuple[int, int]) -> dict[str, Any]:
    """Return a use as the sheet of a day has it: for staff with all that they need at the door."""
    people = ngettext("%(count)s person", "%(count)s people", use.people) % {"count": use.people} if use.people else ""
    first, last = _minutes(centre, use, on)
    return {
        "time": _time(centre, use, on),
        "title": _title(room, use),
        "tone": use.tone,
        "who": use.who,
        "more": " · ".join(part for part in (people, spoken_phone(use.phone)) if part),
        "share": _share(first, last, bounds),
        # Keys go with what somebody was given; a part of a room has its line where it is lent.
        "is_ticked": use.tone == "known" and use.room_id == room.pk,
    }


def _title(room: Room, use: Shown) -> str:
    """Return the title; of the whole around the room, or of a part of it, which one it is.

    A word longer than any column may break where it must, since nothing is cut.
    """
    title = use.title if use.room_id == room.pk else f"{use.title} ({use.room})"
    return LONG_WORD.sub(lambda found: "\u200b".join(found[0]), title)


def _time(centre: Centre, use: Shown, on: dt.date) -> str:
    """Return the hours as that day's wall shows them: 22:00–24:00 in the evening of a night, 0:00–2:00 after it."""
    start, end = clock.day(on, centre.zone)
    first = "00:00" if use.starts_at < start else f"{use.starts_at.astimezone(centre.zone):%H:%M}"
    last = "24:00" if use.ends_at >= end else f"{use.ends_at.astimezone(centre.zone):%H:%M}"
    return f"{first}–{last}"


def _minutes(centre: Centre, use: Shown, on: dt.date) -> tuple[int, int]:
    """Return between which minutes of the wall's clock on that day the use lies."""
    first, last = (clock_part.split(":") for clock_part in _time(centre, use, on).split("–"))
    start, end = int(first[0]) * 60 + int(first[1]), int(last[0]) * 60 + int(last[1])
    # In the hour that the autumn shows twice a use may end before it began, by the wall.
    return start, max(end, start + 1)


def _bounds(centre: Centre, day: Day, uses: Sequence[Shown]) -> tuple[int, int]:
    """Return the whole hours, in minutes, between which the day has something to show."""
    here = [_minutes(centre, use, day.on) for use in uses]
    firsts = [span.first for span in day.open] + [first for first, _last in here]
    lasts = [span.last for span in day.open] + [last for _first, last in here]
    if not firsts:
        return USUAL
    return min(firsts) // 60 * 60, min(DAY_MINUTES, -(-max(lasts) // 60) * 60)


def _share(first: int, last: int, bounds: tuple[int, int]) -> tuple[float, float]:
    """Return where on the strip something begins and how long it is, as shares of it."""
    length = bounds[1] - bounds[0]
    return round((first - bounds[0]) / length, 4), round((last - first) / length, 4)
