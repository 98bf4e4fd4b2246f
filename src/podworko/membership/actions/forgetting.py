"""Taking people out of the list: by their wish, or some time after membership ended. The counts stay."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db.models import Q, QuerySet

from podworko.core import audit, clock, traces
from podworko.core.models import Message
from podworko.core.transactions import action
from podworko.membership.actions.keeping import lock, resign
from podworko.membership.models import Membership, MembershipState, new_reference
from podworko.people import keeping

# What the trail may keep: it names days, and nobody.
KEPT_FACTS = {"channel", "until"}
AT_ONCE = 200
NAMED = (
    *("person", "email", "phone", "address", "emergency_person", "emergency_phone"),
    *("reason", "submission_digest"),
)


def over() -> QuerySet[Membership]:
    """Return the memberships and declarations so long over that nobody needs to know any more whose they were."""
    border = clock.now().date() - dt.timedelta(days=settings.CONTACTS_KEPT_DAYS)
    return Membership.objects.filter(erased_at__isnull=True, ended_on__lt=border)


@action
def forget_over() -> int:
    """Take the person out of those; return how many there were."""
    count = 0
    while found := list(over().order_by("pk")[:AT_ONCE]):
        for membership in found:
            take_out(membership, by=audit.SYSTEM)
        count += len(found)
    return count


@action
def erase(*, memberships: Sequence[Membership], by: audit.Actor) -> int:
    """End these memberships, as the person wishes, and take the person out; return how many there were."""
    for each in memberships:
        membership = lock(each)
        if membership.state == MembershipState.UNCONFIRMED:
            # It counted for nothing.
            traces.blank_trail(membership._meta.label_lower, [membership.pk], keep=())
            _forget_messages(membership)
            membership.delete()
            continue
        take_out(membership if membership.is_over else resign(membership=membership, by=by), by=by)
    return len(memberships)


@action
def forget_emergency(*, memberships: QuerySet[Membership]) -> int:
    """Take out whom members named to be called in an emergency, as those wish; return how many there were."""
    return memberships.update(emergency_person="", emergency_phone="")


def take_out(membership: Membership, *, by: audit.Actor) -> None:
    """Take out whoever is named, with the year of birth and the number; that somebody belonged, and when, stays.

    The number and the signed link, which stand on the person's card and in their letters, do not lead to it any more;
    the book goes on after the last number that was given.
    """
    label = membership._meta.label_lower
    _forget_messages(membership)
    keeping.take_out(label, [membership.pk])
    traces.blank_trail(label, [membership.pk], keep=KEPT_FACTS)
    if membership.taken_by and membership.taken_by.email.lower() == membership.email.lower():
        membership.taken_by = None  # the account of the member
    for name in NAMED:
        setattr(membership, name, "")
    membership.birth_year = membership.number = None
    membership.lives_here = False
    membership.submission_key = str(uuid.uuid4())
    membership.reference = new_reference()
    membership.erased_at = clock.now()
    membership.save()
    audit.record("membership.erased", membership, by=by)


def _forget_messages(membership: Membership) -> None:
    about = Q(subject_type=membership._meta.label_lower, subject_id=str(membership.pk))
    traces.forget_messages(Message.objects.filter(about | Q(key__startswith=f"membership:{membership.reference}:")))
