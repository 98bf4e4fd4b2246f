"""What a test needs to stand before it begins, each made by one call that sets only what the test is about.

Places are open Monday to Friday from 9 to 20; a request is for a week from now, so that every rule lets it through.
"""

import datetime as dt
import itertools
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from podworko.bookings import series
from podworko.bookings.drafts import Draft, When
from podworko.bookings.models import (
    BookingDate,
    BookingRequest,
    BookingTerms,
    Channel,
    DateState,
    Occupancy,
    RequestState,
)
from podworko.core import audit, clock
from podworko.membership.actions import declaring
from podworko.membership.drafts import MemberDraft
from podworko.membership.models import Membership
from podworko.people.assisted import Assistance
from podworko.people.models import PRIVATE_ROLES, EntryChannel, Grant, Role, Scope, ScopeKind, User
from podworko.places import hours, walls
from podworko.places.kinds import begin_with_model_kinds
from podworko.places.models import (
    Centre,
    DutyHours,
    Equipment,
    ModelKind,
    Network,
    OpeningHours,
    Organisation,
    Room,
    RoomEquipment,
)
from podworko.programme.actions import enrolling, planning
from podworko.programme.drafts import ActivityDraft, EnrolmentDraft, Plan
from podworko.programme.models import Activity, Enrolment, Session, SignsUpFor
from tests.second_factor import app_of

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


def make_user(*, password: str | None = None, **fields: Any) -> User:
    """Return somebody with an account; give a `password` (there is one: PASSWORD) to those who sign in by it."""
    number = next(_numbers)
    return User.objects.create_user(
        fields.pop("email", f"person{number}@example.org"), password, **{"name": f"Osoba {number}"} | fields
    )


def grant(user: User, role: Role, on: Network | Organisation | Centre, **fields: Any) -> Grant:
    """Give `user` the `role` on something, from an hour ago; and an app that shows codes, so that the role counts."""
    if role in PRIVATE_ROLES:
        Authenticator.objects.bulk_create([app_of(user)], ignore_conflicts=True)
    since = clock.now() - dt.timedelta(hours=1)
    return Grant.objects.create(user=user, role=role, scope=on.scope, **{"since": since} | fields)


def make_staff(role: Role, on: Network | Organisation | Centre, **fields: Any) -> User:
    """Return somebody with an account and one role; `fields` are those of make_user."""
    user = make_user(**fields)
    grant(user, role, on)
    return user


def make_network(**fields: Any) -> Network:
    """Return a network in Poland."""
    number = next(_numbers)
    values = {"slug": f"miasto-{number}", "name": f"Miasto {number}"} | fields
    scope = Scope.objects.create(kind=ScopeKind.NETWORK, label=values["name"])
    network = Network.objects.create(scope=scope, **values)
    begin_with_model_kinds(network)
    return network


def make_organisation(network: Network | None = None, **fields: Any) -> Organisation:
    """Return an organisation of `network`."""
    number = next(_numbers)
    values = {"name": f"Fundacja {number}", "slug": f"fundacja-{number}"} | fields
    scope = Scope.objects.create(kind=ScopeKind.ORGANISATION, label=values["name"])
    return Organisation.objects.create(network=network or make_network(), scope=scope, **values)


def make_centre(
    network: Network | None = None,
    *,
    operator: Organisation | None = None,
    opens: str = "09:00-20:00",
    duty: str = "10:00-18:00",
    terms: dict[str, Any] | None = None,
    **fields: Any,
) -> Centre:
    """Return a centre with no rooms, open and on duty from Monday to Friday; `terms` are the fields of BookingTerms."""
    number = next(_numbers)
    operator = operator or make_organisation(network)
    values = {
        "slug": f"miejsce-{number}",
        "name": f"Miejsce {number}",
        "kind": ModelKind.MAM,
        "street": f"ul. Sąsiedzka {number}",
        "postcode": "30-000",
        "city": "Kraków",
        "email": f"miejsce{number}@example.org",
        "phone": "+48 12 555 01 00",
    } | fields
    values["kind"] = operator.network.kinds.get(code=values["kind"])
    scope = Scope.objects.create(kind=ScopeKind.CENTRE, label=values["name"])
    centre = Centre.objects.create(network=operator.network, operator=operator, scope=scope, **values)
    for table, span in ((OpeningHours, opens), (DutyHours, duty)):
        starts, ends = (dt.time.fromisoformat(time) for time in span.split("-"))
        table.objects.bulk_create(table(centre=centre, weekday=day, starts=starts, ends=ends) for day in range(5))
    BookingTerms.objects.create(centre=centre, **terms or {})
    return centre


def make_room(centre: Centre | None = None, *, equipment: dict[Equipment, int] | None = None, **fields: Any) -> Room:
    """Return a room for 30 people, with `equipment` and its counts (20 chairs when not said)."""
    number = next(_numbers)
    values = {"slug": f"sala-{number}", "name": f"Sala {number}", "capacity": 30, "position": number} | fields
    whole = values.get("whole")
    room = Room.objects.create(centre=centre or (whole.centre if whole else make_centre()), **values)
    if whole:
        with transaction.atomic():
            walls.keep(room.centre)
    counts = {Equipment.CHAIRS: 20} if equipment is None else equipment
    RoomEquipment.objects.bulk_create(RoomEquipment(room=room, item=item, count=n) for item, n in counts.items())
    return room


def a_working_day(centre: Centre, *, ahead: int = 5) -> dt.date:
    """Return the working day that comes `ahead` working days from today."""
    return hours.add_working_days(centre.network.holidays, clock.today(centre.zone), ahead)


def make_request(
    room: Room | None = None,
    *,
    centre: Centre | None = None,
    on: dt.date | None = None,
    starts: str = "17:00",
    ends: str = "19:00",
    weeks: int = 1,
    state: RequestState = RequestState.WAITING,
    **fields: Any,
) -> BookingRequest:
    """Return a request that waits for a decision, for one date or for so many `weeks`.

    With a `centre` and no `room` it is for any room that fits; with neither, a place and a room are made.
    """
    room = room or (None if centre else make_room())
    place = centre or room.centre
    first = on or a_working_day(place)
    days = [first + dt.timedelta(weeks=week) for week in range(weeks)]
    start, end = dt.time.fromisoformat(starts), dt.time.fromisoformat(ends)
    is_waiting = state in {RequestState.WAITING, RequestState.CHANGES_ASKED, RequestState.UNCONFIRMED}
    values = {
        "topic": "Próba chóru sąsiedzkiego",
        "people": 12,
        "person": "Anna Nowak",
        "email": "anna.nowak@example.org",
        "channel": Channel.WEB,
        "rule": series.weekly(days[-1]) if weeks > 1 else "",
        "decide_by": None if state == RequestState.UNCONFIRMED else clock.now() + dt.timedelta(days=2),
        "question": "Czy może być godzinę później?" if state == RequestState.CHANGES_ASKED else "",
    } | fields
    request = BookingRequest.objects.create(centre=place, room=room, state=state, **values)
    closed = {RequestState.DECIDED: DateState.DECLINED, RequestState.WITHDRAWN: DateState.WITHDRAWN}
    BookingDate.objects.bulk_create(
        BookingDate(
            request=request,
            room=room,
            starts_at=clock.at(day, start, place.zone),
            ends_at=clock.at(day, end, place.zone),
            rule_at=clock.at(day, start, place.zone),
            state=DateState.WAITING if is_waiting else closed.get(state, DateState.LAPSED),
            decided_at=None if is_waiting else clock.now(),
        )
        for day in days
    )
    return request


def make_booking(room: Room | None = None, **fields: Any) -> BookingRequest:
    """Return a request that was accepted, its room taken on each of its dates; `fields` are those of make_request."""
    request = make_request(room or make_room(), state=RequestState.DECIDED, **fields)
    request.dates.update(state=DateState.ACCEPTED)
    Occupancy.objects.bulk_create(
        Occupancy(
            room=date.room,
            kind=Occupancy.Kind.BOOKING,
            booking_date=date,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            blocked_from=date.starts_at,
            blocked_until=date.ends_at,
        )
        for date in request.dates.select_related("room")
    )
    return request


def make_closure(room: Room, *, on: dt.date | None = None, starts: str = "09:00", ends: str = "15:00") -> Occupancy:
    """Close `room` for some hours of one day."""
    day, zone = on or a_working_day(room.centre), room.centre.zone
    start, end = (clock.at(day, dt.time.fromisoformat(time), zone) for time in (starts, ends))
    return Occupancy.objects.create(
        room=room,
        kind=Occupancy.Kind.CLOSURE,
        starts_at=start,
        ends_at=end,
        blocked_from=start,
        blocked_until=end,
        note="Remont stołu",
    )


def make_draft(centre: Centre, **fields: Any) -> Draft:
    """Return what somebody asks of `centre`: any room that fits, in five working days from 17 to 19.

    `on`, `starts`, `ends` and `rule`, or `until` for each week, make the time; the other `fields` are those of Draft.
    """
    until = fields.pop("until", None)
    when = When(
        on=fields.pop("on", None) or a_working_day(centre),
        starts=dt.time.fromisoformat(fields.pop("starts", "17:00")),
        ends=dt.time.fromisoformat(fields.pop("ends", "19:00")),
        rule=fields.pop("rule", "") or (series.weekly(until) if until else ""),
    )
    values = {
        "room": None,
        "topic": "Próba chóru sąsiedzkiego",
        "people": 12,
        "person": "Anna Nowak",
        "email": "anna.nowak@example.org",
    }
    return Draft(when=when, **values | fields)


def make_assistance(channel: str = "phone", **fields: Any) -> Assistance:
    """Return how staff came to write something down for somebody who called, and who agrees to it."""
    return Assistance(EntryChannel(channel), **{"has_agreed": True} | fields)


def make_activity(centre: Centre | None = None, *, draft: dict[str, Any] | None = None, **fields: Any) -> Activity:
    """Return a published activity with one session, a week from now from 17 to 18:30, in no room unless one is named.

    `fields` say when: `on`, `starts`, `ends`, `rule`, `room`; `draft` holds those of ActivityDraft.
    """
    room = fields.get("room")
    centre = centre or (room.centre if room else make_centre())
    words = {"title": "Szachy na podwórku", "kind": "integrating", "where": "room" if room else "outdoors"} | (
        draft or {}
    )
    if words["where"] == "outdoors":
        words.setdefault("spot", "Skwer przed wejściem")
    when = When(
        fields.get("on") or a_working_day(centre),
        dt.time.fromisoformat(fields.get("starts", "17:00")),
        dt.time.fromisoformat(fields.get("ends", "18:30")),
        fields.get("rule", ""),
    )
    planned = planning.create(centre=centre, draft=ActivityDraft(**words), plan=Plan(when, room), by=audit.SYSTEM)
    if fields.get("is_draft"):
        return planned.activity
    return planning.publish(activity=planned.activity, by=audit.SYSTEM)


def make_enrolment(activity: Activity, session: Session | None = None, **fields: Any) -> Enrolment:
    """Return a sign-up that counts, for the first session or for the series, as the activity asks."""
    number = next(_numbers)
    if activity.signs_up_for == SignsUpFor.SESSION:
        session = session or activity.sessions.first()
    values = {"person": f"Osoba {number}", "email": f"osoba{number}@example.org"} | fields
    return enrolling.sign_up(
        activity=activity,
        session=session,
        draft=EnrolmentDraft(**values),
        channel=Channel.API,
        by=audit.SYSTEM,
        submission_key=f"enrolment-{number}",
    )


def make_member(centre: Centre, *, since: dt.date | None = None, **draft: Any) -> Membership:
    """Return a member of `centre`, whose declaration staff typed in; `draft` are the fields of MemberDraft."""
    number = next(_numbers)
    usual = {"person": f"Krystyna Lis {number}", "email": f"krystyna{number}@example.org", "birth_year": 1950}
    return declaring.type_in(
        centre=centre,
        draft=MemberDraft(**usual | {"lives_here": True} | draft),
        assistance=Assistance(EntryChannel.PAPER, has_agreed=True),
        by=audit.SYSTEM,
        submission_key=f"member-{number}",
        since=since,
    )
