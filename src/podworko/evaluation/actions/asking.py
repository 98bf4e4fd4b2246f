"""Asking by message how it was: switched on per activity, sent once, when it is over and people are awake."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet

from podworko.core import audit, clock
from podworko.core.models import Message
from podworko.core.transactions import action
from podworko.evaluation import messages
from podworko.evaluation.links import digest_of, new_secret
from podworko.evaluation.models import Asked, Asking, Right, Ticket
from podworko.programme.messages import reach_of
from podworko.programme.models import Activity, Enrolment, EnrolmentState, Session, SessionState, SignsUpFor

# So long after it is over people are asked; nobody before the first hour of the day, nor from the last one on.
AFTER = dt.timedelta(hours=1)
AWAKE_FROM, AWAKE_UNTIL = 9, 20
# What is over for longer is not asked about any more, as after a week without a worker.
LATEST = dt.timedelta(days=3)
# How long the link works.
TICKET_LIFE = dt.timedelta(days=14)


@action
def set_asking(*, activity: Activity, is_on: bool, by: audit.Actor) -> None:
    """Let those who had a place be asked by message how it was, from now on, or no more. Once more changes nothing."""
    asking, _is_new = Asking.objects.select_for_update().get_or_create(activity=activity)
    if asking.is_on == is_on:
        return
    asking.is_on, asking.since = is_on, clock.now()
    asking.save()
    audit.record("evaluation.asking_on" if is_on else "evaluation.asking_off", activity, by=by)


def ask() -> None:
    """Ask about everything that is over and has not been asked about."""
    for session in due():
        ask_about(session=session)


def due() -> Iterator[Session]:
    """Yield the sessions about which people are to be asked at this moment."""
    now = clock.now()
    over = Session.objects.filter(
        activity__asking__is_on=True,
        asked__isnull=True,
        state=SessionState.PLANNED,
        ends_at__lte=now - AFTER,
        ends_at__gt=now - LATEST,
    )
    for session in over.select_related("activity__asking", "activity__centre__network"):
        hour = now.astimezone(session.activity.zone).hour
        if AWAKE_FROM <= hour < AWAKE_UNTIL and session.ends_at > session.activity.asking.since:
            yield session


@action
def ask_about(*, session: Session) -> int:
    """Write to those who had a place in `session`, each with a link of their own; return to how many.

    Of a series for which people sign up as a whole they are asked once, after its last session. Never by letter: a link
    is nothing on paper. Whoever comes second finds it done.
    """
    asked, is_new = Asked.objects.get_or_create(session=session, defaults={"on": clock.today(session.activity.zone)})
    if not is_new:
        return 0
    for enrolment in _those_who_came(session):
        reach = reach_of(enrolment)
        if reach and reach.channel != Message.Channel.LETTER:
            messages.how_was_it(enrolment, session, reach, secret=_ticket(session))
            asked.people += 1
    asked.save(update_fields=["people"])
    return asked.people


def _those_who_came(session: Session) -> QuerySet[Enrolment]:
    """Return the sign-ups of those who had a place; of a series none before its last session is over."""
    activity = session.activity
    found = Enrolment.objects.filter(state=EnrolmentState.GOING, erased_at__isnull=True, intake__activity=activity)
    found = found.select_related("intake__session", "intake__activity__centre__network")
    if activity.signs_up_for == SignsUpFor.SESSION:
        return found.filter(intake__session=session)
    later = activity.sessions.filter(state=SessionState.PLANNED, starts_at__gt=session.starts_at)
    return found.none() if later.exists() else found.filter(intake__session__isnull=True)


def _ticket(session: Session) -> str:
    """Give a right to rate and one to write, and return the secret that opens both."""
    secret = new_secret()
    expires_on = clock.today(session.activity.zone) + TICKET_LIFE
    Ticket.objects.bulk_create(
        Ticket(digest=digest_of(secret), right=right, session=session, expires_on=expires_on) for right in Right
    )
    return secret


def old_tickets() -> QuerySet[Ticket]:
    """Return the tickets that nobody has used in time."""
    return Ticket.objects.filter(expires_on__lt=clock.now().date())
