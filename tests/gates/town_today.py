"""Fills the town with a day at the desk: a walk-in, a date handed over with its damage, keys that are out."""

import datetime as dt
import io
import uuid
from typing import TYPE_CHECKING

from PIL import Image

from podworko.bookings import damage
from podworko.bookings.models import BookingDate, Handover, Occupancy, WalkIn
from podworko.places import photos
from podworko.places.models import Room
from tests.factories import make_booking

if TYPE_CHECKING:
    from tests.gates.town import Town


def fill(town: "Town", number: int, now: dt.datetime) -> None:
    """Put one more of each into `town`; keep the first in `town.today`."""
    room = Room.objects.create(
        centre=town.centre, slug=f"kat-{number}", name=f"Kąt {number}", capacity=8, position=30_000 + number
    )
    begun = now.astimezone(dt.UTC).replace(microsecond=0) - dt.timedelta(minutes=2)
    walk_in = WalkIn.objects.create(
        room=room,
        topic="Szachy przy oknie",
        people=4,
        begun_by=town.staff["host"],
        starts_at=begun,
        ends_at=begun + dt.timedelta(hours=1),
        submission_key=f"{town.slug}-{number}",
    )
    Occupancy.objects.create(
        room=room,
        kind=Occupancy.Kind.WALK_IN,
        walk_in=walk_in,
        starts_at=walk_in.starts_at,
        ends_at=walk_in.ends_at,
        blocked_from=walk_in.starts_at,
        blocked_until=walk_in.ends_at,
    )
    Handover.objects.create(walk_in=walk_in, centre=town.centre, keys_out_at=begun)
    dates = {
        "over": _date(room, now, "08:00", "09:00", "Klub książki"),
        "damaged": _date(room, now, "07:00", "08:00", "Warsztaty szycia"),
        "soon": _date(room, now, "11:04", "12:00", "Chór"),
    }
    handover = Handover.objects.create(
        date=dates["damaged"],
        centre=town.centre,
        came_at=begun,
        left_at=begun,
        is_tidy=False,
        is_damaged=True,
        damage="Pęknięta noga krzesła",
        photo=_photo(),
    )
    town.today = town.today or {"walk_in": walk_in, "handover": handover, "room": room, **dates}


def _date(room: Room, now: dt.datetime, starts: str, ends: str, topic: str) -> BookingDate:
    return make_booking(room, on=now.date(), starts=starts, ends=ends, topic=topic).dates.get()


def _photo() -> uuid.UUID:
    name = uuid.uuid4()
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "sienna").save(out, "PNG")
    photos.keep(name, photos.paint(out, size=len(out.getvalue())), folder=damage.FOLDER)
    return name
