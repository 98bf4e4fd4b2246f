"""Taking people out of sign-ups: by their wish, or when the activity is long over. The counts stay."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from podworko.core import audit, clock, traces
from podworko.core.models import Message
from podworko.core.transactions import action
from podworko.people import keeping
from podworko.programme.actions.enrolling import leave, lock
from podworko.programme.models import STANDING, Enrolment, EnrolmentState, Session
from podworko.programme.models.enrolments import new_reference

# What the trail may keep: it names days, and nobody.
KEPT_FACTS = {"channel", "dates"}
AT_ONCE = 200
# What was asked was asked for the day itself.
ANSWERS_KEPT = dt.timedelta(days=7)


def over() -> QuerySet[Enrolment]:
    """Return the sign-ups for what is so long over that nobody needs to know any more who came."""
    return _over_since(clock.now() - dt.timedelta(days=settings.CONTACTS_KEPT_DAYS))


def answered() -> QuerySet[Enrolment]:
    """Return the sign-ups with answers to questions about what is over: nobody needs them any more."""
    return _over_since(clock.now() - ANSWERS_KEPT).exclude(answers=[])


@action
def forget_answers() -> int:
    """Take the answers out of those; return how many sign-ups there were."""
    return answered().update(answers=[])


def _over_since(border: dt.datetime) -> QuerySet[Enrolment]:
    recent = Session.objects.filter(ends_at__gte=border)
    own = Exists(recent.filter(pk=OuterRef("intake__session")))
    series = Exists(recent.filter(activity=OuterRef("intake__activity")))
    found = Enrolment.objects.filter(erased_at__isnull=True, created_at__lt=border)
    return found.exclude(state=EnrolmentState.UNCONFIRMED).exclude(
        Q(intake__session__isnull=False) & own | Q(intake__session__isnull=True) & series
    )


@action
def forget_over() -> int:
    """Take the person out of those; return how many there were."""
    count = 0
    while found := list(over().order_by("pk")[:AT_ONCE]):
        for enrolment in found:
            take_out(enrolment, by=audit.SYSTEM)
        count += len(found)
    return count


@action
def erase(*, enrolments: Sequence[Enrolment], by: audit.Actor) -> int:
    """Take the person out of their sign-ups, after giving their places to the next; return how many there were."""
    for each in enrolments:
        intake, enrolment = lock(each)
        if enrolment.state == EnrolmentState.UNCONFIRMED:
            # It counted for nothing.
            traces.blank_trail(enrolment._meta.label_lower, [enrolment.pk], keep=())
            _forget_messages(enrolment)
            enrolment.delete()
            continue
        if enrolment.state in STANDING:
            leave(intake, enrolment, EnrolmentState.RESIGNED)
        take_out(enrolment, by=by)
    return len(enrolments)


def take_out(enrolment: Enrolment, *, by: audit.Actor) -> None:
    """Take out whoever is named, the children and the year of birth; that so many came, and how, stays.

    The number and the signed link, which stand in the person's letters, do not lead to it any more.
    """
    label = enrolment._meta.label_lower
    _forget_messages(enrolment)
    keeping.take_out(label, [enrolment.pk])
    traces.blank_trail(label, [enrolment.pk], keep=KEPT_FACTS)
    if enrolment.taken_by and enrolment.taken_by.email.lower() == enrolment.email.lower():
        enrolment.taken_by = None  # the account of the one who came
    for name in ("person", "email", "phone", "children", "collected_by", "reason", "submission_digest"):
        setattr(enrolment, name, "")
    enrolment.birth_year, enrolment.answers = None, []
    enrolment.submission_key = str(uuid.uuid4())
    enrolment.reference = new_reference()
    enrolment.erased_at = clock.now()
    enrolment.save()
    audit.record("programme.erased", enrolment, by=by)


def _forget_messages(enrolment: Enrolment) -> None:
    about = Q(subject_type=enrolment._meta.label_lower, subject_id=str(enrolment.pk))
    traces.forget_messages(Message.objects.filter(about | Q(key__startswith=f"enrolment:{enrolment.reference}:")))
