"""Writes the places of the demo, and the people who work there."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.hashers import make_password

from podworko.bookings.models import BookingTerms
from podworko.core import clock
from podworko.people.models import Grant, Role, Scope, User
from podworko.places import hours
from podworko.places.models import (
    AccessFact,
    Centre,
    DutyHours,
    Network,
    OpeningException,
    OpeningHours,
    Organisation,
    Room,
    RoomEquipment,
)
from podworko.portal.demo.residents import TEAM_NAMES
from podworko.portal.demo.shapes import EVERY_SECOND_WEEK, SAT, Hours, Place, Town, span
from podworko.portal.demo.sign_ins import MEMBERS, PASSWORD, Member

Row = TypeVar("Row", OpeningHours, DutyHours)
# Staff have been at work for longer than the calendar reaches back.
AT_WORK = dt.timedelta(days=200)


@dataclass(frozen=True)
class Site:
    """A place as it stands in the database: its rooms by their slug, and the host who decides there."""

    place: Place
    centre: Centre
    rooms: dict[str, Room]
    host: User


def write_accounts() -> dict[str, User]:
    """Write the accounts of those whom anybody may be, and return them by their e-mail."""
    # Hashed once: it is one password that all the world knows, and hashing is slow on purpose.
    password = make_password(PASSWORD)
    users = [User(email=member.email, name=member.name, password=password) for member in MEMBERS]
    return {user.email: user for user in User.objects.bulk_create(users)}


def write_town(town: Town, places: Iterable[Place], accounts: dict[str, User]) -> Iterator[Site]:
    """Write the network and its `places` with their staff, one after another as they are asked for."""
    network = Network.objects.create(slug=town.slug, name=town.name, scope=Scope.objects.create(label=town.name))
    members = [member for member in MEMBERS if member.town == town.slug]
    for member in members:
        if not member.place:
            _grant(accounts[member.email], member.role, network.scope)
    operators: dict[str, Organisation] = {}
    for number, place in enumerate(places):
        if place.operator not in operators:
            scope = Scope.objects.create(label=place.operator)
            operators[place.operator] = Organisation.objects.create(network=network, name=place.operator, scope=scope)
        centre = _write_centre(town, place, operators[place.operator])
        here = [member for member in members if member.place == place.slug]
        for member in here:
            on = centre.operator.scope if member.role == Role.OPERATOR else centre.scope
            _grant(accounts[member.email], member.role, on)
        yield Site(place, centre, _write_rooms(place, centre), _host(here, accounts, centre, number))


def _host(here: Iterable[Member], accounts: dict[str, User], centre: Centre, number: int) -> User:
    """Return the host of the place: the one whom anybody may be, or else somebody who cannot sign in."""
    for member in here:
        if member.role == Role.HOST:
            return accounts[member.email]
    user = User.objects.create(
        name=TEAM_NAMES[number % len(TEAM_NAMES)],
        email=f"dyzur.{centre.slug}.{centre.network.slug}@example.org",
        password=make_password(None),
    )
    _grant(user, Role.HOST, centre.scope)
    return user


def _grant(user: User, role: Role, scope: Scope) -> None:
    Grant.objects.create(user=user, role=role, scope=scope, since=clock.now() - AT_WORK)


def _write_centre(town: Town, place: Place, operator: Organisation) -> Centre:
    centre = Centre.objects.create(
        network=operator.network,
        operator=operator,
        slug=place.slug,
        name=place.name,
        kind=place.kind,
        street=place.street,
        postcode=place.postcode,
        city=town.city,
        district=place.district,
        phone=place.phone,
        email=place.email,
        about=place.about,
        scope=Scope.objects.create(label=place.name),
    )
    BookingTerms.objects.create(centre=centre)
    OpeningHours.objects.bulk_create(_weekly(OpeningHours, centre, place.opening))
    DutyHours.objects.bulk_create(_weekly(DutyHours, centre, place.duty))
    OpeningException.objects.bulk_create(_special_days(place, centre))
    verified_on = clock.today(centre.zone) - dt.timedelta(days=40)
    AccessFact.objects.bulk_create(
        AccessFact(
            centre=centre,
            question=question,
            answer=AccessFact.Answer.YES if is_so else AccessFact.Answer.NO,
            note=note,
            verified_on=verified_on,
        )
        for question, (is_so, note) in place.access.items()
    )
    return centre


def _weekly(table: type[Row], centre: Centre, pattern: Hours) -> list[Row]:
    return [
        table(centre=centre, weekday=day, starts=span(times).starts, ends=span(times).ends)
        for days, times in pattern
        for day in days
    ]


def _special_days(place: Place, centre: Centre) -> list[OpeningException]:
    """Return every second Saturday that is no holiday; and today, where the place would be closed."""
    if not place.special_hours:
        return []
    special = span(place.special_hours)
    country, today = centre.network.holidays, clock.today(centre.zone)
    monday = today - dt.timedelta(days=today.weekday())
    saturdays = {monday + dt.timedelta(weeks=week, days=SAT) for week in EVERY_SECOND_WEEK}
    reasons = {on: "Sobota z sąsiadami" for on in saturdays if not hours.holiday(country, on)}
    usual_days = {day for days, _hours in place.opening for day in days}
    if today.weekday() not in usual_days or hours.holiday(country, today):
        reasons[today] = "Dzień otwarty"
    return [
        OpeningException(centre=centre, on=on, starts=special.starts, ends=special.ends, reason=reason)
        for on, reason in sorted(reasons.items())
    ]


def _write_rooms(place: Place, centre: Centre) -> dict[str, Room]:
    rooms = Room.objects.bulk_create(
        Room(
            centre=centre,
            slug=hall.slug,
            name=hall.name,
            about=hall.about,
            area_m2=hall.area_m2,
            capacity=hall.capacity,
            position=position,
        )
        for position, hall in enumerate(place.rooms)
    )
    RoomEquipment.objects.bulk_create(
        RoomEquipment(room=room, item=item, count=count)
        for room, hall in zip(rooms, place.rooms, strict=True)
        for item, count in hall.equipment.items()
    )
    return {room.slug: room for room in rooms}
