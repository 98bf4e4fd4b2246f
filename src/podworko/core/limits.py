"""How often one address or one contact may try something."""

import datetime as dt

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.core.errors import Problem, TooMany
from podworko.core.models import RateCount


def count(key: str, *, limit: int, per: dt.timedelta) -> None:
    """Count one try of `key`. Raises TooMany when it is more than `limit` within a window of `per`."""
    now = clock.now()
    window = RateCount.window_of(now, per)
    counted = RateCount.objects.filter(key=key, window=window)
    tries = 0
    while not tries:  # again when the last try was given back between the two lines
        RateCount.objects.bulk_create([RateCount(key=key, window=window)], ignore_conflicts=True)
        # Read before another may count on: a try must not be refused for one that came after it.
        with transaction.atomic():
            if counted.update(count=F("count") + 1):
                tries = counted.get().count
    if tries > limit:
        raise TooMany(
            Problem("", "too-many", _("That is too many tries in a short time. Please wait a moment and try again.")),
            retry_after=int((window + per - now).total_seconds()) + 1,
        )


def give_back(key: str, *, per: dt.timedelta) -> None:
    """Take back one try of `key` that turned out not to be counted, as when the password was right."""
    counted = RateCount.objects.filter(key=key, window=RateCount.window_of(clock.now(), per))
    counted.filter(count__gt=0).update(count=F("count") - 1)
    counted.filter(count=0).delete()


def old() -> QuerySet[RateCount]:
    """Return the counts of windows that began over a day ago, which count for nothing any more."""
    return RateCount.objects.filter(window__lt=clock.now() - dt.timedelta(days=1))
