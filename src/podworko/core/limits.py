"""How often one address or one contact may try something."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.core.errors import Problem, TooMany
from podworko.core.models import RateCount


def count(key: str, *, limit: int, per: dt.timedelta) -> None:
    """Count one try of `key`. Raises TooMany when it is more than `limit` within a window of `per`."""
    now = clock.now()
    window = RateCount.window_of(now, per)
    RateCount.objects.bulk_create([RateCount(key=key, window=window)], ignore_conflicts=True)
    counted = RateCount.objects.filter(key=key, window=window)
    # Read before another may count on: a try must not be refused for one that came after it.
    with transaction.atomic():
        counted.update(count=F("count") + 1)
        tries = counted.get().count
    if tries > limit:
        raise TooMany(
            Problem("", "too-many", _("That is too many tries in a short time. Please wait a moment and try again.")),
            retry_after=int((window + per - now).total_seconds()) + 1,
        )


def forget_old() -> None:
    """Delete the counts of windows that ended over a day ago."""
    RateCount.objects.filter(window__lt=clock.now() - dt.timedelta(days=1)).delete()
