"""Which rooms lie inside which, and who must hear of it when a movable wall is put up or taken away."""

from collections.abc import Callable, Mapping

from podworko.places.models import Centre, Room, RoomPart

# Each is told the ids of the rooms of a centre whose walls have moved, in the transaction that moves them.
_listeners: list[Callable[[Centre], None]] = []


def register(listener: Callable[[Centre], None]) -> None:
    """Let an area keep in step what it holds of wholes and parts. It may raise Conflict: then the walls stay."""
    _listeners.append(listener)


def parts_of(pk: int, whole_of: Mapping[int, int | None]) -> list[int]:
    """Return the ids of the parts of a room, and of their parts; `whole_of` says in which whole each room lies."""
    parts = [each for each, whole in whole_of.items() if whole == pk]
    return [*parts, *(deeper for part in parts for deeper in parts_of(part, whole_of))]


def keep(centre: Centre) -> None:
    """Write down what lies inside what at `centre`, and tell the areas above when that has changed.

    Raises Conflict when what they hold does not allow it.
    """
    # Uses of these rooms that are being written wait until it is settled, and then see it.
    whole_of = dict(Room.objects.select_for_update().filter(centre=centre).order_by("pk").values_list("pk", "whole"))
    wanted = {(whole, part) for whole in whole_of for part in parts_of(whole, whole_of)}
    held = {(row.whole_id, row.part_id): row.pk for row in RoomPart.objects.filter(whole__centre=centre)}
    if wanted == set(held):
        return
    RoomPart.objects.filter(pk__in=[pk for pair, pk in held.items() if pair not in wanted]).delete()
    RoomPart.objects.bulk_create(RoomPart(whole_id=whole, part_id=part) for whole, part in wanted - set(held))
    for listener in _listeners:
        listener(centre)
