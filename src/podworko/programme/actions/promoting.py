"""The places of an intake: who gets one, and who comes next when one is given back.

All of it happens under the lock of the intake's row, so that places are given one after the other, in order of arrival.
"""

import datetime as dt

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from podworko.core import audit, clock
from podworko.core.errors import Refused
from podworko.core.transactions import action
from podworko.programme import messages, versions
from podworko.programme.models import (
    ENROLMENT_LIFE,
    Activity,
    Enrolment,
    EnrolmentState,
    Intake,
    Session,
    Share,
)

# A place is offered no later than so long before the session; afterwards it goes to the next one at once.
SOONEST = dt.timedelta(hours=2)
# Nobody can be asked to answer in less time than that: the place is theirs at once.
SHORTEST = dt.timedelta(minutes=30)


def intake_of(activity: Activity, session: Session | None) -> Intake:
    """Return where one signs up: for `session`, or (None) for the whole series."""
    found = Intake.objects.filter(activity=activity, session=session).first()
    if found:
        return found
    # As many places as there are at this moment: who changes their number holds the same row.
    fresh = Activity.objects.select_for_update().get(pk=activity.pk)
    made, _is_new = Intake.objects.get_or_create(
        activity=activity, session=session, defaults={"capacity": fresh.capacity}
    )
    return made


def lock(intake: Intake) -> Intake:
    """Return `intake` as it stands now, kept for this transaction: places are given one after the other."""
    return _held().get(pk=intake.pk)


def locked_intake_of(activity: Activity, session: Session | None) -> Intake:
    """Return where one signs up, as `intake_of`, kept for this transaction.

    Hundreds may stand before this lock: what is known already is not read again behind it.
    """
    held = Intake.objects.select_for_update().filter(activity=activity, session=session).first()
    if held is None:
        return lock(intake_of(activity, session))
    held.activity, held.session = activity, session
    return held


def _held() -> QuerySet[Intake]:
    return Intake.objects.select_for_update(of=("self",)).select_related(
        "session", "activity__centre__network", "activity__centre__operator", "activity__centre__kind"
    )


def seat(intake: Intake, enrolment: Enrolment) -> None:
    """Give a place in the locked `intake` to somebody who comes, or their place in the line.

    While places are for those alone who are first, all others stand in line.
    """
    # Nobody who waits is passed over who would fit: what is given back goes to them in the same transaction, and what
    # was kept for those who are first goes to them here, should the hour have come since.
    if intake.activity.first_for and not intake.is_first_only():
        promote(intake)
    intake.arrivals += 1
    enrolment.arrival = intake.arrivals
    share = _share_of(intake, enrolment)
    is_in = _fits(intake, share, enrolment)
    enrolment.state = EnrolmentState.GOING if is_in else EnrolmentState.WAITING
    _take(intake, share, enrolment.seats if is_in else 0)


def free(intake: Intake, enrolment: Enrolment) -> None:
    """Give the places of `enrolment` in the locked `intake` back."""
    _take(intake, _share_of(intake, enrolment), -enrolment.seats)


def _share_of(intake: Intake, enrolment: Enrolment) -> Share | None:
    """Return the places of the group that somebody is of; None where the activity has no groups."""
    if not enrolment.group:
        return None
    capacity = intake.activity.capacities.get(enrolment.group, 0)
    made, _is_new = Share.objects.get_or_create(intake=intake, group=enrolment.group, defaults={"capacity": capacity})
    return made


def _fits(intake: Intake, share: Share | None, enrolment: Enrolment) -> bool:
    """Say whether there is a place, at this moment, for somebody who comes."""
    if intake.is_first_only() and not enrolment.is_first:
        return False
    return intake.has_room_for(enrolment.seats) and (share is None or share.has_room_for(enrolment.seats))


def _take(intake: Intake, share: Share | None, seats: int) -> None:
    """Write down that so many places of the locked `intake` are taken; below zero, that they are given back."""
    before = versions.fullness(intake.capacity, intake.taken)
    intake.taken += seats
    intake.save(update_fields=["arrivals", "taken"])
    if versions.fullness(intake.capacity, intake.taken) != before:
        versions.touch(intake.activity.centre)
    if share and seats:
        share.taken += seats
        share.save(update_fields=["taken"])


def promote(intake: Intake) -> None:
    """Give what is free in the locked `intake` to those who wait, in order of arrival.

    Each has some hours to answer; where the session begins too soon for that, the place is theirs at once and they are
    told. A party that is too large for what is free lets the next one go first, and keeps its place in the line; so
    does whoever is of a group that is full, or is not of those for whom places are still kept.
    """
    if intake.is_over():
        return
    answer_by = _answer_by(intake)
    for enrolment in intake.enrolments.filter(state=EnrolmentState.WAITING):
        if intake.capacity is not None and intake.taken >= intake.capacity:
            return
        share = _share_of(intake, enrolment)
        if not _fits(intake, share, enrolment):
            continue
        _take(intake, share, enrolment.seats)
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
        _widen_shares(intake, activity)
        promote(intake)


def _widen_shares(intake: Intake, activity: Activity) -> None:
    """Let each group have as many places in the locked `intake` as it has now. Raises Refused as `widen`."""
    for share in intake.shares.all():
        capacity = activity.capacities.get(share.group, 0)
        if share.taken > capacity and not intake.is_over():
            sentence = _("Places taken already in the group “%(group)s”: %(count)s. Leave at least so many.")
            said = sentence % {"group": share.group, "count": share.taken}
            raise Refused.because("fewer-than-taken", said, field="groups")
        share.capacity = max(capacity, share.taken)
        share.save(update_fields=["capacity"])


@action
def open_to_all() -> None:
    """Give what was kept for those who are first to all who wait, once its time is over."""
    waits = Enrolment.objects.filter(state=EnrolmentState.WAITING, intake__taken__lt=F("intake__capacity"))
    kept = waits.exclude(intake__activity__first_for="")
    for pk in kept.order_by("intake").values_list("intake", flat=True).distinct():
        promote(lock(Intake(pk=pk)))


def _answer_by(intake: Intake) -> dt.datetime | None:
    """Return until when somebody may think about a place; None where there is no time for that."""
    first = intake.begins_at()
    until = clock.now() + dt.timedelta(hours=intake.activity.answer_hours)
    if first:
        until = min(until, first - SOONEST)
    return until if until >= clock.now() + SHORTEST else None


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
