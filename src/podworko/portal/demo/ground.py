"""Writes the networks and the places of the demo, and the people who work there."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.contrib.auth.hashers import make_password

from podworko.core import clock
from podworko.people.models import Grant, Role, Scope, ScopeKind, User
from podworko.places.models import (
    Centre,
    CentreKind,
    District,
    Entrance,
    Network,
    Operation,
    Organisation,
    OrganisationKind,
    Photo,
    Room,
    RoomPart,
    Season,
    StageStep,
    StartedBy,
)
from podworko.portal.demo import access, lending, pictures, quarters, story, week
from podworko.portal.demo.many import slug_of
from podworko.portal.demo.residents import TEAM_NAMES
from podworko.portal.demo.rows import Rows
from podworko.portal.demo.shapes import Hall, Place, Town
from podworko.portal.demo.sign_ins import MEMBERS, PASSWORD, Member

T = TypeVar("T")
# Staff have been at work for longer than the calendar reaches back.
AT_WORK = dt.timedelta(days=200)
# What other rows hang on is written first.
FIRST = (Scope, User, Organisation, Centre, Room, Season, Entrance)
# How many places are held in memory at a time.
CHUNK = 200


@dataclass(frozen=True)
class Site:
    """A place as it stands in the database: its rooms by their slug, and the host who decides there."""

    place: Place
    centre: Centre
    rooms: dict[str, Room]
    host: User
    photos: list[Photo]
    # How it came to where it is, and who ran it, oldest first.
    stages: list[StageStep]
    operations: list[Operation]


@dataclass(frozen=True)
class Ground:
    """What the places of a town stand on."""

    town: Town
    network: Network
    kinds: dict[str, CentreKind]
    districts: dict[str, District]
    operators: dict[str, Organisation]
    accounts: dict[str, User]
    members: tuple[Member, ...]


def write_accounts() -> dict[str, User]:
    """Write the accounts of those whom anybody may be, and return them by their e-mail."""
    # Hashed once: it is one password that all the world knows, and hashing is slow on purpose.
    password = make_password(PASSWORD)
    users = [User(email=member.email, name=member.name, password=password) for member in MEMBERS]
    return {user.email: user for user in User.objects.bulk_create(users)}


def write_places(ground: Ground, places: Iterable[Place]) -> Iterator[Site]:
    """Write `places` with their rooms, hours, access and staff; return each as soon as it stands."""
    number = 0
    for chunk in _chunks(places, CHUNK):
        rows = Rows()
        sites = []
        for place in chunk:
            sites.append(_add_place(ground, place, number, rows))
            number += 1
        rows.write(before=FIRST)
        yield from sites


def grant(rows: Rows, user: User, role: Role, scope: Scope) -> None:
    """Give `user` a role."""
    rows.add(Grant(user=user, role=role, scope=scope, since=clock.now() - AT_WORK))


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _add_place(ground: Ground, place: Place, number: int, rows: Rows) -> Site:
    centre = _centre(ground, place)
    rows.add(centre.scope, centre)
    rooms = {hall.slug: _room(centre, hall, position) for position, hall in enumerate(place.rooms)}
    for hall in place.rooms:
        if hall.whole:
            rooms[hall.slug].whole = rooms[hall.whole]
        rows.add(rooms[hall.slug], later=1 if hall.whole else 0)
        if hall.whole:
            rows.add(RoomPart(whole=rooms[hall.whole], part=rooms[hall.slug]), later=2)
    rows.add(*lending.rules(centre, rooms))
    here = [member for member in ground.members if member.place == place.slug]
    for member in here:
        on = centre.operator.scope if member.role == Role.OPERATOR else centre.scope
        grant(rows, ground.accounts[member.email], member.role, on)
    host = _host(ground, here, centre, number, rows)
    week.add(place, centre, number, rows)
    access.add(place, centre, rooms, number, rows)
    photos = pictures.add(place, centre, rooms, rows)
    stages, operations = story.add(
        place, centre, operators=ground.operators, districts=ground.districts, number=number, rows=rows
    )
    return Site(place, centre, rooms, host, photos, stages, operations)


def _centre(ground: Ground, place: Place) -> Centre:
    operator = ground.operators[place.operator]
    latitude, longitude = quarters.spot(place.slug, place.district, ground.town.districts)
    is_of_ngo = operator.kind == OrganisationKind.NGO
    return Centre(
        network=ground.network,
        operator=operator,
        slug=place.slug,
        name=place.name,
        kind=ground.kinds[place.kind],
        started_by=StartedBy.CITY if is_of_ngo else StartedBy.INSTITUTION,
        stage=place.stage,
        street=place.street,
        postcode=place.postcode,
        city=ground.town.city,
        district=place.district,
        latitude=latitude,
        longitude=longitude,
        phone=place.phone,
        email=place.email,
        about=place.about,
        way=place.way,
        languages=[*place.languages],
        scope=Scope(kind=ScopeKind.CENTRE, label=place.name),
    )


def _room(centre: Centre, hall: Hall, position: int) -> Room:
    return Room(
        centre=centre,
        slug=hall.slug,
        name=hall.name,
        about=hall.about,
        area_m2=hall.area_m2,
        capacity=hall.capacity,
        floor=0,
        position=position,
        is_lent=hall.is_lent,
    )


def _host(ground: Ground, here: Iterable[Member], centre: Centre, number: int, rows: Rows) -> User:
    """Return the host of the place: the one whom anybody may be, or else somebody who cannot sign in."""
    for member in here:
        if member.role == Role.HOST:
            return ground.accounts[member.email]
    user = User(
        name=TEAM_NAMES[number % len(TEAM_NAMES)],
        email=f"dyzur.{centre.slug}.{ground.town.slug}@example.org",
        password=make_password(None),
    )
    if centre.is_at_work:
        rows.add(user)
        grant(rows, user, Role.HOST, centre.scope)
    return user


def operators_of(town: Town, network: Network, places: Iterable[Place], rows: Rows) -> dict[str, Organisation]:
    """Add those who run places, did so before, or only belong to the network; return them by name.

    Their KRS numbers begin as none that a court has given out; NIP and REGON are left empty, for a made-up number that
    adds up may be somebody's.
    """
    kinds: dict[str, OrganisationKind] = {}
    for place in places:
        for name in filter(None, (place.operator, place.earlier_operator)):
            kinds[name] = OrganisationKind.INSTITUTION if name in town.institutions else OrganisationKind.NGO
    kinds.update(town.members)
    found = {}
    for number, (name, kind) in enumerate(kinds.items()):
        slug = slug_of(name)
        found[name] = Organisation(
            network=network,
            slug=slug,
            name=name,
            kind=kind,
            krs=f"00099{number:05}" if kind == OrganisationKind.NGO else "",
            city=town.city,
            email=f"{slug}@example.org",
            is_member=number % 4 != 3,  # noqa: PLR2004 - three of four
            member_since=town.formed_on + dt.timedelta(days=number * 11) if number % 4 != 3 else None,  # noqa: PLR2004
            scope=Scope(kind=ScopeKind.ORGANISATION, label=name),
        )
        rows.add(found[name].scope, found[name])
    return found
