"""Rating: a face pressed, a sentence left, at the tablet or by the link in a message.

None of it is written into the trail, which keeps the moment: what is left is a count that is one larger.
"""

from django.db.models import F
from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.core.errors import Refused
from podworko.core.imports.cells import tidy
from podworko.core.transactions import action
from podworko.evaluation.links import digest_of
from podworko.evaluation.models import LONGEST_REMARK, Face, Remark, Right, Tally, Ticket, Way, window_of
from podworko.programme.models import Session, SessionState


def is_tablet_open(session: Session) -> bool:
    """Say whether the tablet at the door takes ratings of `session` now."""
    first, last = window_of(session)
    is_held = session.state == SessionState.PLANNED and session.activity.is_public
    return is_held and first <= clock.now() < last


@action
def press(*, session: Session, face: Face) -> None:
    """Count one face pressed at the tablet. Raises Refused when the tablet is not open."""
    _check_open(session)
    _count(session.pk, Way.TABLET, face)


@action
def rate(*, secret: str, face: Face) -> bool:
    """Count the face that somebody pressed behind the link with this secret; say whether it counted.

    The right to do so goes with it: pressed twice, it counts once.
    """
    session = _use_up(secret, Right.RATE)
    if session is None:
        return False
    _count(session, Way.LINK, face)
    return True


@action
def leave_words(*, session: Session, text: str) -> Remark:
    """Keep a sentence written at the tablet. Raises Refused when it is empty or too long, or the tablet is not open."""
    _check_open(session)
    return add_remark(session, Way.TABLET, text)


@action
def write(*, secret: str, text: str) -> bool:
    """Keep the sentence that somebody wrote behind the link with this secret; say whether it was kept.

    The right to do so goes with it. Raises Refused when the sentence is empty or too long; the right stays then.
    """
    text = _checked(text)
    pk = _use_up(secret, Right.WRITE)
    if pk is None:
        return False
    add_remark(Session.objects.select_related("activity__centre__network").get(pk=pk), Way.LINK, text)
    return True


def add_remark(session: Session, way: Way, text: str) -> Remark:
    """Keep a sentence about `session`, which staff read first. Raises Refused when it is empty or too long."""
    on = clock.today(session.activity.zone)
    return Remark.objects.create(session=session, way=way, text=_checked(text), on=on)


def _checked(text: str) -> str:
    text = tidy(text)
    if not text:
        raise Refused.because("nothing-said", _("Write something, or leave it at the face."), field="text")
    if len(text) > LONGEST_REMARK:
        sentence = _("Please write it in fewer words: at most %(count)s letters.") % {"count": LONGEST_REMARK}
        raise Refused.because("too-long", sentence, field="text")
    return text


def _check_open(session: Session) -> None:
    if not is_tablet_open(session):
        raise Refused.because("not-now", _("This tablet does not take ratings now."))


def _use_up(secret: str, right: Right) -> int | None:
    """Delete the ticket, and return the session that it was for; None where there is none (any more).

    Of two at once one deletes it: the database says which.
    """
    found = Ticket.objects.filter(digest=digest_of(secret), right=right)
    ticket = found.first()
    if ticket is None or not found.delete()[0]:
        return None
    return ticket.session_id


def _count(session: int, way: Way, face: Face) -> None:
    """Make a count one larger; it begins at none."""
    tally = Tally.objects.filter(session=session, way=way, face=face)
    if not tally.update(count=F("count") + 1):
        Tally.objects.bulk_create([Tally(session_id=session, way=way, face=face)], ignore_conflicts=True)
        tally.update(count=F("count") + 1)
