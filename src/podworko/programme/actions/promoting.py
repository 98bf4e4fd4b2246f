"""The places of an intake: who gets one, and who comes next when one is given back.

All of it happens under the lock of the intake's row, so that places are given one after the other, in order of arrival.
"""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from podworko.core import audit, clock
from podworko.core.errors import Refused
from podworko.core.transactions import action
from podworko.programme import messages
from podworko.programme.models import (
    ENROLMENT_LIFE,
    Activity,
    Enrolment,
    EnrolmentState,
    Intake,
    Session,
)

# A place is offered no later than so long before the session; afterwards it goes to the next one at once.
SOONEST = dt.timedelta(hours=2)


def intake_of(activity: Activity, session: Session | None) -> Intake:
    """Return where one signs up: for `session`, or (None) for the whole series."""
    made, _is_new = Intake.objects.get_or_create(
        activity=activity, session=session, defaults={"capacity": activity.capacity}
    )
    return made


def lock(intake: Intake) -> Intake:
    """Return `intake` as it stands now, kept for this transaction: places are given one after the other."""
    return _held().get(pk=intake.pk)


def locked_intake_of(activity: Activity, session: Session | None) -> Intake:
    """Return where one signs up, as `intake_of`, kept for this transaction."""
    return _held().filter(activity=activity, session=session).first() or lock(intake_of(activity, session))


def _held() -> QuerySet[Intake]:
    return Intake.objects.select_for_update(of=("self",)).select_related(
        "session", "activity__centre__network", "activity__centre__operator", "activity__centre__kind"
    )


def seat(intake: Intake, enrolment: Enrolment) -> None:
    """Give a place in the locked `intake` to somebody who comes, or their place in the line."""
    intake.arrivals += 1
    enrolment.arrival = intake.arrivals
    # Nobody who waits is passed over who would fit: what is given back goes to them in the same transaction.
    if intake.has_room_for(enrolment.seats):
        intake.taken += enrolment.seats
        enrolment.state = EnrolmentState.GOING
    else:
        enrolment.state = EnrolmentState.WAITING
    intake.save(update_fields=["arrivals", "taken"])


def free(intake: Intake, enrolment: Enrolment) -> None:
    """Give the places of `enrolment` in the locked `intake` back."""
    intake.taken -= enrolment.seats
    intake.save(update_fields=["taken"])


def promote(intake: Intake) -> None:
    """Give what is free in the locked `intake` to those who wait, in order of arrival.

    Each has some hours to answer; where the session begins too soon for that, the place is theirs at once and they are
    told. A party that is too large for what is free lets the next one go first, and keeps its place in the line.
    """
    if intake.is_over():
        return
    answer_by = _answer_by(intake)
    for enrolment in intake.enrolments.filter(state=EnrolmentState.WAITING):
        if intake.capacity is not None and intake.taken >= intake.capacity:
            return
        if not intake.has_room_for(enrolment.seats):
            continue
        intake.taken += enrolment.seats
        intake.save(update_fields=["taken"])
        state = EnrolmentState.OFFERED if answer_by else EnrolmentState.GOING
        ENROLMENT_LIFE.check(enrolment.state, state)
        enrolment.state, enrolment.answer_by = state, answer_by
        enrolment.save(update_fields=["state", "answer_by"])
        enrolment.intake = intake
        audit.record("programme.promoted", enrolment, by=audit.SYSTEM)
        messages.promoted(enrolment)


def widen(activity: Activity) -> None:
    """Let all intakes of `activity` have as many places as it says now; more of them go to those who wait.

    Raises Refused where more are taken already.
    """
    for pk in activity.intakes.values_list("pk", flat=True).order_by("pk"):
        intake = lock(Intake(pk=pk))
        if activity.capacity is not None and intake.taken > activity.capacity:
            if intake.is_over():
                continue
            sentence = _("Places taken already: %(count)s. Take somebody off the list first, or leave more places.")
            raise Refused.because("fewer-than-taken", sentence % {"count": intake.taken}, field="capacity")
        intake.capacity = activity.capacity
        intake.save(update_fields=["capacity"])
        promote(intake)


def _answer_by(intake: Intake) -> dt.datetime | None:
    """Return until when somebody may think about a place; None where there is no time for that."""
    first = intake.begins_at()
    until = clock.now() + dt.timedelta(hours=intake.activity.answer_hours)
    if first:
        until = min(until, first - SOONEST)
    return until if until > clock.now() + SOONEST else None


@action
def lapse_unanswered() -> None:
    """Take back the places that nobody answered in time for, and give them to the next."""
    late = Enrolment.objects.filter(state=EnrolmentState.OFFERED, answer_by__lte=clock.now())
    for pk in late.order_by("intake").values_list("intake", flat=True).distinct():
        intake = lock(Intake(pk=pk))
        for enrolment in intake.enrolments.filter(state=EnrolmentState.OFFERED, answer_by__lte=clock.now()):
            enrolment.intake = intake
            end(enrolment, EnrolmentState.LAPSED)
            free(intake, enrolment)
            audit.record("programme.offer_lapsed", enrolment, by=audit.SYSTEM)
            if not intake.is_over():
                # Of what is called off they have heard already.
                messages.lapsed(enrolment)
        promote(intake)


def end(enrolment: Enrolment, state: EnrolmentState, *, reason: str = "") -> None:
    """Bring a sign-up to its end in `state`. Raises Conflict when it has ended already."""
    ENROLMENT_LIFE.check(enrolment.state, state)
    enrolment.state, enrolment.reason = state, reason
    enrolment.answer_by, enrolment.ended_at = None, clock.now()
    enrolment.save(update_fields=["state", "reason", "answer_by", "ended_at"])
