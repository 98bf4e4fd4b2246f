"""What stands on posters: published activities of a place, and their sessions that are held."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from podworko.core import clock
from podworko.places.models import Centre
from podworko.programme.models import Activity, ActivityState, Session, SessionState
from podworko.programme.queries import published

# Far more than a sheet can hold that somebody would read.
MOST_SESSIONS = 600


def sessions_between(centre: Centre, first: dt.date, last: dt.date, only: Collection[str] = ()) -> list[Session]:
    """Return what is held at `centre` from `first` to `last`, in order; of the activities named, or of all."""
    activities = Activity.objects.filter(centre=centre, state=ActivityState.PUBLISHED)
    if only:
        activities = activities.filter(slug__in=only)
    begins, ends = clock.day(first, centre.zone)[0], clock.day(last, centre.zone)[1]
    found = Session.objects.filter(
        activity__in=activities, state=SessionState.PLANNED, starts_at__gte=begins, starts_at__lt=ends
    ).select_related("activity", "room")
    rows = list(found[:MOST_SESSIONS])
    for row in rows:
        row.activity.centre = centre
    return rows


def coming(activity: Activity) -> list[Session]:
    """Return what of `activity` is held from now on, soonest first; one query."""
    return [each for each in published.coming(activity) if each.state == SessionState.PLANNED]


def to_choose_from(centre: Centre) -> list[Activity]:
    """Return the activities of `centre` that a poster can be made of: drafts too, nothing that is over."""
    is_chosen = Q(state=ActivityState.DRAFT) | Q(pk__in=published.published(centre).order_by().values("pk"))
    return list(centre.activities.filter(is_chosen).order_by("title", "pk"))
