"""In the gates' world: a series of which one date is taken, and what the place holds for it."""

import datetime as dt

from podworko.bookings.actions import offering
from podworko.bookings.models import BookingRequest
from podworko.core import audit, clock
from podworko.places.models import Centre, Room
from tests.factories import make_closure, make_request, make_room


def offered(room: Room, on: dt.date, **words: str) -> BookingRequest:
    """Return a series of three weeks at `room`, its second date taken; something else is offered for that one."""
    make_closure(room, on=on + dt.timedelta(weeks=1), starts="16:00", ends="20:00")
    request = make_request(room, on=on, weeks=3, people=9, **words)
    date = request.dates.order_by("starts_at")[1]
    zone = room.centre.zone
    starts_at, ends_at = (clock.at(on + dt.timedelta(weeks=1), dt.time(hour), zone) for hour in (10, 12))
    offering.offer(date=date, room=room, starts_at=starts_at, ends_at=ends_at, by=audit.SYSTEM)
    return request


def divide(centre: Centre) -> None:
    """Give `centre` a hall with a movable wall, and its two halves."""
    hall = make_room(centre, name="Hala")
    for half in ("Lewa", "Prawa"):
        make_room(name=half, whole=hall)
