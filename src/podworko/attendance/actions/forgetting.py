"""Forgetting who came: by their wish, or when a year's report was made. How many came stays."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from podworko.attendance.models import Presence
from podworko.core import clock
from podworko.core.transactions import action

# A report on a year is made in the first weeks of the next one.
KEPT = dt.timedelta(days=400)


def old() -> QuerySet[Presence]:
    """Return the ticks whose contact is known no more to be anybody's."""
    border = clock.now().date() - KEPT
    return Presence.objects.filter(sheet__on__lt=border).exclude(contact_mark="")


@action
def forget_old() -> int:
    """Take the mark of the contact off those; return how many there were."""
    return forget(presences=list(old().values_list("pk", flat=True)))


@action
def forget(*, presences: Sequence[int]) -> int:
    """Take the mark of the contact off these ticks: nothing leads from them to anybody. Return how many there were."""
    return Presence.objects.filter(pk__in=presences).update(contact_mark="")
