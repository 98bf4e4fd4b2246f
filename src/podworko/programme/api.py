"""What is on, and sign-ups, for other programs. Parsing and answers; the actions hold the rules."""

import datetime as dt
import uuid
from typing import Annotated, Any, Literal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Header, Query, Router, Schema, Status
from pydantic import ConfigDict, StrictBool, StrictInt

from podworko.bookings.models import Channel
from podworko.core import audit
from podworko.core.api import Page, Paging, Text, cleaned_by, page_of, problems
from podworko.core.errors import Refused
from podworko.core.fields import PhoneField
from podworko.core.web import limit_address
from podworko.people.api import BearerToken, bearer
from podworko.people.models import User
from podworko.places.models import Audience, Centre, SignUp
from podworko.places.queries import public_centre_or_404
from podworko.programme.actions import enrolling
from podworko.programme.calendar_files import spot_of
from podworko.programme.drafts import EnrolmentDraft
from podworko.programme.models import (
    Activity,
    ActivityKind,
    ActivityState,
    Enrolment,
    EnrolmentState,
    First,
    Session,
    SessionState,
    SignsUpFor,
    Where,
)
from podworko.programme.queries.published import coming, published
from podworko.programme.queries.sign_ups import known_to

# What is on is open to everybody; sign-ups need a token.
activities = Router(tags=["activities"])
sign_ups = Router(tags=["sign-ups"], auth=BearerToken())

HOUR = dt.timedelta(hours=1)
Language = Literal["pl", "uk", "en"]
Email = Annotated[str, cleaned_by(forms.EmailField(required=False, max_length=254))]
Phone = Annotated[str, cleaned_by(PhoneField(required=False))]


# --- what goes in --------------------------------------------------------------------------------


class SignUpIn(Schema):
    """Who signs up, and for which session; for the whole series where it is left out."""

    model_config = ConfigDict(extra="forbid")

    session: StrictInt | None = None
    person: Text
    email: Email = Field("", description="Only staff may write another address than that of their account.")
    phone: Phone = ""
    seats: StrictInt = 1
    group: Text = Field("", description="The name of a group, where the activity has groups.")
    is_local: StrictBool = Field(False, description="That they live in this town, where those who do are first.")
    answers: list[Text] = Field([], max_length=3, description="To the questions of the activity, in their order.")
    birth_year: StrictInt | None = Field(None, description="Only where the activity checks the age.")
    children: Text = Field("", description="First names, where children come without their parents.")
    collected_by: Text = ""
    is_guardian: StrictBool = False
    language: Language | None = Field(None, description="Of the messages to the person; of the request when empty.")


# --- what comes out ------------------------------------------------------------------------------


class GroupOut(Schema):
    """Some of those whom it is for, with places of their own."""

    name: str
    capacity: int


class QuestionOut(Schema):
    """What those are asked who sign up, and why."""

    text: str
    why: str
    is_needed: bool


class ActivityOut(Schema):
    """What is held, for whom, and how one comes."""

    slug: str
    url: str
    state: ActivityState
    title: str
    lead: str
    about: str
    kind: ActivityKind
    audience: Audience
    age_from: int | None
    age_to: int | None
    languages: list[str]
    leader: str
    where: Where
    spot: str
    accessibility: str
    bring: str
    sign_up: SignUp
    signs_up_for: SignsUpFor
    capacity: int | None
    groups: list[GroupOut]
    first_for: First
    first_days: int
    questions: list[QuestionOut]
    reason: str


class SessionOut(Schema):
    """One time that it is held, or is not: then `reason` says why."""

    id: int
    state: SessionState
    starts_at: dt.datetime
    ends_at: dt.datetime
    where: str
    reason: str


class ActivityInFull(ActivityOut):
    """The same, with the sessions to come: soonest first, at most 110."""

    sessions: list[SessionOut]


class SignUpOut(Schema):
    """A sign-up as it stands."""

    reference: str
    network: str
    place: str
    activity: str
    session: int | None
    state: EnrolmentState
    seats: int
    group: str
    person: str
    email: str
    phone: str
    language: str
    channel: Channel
    created_at: dt.datetime
    answer_by: dt.datetime | None
    reason: str


# --- what is on ----------------------------------------------------------------------------------


@activities.get(
    "/{slug:network}/places/{slug:place}/activities", response={200: Page[ActivityOut], **problems(404, 422)}
)
def list_activities(request: HttpRequest, network: str, place: str, paging: Query[Paging]) -> Page[ActivityOut]:
    """List what a place holds and has still to come, by title."""
    centre = public_centre_or_404(network, place)
    return page_of(published(centre), paging, lambda each: ActivityOut(**_facts(each, centre)))


@activities.get(
    "/{slug:network}/places/{slug:place}/activities/{slug:activity}",
    response={200: ActivityInFull, **problems(404)},
)
def get_activity(request: HttpRequest, network: str, place: str, activity: str) -> ActivityInFull:
    """Show an activity with its sessions to come."""
    found = _activity(public_centre_or_404(network, place), activity)
    sessions = [_session(found, session) for session in coming(found)]
    return ActivityInFull(**_facts(found, found.centre), sessions=sessions)


@activities.post(
    "/{slug:network}/places/{slug:place}/activities/{slug:activity}/sign-ups",
    auth=BearerToken(),
    tags=["sign-ups"],
    response={201: SignUpOut, **problems(400, 401, 404, 409, 413, 422, 429)},
)
def create_sign_up(
    request: HttpRequest,
    response: HttpResponse,
    *,
    network: str,
    place: str,
    activity: str,
    draft: SignUpIn,
    key: str | None = Header(None, alias="Idempotency-Key", max_length=80, pattern=r"^[!-~]+$"),
) -> Status[SignUpOut]:
    """Sign somebody up: staff of the place anybody, others themselves. There is a place, or a place in the line.

    Sent again with the same `Idempotency-Key`, it makes nothing new and shows the sign-up as it stands.
    """
    user, centre = bearer(request), public_centre_or_404(network, place)
    found = _activity(centre, activity)
    by = _actor(user, centre)
    if not by.is_staff:
        limit_address(request, "sign-up", limit=60, per=HOUR)
    made = enrolling.sign_up(
        activity=found,
        session=_its_session(found, draft.session),
        draft=_draft(draft, user, by),
        channel=Channel.API,
        by=by,
        submission_key=f"api:{user.pk}:{key or uuid.uuid4()}",
    )
    response["Location"] = reverse("api-1:get_sign_up", args=[made.reference])
    return Status(201, _out(made))


# --- sign-ups ------------------------------------------------------------------------------------


@sign_ups.get("/{slug:sign_up}", response={200: SignUpOut, **problems(401, 404, 429)})
def get_sign_up(request: HttpRequest, sign_up: str) -> SignUpOut:
    """Show a sign-up as it stands."""
    return _out(get_object_or_404(known_to(bearer(request)), reference=sign_up))


@sign_ups.post("/{slug:sign_up}/resign", response={200: SignUpOut, **problems(400, 401, 404, 409, 413, 429)})
def resign(request: HttpRequest, sign_up: str) -> SignUpOut:
    """Give a place, or a place in the line, up; the next one is told."""
    user = bearer(request)
    found = get_object_or_404(known_to(user), reference=sign_up)
    return _out(enrolling.resign(enrolment=found, by=_actor(user, found.intake.activity.centre)))


# --- between the two -----------------------------------------------------------------------------


def _actor(user: User, centre: Centre) -> audit.Actor:
    return audit.staff(user) if user.has_perm("programme.plan", centre) else audit.resident(user)


def _activity(centre: Centre, slug: str) -> Activity:
    found: Activity = get_object_or_404(centre.activities.exclude(published_at=None), slug=slug)
    found.centre = centre
    return found


def _its_session(activity: Activity, number: int | None) -> Session | None:
    """Return the session of that number. Raises Refused when it is one of another activity."""
    if number is None:
        return None
    # No database keeps a larger one.
    found = activity.sessions.filter(pk=number).first() if abs(number) < 2**63 else None
    if found is None:
        raise Refused.because("no-such-session", _("This activity has no such session."), field="session")
    return found


def _draft(sent: SignUpIn, user: User, by: audit.Actor) -> EnrolmentDraft:
    email = sent.email or ("" if by.is_staff else user.email)
    if not by.is_staff and email.lower() != user.email.lower():
        sentence = _("You can sign up yourself only: with the e-mail address of your account.")
        raise Refused.because("not-yours", sentence, field="email")
    return EnrolmentDraft(
        person=sent.person,
        email=email,
        phone=sent.phone,
        seats=sent.seats,
        group=sent.group,
        is_local=sent.is_local,
        answers=tuple(sent.answers),
        birth_year=sent.birth_year,
        children=sent.children,
        collected_by=sent.collected_by,
        is_guardian=sent.is_guardian,
        language=sent.language or (get_language() or "pl")[:2],
    )


def _facts(activity: Activity, centre: Centre) -> dict[str, Any]:
    activity.centre = centre
    names = [name for name in ActivityOut.model_fields if name != "url"]
    return {name: getattr(activity, name) for name in names} | {"url": activity.get_absolute_url()}


def _session(activity: Activity, session: Session) -> SessionOut:
    return SessionOut(
        id=session.pk,
        state=SessionState(session.state),
        starts_at=session.starts_at.astimezone(activity.zone),
        ends_at=session.ends_at.astimezone(activity.zone),
        where=spot_of(activity, session),
        reason=session.reason,
    )


def _out(enrolment: Enrolment) -> SignUpOut:
    activity = enrolment.intake.activity
    zone = activity.zone
    return SignUpOut(
        reference=enrolment.reference,
        network=activity.centre.network.slug,
        place=activity.centre.slug,
        activity=activity.slug,
        session=enrolment.intake.session_id,
        state=EnrolmentState(enrolment.state),
        seats=enrolment.seats,
        group=enrolment.group,
        person=enrolment.person,
        email=enrolment.email,
        phone=enrolment.phone,
        language=enrolment.language,
        channel=Channel(enrolment.channel),
        created_at=enrolment.created_at.astimezone(zone),
        answer_by=enrolment.answer_by.astimezone(zone) if enrolment.answer_by else None,
        reason=enrolment.reason,
    )
