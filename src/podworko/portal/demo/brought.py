"""Brings calendars that a place kept in another program, by the way that any file goes: read, looked at, written."""

import datetime as dt
from collections.abc import Iterator

from django.core.files.base import ContentFile

from podworko.bookings.actions import bringing
from podworko.core import audit, clock
from podworko.core.imports import judging, writing
from podworko.people.models import User
from podworko.portal.demo.diary import Diary
from podworko.portal.demo.duties import Brought
from podworko.portal.demo.ground import Site
from podworko.portal.demo.shapes import Event, span

AGO = dt.timedelta(days=6)
RULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def plan(brought: Brought, diary: Diary) -> None:
    """Note in the diary what the calendar will take."""
    for entry in brought.entries:
        for week in range(1, brought.weeks + 1):
            on = diary.day_of(week, entry.day)
            if diary.is_free(entry.room, on, span(entry.hours)):
                diary.take(entry.room, on, span(entry.hours))


def bring(brought: Brought, site: Site, diary: Diary, *, keeper: User) -> None:
    """Let `keeper` have brought the calendar some days ago, and keep what goes in; what is taken by then stays out."""
    by = audit.staff(keeper)
    with clock.as_of(clock.now() - AGO):
        file = ContentFile(ics(brought, site, diary).encode(), brought.name)
        calendar = bringing.bring(centre=site.centre, file=file, name=brought.name, by=by)
        assert calendar.source
        # A worker would do both a moment later; the demo does not wait for one.
        judging.judge(calendar.source.pk)
        bringing.keep(calendar=calendar, by=by)
        writing.write(calendar.source.pk)


def ics(brought: Brought, site: Site, diary: Diary) -> str:
    """Return the file as another program would have written it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//na pokaz//PL"]
    for number, entry in enumerate(brought.entries):
        lines += _event(entry, number, brought, site, diary)
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _event(entry: Event, number: int, brought: Brought, site: Site, diary: Diary) -> Iterator[str]:
    when, zone = span(entry.hours), site.centre.zone.key
    first = diary.day_of(1, entry.day)
    yield "BEGIN:VEVENT"
    yield f"UID:{number}.{site.place.slug}@na-pokaz.example.org"
    yield f"SUMMARY:{entry.topic}"
    yield f"LOCATION:{site.rooms[entry.room].name}"
    yield f"DTSTART;TZID={zone}:{first:%Y%m%d}T{when.starts:%H%M%S}"
    yield f"DTEND;TZID={zone}:{first:%Y%m%d}T{when.ends:%H%M%S}"
    yield f"RRULE:FREQ=WEEKLY;COUNT={brought.weeks};BYDAY={RULE_DAYS[entry.day]}"
    yield "END:VEVENT"
