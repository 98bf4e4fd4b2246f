"""In the gates' world: what was rated by those who came, what they wrote, and who may still say something."""

import datetime as dt
from typing import TYPE_CHECKING

from podworko.evaluation.links import digest_of
from podworko.evaluation.models import Asked, Asking, HideReason, Remark, RemarkState, Right, Tally, Ticket, Way
from podworko.programme.models import Activity, Session
from tests.factories import make_activity

if TYPE_CHECKING:
    from tests.gates.town import Town

# What was held so long ago counts for everybody.
LONG_AGO = dt.timedelta(days=30)
# Enough to be told to everybody, the worst first.
VOICES = (1, 1, 2, 5, 9)
WORDS = {
    RemarkState.WAITING: "Za głośna muzyka, nie słychać było prowadzącej.",
    RemarkState.SHOWN: "Najlepsze popołudnie w tym tygodniu.",
    RemarkState.HIDDEN: "Pan z recepcji był niemiły.",
}


def fill(town: "Town", number: int, on: dt.date) -> None:
    """Rate something more at the place of `town`; what is looked at is that of number 0, and it grows.

    `town.ratings` holds the activity, the session of today and an old one, remarks by their state, and the secrets in
    the links of those who may still rate, and write.
    """
    fresh = make_activity(town.centre, on=on + dt.timedelta(days=1 + number), draft={"title": f"Herbata {number}"})
    activity = town.ratings["activity"] if number else fresh
    today = _held(fresh, on, dt.timedelta(0))
    old = _held(fresh, on, LONG_AGO)
    rated = [today, old, *([_held(activity, on, LONG_AGO + dt.timedelta(weeks=number))] if number else [])]
    for session in rated:
        Tally.objects.bulk_create(
            Tally(session=session, way=way, face=face, count=count)
            for way in (Way.TABLET, Way.PAPER)
            for face, count in enumerate(VOICES, start=1)
        )
        Asked.objects.create(session=session, on=on, people=7)
    remarks = {state: _remark(rated[-1], state, on) for state in RemarkState}
    secrets = {right: _ticket(town, number, right, today) for right in Right}
    Asking.objects.create(activity=fresh, is_on=True)
    if not number:
        town.ratings = {"activity": activity, "today": today, "old": old, **remarks, **secrets}


def _held(activity: Activity, on: dt.date, ago: dt.timedelta) -> Session:
    """Hold `activity` once more, from 9 to 10 in the morning; no door plans what has been."""
    starts = dt.datetime.combine(on, dt.time(9), tzinfo=activity.zone) - ago
    return Session.objects.create(
        activity=activity, starts_at=starts, ends_at=starts + dt.timedelta(hours=1), rule_at=starts
    )


def _remark(session: Session, state: RemarkState, on: dt.date) -> Remark:
    reason = HideReason.NAMES if state == RemarkState.HIDDEN else ""
    return Remark.objects.create(session=session, way=Way.LINK, text=WORDS[state], on=on, state=state, reason=reason)


def _ticket(town: "Town", number: int, right: Right, session: Session) -> str:
    """Give somebody the right to speak, and return the secret in their link."""
    secret = f"{right}-{town.slug}-{number}"
    Ticket.objects.create(digest=digest_of(secret), right=right, session=session, expires_on=dt.date(2027, 1, 1))
    return secret
