"""Networks, their places, rooms and hours, for other programs. Public: all of it stands on the pages too."""

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from podworko.core.api import Page, Paging, page_of, problems
from podworko.places import hours
from podworko.places.models import AccessFact, AccessQuestion, Centre, CentreKind, Equipment, Network, Room
from podworko.places.queries import centre_or_404, centres, lent_rooms, networks

router = Router(tags=["places"])


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
    kind: CentreKind
    kind_name: str
    operator: str
    street: str
    postcode: str
    city: str
    district: str
    phone: str
    email: str
    url: str


class EquipmentOut(Schema):
    """How many of what a room holds."""

    item: Equipment
    name: str
    count: int


class RoomOut(Schema):
    """A room that residents may ask for."""

    slug: str
    name: str
    about: str
    area_m2: float | None
    capacity: int
    equipment: list[EquipmentOut]


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


class AccessOut(Schema):
    """An answer to one question about access, with the day on which somebody looked."""

    question: AccessQuestion
    name: str
    answer: AccessFact.Answer
    note: str
    verified_on: dt.date


class PlaceDetailsOut(PlaceOut):
    """A place with its rooms, hours and access."""

    about: str
    is_open_on_holidays: bool
    week: list[WeekdayOut]
    rooms: list[RoomOut]
    access: list[AccessOut]


@router.get("", response={200: Page[NetworkOut], **problems(422)})
def list_networks(request: HttpRequest, paging: Query[Paging]) -> Page[NetworkOut]:
    """List the networks of this installation by name."""
    return page_of(networks().order_by("name", "pk"), paging, _network)


@router.get("/{slug:network}/places", response={200: Page[PlaceOut], **problems(404, 422)})
def list_places(request: HttpRequest, network: str, paging: Query[Paging]) -> Page[PlaceOut]:
    """List the places of a network by name."""
    found = get_object_or_404(Network, slug=network)
    return page_of(centres().filter(network=found).order_by("name", "pk"), paging, _place)


@router.get("/{slug:network}/places/{slug:place}", response={200: PlaceDetailsOut, **problems(404)})
def get_place(request: HttpRequest, network: str, place: str) -> PlaceDetailsOut:
    """Show a place with its rooms, their equipment, usual hours and access."""
    centre = centre_or_404(network, place)
    return PlaceDetailsOut(
        **_place(centre).dict(),
        about=centre.about,
        is_open_on_holidays=centre.is_open_on_holidays,
        week=[
            WeekdayOut(weekday=number, name=name, open=spans_out(opening), duty=spans_out(duty))
            for number, (name, opening, duty) in enumerate(hours.usual_week(centre), start=1)
        ],
        rooms=[_room(room) for room in lent_rooms(centre)],
        access=[_access(fact) for fact in centre.access_facts.order_by("question")],
    )


@router.get("/{slug:network}/places/{slug:place}/rooms", response={200: Page[RoomOut], **problems(404, 422)})
def list_rooms(request: HttpRequest, network: str, place: str, paging: Query[Paging]) -> Page[RoomOut]:
    """List the rooms of a place that residents may ask for."""
    rooms: QuerySet[Room] = lent_rooms(centre_or_404(network, place))
    return page_of(rooms, paging, _room)


def spans_out(spans: tuple[hours.Span, ...]) -> list[HoursOut]:
    """Return the spans as they are sent."""
    return [HoursOut(starts=f"{span.starts:%H:%M}", ends=f"{span.ends:%H:%M}") for span in spans]


def _network(network: Network) -> NetworkOut:
    return NetworkOut(slug=network.slug, name=network.name, time_zone=network.time_zone)


def _place(centre: Centre) -> PlaceOut:
    return PlaceOut(
        network=centre.network.slug,
        slug=centre.slug,
        name=centre.name,
        kind=CentreKind(centre.kind),
        kind_name=centre.get_kind_display(),
        operator=centre.operator.name,
        street=centre.street,
        postcode=centre.postcode,
        city=centre.city,
        district=centre.district,
        phone=centre.phone,
        email=centre.email,
        url=f"{settings.SITE_URL}{centre.get_absolute_url()}",
    )


def _room(room: Room) -> RoomOut:
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
    )


def _access(fact: AccessFact) -> AccessOut:
    return AccessOut(
        question=AccessQuestion(fact.question),
        name=fact.get_question_display(),
        answer=AccessFact.Answer(fact.answer),
        note=fact.note,
        verified_on=fact.verified_on,
    )
