"""Rooms: adding one, keeping right what is told about it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from podworko.core import audit, versions
from podworko.core.errors import Conflict, Problem, Refused
from podworko.core.transactions import action
from podworko.places import addresses, concerned, photos, walls
from podworko.places.actions.keeping import Facts, lock, record
from podworko.places.actions.photos import swap
from podworko.places.models import Centre, Room, RoomEquipment, RoomLayout


@dataclass(frozen=True)
class RoomDraft:
    """What is told about a room."""

    name: str
    capacity: int
    about: str = ""
    area_m2: Decimal | None = None
    floor: int | None = None
    is_lent: bool = True
    # The id of the room that a movable wall divides into this one and others.
    whole: int | None = None
    # How many people in which layout, how many of which equipment; what is not there is left out.
    layouts: Mapping[str, int] = field(default_factory=dict)
    equipment: Mapping[str, int] = field(default_factory=dict)


OWN = ("name", "capacity", "about", "area_m2", "floor", "is_lent")
# The house may be large, but a slip of the finger is likelier.
MOST_PEOPLE, MOST_COUNT, MOST_AREA = 5000, 2000, 20_000
LOWEST, HIGHEST = -5, 60


@action
def add_room(*, centre: Centre, draft: RoomDraft, by: audit.Actor) -> Room:
    """Add a room to `centre`, after those that are there. Raises Refused for what cannot be."""
    centre = lock(centre)
    if problems := judge(centre, draft):
        raise Refused(*problems)
    taken = dict(centre.rooms.values_list("slug", "position"))
    room = Room(
        centre=centre,
        slug=addresses.free_slug(draft.name, taken),
        position=max(taken.values(), default=0) + 1,
    )
    _write(room, draft)
    walls.keep(centre)
    record("places.room_added", centre, by=by, before={}, after=_facts(draft_of(room)), room=room.name)
    return room


@action
def change_room(
    *, room: Room, draft: RoomDraft, by: audit.Actor, seen: str | None = None, is_acknowledged: bool = False
) -> Room:
    """Change what is told about `room`; its address in the browser stays.

    Raises Refused for what cannot be, Conflict when it is no longer as it was `seen`, Touches when it is no longer lent
    though accepted uses are still to come and that is not acknowledged: they stay.
    """
    centre = lock(room.centre)
    room = centre.rooms.select_related("centre", "whole").get(pk=room.pk)
    before = _facts(draft_of(room))
    versions.check(seen, room_version(room))
    if problems := judge(centre, draft, but=room.pk):
        raise Refused(*problems)
    if room.is_lent and not draft.is_lent and not is_acknowledged and (concerns := concerned.in_room(room)):
        raise concerned.Touches(concerns)
    _write(room, draft)
    walls.keep(centre)
    record("places.room_changed", centre, by=by, before=before, after=_facts(draft_of(room)), room=room.name)
    return room


@action
def move_room(*, room: Room, is_up: bool, by: audit.Actor) -> None:
    """Change places with the room before, or after; at the end of the row nothing happens."""
    centre = lock(room.centre)
    if swap(list(centre.rooms.all()), room.pk, is_up=is_up):
        audit.record("places.rooms_ordered", centre, by=by, room=room.name)


@action
def remove_room(*, room: Room, by: audit.Actor) -> None:
    """Remove a room that was entered by mistake, with its photos. Raises Conflict when anybody ever asked for it."""
    centre = lock(room.centre)
    names = list(room.photos.values_list("public_id", flat=True))
    before = _facts(draft_of(room))
    if room.parts.exists():
        said = _("A movable wall divides this room. Remove its parts first, or say that they are rooms of their own.")
        raise Conflict.because("has-parts", said)
    try:
        with transaction.atomic():
            room.delete()
    except ProtectedError as error:
        said = _("Somebody has asked for this room, so its history stays. Say that it is no longer lent instead.")
        raise Conflict.because("in-use", said) from error
    record("places.room_removed", centre, by=by, before=before, after={}, room=room.name)
    transaction.on_commit(lambda: photos.forget(names))


def draft_of(room: Room) -> RoomDraft:
    """Return what is told about `room` now."""
    return RoomDraft(
        **{name: getattr(room, name) for name in OWN},
        whole=room.whole_id,
        layouts={row.layout: row.capacity for row in room.layouts.all()},
        equipment={row.item: row.count for row in room.equipment.all()},
    )


def room_version(room: Room) -> str:
    """Return the version of a room, to be handed back by whoever changes it."""
    return versions.version_of(_facts(draft_of(room)))


def judge(centre: Centre, draft: RoomDraft, *, but: int | None = None) -> list[Problem]:
    """Return what is wrong with `draft` at `centre`, the room with the id `but` left aside."""
    problems = []
    name = " ".join(draft.name.split())
    if not name:
        problems.append(Problem("name", "required", _("Please give the name.")))
    elif centre.rooms.filter(name__iexact=name).exclude(pk=but or 0).exists():
        problems.append(Problem("name", "taken", _("This place has a room of this name already.")))
    if draft.capacity < 1:
        problems.append(Problem("capacity", "too-small", _("At least one person must fit in.")))
    problems += _too_much(draft)
    problems += _judge_wall(centre, draft, but)
    most = max(draft.layouts.values(), default=0)
    if 0 < draft.capacity < most:
        said = _("In one layout %(most)s people fit in: more than at most.") % {"most": most}
        problems.append(Problem("capacity", "less-than-layout", said))
    return problems


def _too_much(draft: RoomDraft) -> list[Problem]:
    """Return which numbers are a slip of the finger."""
    found = []
    if draft.capacity > MOST_PEOPLE:
        found.append(Problem("capacity", "too-many", _("So many people fit in no room of a place.")))
    if draft.area_m2 is not None and not 0 < draft.area_m2 <= MOST_AREA:
        found.append(Problem("area_m2", "no-area", _("This cannot be the area of a room.")))
    if draft.floor is not None and not LOWEST <= draft.floor <= HIGHEST:
        found.append(Problem("floor", "no-floor", _("There is no such floor. The ground floor is 0.")))
    for prefix, counts, most in (("layout", draft.layouts, MOST_PEOPLE), ("equipment", draft.equipment, MOST_COUNT)):
        for code, count in counts.items():
            if not 0 < count <= most:
                found.append(Problem(f"{prefix}-{code}", "count", _("Write a number that can be.")))
    return found


def _judge_wall(centre: Centre, draft: RoomDraft, pk: int | None) -> list[Problem]:
    """Return what is wrong with the whole that a room is a part of."""
    whole_of = {room.pk: room.whole_id for room in centre.rooms.all()}
    above = []
    current = draft.whole
    while current is not None:
        if current not in whole_of:
            return [Problem("whole", "no-such-room", _("This place has no such room."))]
        if current == pk or current in above:
            return [Problem("whole", "cycle", _("A room cannot be a part of itself, nor of one of its own parts."))]
        above.append(current)
        current = whole_of[current]
    return []


def _write(room: Room, draft: RoomDraft) -> None:
    for name in OWN:
        setattr(room, name, getattr(draft, name))
    room.name = " ".join(draft.name.split())
    room.whole_id = draft.whole
    room.save()
    room.layouts.all().delete()
    RoomLayout.objects.bulk_create(
        RoomLayout(room=room, layout=layout, capacity=people) for layout, people in draft.layouts.items()
    )
    room.equipment.all().delete()
    RoomEquipment.objects.bulk_create(
        RoomEquipment(room=room, item=item, count=count) for item, count in draft.equipment.items()
    )


def _facts(draft: RoomDraft) -> Facts:
    facts = asdict(draft)
    facts["area_m2"] = None if draft.area_m2 is None else f"{draft.area_m2:.1f}"
    facts["layouts"], facts["equipment"] = dict(draft.layouts), dict(draft.equipment)
    return facts
