"""What those who signed up are told: that they have a place, that they wait, that something has changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import translation

from podworko.bookings.models import ASSISTED
from podworko.core import clock, messages
from podworko.core.messages import Attachment
from podworko.core.models import Message
from podworko.people import assisted
from podworko.places.letterheads import letterhead_of
from podworko.programme import calendar_files
from podworko.programme.links import url_of
from podworko.programme.models import (
    SEATED,
    STANDING,
    Activity,
    Enrolment,
    EnrolmentState,
    Session,
    SessionState,
)


def stands(enrolment: Enrolment, *, is_counted: bool = False) -> None:
    """Tell somebody who has signed up that they have a place, or which one in the line.

    `is_counted`: written just now, it counts this first piece of news already.
    """
    _tell(enrolment, "going" if enrolment.state == EnrolmentState.GOING else "waiting", is_counted=is_counted)


def promoted(enrolment: Enrolment) -> None:
    """Tell somebody who waited that there is a place: to be taken in time, or theirs at once."""
    _tell(enrolment, "offered" if enrolment.state == EnrolmentState.OFFERED else "going")


def left(enrolment: Enrolment) -> None:
    """Tell somebody that they are off the list: by their own wish, or taken off it with a reason."""
    _tell(enrolment, "left")


def lapsed(enrolment: Enrolment) -> None:
    """Tell somebody that the time to take a place is over."""
    _tell(enrolment, "lapsed")


def called_off(activity: Activity, sessions: Sequence[Session], *, why: str) -> None:
    """Tell everybody concerned that these sessions are not held."""
    for enrolment, theirs in _concerned(activity, sessions):
        _tell(enrolment, "called_off", sessions=theirs, why=why)


def moved(activity: Activity, sessions: Sequence[Session], *, why: str) -> None:
    """Tell everybody concerned that these sessions have other hours or another room now."""
    for enrolment, theirs in _concerned(activity, sessions):
        _tell(enrolment, "moved", sessions=theirs, why=why)


def _concerned(activity: Activity, sessions: Sequence[Session]) -> Iterable[tuple[Enrolment, Sequence[Session]]]:
    """Yield who has signed up for some of these sessions, or for the series, with which of them."""
    if not sessions:
        return
    found = Enrolment.objects.filter(intake__activity=activity, state__in=STANDING).select_related("intake__session")
    by_id = {session.pk: session for session in sessions}
    for enrolment in found.order_by("pk"):
        session = enrolment.intake.session_id
        if session is None or session in by_id:
            enrolment.intake.activity = activity
            yield enrolment, sessions if session is None else [by_id[session]]


def _tell(
    enrolment: Enrolment, news: str, *, sessions: Sequence[Session] = (), is_counted: bool = False, **more: Any
) -> None:
    """Write the news to the person; `sessions` are those that it is about, where it is not about all of theirs."""
    # Each piece of news is a new state of the calendar file, and of what the person knows.
    if not is_counted:
        enrolment.sequence += 1
        enrolment.save(update_fields=["sequence"])
    reach = reach_of(enrolment)
    if reach is None:
        return
    messages.send(
        key=f"enrolment:{enrolment.reference}:{news}:{enrolment.sequence}",
        kind=f"programme.{news}",
        channel=reach.channel,
        to=reach.to,
        about=enrolment,
        language=enrolment.language,
        context=_context(enrolment) | {"sessions": sessions} | more,
        letterhead=letterhead_of(enrolment.intake.activity.centre) if reach.channel == Message.Channel.LETTER else None,
        attachments=_files(enrolment, sessions) if reach.channel == Message.Channel.EMAIL else [],
    )


def reach_of(enrolment: Enrolment) -> assisted.Reach | None:
    """Return how the person is told; None where staff tell them."""
    if enrolment.channel not in ASSISTED:
        return assisted.by_email(enrolment.email)
    return assisted.reach_of(enrolment, person=enrolment.person, email=enrolment.email, phone=enrolment.phone)


def _files(enrolment: Enrolment, sessions: Sequence[Session]) -> list[Attachment]:
    """Return the calendar file of whoever has, or had, a place."""
    with translation.override(enrolment.language):
        text = calendar_files.invitation(enrolment, sessions or sessions_of(enrolment))
    method = "CANCEL" if "METHOD:CANCEL" in text else "REQUEST"
    return [Attachment("podworko.ics", f"text/calendar; method={method}", text)] if text else []


def sessions_of(enrolment: Enrolment) -> list[Session]:
    """Return what somebody has signed up for: their session, or those of the series that end after they did."""
    if enrolment.intake.session:
        return [enrolment.intake.session]
    found = enrolment.intake.activity.sessions.filter(ends_at__gt=enrolment.created_at)
    return list(found.select_related("room"))


def _context(enrolment: Enrolment) -> dict[str, Any]:
    activity = enrolment.intake.activity
    coming = [
        session
        for session in sessions_of(enrolment)
        if session.state == SessionState.PLANNED and session.ends_at > clock.now()
    ]
    return {
        "enrolment": enrolment,
        "activity": activity,
        "centre": activity.centre,
        "zone": activity.zone,
        "coming": coming,
        "place": place_in_line(enrolment) if enrolment.state == EnrolmentState.WAITING else None,
        # Only those who come are told where it is on line.
        "link": activity.link if enrolment.state in SEATED else "",
        "url": url_of(enrolment),
    }


def place_in_line(enrolment: Enrolment) -> int:
    """Return how many stand in line until somebody's turn, themselves included."""
    waiting = enrolment.intake.enrolments.filter(state=EnrolmentState.WAITING, arrival__lt=enrolment.arrival)
    return waiting.count() + 1
