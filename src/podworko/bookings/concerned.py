"""What of the bookings a change of hours or rooms would touch; the places ask for it by `places.concerned`."""

import datetime as dt
from collections.abc import Iterable, Sequence

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


def while_not_lent(centre: Centre, spans: Sequence[tuple[dt.date, dt.date, Room | None]]) -> list[list[Concern]]:
    """Return for each of `spans` (first day, last day, room or all) the accepted dates to come in it, soonest first.

    In one query, or none where there are no spans. They stay accepted: nothing is called off by itself.
    """
    if not spans:
        return []
    begin = clock.day(min(first for first, _last, _room in spans), centre.zone)[0]
    end = clock.day(max(last for _first, last, _room in spans), centre.zone)[1]
    dates = _coming().filter(room__centre=centre, starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "pk")
    coming = [(date.starts_at.astimezone(centre.zone).date(), date) for date in dates]
    return [
        [
            _concern(date, centre)
            for on, date in coming
            if first <= on <= last and (room is None or room.pk == date.room_id)
        ]
        for first, last, room in spans
    ]


def _coming() -> QuerySet[BookingDate]:
    dates = BookingDate.objects.filter(state=DateState.ACCEPTED, ends_at__gt=clock.now())
    return dates.select_related("request", "room")


def _concern(date: BookingDate, centre: Centre) -> Concern:
    starts, ends = date.starts_at.astimezone(centre.zone), date.ends_at.astimezone(centre.zone)
    what = f"{words.spoken(starts.date())}, {starts:%H:%M}–{ends:%H:%M}, {date.room}: {date.request.topic}"
    return Concern(date.starts_at, what, reverse("bookings:decide", args=[date.request.reference]))
