"""A small world for the gates: two towns, in each somebody of every role and a request in every state."""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.core.signing import Signer
from django.test import Client

from podworko.bookings.links import token_of
from podworko.bookings.models import BookingDate, BookingRequest, BookingTerms, Channel, DateState, Occupancy, RequestState
from podworko.core import audit
from podworko.core.models import Message, RateCount
from podworko.people.models import ApiToken, ContactCode, Grant, Role, Scope, User
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    Centre,
    DutyHours,
    Equipment,
    Network,
    OpeningException,
    OpeningHours,
    Organisation,
    Room,
    RoomEquipment,
)

WARSAW = ZoneInfo("Europe/Warsaw")
# A Tuesday in opening hours; every gate that draws a page does it at this moment.
NOW = dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW)
TODAY = NOW.date()
CODE = "123456"
PASSWORD = "correct horse battery staple"

VISITOR, RESIDENT = "visitor", "resident"


@dataclass(frozen=True)
class Who:
    """A role, here or in the other town."""

    role: str
    is_elsewhere: bool = False

    def __str__(self) -> str:
        return f"{self.role} elsewhere" if self.is_elsewhere else self.role

    @property
    def is_anonymous(self) -> bool:
        return self.role in {VISITOR, RESIDENT}


# A visitor has no town.
EVERYBODY = [
    Who(VISITOR),
    *(Who(role, is_elsewhere) for is_elsewhere in (False, True) for role in (RESIDENT, *Role.values)),
]


def at(hour: float, *, days: int = 0) -> dt.datetime:
    """Return the moment at `hour` of the local clock, so many days from today."""
    return dt.datetime.combine(TODAY, dt.time(), tzinfo=WARSAW) + dt.timedelta(days=days, hours=hour)


class Town:
    """A network with a centre whose pages are looked at. `fill` puts one more of everything into it."""

    def __init__(self, slug: str) -> None:
        self.network = Network.objects.create(slug=slug, name=f"Sieć {slug}", scope=Scope.objects.create(label=slug))
        self.operator = Organisation.objects.create(
            network=self.network, name="Stowarzyszenie Sąsiadów", scope=Scope.objects.create(label="operator")
        )
        self.centre = self._centre("kozlowka", "Na Kozłówce 25")
        BookingTerms.objects.create(centre=self.centre, buffer_minutes=15)
        self.staff = {role: self._employ(role) for role in Role}
        self.requests: dict[str, BookingRequest] = {}

    def _centre(self, slug: str, name: str) -> Centre:
        centre = Centre.objects.create(
            network=self.network,
            operator=self.operator,
            slug=slug,
            name=name,
            kind="mam",
            street="ul. Na Kozłówce 25",
            postcode="30-664",
            city="Kraków",
            district="Prokocim",
            phone="+48125550100",
            email=f"{slug}@{self.network.slug}.example.org",
            about="Sale, kuchnia i ogród dla sąsiadów.",
            scope=Scope.objects.create(label=slug),
        )
        for weekday in range(7):
            OpeningHours.objects.create(centre=centre, weekday=weekday, starts=dt.time(9), ends=dt.time(20))
        return centre

    def _employ(self, role: Role) -> User:
        user = User.objects.create(
            email=f"{role}@{self.network.slug}.example.org", name=f"Anna {role.label}", password=make_password(PASSWORD)
        )
        scope = {
            Role.OPERATOR: self.operator.scope,
            Role.OFFICER: self.network.scope,
            Role.ANIMATOR: self.network.scope,
            Role.CERTIFIER: self.network.scope,
        }.get(role, self.centre.scope)
        Grant.objects.create(user=user, role=role, scope=scope)
        ApiToken.objects.create(user=user, token_hash=ApiToken.hash_of(self.token_of(role)))
        return user

    def token_of(self, role: str) -> str:
        """Return the API token of the person with this role."""
        return f"pdw_{self.network.slug}_{role}"

    def fill(self, number: int) -> None:
        """Put one more of everything into the town; each number once, from 0."""
        room = self._room(number)
        self._times(number)
        self._today(room)
        for kind, request in self._ask(room, number).items():
            self.requests.setdefault(kind, request)
            # The requests that are looked at grow too: one more date and one more thing that happened.
            if number:
                self._date(self.requests[kind], week=number)
            audit.record("bookings.submitted", self.requests[kind], by=audit.RESIDENT)
        self._background(number)

    def _room(self, number: int) -> Room:
        self.room = Room.objects.create(
            centre=self.centre, slug=f"sala-{number}", name=f"Sala {number}", capacity=20 + number, area_m2=40
        )
        items = [*Equipment]
        RoomEquipment.objects.create(room=self.centre.rooms.earliest("pk"), item=items[number])
        if number:
            RoomEquipment.objects.create(room=self.room, item=items[0], count=12)
        return self.room

    def _times(self, number: int) -> None:
        AccessFact.objects.update_or_create(
            centre=self.centre,
            question=[*AccessQuestion][number % len(AccessQuestion)],
            defaults={"answer": "yes", "note": "od podwórka", "verified_on": TODAY},
        )
        OpeningException.objects.create(
            centre=self.centre, on=TODAY + dt.timedelta(days=3 + number), starts=dt.time(9), ends=dt.time(20), reason="Święto ulicy"
        )
        start = dt.time(9 + number)
        DutyHours.objects.create(centre=self.centre, weekday=1, starts=start, ends=dt.time(start.hour, 45))
        for weekday in range(7):
            OpeningHours.objects.create(centre=self.centre, weekday=weekday, starts=start, ends=dt.time(20))

    def _today(self, room: Room) -> None:
        self._use(self._request(room, "decided", topic="Joga na krzesłach", is_open_to_all=True), at(12), room)
        self._use(self._request(room, "decided", topic="Rozmowa rodzinna"), at(14), room)
        Occupancy.objects.create(
            room=room,
            kind=Occupancy.Kind.CLOSURE,
            note="Remont stołu",
            starts_at=at(17),
            ends_at=at(18),
            blocked_from=at(17),
            blocked_until=at(18),
        )

    def _ask(self, room: Room, number: int) -> dict[str, BookingRequest]:
        """Ask for a room in every state that a request can be in; return the requests by what is special about them."""
        first = self.centre.rooms.earliest("pk")
        asked = {
            "waiting": self._request(first, "waiting", topic="Próba chóru"),
            "any": self._request(None, "waiting", topic="Gry planszowe", people=12),
            "by_phone": self._request(first, "waiting", topic="Wymiana roślin", email="", channel=Channel.PHONE),
            "changes_asked": self._request(room, "changes_asked", topic="Kino", question="Może w czwartek?"),
            "unconfirmed": self._request(room, "unconfirmed", topic="Ukulele"),
            "accepted": self._request(room, "decided", topic="Las w słoiku", is_open_to_all=True),
            "declined": self._request(room, "decided", topic="Wesele"),
            "withdrawn": self._request(room, "withdrawn", topic="Szachy"),
            "lapsed": self._request(room, "lapsed", topic="Brydż"),
        }
        for request in asked.values():
            self._date(request, week=0)
        unconfirmed = asked["unconfirmed"]
        ContactCode.objects.create(
            purpose=f"bookings.request:{unconfirmed.public_id}",
            email=unconfirmed.email,
            code_hash=make_password(CODE),
            expires_at=NOW + dt.timedelta(minutes=30),
            tries_left=5,
        )
        return asked

    def _background(self, number: int) -> None:
        """What stands behind the pages: further centres of the operator, messages, counts."""
        self._centre(f"osiedle-{number}", f"Klub Osiedle {number}")
        key = f"{self.network.slug}-{number}"
        Message.objects.create(key=key, kind="people.code", to="ktos@example.org", language="pl", subject="Kod", text="1", html="1")
        RateCount.objects.create(key=key, window=NOW)

    def _request(self, room: Room | None, state: str, **fields: object) -> BookingRequest:
        values: dict[str, object] = {
            "people": 12,
            "person": "Maria Zięba",
            "email": "maria@example.org",
            "phone": "+48125550101",
            "channel": Channel.WEB,
            "equipment": ["chairs"],
            "accessibility": "Przyjdzie osoba na wózku.",
            "taken_by": self.staff[Role.HOST] if fields.get("channel") == Channel.PHONE else None,
            "decide_by": None if state == RequestState.UNCONFIRMED else at(12, days=1),
        }
        return BookingRequest.objects.create(centre=self.centre, room=room, state=state, **values | fields)

    def _date(self, request: BookingRequest, *, week: int) -> None:
        state = {"declined": "declined", "accepted": "accepted"}.get(self._kind(request), "waiting")
        if request.state in {RequestState.WITHDRAWN, RequestState.LAPSED}:
            state = request.state
        starts_at = at(16, days=14 + 7 * week)
        if state == DateState.ACCEPTED:
            self._use(request, starts_at, request.room)
            return
        BookingDate.objects.create(
            request=request,
            room=request.room,
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=2),
            state=state,
            reason="Za głośno." if state == DateState.DECLINED else "",
        )

    @staticmethod
    def _kind(request: BookingRequest) -> str:
        if request.state != RequestState.DECIDED:
            return str(request.state)
        return "accepted" if request.is_open_to_all else "declined"

    @staticmethod
    def _use(request: BookingRequest, starts_at: dt.datetime, room: Room | None) -> None:
        ends_at = starts_at + dt.timedelta(hours=1)
        date = BookingDate.objects.create(
            request=request, room=room, starts_at=starts_at, ends_at=ends_at, state=DateState.ACCEPTED
        )
        Occupancy.objects.create(
            room=room,
            kind=Occupancy.Kind.BOOKING,
            booking_date=date,
            starts_at=starts_at,
            ends_at=ends_at,
            blocked_from=starts_at,
            blocked_until=ends_at,
        )
