"""The uses that a calendar brought, as they stand now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format

from podworko.bookings.models import BroughtCalendar, BroughtUse, Occupancy

PAGE = 50


def use_or_404(calendar: BroughtCalendar, pk: int) -> BroughtUse:
    """Return a use of a calendar; raise Http404 where there is none."""
    return get_object_or_404(calendar.uses.select_related("room__centre__network"), pk=pk)


def as_brought(calendar: BroughtCalendar) -> QuerySet[BroughtUse]:
    """Return the uses of a calendar that nobody has moved since they were brought; those called off are such too."""
    same = Q(occupancies__room=F("room"), occupancies__starts_at=F("starts_at"), occupancies__ends_at=F("ends_at"))
    return calendar.uses.filter(Q(occupancies__isnull=True) | same)


@dataclass(frozen=True)
class Kept:
    """A use that was brought, as it stands now: moved here since, called off, or as it was."""

    use: BroughtUse
    room: str
    day: str
    time: str
    is_changed: bool
    is_gone: bool


def kept_uses(calendar: BroughtCalendar, *, page: str) -> tuple[list[Kept], Page[BroughtUse]]:
    """Return one page of the uses of a calendar, in order of time, with how each stands in the table of room use."""
    shown = Paginator(_with_what_holds(calendar.uses.all()), PAGE).get_page(page)
    return _kept(list(shown), calendar), shown


@dataclass(frozen=True)
class Undoing:
    """What would go if a calendar were taken back, and what would stay since it was changed here."""

    going: int
    staying: list[Kept]
    coming: int


def undoing(calendar: BroughtCalendar, *, now: dt.datetime) -> Undoing:
    """Return what taking the calendar back would do; `coming` of those that go are still to come."""
    going = as_brought(calendar)
    staying = calendar.uses.exclude(pk__in=going.values("pk"))
    return Undoing(
        going.count(), _kept(list(_with_what_holds(staying)[:PAGE]), calendar), going.filter(ends_at__gt=now).count()
    )


def _with_what_holds(uses: QuerySet[BroughtUse]) -> QuerySet[BroughtUse]:
    held = Occupancy.objects.filter(brought=OuterRef("pk"))
    return uses.select_related("room").annotate(
        held_from=Subquery(held.values("starts_at")[:1]),
        held_until=Subquery(held.values("ends_at")[:1]),
        held_room=Subquery(held.values("room__name")[:1]),
        held_room_id=Subquery(held.values("room_id")[:1]),
    )


def _kept(uses: Sequence[BroughtUse], calendar: BroughtCalendar) -> list[Kept]:
    zone = calendar.centre.zone
    kept = []
    for use in uses:
        held_from, held_until, room_id = (getattr(use, name) for name in ("held_from", "held_until", "held_room_id"))
        start = (held_from or use.starts_at).astimezone(zone)
        end = (held_until or use.ends_at).astimezone(zone)
        kept.append(
            Kept(
                use=use,
                room=getattr(use, "held_room", "") or use.room.name,
                day=date_format(start.date(), "D j E Y"),
                time=f"{start:%H:%M}–{end:%H:%M}",
                is_changed=held_from is not None
                and (held_from, held_until, room_id) != (use.starts_at, use.ends_at, use.room_id),
                is_gone=held_from is None,
            )
        )
    return kept
