"""Calendar files (RFC 5545) and invitations (RFC 5546) of what was given, made by the icalendar library."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vCalAddress, vRecur, vText

from podworko import __version__
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


def invitation(request: BookingRequest) -> str:
    """Return the file that puts the accepted dates of `request` into the person's calendar.

    A weekly series is one event: its rule, the weeks that were not given as exceptions, and another room at single
    dates as an override. When nothing is accepted (any more) it calls the event off.
    The UID stays for ever; SEQUENCE grows with each file sent.
    """
    dates = list(request.dates.filter(state=DateState.ACCEPTED).select_related("room").order_by("starts_at"))
    if not dates:
        return _cancellation(request)
    calendar = new_calendar(method="REQUEST")
    first = dates[0]
    event = _event(request, first)
    zone = request.centre.zone
    if len(dates) > 1:
        local = [date.starts_at.astimezone(zone) for date in dates]
        event.add("rrule", vRecur({"freq": "weekly", "until": dates[-1].starts_at}))
        weeks = (local[-1].date() - local[0].date()).days // 7
        every = [local[0] + dt.timedelta(weeks=week) for week in range(weeks + 1)]
        if missing := [moment for moment in every if moment not in local]:
            event.add("exdate", missing)
    calendar.add_component(event)
    for date in dates:
        if date.room_id != first.room_id:
            override = _event(request, date)
            override.add("recurrence-id", date.starts_at.astimezone(zone))
            calendar.add_component(override)
    return _written(calendar, zone, dates[0].starts_at, dates[-1].ends_at)


def _cancellation(request: BookingRequest) -> str:
    calendar = new_calendar(method="CANCEL")
    called_off = request.dates.filter(state=DateState.CANCELLED).select_related("room")
    date = called_off.earliest("starts_at")
    event = _event(request, date)
    event.add("status", "CANCELLED")
    calendar.add_component(event)
    return _written(calendar, request.centre.zone, date.starts_at, date.ends_at)


def _event(request: BookingRequest, date: BookingDate) -> Event:
    zone = request.centre.zone
    event = Event()
    event.add("uid", f"{request.public_id}@{domain()}")
    event.add("sequence", request.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", date.starts_at.astimezone(zone))
    event.add("dtend", date.ends_at.astimezone(zone))
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


@dataclass(frozen=True)
class FeedEntry:
    """One use in a feed: nothing of the person who asked."""

    uid: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    room: str
    is_cancelled: bool
    sequence: int
    changed_at: dt.datetime


def feed(centre: Centre, name: str, entries: Iterable[FeedEntry]) -> str:
    """Return a feed to subscribe to."""
    calendar = new_calendar(name=name)
    calendar.add("refresh-interval;value=duration", "PT1H")
    zone = centre.zone
    rows = list(entries)
    for row in rows:
        event = Event()
        event.add("uid", f"{row.uid}@{domain()}")
        event.add("dtstamp", row.changed_at)
        event.add("sequence", row.sequence)
        event.add("dtstart", row.starts_at.astimezone(zone))
        event.add("dtend", row.ends_at.astimezone(zone))
        event.add("summary", row.summary)
        event.add("location", place_line(centre, row.room))
        event.add("status", "CANCELLED" if row.is_cancelled else "CONFIRMED")
        calendar.add_component(event)
    if not rows:
        return calendar.to_ical().decode()
    return _written(calendar, zone, min(row.starts_at for row in rows), max(row.ends_at for row in rows))


def _written(calendar: Calendar, zone: ZoneInfo, first: dt.datetime, last: dt.datetime) -> str:
    """Return the file, with the clock changes of `zone` from a year before the first event to a year after the last."""
    year = dt.timedelta(days=366)
    definition = Timezone.from_tzinfo(zone, str(zone), first_date=(first - year).date(), last_date=(last + year).date())
    calendar.subcomponents.insert(0, definition)
    return calendar.to_ical().decode()
