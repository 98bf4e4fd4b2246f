"""What people wrote: what staff have to read, what they have decided, what everybody reads."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from podworko.evaluation.models import Remark, RemarkState
from podworko.places.models import Centre
from podworko.programme.models import Activity

# So many stand on a page; the others come when these are read.
MOST, MOST_SHOWN = 50, 6


@dataclass(frozen=True)
class Remarks:
    """The remarks of a place: those to be read, the oldest first, those shown, those kept among the staff."""

    waiting: list[Remark]
    shown: list[Remark]
    hidden: list[Remark]
    more: int


def of_place(place: Centre) -> Remarks:
    """Return what was written at `place`; as many queries however much it is."""
    found = _found(place)
    waiting = found.filter(state=RemarkState.WAITING)
    return Remarks(
        list(waiting.order_by("on", "public_id")[:MOST]),
        list(found.filter(state=RemarkState.SHOWN)[:MOST]),
        list(found.filter(state=RemarkState.HIDDEN)[:MOST]),
        max(0, waiting.count() - MOST),
    )


def remark_or_404(place: Centre, public_id: object) -> Remark:
    """Return that remark of `place`; raise Http404 where there is none."""
    return get_object_or_404(_found(place), pk=public_id)


def _found(place: Centre) -> QuerySet[Remark]:
    return Remark.objects.filter(session__activity__centre=place).select_related("session__activity")


def of_activity(activity: Activity) -> list[Remark]:
    """Return what was written about `activity`, the newest first, for staff."""
    return list(Remark.objects.filter(session__activity=activity).select_related("session")[:MOST])


def shown_of(activity: Activity) -> list[str]:
    """Return the latest sentences about `activity` that staff have shown to everybody."""
    found = Remark.objects.filter(session__activity=activity, state=RemarkState.SHOWN)
    return list(found.values_list("text", flat=True)[:MOST_SHOWN])
