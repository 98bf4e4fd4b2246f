"""Signing up, and leaving: by oneself with a code, or by staff for a caller."""

import datetime as dt

from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from podworko.bookings.models import ASSISTED, Channel
from podworko.core import audit, clock, limits
from podworko.core.errors import Conflict, Refused
from podworko.core.integrity import turning
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more
from podworko.people import assisted
from podworko.people.actions import check_code, send_code
from podworko.people.assisted import Assistance
from podworko.people.models import EntryChannel
from podworko.programme import first, messages
from podworko.programme.actions.promoting import end, free, intake_of, locked_intake_of, promote, seat
from podworko.programme.actions.promoting import lock as lock_intake
from podworko.programme.drafts import EnrolmentDraft
from podworko.programme.models import (
    ENROLMENT_LIFE,
    SEATED,
    STANDING,
    Activity,
    Enrolment,
    EnrolmentState,
    Intake,
    Session,
)
from podworko.programme.terms import closed, judge

UNCONFIRMED_LIFE = dt.timedelta(days=1)
ONCE = "enrolment_email_once"


@action
def sign_up(
    *,
    activity: Activity,
    session: Session | None,
    draft: EnrolmentDraft,
    channel: Channel,
    by: audit.Actor,
    submission_key: str,
    assistance: Assistance | None = None,
) -> Enrolment:
    """Write down that somebody wants to come to `session`, or (None) to the whole series; return the sign-up.

    From the web it counts once the code sent to its contact is typed in; written down by staff it counts at once. Then
    there is a place, or a place in the line, in order of arrival.
    The same `submission_key` sent again returns the sign-up made by the first sending.
    Raises Refused with a problem for each rule that is broken, Conflict for another draft under a used key, and when
    the same address has signed up already.
    """
    if sent := _sent(submission_key).first():
        return _same(sent, activity, session, draft)
    if channel in ASSISTED and assistance is None:
        assistance = Assistance(EntryChannel(channel), has_agreed=False)
    if problems := judge(activity, session, draft, channel=channel, assistance=assistance):
        raise Refused(*problems)
    needs_code = channel == Channel.WEB
    _check_how_often(activity, session, email=draft.email, phone=draft.phone)
    intake = intake_of(activity, session) if needs_code else locked_intake_of(activity, session)
    enrolment = Enrolment(
        intake=intake,
        channel=channel,
        taken_by_id=by.user.pk if by.user else None,
        state=EnrolmentState.UNCONFIRMED,
        submission_key=submission_key,
        submission_digest=draft.digest(),
        sequence=0 if needs_code else 1,
        is_first=first.is_first(activity, draft, is_by_staff=by.is_staff),
        **_kept(activity, draft),
    )
    if not needs_code:
        seat(intake, enrolment)
    try:
        _write(enrolment)
    except IntegrityError:
        # Two sendings of the same form at once: the other one was faster.
        return _same(_sent(submission_key).get(), activity, session, draft)
    audit.record("programme.signed_up", enrolment, by=by, on_behalf=by.is_staff, channel=channel)
    if assistance:
        assisted.record(subject=enrolment, assistance=assistance, by=by, email=draft.email, phone=draft.phone)
    if needs_code:
        send_confirmation_code(enrolment=enrolment)
    else:
        messages.stands(enrolment, is_counted=True)
    return enrolment


def _kept(activity: Activity, draft: EnrolmentDraft) -> dict[str, object]:
    """Return what is written down of a draft: nothing that the activity does not ask for."""
    names = ["person", "email", "phone", "seats", "language"]
    names += ["birth_year"] if activity.is_age_checked else []
    names += ["children", "collected_by"] if activity.is_for_minors else []
    names += ["group"] if activity.groups else []
    asked = zip(activity.questions, draft.answers, strict=False)
    answers = [{"question": question["text"], "answer": said} for question, said in asked if said]
    return {name: getattr(draft, name) for name in names} | {"answers": answers}


def _check_how_often(activity: Activity, session: Session | None, *, email: str, phone: str) -> None:
    """Refuse somebody who has signed up for as many sessions to come as one may; where there is no bound, nobody.

    Call it before an intake is locked: it holds the activity, as whoever changes that does. Raises Refused.
    """
    if not activity.most_sessions:
        return
    Activity.objects.select_for_update().get(pk=activity.pk)
    is_theirs = Q(small=email.lower()) if email else Q(phone=phone)
    if email and phone:
        is_theirs |= Q(phone=phone)
    coming = Enrolment.objects.filter(
        intake__activity=activity, intake__session__ends_at__gt=clock.now(), state__in=STANDING
    )
    theirs = coming.alias(small=Lower("email")).filter(is_theirs).exclude(intake__session=session)
    if theirs.count() >= activity.most_sessions:
        said = ngettext(
            "One person can sign up for %(count)s date at a time, so that there are places for others.",
            "One person can sign up for %(count)s dates at a time, so that there are places for others.",
            activity.most_sessions,
        )
        raise Refused.because("too-often", said % {"count": activity.most_sessions}, field="session")


def _write(enrolment: Enrolment) -> None:
    """Save a sign-up. Raises Conflict when its address stands in the line already."""
    with turning(ONCE, into=_twice):
        enrolment.save()


def _sent(key: str) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(submission_key=key).select_related("intake")


def _same(sent: Enrolment, activity: Activity, session: Session | None, draft: EnrolmentDraft) -> Enrolment:
    is_same_thing = (sent.intake.activity_id, sent.intake.session_id) == (activity.pk, session.pk if session else None)
    if not is_same_thing or sent.submission_digest != draft.digest():
        raise Conflict.because("key-used", _("Another sign-up was already sent with this key."))
    return sent


@action
def send_confirmation_code(*, enrolment: Enrolment) -> None:
    """Send a (new) code to the contact of an unconfirmed sign-up. Raises TooMany after too many."""
    send_code(
        purpose=_purpose(enrolment),
        email=enrolment.email,
        language=enrolment.language,
        about=enrolment.intake.activity.title,
    )


def confirm(*, enrolment: Enrolment, code: str) -> Enrolment:
    """Check the code and let the sign-up count. Raises Refused when the code is wrong or too old.

    Confirming what is confirmed already changes nothing. Not one transaction: a wrong code must count as a try.
    """
    if enrolment.state != EnrolmentState.UNCONFIRMED:
        return enrolment
    limits.count(f"enrol:{enrolment.pk}", limit=20, per=dt.timedelta(hours=1))
    check_code(purpose=_purpose(enrolment), code=code)
    return _confirm(enrolment=enrolment)


@action
def _confirm(*, enrolment: Enrolment) -> Enrolment:
    meant = enrolment.intake
    _check_how_often(meant.activity, meant.session, email=enrolment.email, phone=enrolment.phone)
    intake, enrolment = lock(enrolment)
    if enrolment.state != EnrolmentState.UNCONFIRMED:
        return enrolment
    if problem := closed(intake.activity, intake.session):
        raise Refused(problem)
    seat(intake, enrolment)
    _write(enrolment)
    audit.record("programme.confirmed", enrolment, by=audit.RESIDENT)
    messages.stands(enrolment)
    return enrolment


@action
def take_place(*, enrolment: Enrolment, by: audit.Actor) -> Enrolment:
    """Take the place that was offered; once more changes nothing.

    Raises Conflict when the time to answer is over, Refused when it is called off.
    """
    intake, enrolment = lock(enrolment)
    if enrolment.state == EnrolmentState.GOING:
        return enrolment
    if problem := closed(intake.activity, intake.session):
        raise Refused(problem)
    ENROLMENT_LIFE.check(enrolment.state, EnrolmentState.GOING)
    if enrolment.answer_by and enrolment.answer_by <= clock.now():
        raise Conflict.because("too-late", _("The time to answer is over, and the place went to the next person."))
    enrolment.state, enrolment.answer_by = EnrolmentState.GOING, None
    enrolment.save(update_fields=["state", "answer_by"])
    audit.record("programme.place_taken", enrolment, by=by)
    messages.stands(enrolment)
    return enrolment


@action
def resign(*, enrolment: Enrolment, by: audit.Actor) -> Enrolment:
    """Give up a place, or a place in the line; the next one is told. Once more changes nothing."""
    intake, enrolment = lock(enrolment)
    if enrolment.state == EnrolmentState.RESIGNED:
        return enrolment
    leave(intake, enrolment, EnrolmentState.RESIGNED)
    audit.record("programme.resigned", enrolment, by=by, on_behalf=by.is_staff)
    messages.left(enrolment)
    return enrolment


@action
def remove(*, enrolment: Enrolment, by: audit.Actor, reason: str) -> Enrolment:
    """Take somebody off the list with a reason, which they are told. Raises Refused without one."""
    if not reason.strip():
        sentence = _("Please say why, in a sentence. The person will read it.")
        raise Refused.because("reason-needed", sentence, field="reason")
    intake, enrolment = lock(enrolment)
    leave(intake, enrolment, EnrolmentState.REMOVED, reason=reason.strip())
    audit.record("programme.removed", enrolment, by=by, why=reason)
    messages.left(enrolment)
    return enrolment


def leave(intake: Intake, enrolment: Enrolment, state: EnrolmentState, *, reason: str = "") -> None:
    """Bring a sign-up of the locked `intake` to its end; its places go to the next. Raises Conflict when it is over."""
    had_place = enrolment.state in SEATED
    end(enrolment, state, reason=reason)
    if had_place:
        free(intake, enrolment)
        promote(intake)


def lock(enrolment: Enrolment) -> tuple[Intake, Enrolment]:
    """Return the intake of a sign-up, kept for this transaction, and the sign-up as it stands now.

    Raises Conflict when it is gone.
    """
    intake = lock_intake(Intake(pk=enrolment.intake_id))
    found = intake.enrolments.filter(pk=enrolment.pk).first()
    if found is None:
        raise not_any_more()
    found.intake = intake
    return intake, found


def unconfirmed() -> QuerySet[Enrolment]:
    """Return the sign-ups that nobody confirmed within a day."""
    return Enrolment.objects.filter(state=EnrolmentState.UNCONFIRMED, created_at__lt=clock.now() - UNCONFIRMED_LIFE)


@action
def forget_unconfirmed() -> None:
    """Delete the sign-ups that nobody confirmed within a day."""
    unconfirmed().delete()


def _purpose(enrolment: Enrolment) -> str:
    return f"programme.enrolment:{enrolment.reference}"


def _twice() -> Conflict:
    sentence = _("This address has signed up already. The message that you got then has a link to change it.")
    return Conflict.because("twice", sentence, field="email")
