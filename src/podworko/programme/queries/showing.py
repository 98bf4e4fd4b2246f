"""What is next at a place, for everybody, and one activity with its sessions to come."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from podworko.core import clock
from podworko.core.text import id_in
from podworko.places.models import Centre
from podworko.programme.models import Activity, Intake, Session, SessionState, SignsUpFor
from podworko.programme.queries.sittings import Places, Sitting, places, sitting
from podworko.programme.terms import closed

WEEK = dt.timedelta(weeks=1)
# Of an activity so many dates are shown before one asks for more, and never more than that.
SESSIONS_SHOWN, MOST_SESSIONS = 10, 200


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
    return get_object_or_404(activity.sessions.select_related("room", "intake"), pk=id_in(number))


def _series(activities: Iterable[int]) -> dict[int, Intake]:
    """Return where one signs up for all sessions of these activities at once, by activity."""
    found = Intake.objects.filter(activity__in=list(activities), session__isnull=True)
    return {each.activity_id: each for each in found}
