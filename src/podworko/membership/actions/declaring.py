"""Wanting to belong: a declaration, by oneself with a code, or typed in by staff, who accept it by that."""

import datetime as dt
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from podworko.core import audit, clock, limits
from podworko.core.errors import Conflict, Refused
from podworko.core.integrity import turning
from podworko.core.transactions import action
from podworko.membership import messages
from podworko.membership.actions.keeping import begin, checked_since, lock
from podworko.membership.drafts import MemberDraft
from podworko.membership.models import MEMBER_LIFE, Membership, MembershipState, Roll
from podworko.membership.queries.members import roll_of
from podworko.membership.terms import asked, closed, judge
from podworko.people import assisted
from podworko.people.actions import check_code, send_code
from podworko.people.assisted import Assistance
from podworko.people.models import EntryChannel
from podworko.places.models import Centre

UNCONFIRMED_LIFE = dt.timedelta(days=1)


@action
def declare(*, centre: Centre, draft: MemberDraft, submission_key: str) -> Membership:
    """Write down that somebody wants to belong to `centre`; it counts once the code sent to their e-mail is typed in.

    The same `submission_key` sent again returns the declaration made by the first sending.
    Raises Refused with a problem for each rule that is broken, Conflict for another draft under a used key.
    """
    if sent := _sent(submission_key).first():
        return _same(sent, centre, draft)
    roll = roll_of(centre)
    if problems := judge(roll, draft):
        raise Refused(*problems)
    membership = _membership(roll, draft, EntryChannel.WEB, submission_key)
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError:
        # Two sendings of the same form at once: the other one was faster.
        return _same(_sent(submission_key).get(), centre, draft)
    audit.record("membership.declared", membership, by=audit.RESIDENT, channel=str(EntryChannel.WEB))
    send_confirmation_code(membership=membership)
    return membership


@action
def type_in(
    *,
    centre: Centre,
    draft: MemberDraft,
    assistance: Assistance,
    by: audit.Actor,
    submission_key: str,
    since: dt.date | None = None,
) -> Membership:
    """Write down the declaration of somebody who came, called or signed on paper: a member at once, or `since` a day.

    Raises what `declare` raises, and Conflict when the same person belongs, or waits, with the same contact.
    """
    if sent := _sent(submission_key).first():
        return _same(sent, centre, draft)
    roll = roll_of(centre)
    if problems := judge(roll, draft, assistance=assistance):
        raise Refused(*problems)
    first = checked_since(centre, since)
    membership = _membership(roll, draft, assistance.channel, submission_key)
    membership.taken_by_id = by.user.pk if by.user else None
    membership.state = MembershipState.WAITING
    begin(membership, since=first)
    try:
        write(membership)
    except IntegrityError:
        return _same(_sent(submission_key).get(), centre, draft)
    channel = str(assistance.channel)
    audit.record("membership.declared", membership, by=by, on_behalf=True, channel=channel)
    assisted.record(subject=membership, assistance=assistance, by=by, email=draft.email, phone=draft.phone)
    audit.record("membership.accepted", membership, by=by)
    messages.accepted(membership)
    return membership


def _membership(roll: Roll, draft: MemberDraft, channel: EntryChannel, key: str) -> Membership:
    return Membership(
        centre=roll.centre,
        channel=channel,
        state=MembershipState.UNCONFIRMED,
        submission_key=key,
        submission_digest=draft.digest(),
        **vars(asked(roll, draft)),
    )


def write(membership: Membership) -> None:
    """Save who waits or belongs. Raises Conflict when the same person does already."""
    by_email, by_phone = (partial(_twice, field) for field in ("email", "phone"))
    with turning("membership_email_once", into=by_email), turning("membership_phone_once", into=by_phone):
        membership.save()


def _sent(key: str) -> QuerySet[Membership]:
    return Membership.objects.filter(submission_key=key)


def _same(sent: Membership, centre: Centre, draft: MemberDraft) -> Membership:
    if sent.centre_id != centre.pk or sent.submission_digest != draft.digest():
        raise Conflict.because("key-used", _("Another declaration was already sent with this key."))
    sent.centre = centre
    return sent


@action
def send_confirmation_code(*, membership: Membership) -> None:
    """Send a (new) code to the e-mail of an unconfirmed declaration. Raises TooMany after too many."""
    send_code(
        purpose=purpose_of(membership),
        email=membership.email,
        language=membership.language,
        about=str(membership.centre),
    )


def confirm(*, membership: Membership, code: str) -> Membership:
    """Check the code and let the declaration go to the place. Raises Refused when the code is wrong or too old.

    Confirming what is confirmed already changes nothing. Not one transaction: a wrong code must count as a try.
    """
    if membership.state != MembershipState.UNCONFIRMED:
        return membership
    limits.count(f"membership:{membership.pk}", limit=20, per=dt.timedelta(hours=1))
    check_code(purpose=purpose_of(membership), code=code)
    return _confirm(membership=membership)


@action
def _confirm(*, membership: Membership) -> Membership:
    membership = lock(membership)
    if membership.state != MembershipState.UNCONFIRMED:
        return membership
    if problem := closed(membership.centre):
        raise Refused(problem)
    MEMBER_LIFE.check(membership.state, MembershipState.WAITING)
    membership.state = MembershipState.WAITING
    write(membership)
    audit.record("membership.confirmed", membership, by=audit.RESIDENT)
    messages.received(membership)
    return membership


def unconfirmed() -> QuerySet[Membership]:
    """Return the declarations that nobody confirmed within a day."""
    return Membership.objects.filter(state=MembershipState.UNCONFIRMED, created_at__lt=clock.now() - UNCONFIRMED_LIFE)


@action
def forget_unconfirmed() -> None:
    """Delete the declarations that nobody confirmed within a day."""
    unconfirmed().delete()


def purpose_of(membership: Membership) -> str:
    """Return what the code of a declaration confirms."""
    return f"membership.declaration:{membership.reference}"


def _twice(field: str) -> Conflict:
    sentence = _(
        "Somebody of this name, with this contact, belongs already or waits for an answer. "
        "The message that they got then has a link to their own page."
    )
    return Conflict.because("twice", sentence, field=field)
