"""Calendar files (RFC 5545) and invitations (RFC 5546) of what was given, made by the icalendar library."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vRecur, vText

from podworko import __version__
from podworko.bookings import series
from podworko.bookings.links import url_of
from podworko.bookings.models import BookingDate, BookingRequest, DateState
from podworko.core import clock
from podworko.places.models import Centre


def domain() -> str:
    """Return the host name that unique ids end with."""
    return settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0]


def new_calendar(*, method: str = "", name: str = "") -> Calendar:
    """Return an empty calendar of ours."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Podworko//{__version__}//PL")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
    return calendar


def invitation(request: BookingRequest, dates: Iterable[BookingDate]) -> str:
    """Return the file that puts the accepted ones of the `dates` of `request`, which are all, into a calendar.

    A series is one event: its rule, the dates that were not given as exceptions, and as overrides the dates that have
    other hours or another room. When nothing is accepted (any more) it calls the event off.
    The UID stays for ever; SEQUENCE grows with each file sent.
    """
    given = sorted((each for each in dates if each.state == DateState.ACCEPTED), key=lambda each: each.rule_at)
    if not given:
        return _cancellation(request)
    calendar = new_calendar(method="REQUEST")
    if len(given) == 1:
        calendar.add_component(_event(request, given[0]))
    else:
        for event in _series(request, given):
            calendar.add_component(event)
    first, last = min(date.starts_at for date in given), max(date.ends_at for date in given)
    return written(calendar, request.centre.zone, first, last)


def _series(request: BookingRequest, dates: Sequence[BookingDate]) -> Iterator[Event]:
    """Yield the event that recurs, then those of its dates that are not as the rule has them."""
    zone = request.centre.zone
    usual = next((date for date in dates if date.starts_at == date.rule_at), dates[0])
    length = usual.ends_at - usual.starts_at
    event = _event(request, usual, at=dates[0].rule_at, length=length)
    moments = [date.rule_at.astimezone(zone) for date in dates]
    first, last = moments[0], moments[-1]
    by_rule = set(series.dates(request.rule, first.date())) if request.rule else set()
    kept = [dt.datetime.combine(on, first.time(), tzinfo=zone) for on in sorted(by_rule) if on <= last.date()]
    if kept:
        rule = {name: value for name, value in series.parts_of(request.rule).items() if name not in {"COUNT", "UNTIL"}}
        text = ";".join(f"{name}={value}" for name, value in rule.items())
        event.add("rrule", vRecur.from_ical(text) | {"until": last.astimezone(dt.UTC)})
    if missing := [moment for moment in kept if moment not in moments]:
        event.add("exdate", missing)
    if beside := [moment for moment in moments[1:] if moment not in kept]:
        event.add("rdate", beside)
    yield event
    for date in dates:
        is_moved = (date.starts_at, date.ends_at - date.starts_at) != (date.rule_at, length)
        if is_moved or date.room_id != usual.room_id:
            override = _event(request, date)
            override.add("recurrence-id", date.rule_at.astimezone(zone))
            yield override


def _cancellation(request: BookingRequest) -> str:
    calendar = new_calendar(method="CANCEL")
    called_off = request.dates.filter(state=DateState.CANCELLED).select_related("room")
    date = called_off.earliest("starts_at")
    event = _event(request, date)
    event.add("status", "CANCELLED")
    calendar.add_component(event)
    return written(calendar, request.centre.zone, date.starts_at, date.ends_at)


def _event(
    request: BookingRequest, date: BookingDate, *, at: dt.datetime | None = None, length: dt.timedelta | None = None
) -> Event:
    """Return the event of `date`, or one like it that begins `at` another moment and is of another `length`."""
    zone = request.centre.zone
    starts_at = at or date.starts_at
    ends_at = starts_at + length if length else date.ends_at
    event = Event()
    event.add("uid", f"{request.public_id}@{domain()}")
    event.add("sequence", request.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", starts_at.astimezone(zone))
    event.add("dtend", ends_at.astimezone(zone))
    event.add("summary", request.topic)
    event.add("location", place_line(request.centre, str(date.room)))
    event.add("description", _("Your request, also to call it off: %(url)s") % {"url": url_of(request)})
    event.add("organizer", _organizer(request.centre))
    if request.email:
        attendee = vCalAddress(f"mailto:{request.email}")
        attendee.params["CN"] = vText(request.person)
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        event.add("attendee", attendee)
    return event


def _organizer(centre: Centre) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{centre.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(centre.name)
    return organizer


def place_line(centre: Centre, room: str) -> str:
    """Return where it is, in one line."""
    return f"{room}, {centre.name}, {centre.street}, {centre.postcode} {centre.city}"


# Words, a list of them, or a point on the map.
Said = str | tuple[str, ...] | tuple[float, float]


@dataclass(frozen=True)
class FeedEntry:
    """One use in a feed: of the person who asked it tells, in the description, what its reader may know."""

    uid: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: ZoneInfo
    summary: str
    location: str
    # CONFIRMED, TENTATIVE or CANCELLED.
    status: str
    sequence: int
    changed_at: dt.datetime
    description: str = ""
    # The page that tells more, what it is about, and where on the map it is: latitude, longitude.
    url: str = ""
    categories: tuple[str, ...] = ()
    spot: tuple[float, float] | None = None


def feed(name: str, entries: Iterable[FeedEntry]) -> str:
    """Return a feed to subscribe to.

    The library makes the frame, escapes and folds. The events are put together here, since a house of forty rooms has
    fifty thousand of them, and the library takes a millisecond for each.
    """
    calendar = new_calendar(name=name)
    for word in ("refresh-interval;value=duration", "x-published-ttl"):
        calendar.add(word, "PT1H")
    rows = list(entries)
    for zone in {row.zone for row in rows}:
        here = [row for row in rows if row.zone == zone]
        _define(calendar, zone, min(row.starts_at for row in here), max(row.ends_at for row in here))
    before, end, _rest = calendar.to_ical().decode().rpartition("END:VCALENDAR")
    # Places and titles come again and again. What is known of them ends with the feed: among these words are names,
    # telephone numbers and signed links, which nobody keeps in memory after they are erased.
    worded = cache(_worded)
    return "".join([before, *(_event_of_feed(row, worded) for row in rows), end, "\r\n"])


def _event_of_feed(row: FeedEntry, worded: Callable[[str, Said], str]) -> str:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{row.uid}@{domain()}",
        f"DTSTAMP:{row.changed_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;TZID={row.zone}:{row.starts_at.astimezone(row.zone):%Y%m%dT%H%M%S}",
        f"DTEND;TZID={row.zone}:{row.ends_at.astimezone(row.zone):%Y%m%dT%H%M%S}",
        f"LAST-MODIFIED:{row.changed_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{row.sequence}",
        f"STATUS:{row.status}",
        worded("SUMMARY", row.summary),
        *([worded("LOCATION", row.location)] if row.location else ()),
        *([worded("DESCRIPTION", row.description)] if row.description else ()),
        *([worded("URL", row.url)] if row.url else ()),
        *([worded("CATEGORIES", row.categories)] if row.categories else ()),
        *([worded("GEO", row.spot)] if row.spot else ()),
        "END:VEVENT",
        "",
    ]
    return "\r\n".join(lines)


def _worded(name: str, words: Said) -> str:
    """Return the line of a property that comes again and again, escaped and folded."""
    event = Event()
    event.add(name, words)
    return event.to_ical().decode().removeprefix("BEGIN:VEVENT\r\n").removesuffix("\r\nEND:VEVENT\r\n")


def written(calendar: Calendar, zone: ZoneInfo, first: dt.datetime, last: dt.datetime) -> str:
    """Return the text of a file, with the clock changes of `zone` from the first moment to the last."""
    _define(calendar, zone, first, last)
    return calendar.to_ical().decode()


def _define(calendar: Calendar, zone: ZoneInfo, first: dt.datetime, last: dt.datetime) -> None:
    """Write the clock changes of `zone` from the year before the first event to the year after the last one."""
    calendar.subcomponents.insert(0, _clock_changes(zone, first.year - 1, last.year + 1))


@lru_cache(maxsize=64)
def _clock_changes(zone: ZoneInfo, first: int, last: int) -> Timezone:
    """Return how the clocks of `zone` change in these years, both included; nobody writes to it: all files share it."""
    return Timezone.from_tzinfo(zone, str(zone), first_date=dt.date(first, 1, 1), last_date=dt.date(last, 12, 31))
