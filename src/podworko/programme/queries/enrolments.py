"""What is asked of sign-ups: what one may sign up for, and how a sign-up stands."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from podworko.core import clock
from podworko.core.errors import Problem
from podworko.core.words import spoken
from podworko.programme.messages import place_in_line, sessions_of
from podworko.programme.models import (
    ENROLMENT_LIFE,
    Activity,
    Enrolment,
    EnrolmentState,
    Intake,
    Session,
    SessionState,
    SignsUpFor,
)
from podworko.programme.queries.showing import open_sessions
from podworko.programme.queries.sittings import GroupPlaces, Places, Sitting, groups, places, sitting
from podworko.programme.terms import closed

# Of each way a sign-up stands, the picture that goes with it.
PICTURES = {
    "going": "accepted",
    "waiting": "waiting",
    "offered": "changes_asked",
    "late": "lapsed",
    "resigned": "withdrawn",
    "removed": "declined",
    "lapsed": "lapsed",
    "called_off": "cancelled",
    "over": "lapsed",
}


@dataclass(frozen=True)
class Offer:
    """What one may sign up for: the session, those to choose from, or (none of them) the whole series.

    `places` is None while there is a choice; `waiting` counts those in line. `problem` says why one cannot sign up.
    `groups` are those to choose from, where the activity has some.
    """

    sittings: Sequence[Sitting] = ()
    places: Places | None = None
    waiting: int = 0
    problem: Problem | None = None
    groups: Sequence[GroupPlaces] = ()
    # Until when places are kept for those who are first, in words; empty where they are not.
    first_until: str = ""

    @property
    def is_choice(self) -> bool:
        """Whether one has to choose a date."""
        return len(self.sittings) > 1

    @property
    def is_open(self) -> bool:
        """Whether one can sign up for any of it."""
        return self.problem is None and (self.places is not None or bool(self.sittings))


@dataclass(frozen=True)
class Standing:
    """How a sign-up stands, what of it is to come, and what can be done.

    `name` is going, waiting, offered, late (offered, and not answered in time), resigned, removed, lapsed, called_off
    or over; `place` is the place in the line of whoever waits.
    """

    name: str
    coming: Sequence[Sitting]
    called_off: Sequence[Sitting]
    place: int | None = None
    can_resign: bool = False

    @property
    def picture(self) -> str:
        """The picture of it, as the component `standing` names it."""
        return PICTURES[self.name]

    @property
    def has_place(self) -> bool:
        """Whether there is something to come to, with a place."""
        return self.name == "going"


def by_reference_or_404(reference: str | None) -> Enrolment:
    """Return the sign-up with that reference; raise Http404 where there is none."""
    found = Enrolment.objects.select_related(
        *("intake__session__room", "intake__activity__centre__network"),
        *("intake__activity__centre__operator", "intake__activity__centre__kind"),
    )
    return get_object_or_404(found, reference=reference)


def offer(activity: Activity, session: Session | None) -> Offer:
    """Return what somebody may sign up for who has chosen `session`, or (None) has still to choose.

    Of a series it is all of it; of an activity with one session to come it is that one.
    """
    if activity.signs_up_for == SignsUpFor.SERIES:
        intake = activity.intakes.filter(session__isnull=True).first()
        shares = groups(activity, intake, is_chosen=True)
        until = first_until(activity, activity.begins_at(None))
        return Offer((), places(activity, intake), waiting(intake), closed(activity, None), shares, until)
    if session is None:
        rows = open_sessions(activity)
        if len(rows) != 1:
            soonest = activity.sessions.get(pk=rows[0].pk).starts_at if rows and activity.first_for else None
            shares = groups(activity, None, is_chosen=False)
            return Offer(rows, groups=shares, first_until=first_until(activity, soonest))
        session = activity.sessions.select_related("room", "intake").get(pk=rows[0].pk)
    row = sitting(activity, session)
    intake = Intake.objects.filter(session=session).first()
    shares = groups(activity, intake, is_chosen=True)
    until = first_until(activity, session.starts_at)
    return Offer([row], row.places, waiting(intake), closed(activity, session), shares, until)


def first_until(activity: Activity, begins: dt.datetime | None) -> str:
    """Return until when the places of what begins then are kept for those who are first; nothing where they are not."""
    if begins is None or not activity.is_first_only_at(begins):
        return ""
    until = (begins - dt.timedelta(days=activity.first_days)).astimezone(activity.zone)
    return f"{spoken(until.date())}, {until:%H:%M}"


def waiting(intake: Intake | None) -> int:
    """Return how many sign-ups stand in the line of `intake`."""
    return intake.enrolments.filter(state=EnrolmentState.WAITING).count() if intake else 0


def standing(enrolment: Enrolment) -> Standing:
    """Return how a confirmed sign-up stands at this moment."""
    activity, now = enrolment.intake.activity, clock.now()
    theirs = sessions_of(enrolment)
    planned = [each for each in theirs if each.state == SessionState.PLANNED and each.ends_at > now]
    # What of a series was called off is told until its hour is over; of a single session always.
    gone = [each for each in theirs if each.state != SessionState.PLANNED and (each.ends_at > now or len(theirs) == 1)]
    name = _name(enrolment, planned, gone)
    return Standing(
        name,
        [sitting(activity, each) for each in planned],
        [sitting(activity, each) for each in gone],
        place_in_line(enrolment) if name == EnrolmentState.WAITING else None,
        bool(planned) and name != "late" and ENROLMENT_LIFE.allows(enrolment.state, EnrolmentState.RESIGNED),
    )


def _name(enrolment: Enrolment, planned: Sequence[Session], gone: Sequence[Session]) -> str:
    if enrolment.ended_at or planned:
        is_late = enrolment.answer_by is not None and enrolment.answer_by <= clock.now()
        return "late" if is_late else enrolment.state
    return "called_off" if gone else "over"
