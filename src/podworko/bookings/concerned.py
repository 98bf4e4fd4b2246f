"""What of the bookings a change of hours or rooms would touch; the places ask for it by `places.concerned`."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from podworko.bookings.models import BookingDate, DateState
from podworko.core import clock, words
from podworko.places import hours
from podworko.places.concerned import Concern
from podworko.places.models import Centre, Room


def outside_hours(centre: Centre) -> Iterable[Concern]:
    """Return the accepted dates still to come at `centre` that lie outside its opening hours."""
    dates = list(_coming().filter(room__centre=centre))
    zone = centre.zone
    table = hours.days(centre, {date.starts_at.astimezone(zone).date() for date in dates})
    for date in dates:
        starts, ends = date.starts_at.astimezone(zone), date.ends_at.astimezone(zone)
        if not table[starts.date()].covers(starts.time(), ends.time()):
            yield _concern(date, centre)


def in_room(room: Room) -> Iterable[Concern]:
    """Return the accepted dates still to come in `room`."""
    return [_concern(date, room.centre) for date in _coming().filter(room=room)]


def _coming() -> QuerySet[BookingDate]:
    dates = BookingDate.objects.filter(state=DateState.ACCEPTED, ends_at__gt=clock.now())
    return dates.select_related("request", "room")


def _concern(date: BookingDate, centre: Centre) -> Concern:
    starts, ends = date.starts_at.astimezone(centre.zone), date.ends_at.astimezone(centre.zone)
    what = f"{words.spoken(starts.date())}, {starts:%H:%M}–{ends:%H:%M}, {date.room}: {date.request.topic}"
    return Concern(date.starts_at, what, reverse("bookings:decide", args=[date.request.reference]))
