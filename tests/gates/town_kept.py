"""Fills the town with what those who run a place keep right: entrances, facts, seasons, days, photos, findings."""

import datetime as dt
import functools
import io
from typing import TYPE_CHECKING

from PIL import Image

from podworko.core import audit
from podworko.places import photos
from podworko.places.models import (
    AccessFact,
    DutyException,
    Entrance,
    Layout,
    OpeningException,
    OpeningHours,
    Photo,
    PremisesFinding,
    PremisesPoint,
    Room,
    RoomLayout,
    Season,
)

if TYPE_CHECKING:
    from tests.gates.town import Town

DAY = dt.timedelta(days=1)


def a_picture(width: int = 640, height: int = 480) -> bytes:
    """Return a JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#b23c27").save(out, "JPEG")
    return out.getvalue()


@functools.lru_cache
def painted() -> photos.Painted:
    """Return the same picture as it is kept: made once, since the world needs it often."""
    return photos.paint(io.BytesIO(a_picture()), size=1)


def fill(town: "Town", number: int, room: Room, today: dt.date) -> None:
    """Put one more of everything that is kept right into the place of `town`; the first of each into `town.kept`."""
    centre = town.centre
    entrance = Entrance.objects.create(centre=centre, name=f"od podwórza {number}", is_main=not number, position=number)
    facts = {"centre": centre, "verified_on": today}
    AccessFact.objects.create(entrance=entrance, question="threshold", number="1.5", note="listwa", **facts)
    AccessFact.objects.create(room=room, question="loop", answer="partly", **facts)
    RoomLayout.objects.create(room=room, layout=Layout.ROWS, capacity=30)
    begin = today + dt.timedelta(days=200 + 20 * number)
    season = Season.objects.create(centre=centre, name=f"Ferie {number}", starts_on=begin, ends_on=begin + 9 * DAY)
    OpeningHours.objects.create(centre=centre, season=season, weekday=1, starts=dt.time(18), ends=dt.time(1))
    on = today + dt.timedelta(days=100 + number)
    OpeningException.objects.create(centre=centre, on=on, reason="Remont")
    DutyException.objects.create(centre=centre, on=on + 40 * DAY, starts=dt.time(9), ends=dt.time(11), host="Ewa")
    words = f"Osiem osób szyje przy długim stole, {number}"
    photo = Photo.objects.create(centre=centre, room=room, alt=words, width=640, height=480, position=number)
    photos.keep(photo.public_id, painted())
    point, verdict = [*PremisesPoint][number], [*PremisesFinding.Verdict][number % 3]
    PremisesFinding.objects.create(
        centre=centre, point=point, verdict=verdict, note="110 m²", remedy="Rampa", photo=photo, looked_on=today
    )
    audit.record("places.hours_changed", centre, by=audit.SYSTEM, before={"0": ["09:00–17:00"]}, after={})
    for name, row in {"entrance": entrance, "season": season, "day": on, "photo": photo, "room": room}.items():
        town.kept.setdefault(name, row)
