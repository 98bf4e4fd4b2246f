"""The search itself: which rooms are as wanted, when each is free first, in which order, and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from podworko.bookings.queries.finding.gaps import Seconds, common, gaps, moment
from podworko.bookings.queries.finding.ground import Ground, Place
from podworko.bookings.queries.finding.walking import Fit, Walk, seat
from podworko.bookings.queries.finding.wanted import SHOWN, Answer, Find, Order, Reason, Wanted, Why
from podworko.places.models import Centre, Network, Room

# Where an order does not depend on time, so many of the first rooms at least are walked together.
FEWEST = 50
# A room is just the size when at most this share of it stays empty.
SPARE = 0.25


class Hit(NamedTuple):
    """Rooms of one centre that are free together, and when."""

    rooms: tuple[Place, ...]
    fit: Fit
    metres: float | None


Fits = Mapping[tuple[int, ...], Fit]


def first_free(network: Network, wanted: Wanted, *, centre: Centre | None = None, limit: int = SHOWN) -> Answer:
    """Return the rooms of `network` (or of one `centre`) that are as `wanted`, each with its first free stretch.

    The best `limit` of them in the order wanted, with reasons. Residents' rules hold: opening hours, notice, how far
    ahead, lengths, times to make a room ready, days on which nothing is lent. In at most twelve queries and one for
    each window of time that is looked at; the windows end with the answer.
    """
    return searched(Ground.of(network, wanted, centre), wanted, limit=limit)


def searched(ground: Ground, wanted: Wanted, *, limit: int = SHOWN) -> Answer:
    """Return the same from what has been read already: `ground` must know of all that is `wanted`."""
    rooms = fitting(ground, wanted)
    hits = list(first_hits(ground, wanted, [(room,) for room in rooms], limit=limit + 1))
    return Answer(shown(ground, wanted, hits[:limit]), len(hits) > limit, len(rooms))


def fitting(ground: Ground, wanted: Wanted) -> list[Place]:
    """Return the rooms that are as wanted, free or not."""
    minutes = wanted.length.total_seconds() / 60

    def fits(room: Place) -> bool:
        return (
            ground.capacity(room, wanted.layout) >= wanted.people
            and (room.rules.shortest_minutes or 0) <= minutes <= (room.rules.longest_minutes or minutes)
            and (not (wanted.applicant and room.rules.lends_to) or wanted.applicant in room.rules.lends_to)
            and all(ground.holds(room, item, count) for item, count in wanted.equipment.items())
            and all(ground.has(room, question) for question in wanted.access)
        )

    near = {pk for pk in ground.centres if is_near(ground, wanted, pk)}
    return [room for room in ground.rooms if room.centre in near and fits(room)]


def is_near(ground: Ground, wanted: Wanted, centre: int) -> bool:
    """Say whether a centre is within the distance wanted; one whose position nobody knows is not."""
    if wanted.within is None or wanted.near is None:
        return True
    far = ground.metres(centre, wanted.near)
    return far is not None and far <= wanted.within


def first_hits(ground: Ground, wanted: Wanted, together: Sequence[tuple[Place, ...]], *, limit: int) -> Sequence[Hit]:
    """Return the first `limit` of the rooms, or pairs of rooms, that are free at some time, in the order wanted."""
    by_rooms = {tuple(room.pk for room in rooms): rooms for rooms in together}
    distances = {pk: ground.metres(pk, wanted.near) for pk in ground.centres}
    walk = Walk(ground, wanted)
    rank = _ranking(ground, wanted, by_rooms, distances)
    found: dict[tuple[int, ...], Fit] = {}
    keys = list(by_rooms) if wanted.order == Order.SOONEST else sorted(by_rooms, key=rank)
    for group in _groups(wanted, keys, limit):
        seats = [seat(ground, wanted, by_rooms[each]) for each in group]
        found |= walk.first_fits(seats, is_enough=_enough(ground, wanted, limit))
        if len(found) >= limit:
            break
    best = sorted(found, key=lambda each: (_time_rank(ground, wanted, found[each]), rank(each), found[each].starts))
    return [Hit(by_rooms[each], found[each], distances[by_rooms[each][0].centre]) for each in best[:limit]]


def _groups(wanted: Wanted, keys: Sequence[tuple[int, ...]], limit: int) -> Iterator[Sequence[tuple[int, ...]]]:
    """Yield the rooms that are walked together: all where the soonest wins, else the best of them first."""
    size = len(keys) if wanted.order == Order.SOONEST else max(2 * limit, FEWEST)
    for first in range(0, len(keys), size or 1):
        yield keys[first : first + size]


def _enough(ground: Ground, wanted: Wanted, limit: int) -> Callable[[Fits, Seconds], bool]:
    """Return how to tell that what comes later cannot be among the first `limit`."""

    def is_enough(found: Fits, until: Seconds) -> bool:
        if wanted.order != Order.SOONEST or len(found) < limit:
            return False
        bound = _time_rank(ground, wanted, Fit(until, until, until))
        return sum(_time_rank(ground, wanted, fit) < bound for fit in found.values()) >= limit

    return is_enough


def _time_rank(ground: Ground, wanted: Wanted, fit: Fit) -> int:
    """Return what of the time counts first: the day where distances matter, else the moment, or nothing."""
    if wanted.order != Order.SOONEST:
        return 0
    if wanted.near:
        return moment(fit.starts).astimezone(ground.network.zone).toordinal()
    return fit.starts


def _ranking(
    ground: Ground,
    wanted: Wanted,
    by_rooms: Mapping[tuple[int, ...], tuple[Place, ...]],
    distances: Mapping[int, float | None],
) -> Callable[[tuple[int, ...]], tuple[object, ...]]:
    """Return what counts besides time: where it is, how much of it stays empty, its name."""
    unknown = float("inf")

    def rank(key: tuple[int, ...]) -> tuple[object, ...]:
        rooms = by_rooms[key]
        centre = rooms[0].centre
        far = distances[centre]
        where = (unknown if far is None else far, ground.centres[centre].district != wanted.district)
        spare = sum(ground.capacity(room, wanted.layout) for room in rooms) - wanted.people
        if wanted.order == Order.LARGEST:
            return (-spare, *where, key)
        parts = (spare, *where) if wanted.order == Order.SIZE else (*where, spare)
        return (*parts, rooms[0].name, key)

    return rank


def shown(ground: Ground, wanted: Wanted, hits: Sequence[Hit]) -> tuple[Find, ...]:
    """Return the hits as they are told, in two queries; of rooms that are free together, one after the other."""
    ids = [room.pk for hit in hits for room in hit.rooms]
    if not ids:
        return ()
    rooms = Room.objects.select_related("centre__kind", "centre__operator").in_bulk(ids)
    for each in rooms.values():
        each.centre.network = ground.network
    ends = _ends(ground, wanted, hits)
    begin = {hit.fit.starts for hit in hits}
    # Where all are free at the same hour, none is sooner.
    soonest = min(begin) if len(begin) > 1 else None
    known = [hit.metres for hit in hits if hit.metres is not None]
    nearest = min(known, default=None)
    return tuple(
        Find(
            room=rooms[room.pk],
            starts_at=moment(hit.fit.starts),
            ends_at=moment(hit.fit.ends),
            free_until=moment(ends[hit.rooms]),
            capacity=ground.capacity(room, wanted.layout),
            metres=hit.metres,
            lends_to=tuple(room.rules.lends_to),
            reasons=tuple(
                _reasons(
                    ground,
                    wanted,
                    room,
                    is_soonest=hit.fit.starts == soonest,
                    is_nearest=hit.metres is not None and hit.metres == nearest,
                )
            ),
        )
        for hit in hits
        for room in hit.rooms
    )


def _ends(ground: Ground, wanted: Wanted, hits: Sequence[Hit]) -> dict[tuple[Place, ...], Seconds]:
    """Return until when each hit stays free."""
    seats = {hit.rooms: seat(ground, wanted, hit.rooms) for hit in hits}
    first = min(hit.fit.starts for hit in hits)
    last = max(hit.fit.closes + seats[hit.rooms].buffer for hit in hits)
    free = gaps({pk for each in seats.values() for pk in each.blocked_by}, first, last, at_least=0)
    return {
        hit.rooms: next(
            min(hit.fit.closes, until - each.buffer)
            for begin, until in common([free[pk] for pk in each.blocked_by])
            if begin <= hit.fit.starts and hit.fit.ends <= until
        )
        for hit in hits
        for each in [seats[hit.rooms]]
    }


def _reasons(ground: Ground, wanted: Wanted, room: Place, *, is_soonest: bool, is_nearest: bool) -> Iterable[Reason]:
    if is_soonest:
        yield Reason(Why.SOONEST)
    if is_nearest:
        yield Reason(Why.NEAREST)
    capacity = ground.capacity(room, wanted.layout)
    if wanted.people > 1 and wanted.people <= capacity and (capacity - wanted.people) <= SPARE * capacity:
        yield Reason(Why.SIZE)
    if wanted.layout and capacity:
        yield Reason(Why.LAYOUT, wanted.layout)
    yield from (Reason(Why.ACCESS, each) for each in wanted.access if ground.has(room, each))
    yield from (Reason(Why.EQUIPMENT, item) for item, n in wanted.equipment.items() if ground.holds(room, item, n))
