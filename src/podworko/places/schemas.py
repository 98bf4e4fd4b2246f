"""What is told of networks, their places, rooms and hours to other programs, and how it is written."""

import datetime as dt
from typing import Annotated

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import AfterValidator

from podworko.core.api import wrong
from podworko.places import hours
from podworko.places.access_questions import BY_CODE
from podworko.places.directory import Find, When, Wish
from podworko.places.distances import Point
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    Audience,
    Centre,
    Entrance,
    Equipment,
    Layout,
    Network,
    Room,
    Season,
    SignUp,
    Spoken,
    Stage,
)
from podworko.places.queries import lent_rooms


class NetworkOut(Schema):
    """The centres of a city, or of a group of towns."""

    slug: str
    name: str
    time_zone: str


class PlaceOut(Schema):
    """A place as a list shows it."""

    network: str
    slug: str
    name: str
    kind: str
    kind_name: str
    operator: str
    street: str
    postcode: str
    city: str
    district: str
    phone: str
    email: str
    url: str
    stage: Stage
    audience: Audience
    # Of the one for whom the place is; of the child, where parents bring one.
    age_from: int | None
    age_to: int | None
    languages: list[Spoken]
    # Degrees, WGS 84; empty where nobody has written them down.
    latitude: float | None
    longitude: float | None
    # From the point asked about, in metres as the crow flies.
    distance: int | None


class EquipmentOut(Schema):
    """How many of what a room holds."""

    item: Equipment
    name: str
    count: int


class LayoutOut(Schema):
    """How many people a room holds in one layout."""

    layout: Layout
    name: str
    capacity: int


class RoomOut(Schema):
    """A room that residents may ask for."""

    slug: str
    name: str
    about: str
    area_m2: float | None
    capacity: int
    equipment: list[EquipmentOut]
    layouts: list[LayoutOut]
    floor: int | None
    # The room that a movable wall divides into this one and others.
    part_of: str | None


class HoursOut(Schema):
    """Local times of one day, from–to."""

    starts: str
    ends: str


class WeekdayOut(Schema):
    """The usual hours of a day of the week (1: Monday): when the door is open, when a host is there."""

    weekday: int
    name: str
    open: list[HoursOut]
    duty: list[HoursOut]


class SeasonOut(Schema):
    """A part of the year with a week of its own, which holds instead of the usual one."""

    name: str
    starts_on: dt.date
    ends_on: dt.date
    week: list[WeekdayOut]


class UnusualDayOut(Schema):
    """A day of the next two weeks that is not as usual, and why."""

    on: dt.date
    open: list[HoursOut]
    reason: str


class AccessOut(Schema):
    """An answer to one question about access, in words or as a number, with the day on which somebody looked."""

    question: AccessQuestion
    name: str
    answer: AccessFact.Answer | None
    number: float | None
    unit: str
    note: str
    verified_on: dt.date


class EntranceOut(Schema):
    """A way in."""

    name: str
    is_main: bool
    access: list[AccessOut]


class PlaceDetailsOut(PlaceOut):
    """A place with its rooms, hours and access."""

    about: str
    way: str
    website: str
    sign_up: SignUp
    is_open_on_holidays: bool
    week: list[WeekdayOut]
    seasons: list[SeasonOut]
    unusual: list[UnusualDayOut]
    rooms: list[RoomOut]
    access: list[AccessOut]
    entrances: list[EntranceOut]


def _moment(text: str) -> str:
    try:
        return str(When.read(text))
    except ValueError as error:
        raise wrong("invalid-moment", _("Write the moment like this: now, or sat-15:00.")) from error


def _point(text: str) -> str:
    try:
        return str(Point.read(text))
    except ValueError as error:
        raise wrong("invalid-point", _("Write the point like this: 50.062,19.938.")) from error


class Wanted(Schema):
    """What the places of a list are to be like; all of it holds at once."""

    q: str = Field("", max_length=100)
    kind: str = Field("", max_length=20)
    audience: Audience | None = None
    language: Spoken | None = None
    access: list[AccessQuestion] = []
    equipment: list[Equipment] = []
    rooms: bool = False
    # Open now, or the next time that it is this hour of this day of the week.
    when: Annotated[str, AfterValidator(_moment)] | None = Field(None, examples=["now", "sat-15:00"])
    # The nearest first, as the crow flies.
    near: Annotated[str, AfterValidator(_point)] | None = Field(None, examples=["50.062,19.938"])

    def wish(self) -> Wish:
        """Return what is wished for."""
        return Wish(
            kind=self.kind,
            audience=self.audience or "",
            access=tuple(self.access),
            language=self.language or "",
            equipment=tuple(self.equipment),
            lends=self.rooms,
            when=When.read(self.when) if self.when else None,
            text=self.q,
            near=Point.read(self.near) if self.near else None,
        )


def spans_out(spans: tuple[hours.Span, ...]) -> list[HoursOut]:
    """Return the spans as they are sent."""
    return [HoursOut(starts=f"{span.starts:%H:%M}", ends=span.closing) for span in spans]


def network_out(network: Network) -> NetworkOut:
    """Return a network as it is sent."""
    return NetworkOut(slug=network.slug, name=network.name, time_zone=network.time_zone)


def found_out(each: Find) -> PlaceOut:
    """Return a place of a list, with how far it is."""
    return place_out(each.centre, distance=None if each.metres is None else round(each.metres))


def place_out(centre: Centre, *, distance: int | None = None) -> PlaceOut:
    """Return a place as a list sends it."""
    return PlaceOut(
        network=centre.network.slug,
        slug=centre.slug,
        name=centre.name,
        kind=centre.kind.code,
        kind_name=str(centre.kind),
        operator=centre.operator.name,
        street=centre.street,
        postcode=centre.postcode,
        city=centre.city,
        district=centre.district,
        phone=centre.phone,
        email=centre.email,
        url=f"{settings.SITE_URL}{centre.get_absolute_url()}",
        stage=Stage(centre.stage),
        audience=Audience(centre.kind.audience),
        age_from=centre.kind.age_from,
        age_to=centre.kind.age_to,
        languages=[Spoken(code) for code in centre.languages],
        latitude=centre.latitude,
        longitude=centre.longitude,
        distance=distance,
    )


def rooms_of(centre: Centre) -> QuerySet[Room]:
    """Return the rooms of a place that are sent."""
    return lent_rooms(centre).select_related("whole").prefetch_related("layouts")


def week_out(centre: Centre, season: Season | None = None) -> list[WeekdayOut]:
    """Return the days of the usual week, or of a season."""
    return [
        WeekdayOut(weekday=number, name=name, open=spans_out(opening), duty=spans_out(duty))
        for number, (name, opening, duty) in enumerate(hours.usual_week(centre, season), start=1)
    ]


def season_out(centre: Centre, season: Season) -> SeasonOut:
    """Return a season with its week."""
    return SeasonOut(
        name=season.name, starts_on=season.starts_on, ends_on=season.ends_on, week=week_out(centre, season)
    )


def entrance_out(entrance: Entrance, facts: list[AccessFact]) -> EntranceOut:
    """Return a way in with its facts."""
    own = [access_out(fact) for fact in facts if fact.entrance_id == entrance.pk]
    return EntranceOut(name=entrance.name, is_main=entrance.is_main, access=own)


def room_out(room: Room) -> RoomOut:
    """Return a room as it is sent."""
    return RoomOut(
        slug=room.slug,
        name=room.name,
        about=room.about,
        area_m2=None if room.area_m2 is None else float(room.area_m2),
        capacity=room.capacity,
        equipment=[
            EquipmentOut(item=Equipment(held.item), name=held.get_item_display(), count=held.count)
            for held in room.equipment.all()
        ],
        layouts=[
            LayoutOut(layout=Layout(each.layout), name=each.get_layout_display(), capacity=each.capacity)
            for each in room.layouts.all()
        ],
        floor=room.floor,
        part_of=room.whole.slug if room.whole else None,
    )


def access_out(fact: AccessFact) -> AccessOut:
    """Return a fact about access as it is sent."""
    measure = BY_CODE[fact.question].measure
    return AccessOut(
        question=AccessQuestion(fact.question),
        name=fact.get_question_display(),
        answer=AccessFact.Answer(fact.answer) if fact.answer else None,
        number=None if fact.number is None else float(fact.number),
        unit=str(measure.unit) if measure else "",
        note=fact.note,
        verified_on=fact.verified_on,
    )
