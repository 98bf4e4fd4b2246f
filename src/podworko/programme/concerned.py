"""What of the programme a change of hours or rooms would touch; the places ask for it by `places.concerned`."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from podworko.core import clock, words
from podworko.places import hours
from podworko.places.concerned import Concern
from podworko.places.models import Centre, Room
from podworko.programme.models import Session, SessionState


def outside_hours(centre: Centre) -> Iterable[Concern]:
    """Return the sessions still to come in rooms of `centre` that lie outside its opening hours."""
    sessions = list(_coming().filter(room__centre=centre))
    table = hours.days(centre, {session.starts_at.astimezone(centre.zone).date() for session in sessions})
    for session in sessions:
        starts, ends = (moment.astimezone(centre.zone) for moment in (session.starts_at, session.ends_at))
        if not table[starts.date()].covers(starts.time(), ends.time()):
            yield _concern(session, centre)


def in_room(room: Room) -> Iterable[Concern]:
    """Return the sessions still to come in `room`."""
    return [_concern(session, room.centre) for session in _coming().filter(room=room)]


def _coming() -> QuerySet[Session]:
    found = Session.objects.filter(state=SessionState.PLANNED, ends_at__gt=clock.now())
    return found.select_related("activity", "room")


def _concern(session: Session, centre: Centre) -> Concern:
    starts, ends = (moment.astimezone(centre.zone) for moment in (session.starts_at, session.ends_at))
    what = f"{words.spoken(starts.date())}, {starts:%H:%M}–{ends:%H:%M}, {session.room}: {session.activity}"
    address = reverse("programme:desk_activity", args=[centre.network.slug, centre.slug, session.activity.slug])
    return Concern(session.starts_at, what, address)
