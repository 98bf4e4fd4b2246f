"""Taking back, batch by batch, the uses of a calendar that was brought and is undone."""

import datetime as dt

from podworko.bookings.actions import occupying
from podworko.bookings.models import BroughtCalendar, BroughtUse, Occupancy
from podworko.bookings.queries.brought import as_brought
from podworko.core import clock
from podworko.core.transactions import action

# So many uses go in one transaction: others who write wait no longer than a moment.
BATCH = 100
# After so long without an end the worker that had it is dead.
GIVEN_UP = dt.timedelta(minutes=2)


def take_back(calendar_id: int) -> int:
    """Take back what is left of an undone calendar; return how many uses went. It may be called again at any time."""
    count = 0
    while gone := _next(calendar_id):
        count += gone
    return count


@action
def _next(calendar_id: int) -> int:
    calendar = BroughtCalendar.objects.select_for_update().filter(pk=calendar_id, undone_at__isnull=False).first()
    if calendar is None:
        return 0
    found = list(as_brought(calendar).values_list("pk", flat=True)[:BATCH])
    occupying.release(Occupancy.objects.filter(brought__in=found))
    BroughtUse.objects.filter(pk__in=found).delete()
    return len(found)


def left_behind() -> list[int]:
    """Return the ids of the undone calendars that a worker has left with uses that should be gone."""
    since = clock.now() - GIVEN_UP
    undone = BroughtCalendar.objects.filter(undone_at__lt=since, uses__isnull=False).distinct()
    return [calendar.pk for calendar in undone[:20] if as_brought(calendar).exists()]
