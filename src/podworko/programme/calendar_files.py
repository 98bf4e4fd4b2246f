"""Calendar files of what somebody has signed up for (RFC 5545, RFC 5546), made by the icalendar library."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from icalendar import Event

from podworko.bookings.calendar_files import domain, new_calendar, written
from podworko.core import clock
from podworko.programme.links import url_of
from podworko.programme.models import SEATED, Activity, Enrolment, Session, SessionState


def invitation(enrolment: Enrolment, sessions: Sequence[Session]) -> str:
    """Return the file that puts the `sessions`, of those that somebody has signed up for, into their calendar.

    Each session is an event by itself: its UID stays for ever, and SEQUENCE grows with each file sent. Where none of
    them is held any more, and for whoever has no place any more, it takes them out. Empty for whoever only waits.
    """
    has_place = enrolment.state in SEATED
    if not sessions or (not has_place and enrolment.ended_at is None):
        return ""
    planned = [session for session in sessions if session.state == SessionState.PLANNED and has_place]
    # A file says one thing: what is called off beside it has gone with the news of that.
    meant = planned or sessions
    calendar = new_calendar(method="REQUEST" if planned else "CANCEL")
    for session in meant:
        calendar.add_component(_event(enrolment, session, is_cancelled=not planned))
    first, last = min(each.starts_at for each in meant), max(each.ends_at for each in meant)
    return written(calendar, enrolment.intake.activity.zone, first, last)


def _event(enrolment: Enrolment, session: Session, *, is_cancelled: bool) -> Event:
    activity = enrolment.intake.activity
    event = Event()
    event.add("uid", f"session-{session.pk}-{enrolment.reference}@{domain()}")
    event.add("sequence", enrolment.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", session.starts_at.astimezone(activity.zone))
    event.add("dtend", session.ends_at.astimezone(activity.zone))
    event.add("summary", activity.title)
    event.add("location", spot_of(activity, session))
    event.add("description", _("Your sign-up, also to leave: %(url)s") % {"url": url_of(enrolment)})
    if is_cancelled:
        event.add("status", "CANCELLED")
    return event


def spot_of(activity: Activity, session: Session) -> str:
    """Return where a session is held, in one line."""
    centre = activity.centre
    where = f"{centre.name}, {centre.street}, {centre.postcode} {centre.city}"
    if session.room:
        return f"{session.room}, {where}"
    return activity.spot or (_("on line") if activity.link else where)
