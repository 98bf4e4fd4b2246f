"""A small world for the gates: two towns, in each somebody of every role and a request in every state."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.signing import Signer
from django.db.models import Model
from django.test import Client

from podworko.bookings.links import token_of
from podworko.bookings.models import BookingDate, BookingRequest, Channel, Occupancy, RequestState
from podworko.core import audit
from podworko.core.models import Import, Message, RateCount
from podworko.people.models import CERTIFICATION, ApiToken, ContactCode, Role, User
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    DutyHours,
    Equipment,
    OpeningException,
    OpeningHours,
    Room,
    RoomEquipment,
)
from podworko.programme.models import Activity, Enrolment
from tests.factories import (
    PASSWORD,
    make_booking,
    make_centre,
    make_closure,
    make_network,
    make_organisation,
    make_request,
    make_room,
    make_staff,
)
from tests.gates import (
    kept,
    town_attendance,
    town_bringing,
    town_evaluation,
    town_imports,
    town_kept,
    town_membership,
    town_people,
    town_places,
    town_programme,
    town_promotion,
    town_rules,
    town_series,
    town_showing,
    town_speed,
    town_today,
)
from tests.second_factor import passkey_of

WARSAW = ZoneInfo("Europe/Warsaw")
# A Tuesday in opening hours; every gate looks at the pages at this moment.
NOW = dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW)
# When it all has happened; to make it takes seconds.
BEFORE = NOW - dt.timedelta(minutes=1)
TODAY = NOW.date()
SOON = TODAY + dt.timedelta(days=14)
CODE = "123456"

VISITOR, RESIDENT = "visitor", "resident"
WHERE = {
    Role.OPERATOR: "operator",
    **dict.fromkeys({Role.OFFICER, Role.ANIMATOR, *CERTIFICATION}, "network"),
}


@dataclass(frozen=True)
class Who:
    """A role, here or in the other town."""

    role: str
    is_elsewhere: bool = False

    def __str__(self) -> str:
        return f"{self.role} elsewhere" if self.is_elsewhere else self.role

    @property
    def is_anonymous(self) -> bool:
        """Residents act by a signed link, with no account."""
        return self.role in {VISITOR, RESIDENT}


# A visitor belongs to no town.
EVERYBODY = [
    Who(VISITOR),
    *(Who(role, is_elsewhere) for is_elsewhere in (False, True) for role in (RESIDENT, *Role.values)),
]


class Town:
    """A network with one centre whose pages are looked at; `fill` puts more of everything into it."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.network = make_network(slug=slug, name=f"Miasto {slug}")
        self.operator = make_organisation(self.network)
        self.centre = self._centre("kozlowka")
        self.staff: dict[str, User] = {role: self._employ(role) for role in Role}
        self.requests: dict[str, BookingRequest] = {}
        self.messages: list[Message] = []
        # What was written to the resident who telephoned: a letter to print, a text message that failed.
        self.told: dict[str, Message] = {}
        self.people: dict[str, Model] = {}
        # What those who run the place keep right.
        self.kept: dict[str, Any] = {}
        self.imports: dict[str, Import] = {}
        # A day at the desk.
        self.today: dict[str, Any] = {}
        self.rules: dict[str, Model] = {}
        # What is held at the place, and who has signed up for it.
        self.programme: dict[str, Activity] = {}
        self.enrolments: dict[str, Enrolment] = {}
        # Beside the programme, by what they are for.
        self.members: dict[str, Any] = {}
        self.attendance: dict[str, Any] = {}
        self.ratings: dict[str, Any] = {}
        self.promoted: dict[str, Any] = {}
        # What is handed out: the secret of a calendar.
        self.shown: dict[str, str] = {}
        self.room = self.fill(0)

    def _centre(self, slug: str):
        return make_centre(operator=self.operator, slug=slug, about="Sale i ogród.", terms={"buffer_minutes": 15})

    def _employ(self, role: Role) -> User:
        email = f"{role}@{self.slug}.example.org"
        user = make_staff(role, getattr(self, WHERE.get(role, "centre")), email=email, password=PASSWORD)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        if role == Role.OPERATOR:  # has a passkey in place of the app
            Authenticator.objects.filter(user=user).delete()
            passkey_of(user).save()
        Authenticator.objects.create(
            user=user,
            type="recovery_codes",
            # Looked at before: the first look is written down.
            data={"seed": encrypt(f"{self.slug} {role}"), "used_mask": 0, "viewed_at": NOW.timestamp()},
        )
        # In use just now, which is noted once in a while and not at each call.
        ApiToken.objects.create(
            user=user,
            token_hash=ApiToken.hash_of(self.api_token(role)),
            made_with=ApiToken.MadeWith.SECOND_FACTOR,
            last_used_at=NOW,
        )
        return user

    def api_token(self, role: str) -> str:
        """Return the API token of the one who has this role."""
        return f"pdw_{self.slug}_{role}"

    def fill(self, number: int) -> Room:
        """Put one more of everything into the town, each `number` once; return the new room."""
        room = make_room(self.centre, slug=f"sala-{number}", name=f"Sala {number}")
        first = self.centre.rooms.earliest("position")
        RoomEquipment.objects.create(room=first, item=[*Equipment][1 + number])
        self._hours(number)
        make_booking(room, on=TODAY, starts="12:00", ends="13:00", topic="Joga na krzesłach", is_open_to_all=True)
        make_booking(room, on=TODAY, starts="14:00", ends="15:00", topic="Rozmowa rodzinna")
        make_closure(room, on=TODAY, starts="16:00", ends="17:00")
        for kind, request in self._ask(first, room).items():
            mine = self.requests.setdefault(kind, request)
            if number:  # those that are looked at grow too
                self._add_date(mine)
            audit.record("bookings.submitted", mine, by=audit.RESIDENT)
        # What stands behind the pages: more organisations, centres of the operator, messages, counts.
        make_organisation(self.network)
        town_series.divide(self._centre(f"osiedle-{number}"))
        key = f"{self.slug}-{number}"
        message = Message.objects.create(
            key=key,
            kind="bookings.decided",
            to="jan@example.org",
            language="pl",
            subject="Sala jest Wasza",
            text="Do zobaczenia.",
            html="<p>Do zobaczenia.</p>",
            attachments=[{"name": "podworko.ics", "type": "text/calendar", "text": "BEGIN:VCALENDAR"}],
        )
        self.messages.append(message)
        RateCount.objects.create(key=key, window=NOW)
        kept.fill(self.slug, number)
        self._tell(key)
        town_people.fill(self, number, NOW)
        town_places.fill(self, number, TODAY)
        town_kept.fill(self, number, room, TODAY)
        town_imports.fill(self, number)
        town_today.fill(self, number, NOW)
        town_rules.fill(self, number, room, TODAY)
        town_bringing.fill(self, number, room, NOW)
        town_showing.fill(self, number)
        town_speed.fill(self, number, TODAY)
        town_programme.fill(self, number, room, TODAY, CODE)
        town_membership.fill(self, number, TODAY)
        town_attendance.fill(self, number, TODAY)
        town_evaluation.fill(self, number, TODAY)
        town_promotion.fill(self, number, TODAY)
        return room

    def invitation_link(self, kind: str) -> str:
        """Return the token in the link of the invitation of this kind."""
        return f"{kind}-{self.slug}".replace(" ", "-")

    def _tell(self, key: str) -> None:
        about = self.requests["by_phone"]
        words = {"kind": "bookings.decided", "language": "pl", "subject": "Sala jest Wasza", "text": "Do zobaczenia."}
        where = {"subject_type": about._meta.label_lower, "subject_id": str(about.pk)}
        letterhead = {"name": str(self.centre), "lines": ["Kraków"], "zone": "Europe/Warsaw", "kind": "mam"}
        letter = Message.objects.create(
            key=f"{key}-letter", channel="letter", to="Jan Kowal", letterhead=letterhead, **words, **where
        )
        failed = Message.objects.create(
            key=f"{key}-failed", channel="sms", to="+48512345678", state="failed", tries=1, **words, **where
        )
        self.told = self.told or {"letter": letter, "failed": failed}

    def _hours(self, number: int) -> None:
        start = dt.time(9 + number)
        for table in (OpeningHours, DutyHours):
            table.objects.create(centre=self.centre, weekday=5, starts=start, ends=start.replace(minute=45))
        day = SOON + dt.timedelta(weeks=number, days=1)
        OpeningException.objects.create(
            centre=self.centre, on=day, starts=dt.time(9), ends=dt.time(20), reason="Święto ulicy"
        )
        if number < len(AccessQuestion):
            question = [*AccessQuestion][number]
            AccessFact.objects.create(
                centre=self.centre, question=question, answer="yes", note="od ogrodu", verified_on=TODAY
            )

    def _ask(self, first: Room, room: Room) -> dict[str, BookingRequest]:
        """Ask for a room in every state that a request can be in; return the requests by what they are for."""
        words = {"phone": "+48125550101", "equipment": ["chairs"], "accessibility": "Ktoś przyjedzie na wózku."}
        asked = {
            # These want the same room at the same hour.
            "waiting": make_request(first, on=SOON, **words),
            "any": make_request(centre=self.centre, on=SOON, weeks=2, topic="Gry planszowe"),
            "by_phone": make_request(
                first, on=SOON, topic="Wymiana roślin", email="", phone="+48125550102", channel=Channel.PHONE
            ),
            "changes_asked": make_request(room, on=SOON, state=RequestState.CHANGES_ASKED, topic="Kino"),
            "unconfirmed": make_request(room, on=SOON, state=RequestState.UNCONFIRMED, topic="Ukulele"),
            "accepted": make_booking(room, on=SOON + dt.timedelta(days=2), topic="Las w słoiku", is_open_to_all=True),
            "declined": make_request(room, on=SOON, state=RequestState.DECIDED, topic="Wesele"),
            "withdrawn": make_request(room, on=SOON, state=RequestState.WITHDRAWN, topic="Szachy"),
            "lapsed": make_request(room, on=SOON, state=RequestState.LAPSED, topic="Brydż"),
            "offered": town_series.offered(room, SOON + dt.timedelta(days=1), topic="Warsztat lamp"),
        }
        asked["declined"].dates.update(reason="Wtedy jest tu głośno.")
        unconfirmed = asked["unconfirmed"]
        ContactCode.objects.create(
            purpose=f"bookings.request:{unconfirmed.public_id}",
            email=unconfirmed.email,
            code_hash=make_password(CODE),
            expires_at=NOW + dt.timedelta(minutes=30),
            tries_left=5,
        )
        return asked

    @staticmethod
    def _add_date(request: BookingRequest) -> None:
        """Make `request` one date longer, in the state and room of its last one."""
        date = request.dates.select_related("occupancy").latest("starts_at")
        use = Occupancy.objects.filter(booking_date=date).first()
        later = dt.timedelta(weeks=1)
        copy = BookingDate.objects.get(pk=date.pk)
        copy.pk, copy.starts_at, copy.ends_at = None, date.starts_at + later, date.ends_at + later
        copy.rule_at = date.rule_at + later
        copy._state.adding = True
        copy.save()
        if use:
            use.pk, use.booking_date = None, copy
            for name in ("starts_at", "ends_at", "blocked_from", "blocked_until"):
                setattr(use, name, getattr(use, name) + later)
            use._state.adding = True
            use.save()


class World:
    """Both towns, and the browsers of those who live in them."""

    def __init__(self) -> None:
        self.home = Town("krakow")
        self.elsewhere = Town("wroclaw")
        self.proof = kept.open_my_things(CODE)
        # Everybody signs in once: the browsers of later visits have this cookie.
        self.sessions = {who: self._session(who) for who in EVERYBODY}

    def grow(self) -> None:
        """Make everything ten times as many."""
        for number in range(1, 10):
            self.home.fill(number)
            make_network(slug=f"miasto-{number}", name=f"Miasto {number}")
            make_network(slug=f"gmina-{number}", name=f"Gmina {number}")

    def town_of(self, who: Who) -> Town:
        """Return where somebody lives."""
        return self.elsewhere if who.is_elsewhere else self.home

    def client(self, who: Who, *, by_token: bool = False, language: str = "pl", **options: bool) -> Client:
        """Return the browser of somebody, signed in where they have an account; or their program, with their token."""
        headers = {"accept-language": language}
        if by_token and not who.is_anonymous:
            headers["authorization"] = f"Bearer {self.town_of(who).api_token(who.role)}"
        client = Client(headers=headers, **options)
        # Chosen here, and not only liked by the browser: an invitation opens in the language of its letter.
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if not by_token and self.sessions[who]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client

    def _session(self, who: Who) -> str:
        """Return the key of a session of somebody; nothing for those who have none."""
        client = Client()
        if not who.is_anonymous:
            # Read anew: a second factor set up since has ended the sessions that were there.
            user = User.objects.get(pk=self.town_of(who).staff[who.role].pk)
            client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        elif who == Who(RESIDENT):
            session = client.session
            session.update(
                {
                    "mine_opened": str(self.proof.public_id),
                    "mine_asked": str(kept.ASKED),
                    "mine_to_erase": str(kept.TO_ERASE),
                }
            )
            session.save()
        return client.session.session_key or ""

    def link(self, who: Who, request: str) -> str:
        """Return what `who` has for the token of a request of the home town: only its resident's is genuine.

        Somebody from elsewhere tries the signature of their own link, anybody else an invented one.
        """
        token = token_of(self.home.requests[request])
        if who == Who(RESIDENT):
            return token
        reference, _, _signature = token.rpartition(":")
        own = token_of(self.elsewhere.requests[request]) if who.role == RESIDENT else Signer().sign("x")
        return f"{reference}:{own.rpartition(':')[2]}"
