"""What is on at a place, for everybody: the programme of a week, and one activity with its sessions to come."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst

from podworko.core import clock
from podworko.core.words import spoken
from podworko.places.models import Audience, Centre
from podworko.programme.models import Activity, ActivityKind, Intake, Session, SessionState, SignsUpFor
from podworko.programme.queries.sittings import Places, Sitting, for_whom, languages, places, sitting
from podworko.programme.terms import closed

WEEK = dt.timedelta(weeks=1)
# So far from this week the programme is shown, to either side.
WEEKS_SHOWN = 53
# Of an activity so many dates are shown before one asks for more, and never more than that.
SESSIONS_SHOWN, MOST_SESSIONS = 10, 200


@dataclass(frozen=True)
class Look:
    """What of the programme is looked at: the week that begins on `monday`, for whom, of which kind (empty: all).

    What is for everybody is for each audience.
    """

    monday: dt.date
    today: dt.date
    audience: str = ""
    kind: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str], today: dt.date) -> "Look":
        """Return what an address asks for; this week, and all, where it asks for nonsense."""
        this = _monday(today)
        monday = this
        with suppress(ValueError, OverflowError):
            monday = _monday(dt.date.fromisoformat(asked.get("week", "")))
        audience, kind = asked.get("for", ""), asked.get("kind", "")
        return cls(
            monday if abs(monday - this) <= WEEKS_SHOWN * WEEK else this,
            today,
            audience if audience in Audience and audience != Audience.EVERYBODY else "",
            kind if kind in ActivityKind else "",
        )

    @property
    def is_this_week(self) -> bool:
        """Whether it is the week of today."""
        return self.monday == _monday(self.today)

    @property
    def earlier(self) -> str:
        """Name the week before; nothing where the programme is not shown so far back."""
        return self._week(self.monday - WEEK)

    @property
    def later(self) -> str:
        """Name the week after; nothing where the programme is not shown so far ahead."""
        return self._week(self.monday + WEEK)

    @property
    def heading(self) -> str:
        """Say which days they are."""
        return f"{spoken(self.monday)} – {spoken(self.monday + WEEK - dt.timedelta(days=1))}"

    def _week(self, monday: dt.date) -> str:
        return str(monday) if abs(monday - _monday(self.today)) <= WEEKS_SHOWN * WEEK else ""


@dataclass(frozen=True)
class Card:
    """One session on the programme, in words."""

    url: str
    title: str
    lead: str
    kind: str
    hours: str
    facts: Sequence[str]
    coming: str
    is_full: bool = False
    is_called_off: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Day:
    """What is on one day."""

    on: dt.date
    name: str
    cards: Sequence[Card]


@dataclass(frozen=True)
class Week:
    """What is on in a week: on the days still to come (today is one), on those that are over; what one may choose by.

    Audiences and kinds are those of that week, as pairs of value and words.
    """

    days: Sequence[Day]
    over: Sequence[Day]
    audiences: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Coming:
    """What is to come of an activity: its sessions, whether there are more, and of a series how full it is."""

    sittings: Sequence[Sitting]
    has_more: bool
    # Where one signs up for all sessions at once; None where that is not possible (any more).
    series: Places | None = None

    @property
    def next_free(self) -> int | None:
        """The number of the next session that has a place for whoever signs up."""
        return next((each.pk for each in self.sittings if each.is_open and not each.places.is_full), None)


def public_activities(centre: Centre) -> QuerySet[Activity]:
    """Return the activities of `centre` that everybody may read of."""
    return Activity.objects.filter(centre=centre).exclude(published_at=None)


def activity_or_404(centre: Centre, slug: str, *, with_drafts: bool = False) -> Activity:
    """Return the activity of `centre` at that address; raise Http404 where there is none that is shown."""
    found = get_object_or_404(Activity.objects.filter(centre=centre), slug=slug)
    if not (found.is_public or with_drafts):
        raise Http404
    found.centre = centre
    return found


def week(centre: Centre, look: Look) -> Week:
    """Return what is on at `centre` as one looks at it."""
    first = clock.day(look.monday, centre.zone)[0]
    last = clock.day(look.monday + WEEK, centre.zone)[0]
    shown = Session.objects.filter(
        activity__in=public_activities(centre), starts_at__gte=first, starts_at__lt=last
    ).select_related("activity", "room", "intake")
    sessions = list(shown)
    series = _series({each.activity_id for each in sessions})
    chosen = [each for each in sessions if _fits(each.activity, look)]
    days: dict[dt.date, list[Card]] = {}
    for each in chosen:
        each.activity.centre = centre
        days.setdefault(each.starts_at.astimezone(centre.zone).date(), []).append(_card(each, series))
    found = [Day(on, capfirst(spoken(on)), cards) for on, cards in days.items()]
    held = [each.activity for each in sessions]
    return Week(
        [day for day in found if not look.is_this_week or day.on >= look.today],
        [day for day in found if look.is_this_week and day.on < look.today],
        _choices(Audience, {each.audience for each in held} - {Audience.EVERYBODY} | {look.audience}),
        _choices(ActivityKind, {each.kind for each in held} | {look.kind}),
    )


def upcoming(centre: Centre, *, most: int, within: dt.timedelta = 2 * WEEK) -> list[tuple[Session, Sitting]]:
    """Return the next sessions at `centre` that are held, at most so many, each with its words; in two queries."""
    now = clock.now()
    held = Session.objects.filter(
        activity__in=public_activities(centre), state=SessionState.PLANNED, starts_at__range=(now, now + within)
    )
    rows = list(held.select_related("activity", "room", "intake")[:most])
    series = _series({each.activity_id for each in rows})
    for each in rows:
        each.activity.centre = centre
    return [(each, sitting(each.activity, each, intake=series.get(each.activity_id))) for each in rows]


def coming(activity: Activity, *, most: int = SESSIONS_SHOWN) -> Coming:
    """Return what is still to come of `activity`, at most so many sessions; what is called off is told too."""
    ahead = activity.sessions.filter(ends_at__gt=clock.now()).select_related("room", "intake")
    found = list(ahead[: most + 1])
    rows = found[:most]
    if activity.signs_up_for == SignsUpFor.SESSION:
        return Coming([sitting(activity, each) for each in rows], len(found) > most)
    series = _series({activity.pk}).get(activity.pk)
    is_open = activity.takes_sign_ups and closed(activity, None) is None
    return Coming(
        [sitting(activity, each, intake=series) for each in rows],
        len(found) > most,
        places(activity, series) if is_open else None,
    )


def open_sessions(activity: Activity, *, most: int = SESSIONS_SHOWN) -> list[Sitting]:
    """Return the next sessions of `activity` that one can sign up for by themselves."""
    ahead = activity.sessions.filter(starts_at__gt=clock.now(), state=SessionState.PLANNED)
    rows = [sitting(activity, each) for each in ahead.select_related("room", "intake")[:most]]
    return [each for each in rows if each.is_open]


def session_or_404(activity: Activity, number: str) -> Session:
    """Return the session of `activity` with that number in an address; raise Http404 where there is none."""
    if not number.isascii() or not number.isdecimal():
        raise Http404
    return get_object_or_404(activity.sessions.select_related("room", "intake"), pk=number)


def _card(session: Session, series: Mapping[int, Intake]) -> Card:
    activity, centre = session.activity, session.activity.centre
    row = sitting(activity, session, intake=series.get(activity.pk))
    can_come = not row.is_called_off and session.starts_at > clock.now()
    return Card(
        url=reverse("programme:activity", args=[centre.network.slug, centre.slug, activity.slug]),
        title=activity.title,
        lead=activity.lead,
        kind=str(ActivityKind(activity.kind).label),
        hours=row.hours,
        facts=[each for each in (capfirst(for_whom(activity)), row.where, languages(activity)) if each],
        coming=row.places.words if can_come else "",
        is_full=row.places.is_full,
        is_called_off=row.is_called_off,
        reason=session.reason,
    )


def _fits(activity: Activity, look: Look) -> bool:
    is_for_them = activity.audience == Audience.EVERYBODY or look.audience in {"", activity.audience}
    return is_for_them and look.kind in {"", activity.kind}


def _choices(choices: type[Audience] | type[ActivityKind], used: Collection[str]) -> list[tuple[str, str]]:
    return [(each.value, str(each.label)) for each in choices if each.value in used]


def _series(activities: Iterable[int]) -> dict[int, Intake]:
    """Return where one signs up for all sessions of these activities at once, by activity."""
    found = Intake.objects.filter(activity__in=list(activities), session__isnull=True)
    return {each.activity_id: each for each in found}


def _monday(on: dt.date) -> dt.date:
    return on - dt.timedelta(days=on.weekday())
