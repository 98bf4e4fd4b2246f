"""What there would be if one thing gave way, when nothing is as wanted."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from podworko.bookings.queries.finding.ground import Ground, Place, last_day
from podworko.bookings.queries.finding.search import first_hits, fitting, searched, shown
from podworko.bookings.queries.finding.wanted import EVERY_DAY, Change, Instead, Order, Wanted
from podworko.core import clock
from podworko.places.models import AccessQuestion, Centre, Equipment, Layout, Network

# Of one place, so many pairs of rooms are looked at: those that are just large enough together come first.
PAIRS = 30


def instead(network: Network, wanted: Wanted, *, centre: Centre | None = None) -> list[Instead]:
    """Return what else there is for who finds nothing as `wanted`: the best of each kind, the smallest change first."""
    ground = Ground.of(network, replace(wanted, last_on=_furthest(network, wanted)), centre)
    found = [each for change, other in _others(network, wanted) if (each := _one(ground, wanted, change, other))]
    if split := _split(ground, wanted):
        found.append(split)
    if found:
        return found
    at_any_time = replace(
        wanted, weekdays=EVERY_DAY, last_on=_furthest(network, wanted), earliest=dt.time(), latest=None
    )
    last_chance = _one(ground, wanted, Change.DAY, at_any_time)
    return [last_chance] if last_chance else []


def _one(ground: Ground, wanted: Wanted, change: Change, other: Wanted) -> Instead | None:
    finds = searched(ground, other, limit=1).finds
    return Instead(change, finds, _left_out(wanted, other)) if finds else None


def _furthest(network: Network, wanted: Wanted) -> dt.date:
    today = clock.today(network.zone)
    return max(last_day(wanted, today), last_day(replace(wanted, last_on=None), today))


def _others(network: Network, wanted: Wanted) -> Iterator[tuple[Change, Wanted]]:
    """Yield what to look for instead, each with one thing less."""
    last_on = last_day(wanted, clock.today(network.zone))
    within_days = replace(wanted, last_on=last_on)
    if (wanted.earliest, wanted.latest) != (dt.time(), None):
        yield Change.HOUR, replace(within_days, earliest=dt.time(), latest=None)
    if wanted.last_on or wanted.weekdays != EVERY_DAY:
        yield Change.DAY, replace(wanted, weekdays=EVERY_DAY, last_on=_furthest(network, wanted))
    if wanted.within is not None and wanted.near:
        yield Change.FARTHER, replace(within_days, within=None, order=Order.NEAREST)
    if wanted.people > 1:
        # The largest of those that are too small.
        yield Change.SMALLER, replace(within_days, people=1, order=Order.LARGEST)
    if wanted.layout:
        yield Change.WITHOUT, replace(within_days, layout=None)
    for item in wanted.equipment:
        rest = {other: count for other, count in wanted.equipment.items() if other != item}
        yield Change.WITHOUT, replace(within_days, equipment=rest)
    for question in wanted.access:
        yield Change.WITHOUT, replace(within_days, access=tuple(each for each in wanted.access if each != question))


def _split(ground: Ground, wanted: Wanted) -> Instead | None:
    """Return two rooms of one place that together hold the people at the same hours, as soon as there are."""
    within_days = replace(wanted, last_on=last_day(wanted, clock.today(ground.network.zone)))
    by_centre: dict[int, list[Place]] = defaultdict(list)
    for room in fitting(ground, replace(wanted, people=1)):
        by_centre[room.centre].append(room)
    together = [pair for rooms in by_centre.values() for pair in _pairs(ground, wanted, rooms)]
    hits = first_hits(ground, within_days, together, limit=1)
    return Instead(Change.SPLIT, shown(ground, replace(wanted, people=1), hits)) if hits else None


def _pairs(ground: Ground, wanted: Wanted, rooms: Sequence[Place]) -> list[tuple[Place, ...]]:
    """Return the pairs that hold the people and do not lie one inside the other, the smallest first."""
    spare = {room.pk: ground.capacity(room, wanted.layout) for room in rooms}
    inside = {room.pk: {room.pk, *ground.parts.get(room.pk, ())} for room in rooms}
    pairs: list[tuple[Place, ...]] = [
        pair
        for pair in combinations(rooms, 2)
        if spare[pair[0].pk] + spare[pair[1].pk] >= wanted.people and inside[pair[0].pk].isdisjoint(inside[pair[1].pk])
    ]
    return sorted(pairs, key=lambda pair: sum(spare[room.pk] for room in pair))[:PAIRS]


def _left_out(wanted: Wanted, other: Wanted) -> list[Equipment | AccessQuestion | Layout]:
    gone: list[Equipment | AccessQuestion | Layout] = [
        *(item for item in wanted.equipment if item not in other.equipment),
        *(each for each in wanted.access if each not in other.access),
    ]
    return [*gone, wanted.layout] if wanted.layout and not other.layout else gone
