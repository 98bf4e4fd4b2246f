"""Bringing a calendar that a place kept elsewhere: taking it in, answering, keeping it, taking all of it back."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files import File
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from podworko.bookings.actions import occupying
from podworko.bookings.bringing import tasks
from podworko.bookings.bringing.answers import LEAVE, Answers
from podworko.bookings.models import BroughtCalendar, BroughtUse, Occupancy
from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.imports import actions as imports
from podworko.core.imports import registry
from podworko.core.models import Import
from podworko.core.transactions import action
from podworko.core.transitions import not_any_more
from podworko.places.models import Centre, Room

if TYPE_CHECKING:
    from podworko.bookings.bringing.judging import Plan

KIND = "bookings.calendar"
# A calendar that nobody has kept is forgotten after so long: it was looked at, and left.
LOOKED_AT = dt.timedelta(days=14)
# Whatever has become of it meanwhile: nobody comes back to one that was given up.
DROPPABLE = {Import.State.READING, Import.State.READY, Import.State.FAILED}
AT_ONCE = 500


def bring(*, centre: Centre, file: "File[Any]", name: str, by: audit.Actor) -> BroughtCalendar:
    """Take a calendar in, to be read in the background; nothing is written before somebody has looked at it.

    The same file sent twice by a double click is one. Raises Refused, beside the field `file`, when it is seen at once
    that it cannot be read, or when the place has no room.
    """
    if not centre.rooms.exists():
        raise Refused.because("no-rooms", _("This place has no room yet. Add its rooms first."), field="file")
    # How far ahead it is read depends on the place and the day alone.
    digest = imports.look_into(importer=registry.importer_of(KIND), subject=BroughtCalendar(centre=centre), file=file)
    return _take_in(centre=centre, file=file, digest=digest, name=name, by=by)


@action
def _take_in(*, centre: Centre, file: "File[Any]", digest: str, name: str, by: audit.Actor) -> BroughtCalendar:
    # Those who bring for the same place at the same moment wait for each other here.
    Centre.objects.select_for_update().get(pk=centre.pk)
    if same := _sent_before(centre, digest, by):
        return same
    calendar = BroughtCalendar.objects.create(centre=centre, file_name=name[:200], by_id=_user_id(by))
    calendar.source = imports.take_in(
        importer=registry.importer_of(KIND), subject=calendar, file=file, digest=digest, name=name, by=by
    )
    calendar.save(update_fields=["source"])
    audit.record("bookings.calendar_brought", calendar, by=by, centre=centre.pk)
    return calendar


@action
def answer(
    *,
    calendar: BroughtCalendar,
    by: audit.Actor,
    rooms: Mapping[str, int | str] | None = None,
    events: Mapping[str, int | str] | None = None,
    whole_days: str | None = None,
    is_open_to_all: bool | None = None,
) -> None:
    """Keep answers to what the calendar asks, and judge its dates anew; what is not given stays as it was.

    An answer of nothing ("") takes an earlier one back. Raises Refused for a room of another place; Conflict when the
    calendar is not there to be looked at any more.
    """
    held = BroughtCalendar.objects.select_for_update().get(pk=calendar.pk)
    source = _source(held)
    known = Answers.of(held.answers)
    _check_rooms(held.centre, [*(rooms or {}).values(), *(events or {}).values()])
    after = Answers(
        rooms=_merged(known.rooms, rooms),
        events=_merged(known.events, events),
        whole_days=known.whole_days if whole_days is None else whole_days,
        is_open_to_all=known.is_open_to_all if is_open_to_all is None else is_open_to_all,
    )
    if after == known:
        return
    imports.judge_again(brought=source)
    held.answers = after.kept()
    held.save(update_fields=["answers"])


@action
def keep(*, calendar: BroughtCalendar, by: audit.Actor) -> None:
    """Let the dates that can be brought be written in the background; what clashes or is asked about is left out.

    The same said again changes nothing. Raises Refused when there is nothing to bring; Conflict when it was dropped.
    """
    held = BroughtCalendar.objects.select_for_update().get(pk=calendar.pk)
    imports.confirm(brought=_source(held), by=by)
    if held.kept_at is None:
        held.kept_at = clock.now()
        held.save(update_fields=["kept_at"])
        audit.record("bookings.calendar_kept", held, by=by, centre=held.centre_id)


@action
def try_again(*, calendar: BroughtCalendar, by: audit.Actor) -> None:
    """Go on with a calendar that was given up because of us; the place need not choose the file again.

    Raises Conflict when it was not given up, or is forgotten or taken back.
    """
    held = BroughtCalendar.objects.select_for_update().get(pk=calendar.pk)
    if held.undone_at:
        raise not_any_more()
    imports.try_again(brought=_source(held), by=by)


@action
def drop(*, calendar: BroughtCalendar, by: audit.Actor) -> None:
    """Bring nothing, and forget what stood in the file. Raises Conflict when it is being written, or was."""
    held = BroughtCalendar.objects.select_for_update().get(pk=calendar.pk)
    if held.undone_at or held.uses.exists():
        raise not_any_more()
    imports.drop(brought=_source(held), by=by)
    audit.record("bookings.calendar_dropped", held, by=by, centre=held.centre_id)
    held.delete()


@action
def bring_use(*, calendar: BroughtCalendar, plan: "Plan") -> BroughtUse:
    """Write one use as it was planned, or change the one that was brought before. Raises Conflict when it is taken."""
    values = {
        "room": plan.room,
        "title": plan.event.title,
        "who": plan.event.who,
        "is_open_to_all": plan.is_open_to_all,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
    }
    if plan.known:
        use = Occupancy.objects.select_related("room__centre__network").get(brought=plan.known)
        occupying.move(use, starts_at=plan.starts_at, ends_at=plan.ends_at, room=plan.room)
        for name, value in values.items():
            setattr(plan.known, name, value)
        plan.known.save()
        return plan.known
    brought = BroughtUse.objects.create(calendar=calendar, uid=plan.event.uid, **values)
    occupying.occupy(
        room=plan.room,
        kind=Occupancy.Kind.BROUGHT,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        brought=brought,
    )
    return brought


@action
def remove(*, use: BroughtUse, by: audit.Actor) -> None:
    """Call one brought use off: its room is free again. Called off twice it is still called off."""
    held = BroughtUse.objects.select_for_update().filter(pk=use.pk).first()
    if held is None:
        return
    occupying.release(Occupancy.objects.filter(brought=held))
    audit.record("bookings.brought_removed", held.calendar, by=by, room=held.room_id, at=held.starts_at.isoformat())
    held.delete()


@action
def show(*, use: BroughtUse, is_open_to_all: bool, by: audit.Actor) -> None:
    """Say whether neighbours may come to a use, and read what it is."""
    held = BroughtUse.objects.select_for_update().get(pk=use.pk)
    if held.is_open_to_all == is_open_to_all:
        return
    held.is_open_to_all = is_open_to_all
    held.save(update_fields=["is_open_to_all"])
    occupying.touch(held.room.centre, held.starts_at, held.ends_at)
    audit.record("bookings.brought_shown", held.calendar, by=by, room=held.room_id, is_open=is_open_to_all)


@action
def undo(*, calendar: BroughtCalendar, by: audit.Actor) -> None:
    """Take back, in the background, all that still stands as it was brought; what was changed since stays.

    Raises Conflict when it was not kept, or is still being written.
    """
    held = BroughtCalendar.objects.select_for_update().get(pk=calendar.pk)
    if held.undone_at:
        return
    if held.kept_at is None or (held.source and held.source.state == Import.State.WRITING):
        raise Conflict.because("not-kept", _("This calendar is not brought to the end yet."))
    held.undone_at = clock.now()
    held.save(update_fields=["undone_at"])
    audit.record("bookings.calendar_undone", held, by=by, centre=held.centre_id, uses=held.uses.count())
    tasks.take_back.enqueue(held.pk)


def unkept() -> QuerySet[BroughtCalendar]:
    """Return the calendars that somebody looked at and left."""
    return BroughtCalendar.objects.filter(kept_at__isnull=True, read_at__lt=clock.now() - LOOKED_AT)


@action
def forget_unkept() -> int:
    """Delete them with what stood in their files; return how many there were."""
    found = list(unkept().select_related("source")[:AT_ONCE])
    for calendar in found:
        if calendar.source and calendar.source.state in DROPPABLE:
            imports.drop(brought=calendar.source, by=audit.SYSTEM)
        calendar.delete()
    return len(found)


def over() -> QuerySet[BroughtUse]:
    """Return the uses that are so long ago that nobody needs to know any more what they were called."""
    border = clock.now() - dt.timedelta(days=settings.CONTACTS_KEPT_DAYS)
    return BroughtUse.objects.filter(ends_at__lt=border).exclude(title="", who="")


@action
def forget_over() -> int:
    """Take out what they were called and who came; room and hours stay. Return how many there were."""
    return over().update(title="", who="")


def _source(calendar: BroughtCalendar) -> Import:
    if calendar.source is None:
        raise Conflict.because("forgotten", _("What stood in this file has been forgotten. Bring it again."))
    return calendar.source


def _sent_before(centre: Centre, digest: str, by: audit.Actor) -> BroughtCalendar | None:
    return BroughtCalendar.objects.filter(
        centre=centre,
        by_id=_user_id(by),
        kept_at__isnull=True,
        source__digest=digest,
        source__created_at__gt=clock.now() - imports.DOUBLE_CLICK,
        source__state__in=[Import.State.READING, Import.State.READY],
    ).first()


def _check_rooms(centre: Centre, answers: Collection[int | str]) -> None:
    asked = {answer for answer in answers if isinstance(answer, int)}
    if asked - set(Room.objects.filter(centre=centre, pk__in=asked).values_list("pk", flat=True)):
        raise Refused.because("no-room", _("This place has no such room."))
    if any(isinstance(answer, str) and answer not in {"", LEAVE} for answer in answers):
        raise Refused.because("no-answer", _("This is no answer."))


def _merged(known: Mapping[str, int | str], given: Mapping[str, int | str] | None) -> dict[str, int | str]:
    after = {**known, **(given or {})}
    return {name: answer for name, answer in after.items() if answer != ""}


def _user_id(by: audit.Actor) -> int | None:
    return by.user.pk if by.user else None
