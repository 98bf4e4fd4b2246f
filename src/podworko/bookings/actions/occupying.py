"""The one door to the table of room use: to take a room, to move what is taken, to give it back."""

import datetime as dt
import secrets
from collections.abc import Callable, Collection
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from podworko.bookings.models import BookingDate, DayVersion, Occupancy
from podworko.core import clock
from podworko.core.errors import Conflict
from podworko.core.integrity import turning
from podworko.core.transactions import at_the_end
from podworko.places.models import Centre, Room

GUARD = "occupancy_no_overlap"
ONE_DAY = dt.timedelta(days=1)

# What was given back: the room's id, and [from, until) in UTC.
Released = tuple[int, dt.datetime, dt.datetime]
_listeners: list[Callable[[Collection[Released]], None]] = []


def register(listener: Callable[[Collection[Released]], None]) -> None:
    """Let `listener` hear what was given back, once at the end of each action, in its transaction."""
    _listeners.append(listener)


def occupy(
    *,
    room: Room,
    kind: Occupancy.Kind,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    buffer: dt.timedelta = dt.timedelta(0),
    note: str = "",
    **source: Any,
) -> Occupancy:
    """Write that `room` is used from `starts_at` to `ends_at` (UTC), and return the use.

    `buffer` is the time to make the room ready afterwards; `source` is what the use comes from, as its kind asks.
    Its parts are taken with it. Raises Conflict when the room, its whole or one of its parts is taken: nobody looks
    first, the database alone knows.
    """
    with turning(GUARD, into=taken):
        use = Occupancy.objects.create(
            room=room,
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            blocked_from=starts_at,
            blocked_until=ends_at + buffer,
            note=note,
            **source,
        )
    touch(room.centre, use.blocked_from, use.blocked_until)
    return use


def move(
    use: Occupancy,
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    room: Room | None = None,
    buffer: dt.timedelta = dt.timedelta(0),
) -> None:
    """Bring a use to other hours, or into another `room`; what it leaves is given back. Raises Conflict as `occupy`."""
    left = use.room, use.blocked_from, use.blocked_until
    touch(use.room.centre, use.blocked_from, use.blocked_until)
    use.room = room or use.room
    use.starts_at, use.ends_at = starts_at, ends_at
    use.blocked_from, use.blocked_until = starts_at, ends_at + buffer
    with turning(GUARD, into=taken):
        use.save(update_fields=["room", "starts_at", "ends_at", "blocked_from", "blocked_until"])
    touch(use.room.centre, use.blocked_from, use.blocked_until)
    _give_back(*left)


def rename(uses: QuerySet[Occupancy], note: str) -> None:
    """Let `uses` say something else on the wall."""
    for use in uses.select_related("room__centre__network"):
        touch(use.room.centre, use.blocked_from, use.blocked_until)
    Occupancy.objects.filter(pk__in=[*uses.values_list("pk", flat=True)]).update(note=note)


def release(uses: QuerySet[Occupancy]) -> int:
    """Give back the rooms of `uses`; return how many there were."""
    found = list(uses.select_related("room__centre__network"))
    for use in found:
        touch(use.room.centre, use.blocked_from, use.blocked_until)
        _give_back(use.room, use.blocked_from, use.blocked_until)
    Occupancy.objects.filter(pk__in=[use.pk for use in found]).delete()
    return len(found)


def taken() -> Conflict:
    """Return the refusal of a room that somebody else has."""
    return Conflict.because(
        "taken",
        _("The room has just been given to somebody else for that time. Choose another room, or ask for a change."),
    )


def touch(centre: Centre, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Say that what the calendar of `centre` shows from `starts_at` to `ends_at` has changed."""
    first, last = (moment.astimezone(centre.zone).date() for moment in (starts_at, ends_at))
    for number in range((last - first).days + 1):
        at_the_end(_new_versions, (centre.pk, first + number * ONE_DAY))


def _new_versions(days: Collection[tuple[int, dt.date]]) -> None:
    # In one order, so that two transactions wait for each other in a row and not in a ring.
    DayVersion.objects.bulk_create(
        [DayVersion(centre_id=pk, on=on, version=secrets.token_hex(8)) for pk, on in sorted(days)],
        update_conflicts=True,
        unique_fields=["centre", "on"],
        update_fields=["version"],
    )


def look_again(date: BookingDate) -> None:
    """Let those who wait for the hours of `date`, which has begun to wait for them, be offered what is free of them."""
    rooms = [date.room] if date.room else list(date.request.centre.rooms.filter(is_lent=True))
    for room in rooms:
        _give_back(room, date.starts_at, date.ends_at)


def _give_back(room: Room, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    at_the_end(_tell, (room.pk, starts_at, ends_at))


def _tell(released: Collection[Released]) -> None:
    for listener in _listeners:
        listener(released)


def keep_parts(centre: Centre) -> None:
    """Write anew which parts the coming uses at `centre` take, after its walls have moved.

    Raises Conflict when a whole and one of its parts are in use at the same time: then the walls must stay.
    """
    coming = Occupancy.objects.filter(room__centre=centre, blocked_until__gt=clock.now())
    coming.filter(kind=Occupancy.Kind.PART).delete()
    with turning(GUARD, into=_both_used):
        # The database writes the parts of whatever is written.
        coming.update(note=F("note"))
    # What is free in a whole goes by its parts, so that other days show something else than before.
    for span in coming.values_list("blocked_from", "blocked_until").distinct():
        touch(centre, *span)


def _both_used() -> Conflict:
    sentence = _(
        "In the days to come the whole and a part of it are used at the same hours. Call one of them off first; "
        "the calendar shows which."
    )
    return Conflict.because("whole-and-parts", sentence, field="whole")
