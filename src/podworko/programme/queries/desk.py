"""What staff read of the programme: what is planned, each session with its places, who has signed up."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404

from podworko.core import clock
from podworko.core.text import id_in
from podworko.places.models import Centre
from podworko.programme.messages import place_in_line
from podworko.programme.models import (
    ENROLMENT_LIFE,
    Activity,
    ActivityState,
    Enrolment,
    EnrolmentState,
    Intake,
    Session,
    SessionState,
    SignsUpFor,
)
from podworko.programme.ways import Spot, Way
from podworko.programme.ways import of as ways_of

# What is over is told as far back as somebody looks for a thing to hold again.
MOST_OVER = 60


@dataclass(frozen=True)
class Places:
    """How many places are taken, of how many (None: as many as come), and how many sign-ups wait."""

    taken: int = 0
    capacity: int | None = None
    waiting: int = 0

    @property
    def are_all_taken(self) -> bool:
        """Whether the next one who signs up waits."""
        return self.capacity is not None and self.taken >= self.capacity


@dataclass(frozen=True)
class Line:
    """One activity of the list: its next session (of what is over the last one), and the places in that one."""

    activity: Activity
    session: Session | None
    places: Places


@dataclass(frozen=True)
class Overview:
    """What a place has planned: to come, not shown to anybody yet, over; `older` of these are not told."""

    coming: list[Line]
    drafts: list[Line]
    over: list[Line]
    older: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever planned."""
        return not (self.coming or self.drafts or self.over)


@dataclass(frozen=True)
class SessionLine:
    """One session with its places; of a series for which one signs up as a whole there are none to tell."""

    session: Session
    places: Places | None

    @property
    def can_move(self) -> bool:
        """Whether it may still be brought to another hour."""
        return self.session.state == SessionState.PLANNED and self.session.starts_at > clock.now()

    @property
    def can_call_off(self) -> bool:
        """Whether it may still be called off."""
        return self.session.state == SessionState.PLANNED and self.session.ends_at > clock.now()

    @property
    def ways(self) -> "list[Way]":
        """Where the areas above lead from it."""
        return ways_of(Spot.SESSION, self.session)


@dataclass(frozen=True)
class Sessions:
    """The sessions of an activity: those to come, and those that are over."""

    coming: list[SessionLine]
    over: list[SessionLine]


@dataclass(frozen=True)
class Party:
    """One sign-up of the list, and which one in the line it is (None: it does not wait)."""

    enrolment: Enrolment
    place: int | None = None


@dataclass(frozen=True)
class People:
    """Who has signed up: those who come, who think about an offered place, who wait in order, who have left."""

    places: Places
    going: list[Party]
    offered: list[Party]
    waiting: list[Party]
    gone: list[Party]
    unconfirmed: int

    @property
    def heads(self) -> int:
        """How many people come with the sign-ups that have a place."""
        return sum(each.enrolment.seats for each in self.going)

    @cached_property
    def have_children(self) -> bool:
        """Whether somebody has signed children up."""
        return any(each.enrolment.children for each in (*self.going, *self.offered, *self.waiting))


@dataclass(frozen=True)
class Around:
    """A session among those of its activity: the one before it and the one after it."""

    before: Session | None = None
    after: Session | None = None


# --- one of them ---


def activity_or_404(place: Centre, slug: str) -> Activity:
    """Return the activity of `place` with that address; raise Http404 where there is none."""
    activity = get_object_or_404(place.activities.prefetch_related("partners"), slug=slug)
    # It is known already, with its network.
    activity.centre = place
    return activity


def session_or_404(activity: Activity, pk: int | None) -> Session:
    """Return the session of `activity` with that id; raise Http404 where there is none."""
    session = get_object_or_404(activity.sessions.select_related("room"), pk=pk)
    session.activity = activity
    return session


def enrolment_or_404(activity: Activity, reference: str) -> Enrolment:
    """Return the sign-up for `activity` with that reference; raise Http404 where there is none."""
    found = Enrolment.objects.filter(intake__activity=activity).select_related("intake__session__room", "taken_by")
    enrolment = get_object_or_404(found, reference=reference)
    enrolment.intake.activity = activity
    return enrolment


# --- the lists ---


def overview(place: Centre) -> Overview:
    """Return all that `place` has planned, the soonest first; as many queries however much it is."""
    now = clock.now()
    to_come = Session.objects.filter(activity=OuterRef("pk"), state=SessionState.PLANNED, ends_at__gt=now)
    activities = list(
        place.activities.annotate(
            next_id=Subquery(to_come.order_by("starts_at", "pk").values("pk")[:1]),
            last_at=Max("sessions__starts_at"),
        ).order_by("pk")
    )
    coming: list[Line] = []
    drafts: list[Line] = []
    over: list[Line] = []
    for line in _lines(activities):
        if line.activity.state == ActivityState.DRAFT:
            drafts.append(line)
        elif line.activity.state == ActivityState.PUBLISHED and line.session:
            coming.append(line)
        else:
            over.append(line)
    over.sort(key=_ended, reverse=True)
    older = max(0, len(over) - MOST_OVER)
    return Overview(sorted(coming, key=_begins), sorted(drafts, key=_begins), over[:MOST_OVER], older)


def _ended(line: Line) -> dt.datetime:
    return line.activity.last_at or line.activity.created_at  # type: ignore[attr-defined]


def _begins(line: Line) -> dt.datetime:
    return line.session.starts_at if line.session else line.activity.created_at


def _lines(activities: Sequence[Activity]) -> list[Line]:
    """Return the activities, whose next session is annotated, with that session and its places."""
    next_ids = {activity.pk: activity.next_id for activity in activities}  # type: ignore[attr-defined]
    sessions = Session.objects.select_related("room").in_bulk([pk for pk in next_ids.values() if pk])
    intakes = _intakes(Q(session__in=sessions) | Q(session=None, activity__in=next_ids))
    return [
        Line(activity, sessions.get(next_ids[activity.pk]), _places(activity, next_ids[activity.pk], intakes))
        for activity in activities
    ]


Intakes = dict[tuple[int, int | None], Places]


def _intakes(meant: Q) -> Intakes:
    """Return the places of the intakes that are meant, by activity and session."""
    waits = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.WAITING))
    rows = Intake.objects.filter(meant).annotate(waiting=waits)
    return {
        (activity, session): Places(taken, capacity, waiting)
        for activity, session, taken, capacity, waiting in rows.values_list(
            "activity", "session", "taken", "capacity", "waiting"
        )
    }


def _places(activity: Activity, session: int | None, intakes: Intakes) -> Places:
    """Return the places of a session, or of the series where one signs up for that; nobody may have come yet."""
    key = activity.pk, None if activity.signs_up_for == SignsUpFor.SERIES else session
    return intakes.get(key) or Places(capacity=activity.capacity)


def sessions_of(activity: Activity) -> Sessions:
    """Return the sessions of `activity` with their places, those that are over last one first."""
    intakes = _intakes(Q(activity=activity, session__isnull=False))
    is_by_session = activity.takes_sign_ups and activity.signs_up_for == SignsUpFor.SESSION
    lines = [
        SessionLine(session, _places(activity, session.pk, intakes) if is_by_session else None)
        for session in activity.sessions.select_related("room")
    ]
    now = clock.now()
    coming = [line for line in lines if line.session.ends_at > now]
    return Sessions(coming, [line for line in reversed(lines) if line.session.ends_at <= now])


def places_of_series(activity: Activity) -> Places:
    """Return the places of the whole series."""
    return _places(activity, None, _intakes(Q(activity=activity, session=None)))


def session_to_show(activity: Activity, asked: str) -> Session | None:
    """Return the session whose people are shown: the one `asked` for by its id, else the next one, else the last.

    None where one signs up for the whole series, or nothing is planned. Raises Http404 for no session of `activity`.
    """
    if activity.signs_up_for == SignsUpFor.SERIES:
        return None
    if asked:
        return session_or_404(activity, id_in(asked))
    sessions = activity.sessions.select_related("room")
    coming = sessions.filter(state=SessionState.PLANNED, ends_at__gt=clock.now())
    return coming.first() or sessions.last()


def around(activity: Activity, session: Session | None) -> Around:
    """Return the sessions before and after one."""
    if session is None:
        return Around()
    in_order: list[Session | None] = [None, *activity.sessions.all(), None]
    places = {each.pk: number for number, each in enumerate(in_order) if each}
    number = places[session.pk]
    return Around(in_order[number - 1], in_order[number + 1])


def people(activity: Activity, session: Session | None) -> People:
    """Return who has signed up for `session`, or (None) for the whole series, in order of arrival."""
    meant = Q(activity=activity, session=session)
    found = list(Enrolment.objects.filter(intake__activity=activity, intake__session=session))
    return People(
        _places(activity, session.pk if session else None, _intakes(meant)),
        _parties(found, EnrolmentState.GOING),
        _parties(found, EnrolmentState.OFFERED),
        [Party(each.enrolment, place) for place, each in enumerate(_parties(found, EnrolmentState.WAITING), start=1)],
        [Party(each) for each in found if each.ended_at and each.arrival],
        sum(each.state == EnrolmentState.UNCONFIRMED for each in found),
    )


def _parties(found: Iterable[Enrolment], state: EnrolmentState) -> list[Party]:
    return [Party(each) for each in found if each.state == state]


@dataclass(frozen=True)
class Ways:
    """How one sign-up stands: its place in the line (None: it does not wait), and what can be done about it."""

    place: int | None
    can_take: bool
    can_resign: bool
    can_remove: bool


def ways(enrolment: Enrolment) -> Ways:
    """Return what can be done about a sign-up at this moment."""
    state, answer_by = enrolment.state, enrolment.answer_by
    return Ways(
        place_in_line(enrolment) if state == EnrolmentState.WAITING else None,
        answer_by is not None and answer_by > clock.now(),
        ENROLMENT_LIFE.allows(state, EnrolmentState.RESIGNED),
        ENROLMENT_LIFE.allows(state, EnrolmentState.REMOVED),
    )
