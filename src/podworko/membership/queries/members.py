"""Who belongs to a place, for whoever asks: members first at a sign-up, how many of them come."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404

from podworko.core.fields import PhoneField
from podworko.membership.models import MEMBERS, NOT_OVER, Membership, Roll
from podworko.places.models import Centre


def is_member(centre: Centre, *, email: str = "", phone: str = "", on: dt.date | None = None) -> bool:
    """Say whether a member of `centre` has this e-mail or this telephone: today, or on another day.

    Capitals in the address and blanks in the number do not matter. It is one query, none without a contact. Whoever
    lets somebody pass by it asks with a contact that a code has proved: this says only to whom a contact belongs.
    Who was taken out of the list since is not known any more on any day.
    """
    contact = _by_contact(email, phone)
    if contact is None:
        return False
    return _belonging(centre, on).alias(small=Lower("email")).filter(contact).exists()


def members_at(centre: Centre, on: dt.date) -> QuerySet[Membership]:
    """Return who belonged to `centre` on that day; of those who were taken out since, the bare rows, to be counted."""
    return _belonging(centre, on)


def _belonging(centre: Centre, on: dt.date | None) -> QuerySet[Membership]:
    found = Membership.objects.filter(centre=centre)
    if on is None:
        return found.filter(state__in=MEMBERS)
    # The day on which it ends is the first one without them.
    return found.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), since__lte=on)


def _by_contact(email: str, phone: str) -> Q | None:
    """Return the condition for one of the two; None where neither can be anybody's."""
    # What holds a NUL is no address, and PostgreSQL would not even be asked for it.
    wanted, small, number = Q(), "" if "\0" in email else email.strip().lower(), _number(phone)
    if small:
        wanted |= Q(small=small)
    if number:
        wanted |= Q(phone=number)
    return wanted or None


def _number(phone: str) -> str:
    """Return a telephone number as it is kept; nothing for what is none."""
    try:
        return PhoneField(required=False).clean(phone)
    except ValidationError:
        return ""


def by_reference_or_404(reference: str | None) -> Membership:
    """Return the declaration with that reference. Raises Http404 where there is none."""
    found = Membership.objects.select_related("centre__network", "centre__operator", "centre__kind")
    return get_object_or_404(found, reference=reference)


def roll_of(centre: Centre) -> Roll:
    """Return the book of `centre`: the usual rules where none has been begun."""
    roll = Roll.objects.filter(centre=centre).first() or Roll()
    roll.centre = centre
    return roll


def alike(membership: Membership) -> QuerySet[Membership]:
    """Return others at the same place, not over, who gave the same e-mail or telephone: a couple, or the same one."""
    contact = _by_contact(membership.email, membership.phone)
    if contact is None:
        return Membership.objects.none()
    found = Membership.objects.filter(centre=membership.centre_id, state__in=NOT_OVER).exclude(pk=membership.pk)
    return found.alias(small=Lower("email")).filter(contact).order_by("pk")
