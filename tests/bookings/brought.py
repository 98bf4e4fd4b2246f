"""What the tests of brought calendars share: a place with three rooms, and a calendar read to its end."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from podworko.bookings.actions import bringing
from podworko.bookings.bringing import calendars
from podworko.bookings.bringing.events import Gathering, Window
from podworko.core import audit
from podworko.core.imports import judging, writing
from tests.factories import make_centre, make_room

CALENDARS = Path(__file__).parent / "calendars"
WARSAW = ZoneInfo("Europe/Warsaw")
WINDOW = Window(dt.date(2026, 10, 25), dt.date(2027, 11, 25), WARSAW)


def make_place():
    """Return a place with a large and a small room; the large one lies in no other."""
    place = make_centre()
    return place, make_room(place, name="Sala duża", slug="duza"), make_room(place, name="Sala mała", slug="mala")


def sample(name):
    return (CALENDARS / name).read_bytes()


def event(*lines, uid="1", title="Próba", room="Sala duża"):
    """Return one VEVENT with more `lines`."""
    location = [f"LOCATION:{room}"] if room else []
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *location, *lines, "END:VEVENT"])


def calendar_of(*parts, head=()):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *head, *parts, "END:VCALENDAR", ""])


def events_of(text, window=WINDOW):
    """Return the events of an .ics text, in order of time."""
    gathering = Gathering(window)
    calendars.read(text, gathering)
    return list(gathering.ordered())


def when(event, zone=WARSAW):
    """Return the local hours of an event as people write them, or its day."""
    if not event.hours:
        return event.on
    start, end = (moment.astimezone(zone) for moment in event.hours)
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"


def told(text):
    """Return when each event is, its title, its room, and why it is left out."""
    return [(when(each), each.title, each.room, each.left) for each in events_of(text)]


def bring(place, content, name="kalendarz.ics", by=audit.SYSTEM):
    content = content.encode() if isinstance(content, str) else content
    return bringing.bring(centre=place, file=SimpleUploadedFile(name, content), name=name, by=by)


def read(place, content, name="kalendarz.ics", by=audit.SYSTEM):
    """Return a calendar that was brought and judged."""
    return judged(bring(place, content, name, by))


def judged(calendar):
    judging.judge(calendar.source_id)
    calendar.refresh_from_db()
    calendar.source.refresh_from_db()
    return calendar


def kept(calendar, by=audit.SYSTEM):
    """Return a calendar that was kept and written to its end."""
    bringing.keep(calendar=calendar, by=by)
    writing.write(calendar.source_id)
    calendar.refresh_from_db()
    calendar.source.refresh_from_db()
    return calendar


def verdicts(calendar):
    """Return of each row its title, verdict, and the code of what stands in the way."""
    return [
        (row.cells.get("title", ""), row.verdict, row.problems[0]["code"] if row.problems else "")
        for row in calendar.source.rows.order_by("number")
    ]
