"""What somebody has signed up for, in their own calendar: what they come to, what they wait for, what is called off."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from podworko.bookings import own_calendar
from podworko.bookings.calendar_files import FeedEntry
from podworko.bookings.queries.feeds import reach
from podworko.core.holdings import Contact, belonging
from podworko.programme.calendar_files import spot_of
from podworko.programme.links import url_of
from podworko.programme.models import STANDING, Enrolment, EnrolmentState, Session, SessionState


def register() -> None:
    """Put the sign-ups into the own calendars."""
    own_calendar.register(own_calendar.Source(entries, kept))


def kept() -> QuerySet[Enrolment]:
    """Return the sign-ups of people who are still known by them."""
    return Enrolment.objects.filter(erased_at__isnull=True)


def entries(contact: Contact) -> list[FeedEntry]:
    """Return the sessions that the contact has signed up for, also those that they left; two queries."""
    found = list(
        belonging(kept().exclude(state=EnrolmentState.UNCONFIRMED), contact)
        .select_related("intake__session__room", "intake__activity__centre__network")
        .order_by("pk")
    )
    series = _sessions({each.intake.activity_id for each in found if each.intake.session is None})
    first, last = reach()
    return [
        _entry(enrolment, session)
        for enrolment in found
        for session in _theirs(enrolment, series)
        if first <= session.starts_at <= last
    ]


def _sessions(activities: Iterable[int]) -> Sequence[Session]:
    wanted = list(activities)
    if not wanted:
        return []
    held = Session.objects.filter(activity__in=wanted, starts_at__range=reach())
    return list(held.select_related("room"))


def _theirs(enrolment: Enrolment, series: Sequence[Session]) -> list[Session]:
    """Return what the sign-up is for: its session, or those of the series that were still to come."""
    if enrolment.intake.session:
        return [enrolment.intake.session]
    activity = enrolment.intake.activity_id
    return [each for each in series if each.activity_id == activity and each.ends_at > enrolment.created_at]


def _entry(enrolment: Enrolment, session: Session) -> FeedEntry:
    activity = enrolment.intake.activity
    return FeedEntry(
        # As in the file that came with the letter, so that nothing stands there twice.
        uid=f"session-{session.pk}-{enrolment.reference}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=activity.zone,
        summary=activity.title,
        location=spot_of(activity, session),
        status=_status(enrolment, session),
        sequence=enrolment.sequence,
        changed_at=_changed(enrolment, session),
        description=_("Your sign-up, also to leave: %(url)s") % {"url": url_of(enrolment)},
        url=url_of(enrolment),
    )


def _status(enrolment: Enrolment, session: Session) -> str:
    if enrolment.state not in STANDING or session.state != SessionState.PLANNED:
        return "CANCELLED"
    return "CONFIRMED" if enrolment.state == EnrolmentState.GOING else "TENTATIVE"


def _changed(enrolment: Enrolment, session: Session) -> dt.datetime:
    return max(each for each in (enrolment.created_at, enrolment.ended_at, session.changed_at) if each)
