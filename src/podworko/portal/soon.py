"""What is on at a place in the next days: its own activities, and what neighbours hold in its rooms."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from podworko.bookings.queries.plans import coming
from podworko.core.words import spoken
from podworko.places.models import Centre
from podworko.programme.queries.showing import upcoming

# So many stand on the page of a place.
MOST = 6


@dataclass(frozen=True)
class Soon:
    """One thing that neighbours may come to: when and where it is, how one comes; its page, where it has one."""

    at: dt.datetime
    title: str
    day: str
    time: str
    where: str
    how: str
    url: str = ""


def soon(centre: Centre) -> list[Soon]:
    """Return what neighbours may come to at `centre` in the next two weeks, at most six, soonest first."""
    sessions = upcoming(centre, most=MOST)
    held = [
        Soon(
            session.starts_at,
            session.activity.title,
            sitting.day,
            sitting.hours,
            sitting.where,
            sitting.places.words,
            reverse("programme:activity", args=[centre.network.slug, centre.slug, session.activity.slug]),
        )
        for session, sitting in sessions
    ]
    # In the calendar of the rooms the activities stand too.
    theirs = {(session.room_id, session.starts_at) for session, _sitting in sessions}
    lent = [
        Soon(use.starts_at, use.title, capfirst(spoken(use.starts_at.date())), use.time, use.room, _("just come"))
        for use in coming(centre)
        if (use.room_id, use.starts_at) not in theirs
    ]
    return sorted([*held, *lent], key=lambda each: each.at)[:MOST]
