"""Free time of rooms, and requests for them, for other programs. Parsing and answers; the actions hold the rules."""

import datetime as dt
import uuid
from typing import Annotated, Literal

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Header, Query, Router, Schema, Status
from pydantic import ConfigDict, StrictBool, StrictInt

from podworko.bookings import terms
from podworko.bookings.actions import asking, deciding, ending
from podworko.bookings.drafts import Draft, When
from podworko.bookings.models import Applicant, BookingDate, BookingRequest, Channel, DateState, RequestState, Skip
from podworko.bookings.queries.gaps import gaps
from podworko.bookings.queries.requests import known_to
from podworko.core import audit, clock
from podworko.core.api import LocalDay, LocalHour, Page, Paging, Text, cleaned_by, page_of, problems
from podworko.core.errors import Refused
from podworko.core.fields import PhoneField
from podworko.core.web import limit_address
from podworko.people.api import BearerToken, bearer
from podworko.people.models import User
from podworko.places import hours
from podworko.places.models import Centre, Equipment, Room
from podworko.places.queries import lent_rooms, public_centre_or_404
from podworko.places.schemas import HoursOut, spans_out

# Addresses of rooms stand below their place, open to everybody; those of requests need a token.
rooms = Router(tags=["rooms"])
requests = Router(tags=["requests"], auth=BearerToken())

HOUR = dt.timedelta(hours=1)
CALENDAR = dt.timedelta(days=3660)
Language = Literal["pl", "uk", "en"]
Email = Annotated[str, cleaned_by(forms.EmailField(required=False, max_length=254))]
Phone = Annotated[str, cleaned_by(PhoneField(required=False))]


# --- what goes in --------------------------------------------------------------------------------


class Strict(Schema):
    """What is sent to us: a field that we do not know is a mistake worth telling."""

    model_config = ConfigDict(extra="forbid")


class RequestIn(Strict):
    """What is asked for: local day and hours, once or each week; a room, or any that fits where it is left out."""

    on: LocalDay
    starts: LocalHour
    ends: LocalHour
    rule: Text = Field("", description="Recurrence rule (RFC 5545) over local days: FREQ=WEEKLY;UNTIL=20270630.")
    skips: list[Skip] = []
    room: Text | None = None
    people: StrictInt
    topic: Text
    is_open_to_all: StrictBool = False
    equipment: list[Equipment] = []
    accessibility: Text = ""
    person: Text
    email: Email = Field("", description="Only staff may write another address than that of their account.")
    phone: Phone = ""
    applicant: Applicant = Applicant.RESIDENT
    group: Text = ""
    is_for_minors: StrictBool = False
    is_guardian: StrictBool = Field(
        False, description="The person responsible is of age, is there and answers for the minors."
    )
    in_return: Text = ""
    agrees: StrictBool = Field(False, description="To the sentences of the place, where it has some.")
    is_queued_if_taken: StrictBool = Field(False, description="Dates that are taken wait for their hour.")
    language: Language | None = Field(None, description="Of the messages to the person; of the request when empty.")
    waiver: Text = Field("", description="Staff only: why against the rules of the place (notice, length, quota).")
    accept: StrictBool = Field(False, description="Staff only: accept at once, or write nothing down.")


class AcceptIn(Strict):
    """Which dates (ids; all that wait where left out), and another room than the one asked for."""

    dates: list[StrictInt] | None = None
    room: Text | None = None


class ReasonIn(Strict):
    """Why, in a sentence that the person will read, and for which dates (ids; all where left out)."""

    reason: Text = ""
    dates: list[StrictInt] | None = None


class QuestionIn(Strict):
    """What should be changed, in a sentence that the person will read."""

    question: Text


# --- what comes out ------------------------------------------------------------------------------


class SpanOut(Schema):
    """From–to, with the offset of the place's time zone."""

    starts_at: dt.datetime
    ends_at: dt.datetime


class FreeTimeOut(Schema):
    """The hours of a place on a local day, why they are not the usual ones, and when the room is free."""

    room: str
    on: dt.date
    open: list[HoursOut]
    reason: str
    free: list[SpanOut]


class DateOut(SpanOut):
    """One date of a request, decided by itself; `room` is the one given, until then the one asked for."""

    id: int
    state: DateState
    room: str | None
    reason: str


class RequestOut(Schema):
    """A request as it stands."""

    reference: str
    network: str
    place: str
    state: RequestState
    channel: Channel
    created_at: dt.datetime
    decide_by: dt.datetime | None
    question: str
    room: str | None
    topic: str
    people: int
    is_open_to_all: bool
    equipment: list[str]
    accessibility: str
    rule: str
    skips: list[str]
    applicant: Applicant
    group: str
    is_for_minors: bool
    in_return: str
    person: str
    email: str
    phone: str
    language: str
    dates: list[DateOut]


# --- rooms ---------------------------------------------------------------------------------------


@rooms.get(
    "/{slug:network}/places/{slug:place}/rooms/{slug:room}/free", response={200: FreeTimeOut, **problems(404, 422)}
)
def get_free_time(request: HttpRequest, network: str, place: str, room: str, on: Query[LocalDay]) -> FreeTimeOut:
    """Show when a room is free on a local day: inside these times a request has no rival that was given the room."""
    centre = public_centre_or_404(network, place)
    asked = get_object_or_404(lent_rooms(centre), slug=room)
    if abs(on - clock.today(centre.zone)) > CALENDAR:
        raise Refused.because("too-far", _("The calendar does not reach this day."), field="on")
    day = hours.day(centre, on)
    free = gaps(asked, day, buffer=terms.rules_of(centre).of(asked).buffer)
    return FreeTimeOut(
        room=asked.slug,
        on=on,
        open=spans_out(day.open),
        reason=day.reason,
        free=[
            SpanOut(starts_at=start.astimezone(centre.zone), ends_at=end.astimezone(centre.zone)) for start, end in free
        ],
    )


@rooms.post(
    "/{slug:network}/places/{slug:place}/requests",
    auth=BearerToken(),
    tags=["requests"],
    response={201: RequestOut, **problems(400, 401, 403, 404, 409, 413, 422, 429)},
)
def create_request(
    request: HttpRequest,
    response: HttpResponse,
    *,
    network: str,
    place: str,
    draft: RequestIn,
    key: str | None = Header(None, alias="Idempotency-Key", max_length=80, pattern=r"^[!-~]+$"),
) -> Status[RequestOut]:
    """Ask for a room.

    Staff of the place ask for anybody, and may accept at once; others ask in the name of their account.
    Sent again with the same `Idempotency-Key`, it makes nothing new and shows the request as it stands.
    """
    user, centre = bearer(request), public_centre_or_404(network, place)
    by = _actor(user, centre)
    if draft.accept and not by.is_staff:
        raise PermissionDenied
    if not by.is_staff:
        limit_address(request, "ask", limit=60, per=HOUR)
    submit = deciding.submit_accepted if draft.accept else asking.submit
    made = submit(
        centre=centre,
        draft=_draft(centre, draft, usual_email="" if by.is_staff else user.email),
        channel=Channel.API,
        by=by,
        submission_key=f"api:{user.pk}:{key or uuid.uuid4()}",
        waiver=draft.waiver if by.is_staff else "",
    )
    response["Location"] = reverse("api-1:get_request", args=[made.reference])
    return Status(201, _shown(made))


# --- requests ------------------------------------------------------------------------------------


@requests.get("", response={200: Page[RequestOut], **problems(401, 422, 429)})
def list_requests(request: HttpRequest, paging: Query[Paging], state: RequestState | None = None) -> Page[RequestOut]:
    """List the requests at the places where one works, and one's own, the newest first."""
    found = known_to(bearer(request))
    return page_of(found.filter(state=state) if state else found, paging, _out)


@requests.get("/{slug:reference}", response={200: RequestOut, **problems(401, 404, 429)})
def get_request(request: HttpRequest, reference: str) -> RequestOut:
    """Show a request as it stands."""
    return _out(get_object_or_404(known_to(bearer(request)), reference=reference))


DECIDED = {200: RequestOut, **problems(400, 401, 403, 404, 409, 413, 422, 429)}


@requests.post("/{slug:reference}/accept", response=DECIDED)
def accept(request: HttpRequest, reference: str, body: AcceptIn | None = None) -> RequestOut:
    """Give the room at the waiting dates; those whose room is taken go on waiting, 409 when all are taken."""
    booking, by = _to_decide(request, reference)
    body = body or AcceptIn()
    deciding.accept(request=booking, by=by, date_ids=_ids(body.dates), room=_room(booking.centre, body.room))
    return _shown(booking)


@requests.post("/{slug:reference}/ask-for-changes", response=DECIDED)
def ask_for_changes(request: HttpRequest, reference: str, body: QuestionIn) -> RequestOut:
    """Ask the person to change the request; they do it by the link in their message."""
    booking, by = _to_decide(request, reference)
    deciding.ask_for_changes(request=booking, by=by, question=body.question)
    return _shown(booking)


@requests.post("/{slug:reference}/decline", response=DECIDED)
def decline(request: HttpRequest, reference: str, body: ReasonIn) -> RequestOut:
    """Refuse the waiting dates with a reason."""
    booking, by = _to_decide(request, reference)
    deciding.decline(request=booking, by=by, reason=body.reason, date_ids=_ids(body.dates))
    return _shown(booking)


@requests.post("/{slug:reference}/cancel", response=DECIDED)
def cancel(request: HttpRequest, reference: str, body: ReasonIn | None = None) -> RequestOut:
    """Call off the dates that are still to come; staff say why."""
    user = bearer(request)
    booking = get_object_or_404(known_to(user), reference=reference)
    body = body or ReasonIn()
    ending.cancel(request=booking, by=_actor(user, booking.centre), reason=body.reason, date_ids=_ids(body.dates))
    return _shown(booking)


# --- between the two -----------------------------------------------------------------------------


def _actor(user: User, centre: Centre) -> audit.Actor:
    return audit.staff(user) if user.has_perm("bookings.decide", centre) else audit.resident(user)


def _to_decide(request: HttpRequest, reference: str) -> tuple[BookingRequest, audit.Actor]:
    """Return a request that the user may decide, and who decides. Raises Http404, PermissionDenied on one's own."""
    user = bearer(request)
    booking = get_object_or_404(known_to(user), reference=reference)
    by = _actor(user, booking.centre)
    if not by.is_staff:
        raise PermissionDenied
    return booking, by


def _draft(centre: Centre, sent: RequestIn, *, usual_email: str) -> Draft:
    return Draft(
        when=When(sent.on, sent.starts, sent.ends, sent.rule, tuple(skip.value for skip in sent.skips)),
        room=_room(centre, sent.room),
        topic=sent.topic,
        people=sent.people,
        person=sent.person,
        email=sent.email or usual_email,
        phone=sent.phone,
        is_open_to_all=sent.is_open_to_all,
        equipment=tuple(item.value for item in sent.equipment),
        accessibility=sent.accessibility,
        applicant=sent.applicant.value,
        group=sent.group,
        is_for_minors=sent.is_for_minors,
        is_guardian=sent.is_guardian,
        in_return=sent.in_return,
        agrees=sent.agrees,
        is_queued_if_taken=sent.is_queued_if_taken,
        language=sent.language or (get_language() or "pl")[:2],
    )


def _room(centre: Centre, slug: str | None) -> Room | None:
    """Return the room named, None for any that fits. Raises Refused when the place lends none of that name."""
    if slug is None:
        return None
    found = lent_rooms(centre).prefetch_related(None).filter(slug=slug).first()
    if found is None:
        raise Refused.because("no-such-room", _("This place lends no room of that name."), field="room")
    return found


def _ids(dates: list[int] | None) -> set[int] | None:
    return None if dates is None else set(dates)


def _shown(booking: BookingRequest) -> RequestOut:
    """Return a request as it stands after a deed of somebody who may see it."""
    stands = BookingRequest.objects.select_related("centre__network", "room")
    return _out(
        stands.prefetch_related(Prefetch("dates", BookingDate.objects.select_related("room"))).get(pk=booking.pk)
    )


def _out(booking: BookingRequest) -> RequestOut:
    zone = booking.centre.zone
    return RequestOut(
        reference=booking.reference,
        network=booking.centre.network.slug,
        place=booking.centre.slug,
        state=RequestState(booking.state),
        channel=Channel(booking.channel),
        created_at=booking.created_at.astimezone(zone),
        decide_by=booking.decide_by.astimezone(zone) if booking.decide_by else None,
        question=booking.question,
        room=booking.room.slug if booking.room else None,
        topic=booking.topic,
        people=booking.people,
        is_open_to_all=booking.is_open_to_all,
        equipment=booking.equipment,
        accessibility=booking.accessibility,
        rule=booking.rule,
        skips=booking.skips,
        applicant=Applicant(booking.applicant),
        group=booking.group,
        is_for_minors=booking.is_for_minors,
        in_return=booking.in_return,
        person=booking.person,
        email=booking.email,
        phone=booking.phone,
        language=booking.language,
        dates=[_date(booking, date) for date in booking.dates.all()],
    )


def _date(booking: BookingRequest, date: BookingDate) -> DateOut:
    zone = booking.centre.zone
    return DateOut(
        id=date.pk,
        starts_at=date.starts_at.astimezone(zone),
        ends_at=date.ends_at.astimezone(zone),
        state=DateState(date.state),
        room=date.room.slug if date.room else None,
        reason=date.reason,
    )
