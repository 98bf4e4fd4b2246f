"""Keeping the list: accepting, refusing, giving notice, and the ways in which membership ends."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from podworko.core import audit, clock, traces
from podworko.core.errors import Refused
from podworko.core.models import Message
from podworko.core.text import one_line
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more
from podworko.membership import messages
from podworko.membership.models import MEMBER_LIFE, Membership, MembershipState, Roll
from podworko.membership.queries.members import roll_of
from podworko.places.models import Centre

LONGEST_REASON = 500
# No list of members of a place is older.
LONGEST_SINCE = dt.timedelta(days=50 * 366)


def lock(membership: Membership) -> Membership:
    """Return the membership as it stands now, kept for this transaction. Raises Conflict when it is gone."""
    held = Membership.objects.select_for_update(of=("self",)).select_related(
        "centre__network", "centre__operator", "centre__kind"
    )
    found = held.filter(pk=membership.pk).first()
    if found is None:
        raise not_any_more()
    return found


def lock_roll(centre: Centre) -> Roll:
    """Return the book of `centre`, begun where there is none, kept for this transaction."""
    Roll.objects.bulk_create([Roll(centre=centre)], ignore_conflicts=True)
    return Roll.objects.select_for_update().get(centre=centre)


def begin(membership: Membership, *, since: dt.date) -> None:
    """Make somebody who waits a member, with the next number of the book; the caller saves. Raises Conflict."""
    MEMBER_LIFE.check(membership.state, MembershipState.MEMBER)
    roll = lock_roll(membership.centre)
    roll.last_number += 1
    roll.save(update_fields=["last_number"])
    membership.number, membership.since, membership.state = roll.last_number, since, MembershipState.MEMBER


def checked_since(centre: Centre, since: dt.date | None) -> dt.date:
    """Return the first day of a membership: today, or one that has passed. Raises Refused for another."""
    today = clock.today(centre.zone)
    if since is None:
        return today
    if since > today:
        raise Refused.because("in-the-future", _("Choose today, or a day that has passed."), field="since")
    if today - since > LONGEST_SINCE:
        raise Refused.because("too-long-ago", _("This day is too long ago. Is the year right?"), field="since")
    return since


@action
def accept(*, membership: Membership, by: audit.Actor) -> Membership:
    """Accept a declaration: a member from today on, who is told their number. Once more changes nothing.

    Raises Conflict when it was settled otherwise.
    """
    membership = lock(membership)
    if membership.state == MembershipState.MEMBER:
        return membership
    # Who is under notice is kept by `take_back_notice`.
    if membership.state != MembershipState.WAITING:
        raise not_any_more()
    begin(membership, since=clock.today(membership.centre.zone))
    membership.save()
    audit.record("membership.accepted", membership, by=by)
    messages.accepted(membership)
    return membership


@action
def refuse(*, membership: Membership, by: audit.Actor, reason: str) -> Membership:
    """Turn a declaration down with a reason, which the person is told. Raises Refused without one, or Conflict."""
    words = _reason(reason)
    membership = lock(membership)
    _end(membership, MembershipState.REFUSED, reason=words)
    audit.record("membership.refused", membership, by=by, why=words)
    messages.refused(membership)
    return membership


@action
def resign(*, membership: Membership, by: audit.Actor) -> Membership:
    """End a membership, or take a declaration back, as they wish. Once more changes nothing. Raises Conflict."""
    membership = lock(membership)
    if membership.state in {MembershipState.RESIGNED, MembershipState.WITHDRAWN}:
        return membership
    _end(membership, MembershipState.RESIGNED if membership.is_member else MembershipState.WITHDRAWN)
    verb = "membership.resigned" if membership.state == MembershipState.RESIGNED else "membership.withdrawn"
    audit.record(verb, membership, by=by, on_behalf=by.is_staff)
    messages.ended(membership)
    return membership


@action
def note_death(*, membership: Membership, by: audit.Actor) -> Membership:
    """Write down that somebody has died. Nobody is told, and what was still to be told is not. Raises Conflict."""
    membership = lock(membership)
    if membership.state == MembershipState.DIED:
        return membership
    _end(membership, MembershipState.DIED)
    unsent = Message.objects.about(membership).exclude(state=Message.State.SENT)
    traces.forget_messages(unsent)
    audit.record("membership.died", membership, by=by)
    return membership


@action
def give_notice(*, membership: Membership, by: audit.Actor, reason: str) -> Membership:
    """Give a member notice of being struck off, with the reason and until when they may answer; they are told.

    Raises Refused without a reason, Conflict when they are no member, or under notice already.
    """
    words = _reason(reason)
    membership = lock(membership)
    MEMBER_LIFE.check(membership.state, MembershipState.NOTICE)
    days = roll_of(membership.centre).notice_days
    membership.state, membership.reason = MembershipState.NOTICE, words
    membership.answer_until = clock.today(membership.centre.zone) + dt.timedelta(days=days)
    membership.save(update_fields=["state", "reason", "answer_until"])
    audit.record("membership.notice_given", membership, by=by, why=words, until=membership.answer_until.isoformat())
    messages.notice(membership)
    return membership


@action
def take_back_notice(*, membership: Membership, by: audit.Actor) -> Membership:
    """Let somebody who is under notice stay; they are told. Once more changes nothing. Raises Conflict."""
    membership = lock(membership)
    if membership.state == MembershipState.MEMBER:
        return membership
    MEMBER_LIFE.check(membership.state, MembershipState.MEMBER)
    if membership.state != MembershipState.NOTICE:
        raise not_any_more()
    membership.state, membership.reason, membership.answer_until = MembershipState.MEMBER, "", None
    membership.save(update_fields=["state", "reason", "answer_until"])
    audit.record("membership.notice_taken_back", membership, by=by)
    messages.notice_taken_back(membership)
    return membership


def strike_off_due() -> None:
    """Strike off whoever's notice has run out; each in a transaction of its own, safe in several processes at once."""
    # By the latest clock on earth the day is over a day earlier than by ours; each is looked at by its own.
    latest = (clock.now() + dt.timedelta(days=1)).date()
    due = Membership.objects.filter(state=MembershipState.NOTICE, answer_until__lt=latest)
    for membership in due.order_by("pk"):
        _strike_off(membership=membership)


@action
def _strike_off(*, membership: Membership) -> None:
    held = Membership.objects.select_for_update(of=("self",)).select_related(
        "centre__network", "centre__operator", "centre__kind"
    )
    found = held.filter(pk=membership.pk, state=MembershipState.NOTICE).first()
    # Somebody else has done it, or the person may still answer by the clock of their town.
    if found is None or found.answer_until is None or found.answer_until >= clock.today(found.centre.zone):
        return
    _end(found, MembershipState.STRUCK_OFF, reason=found.reason)
    audit.record("membership.struck_off", found, by=audit.SYSTEM)
    messages.ended(found)


def _end(membership: Membership, state: MembershipState, *, reason: str = "") -> None:
    """Bring the membership to its end and save it. Raises Conflict where it cannot end so.

    Nobody needs to be called in an emergency any more.
    """
    MEMBER_LIFE.check(membership.state, state)
    ended: dict[str, Any] = {
        "state": state,
        "reason": reason,
        "answer_until": None,
        "ended_on": clock.today(membership.centre.zone),
        "emergency_person": "",
        "emergency_phone": "",
    }
    for name, value in ended.items():
        setattr(membership, name, value)
    membership.save(update_fields=[*ended])


def _reason(words: str) -> str:
    """Return the reason on one line. Raises Refused when there is none, or one as long as a letter."""
    words = one_line(words)
    if not words:
        sentence = _("Please say why, in a sentence. The person will read it.")
        raise Refused.because("reason-needed", sentence, field="reason")
    if len(words) > LONGEST_REASON:
        sentence = _("Please write it in fewer words: at most %(count)s letters.") % {"count": LONGEST_REASON}
        raise Refused.because("too-long", sentence, field="reason")
    return words
