"""The first free time over all rooms of a city, for other programs: the same search as the page."""

import datetime as dt
import re
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from podworko.bookings.models import Applicant
from podworko.bookings.queries.finding import EVERY_DAY, SHOWN, Find, Instead, Order, Wanted, first_free, instead
from podworko.core.api import LocalDay, LocalHour, problems
from podworko.core.errors import Refused
from podworko.core.web import limit_address
from podworko.places.distances import Point
from podworko.places.models import AccessQuestion, Centre, Equipment, Layout, Network
from podworko.places.searchable import WORKING

router = Router(tags=["rooms"])
MOST = 100
# How many of a thing may be asked for.
COUNT = re.compile(r"[0-9]{1,5}")


class WantedRoom(Schema):
    """What is looked for; what is left out does not matter."""

    people: int = Field(1, ge=1, le=9999)
    length: int = Field(120, ge=15, le=1440, description="How long, in minutes.")
    layout: Layout | None = None
    equipment: list[str] = Field(
        [], description="What the room must hold, with how many where it matters: `piano`, `chairs:30`."
    )
    access: list[AccessQuestion] = []
    near: str = Field("", description="`latitude,longitude`: from where distances are told.")
    within: int | None = Field(None, ge=1, description="At most so many metres from `near`, as the crow flies.")
    first_on: LocalDay | None = None
    last_on: LocalDay | None = None
    weekday: list[Annotated[int, Field(ge=0, le=6)]] = Field([], description="0 is Monday.")
    earliest: LocalHour | None = None
    latest: LocalHour | None = None
    applicant: Applicant | None = None
    order: Order = Order.SOONEST
    place: str = Field("", description="Only the rooms of this place, by its name in addresses.")
    limit: int = Field(SHOWN, ge=1, le=MOST)

    def wanted(self) -> Wanted:
        """Return what is wanted. Raises Refused."""
        if self.earliest and self.latest and self.latest <= self.earliest:
            raise Refused.because("ends-first", _("The end must come after the beginning."), field="latest")
        if self.first_on and self.last_on and self.last_on < self.first_on:
            raise Refused.because("ends-first", _("The last day must come after the first one."), field="last_on")
        return Wanted(
            people=self.people,
            length=dt.timedelta(minutes=self.length),
            layout=self.layout,
            equipment=dict(map(_counted, self.equipment)),
            access=tuple(dict.fromkeys(self.access)),
            near=_point(self.near),
            within=self.within,
            first_on=self.first_on,
            last_on=self.last_on,
            weekdays=frozenset(self.weekday) or EVERY_DAY,
            earliest=self.earliest or dt.time(),
            latest=self.latest,
            applicant=self.applicant,
            order=self.order,
        )


class ReasonOut(Schema):
    """Why a room was found; `about` names the layout, access or equipment that it speaks of."""

    why: str
    about: str


class FreeRoomOut(Schema):
    """A room and the first stretch in which it is free, with the offset of its time zone."""

    place: str
    room: str
    name: str
    place_name: str
    url: str
    capacity: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    free_until: dt.datetime
    distance: int | None = Field(description="Metres as the crow flies from `near`; null where not known.")
    lends_to: list[str] = Field(description="Who may ask; empty: anybody.")
    reasons: list[ReasonOut]


class InsteadOut(Schema):
    """What there would be if one thing gave way: which, what is left out, the rooms (two for `split`)."""

    change: str
    left_out: list[str]
    rooms: list[FreeRoomOut]


class FreeRoomsOut(Schema):
    """The rooms that are free first, the best first; `instead` only where there is none."""

    items: list[FreeRoomOut]
    has_more: bool
    instead: list[InsteadOut]


@router.get("/{slug:network}/free-rooms", response={200: FreeRoomsOut, **problems(404, 422, 429)})
def list_free_rooms(request: HttpRequest, network: str, asked: Query[WantedRoom]) -> FreeRoomsOut:
    """Find the rooms of a network that are as wanted, each with its first free time, by the rules for residents."""
    limit_address(request, "find", limit=600, per=dt.timedelta(hours=1))
    town = get_object_or_404(Network, slug=network)
    wanted = asked.wanted()
    centre = None
    if asked.place:
        centre = get_object_or_404(Centre, network=town, slug=asked.place, stage__in=WORKING)
    answer = first_free(town, wanted, centre=centre, limit=asked.limit)
    others = [] if answer.finds else instead(town, wanted, centre=centre)
    return FreeRoomsOut(
        items=[_out(each) for each in answer.finds],
        has_more=answer.has_more,
        instead=[_instead(each) for each in others],
    )


def _out(found: Find) -> FreeRoomOut:
    room, centre = found.room, found.room.centre
    return FreeRoomOut(
        place=centre.slug,
        room=room.slug,
        name=room.name,
        place_name=centre.name,
        url=f"{settings.SITE_URL}{room.get_absolute_url()}",
        capacity=found.capacity,
        starts_at=found.starts_at.astimezone(centre.zone),
        ends_at=found.ends_at.astimezone(centre.zone),
        free_until=found.free_until.astimezone(centre.zone),
        distance=None if found.metres is None else round(found.metres),
        lends_to=list(found.lends_to),
        reasons=[ReasonOut(why=each.why, about=each.about) for each in found.reasons],
    )


def _instead(other: Instead) -> InsteadOut:
    return InsteadOut(
        change=other.change,
        left_out=[each.value for each in other.left_out],
        rooms=[_out(each) for each in other.finds],
    )


def _counted(words: str) -> tuple[Equipment, int]:
    """Read "chairs:30" or "piano". Raises Refused."""
    item, _colon, count = words.partition(":")
    if item in Equipment.values and (not count or COUNT.fullmatch(count)):
        return Equipment(item), int(count or 1)
    sentence = _("Choose one of: %(expected)s.") % {"expected": ", ".join(Equipment.values)}
    raise Refused.because("no-such-choice", sentence, field="equipment")


def _point(text: str) -> Point | None:
    try:
        return Point.read(text) if text else None
    except ValueError:
        sentence = _("Write the point as latitude and longitude: 50.062,19.938.")
        raise Refused.because("not-a-point", sentence, field="near") from None
