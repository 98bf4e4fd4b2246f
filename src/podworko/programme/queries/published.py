"""What everybody may know of: published activities, and what of them is to come."""

from django.db.models import Exists, OuterRef, QuerySet

from podworko.core import clock
from podworko.places.models import Centre
from podworko.programme.models import Activity, ActivityState, Session, SessionState

# Twice a week for a year is told in full.
MOST_SESSIONS = 110


def published(centre: Centre) -> QuerySet[Activity]:
    """Return the published activities of `centre` of which something is to come, by title."""
    to_come = Session.objects.filter(activity=OuterRef("pk"), state=SessionState.PLANNED, ends_at__gt=clock.now())
    return centre.activities.filter(Exists(to_come), state=ActivityState.PUBLISHED).order_by("title", "pk")


def coming(activity: Activity) -> list[Session]:
    """Return what of `activity` is still to come, soonest first, with what of it was called off; one query."""
    found = activity.sessions.filter(ends_at__gt=clock.now()).select_related("room")
    return list(found[:MOST_SESSIONS])
