"""The rules that hold of each room of a place: those of the centre, and what a room has of its own."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import F, Q

from podworko.bookings.models import Blackout, BookingTerms, RoomTerms
from podworko.core import clock
from podworko.places import hours
from podworko.places.models import Centre, Room, RoomPart


@dataclass(frozen=True)
class RoomRules:
    """What holds of one room; None: no bound."""

    notice_working_days: int
    longest_ahead_days: int
    buffer_minutes: int
    shortest_minutes: int | None
    longest_minutes: int | None
    # Values of Applicant; empty: anybody.
    lends_to: tuple[str, ...]
    has_walk_ins: bool = True

    @property
    def buffer(self) -> dt.timedelta:
        """The time to make the room ready after each use."""
        return dt.timedelta(minutes=self.buffer_minutes)


@dataclass(frozen=True)
class Rules:
    """All rules of a centre."""

    terms: BookingTerms
    usual: RoomRules
    # By the room's id: only those rooms that have rules of their own.
    own: Mapping[int, RoomRules]
    # How much of a single room one group may have in a month: (uses, hours).
    room_quotas: Mapping[int, tuple[int | None, int | None]]
    # The days to come on which nothing, or not all, is lent.
    blackouts: Sequence[Blackout]
    # What is not lent while one room is not: itself, the wholes around it, the parts inside it; by its id.
    walls: Mapping[int, frozenset[int]]

    def of(self, room: Room | int | None) -> RoomRules:
        """Return what holds of `room`, or its id; of the centre where there is none."""
        pk = room.pk if isinstance(room, Room) else room
        return self.usual if pk is None else self.own.get(pk, self.usual)

    def buffers(self, rooms: Iterable[Room]) -> dict[int, dt.timedelta]:
        """Return the time to make each room ready, by its id."""
        return {room.pk: self.of(room).buffer for room in rooms}

    def blackout(self, on: dt.date, room: Room) -> Blackout | None:
        """Return why `room` is not lent on the local date `on`, if it is not."""
        return next((each for each in self.kept_back(room.pk) if each.first_on <= on <= each.last_on), None)

    def kept_back(self, room: int) -> Iterator[Blackout]:
        """Yield the days to come on which the room with this id is not lent."""
        return (each for each in self.blackouts if each.room_id is None or room in self.walls[each.room_id])


def terms_of(centre: Centre) -> BookingTerms:
    """Return the rules of `centre`; the usual ones where it has set none."""
    return BookingTerms.objects.filter(centre=centre).first() or BookingTerms(centre=centre)


def rules_of(centre: Centre) -> Rules:
    """Return all rules of `centre`, in three queries; in four where a single room is not lent on some days."""
    return rules_of_all([centre])[centre.pk]


def rules_of_all(centres: Sequence[Centre]) -> dict[int, Rules]:
    """Return all rules of each of the `centres`, by its id, in as many queries as for one."""
    kept = {terms.centre_id: terms for terms in BookingTerms.objects.filter(centre__in=centres)}
    rows: dict[int, list[RoomTerms]] = defaultdict(list)
    for row in RoomTerms.objects.filter(room__centre__in=centres).annotate(centre_id=F("room__centre")):
        rows[row.centre_id].append(row)
    blackouts: dict[int, list[Blackout]] = defaultdict(list)
    today = min((clock.today(zone) for zone in {centre.zone for centre in centres}), default=dt.date.max)
    for each in Blackout.objects.filter(centre__in=centres, last_on__gte=today):
        blackouts[each.centre_id].append(each)
    walls = _walls({each.room_id for found in blackouts.values() for each in found if each.room_id})
    return {
        centre.pk: _rules(
            kept.get(centre.pk) or BookingTerms(centre=centre), rows[centre.pk], blackouts[centre.pk], walls
        )
        for centre in centres
    }


def _rules(
    terms: BookingTerms,
    rows: Sequence[RoomTerms],
    blackouts: Sequence[Blackout],
    walls: Mapping[int, frozenset[int]],
) -> Rules:
    usual = RoomRules(**{name: _value(terms, name) for name in _NAMES})
    return Rules(
        terms,
        usual,
        {row.room_id: _over(usual, row) for row in rows},
        {row.room_id: (row.uses_a_month, row.hours_a_month) for row in rows},
        blackouts,
        walls,
    )


def _walls(room_ids: Collection[int]) -> dict[int, frozenset[int]]:
    near = {pk: {pk} for pk in room_ids}
    touching = Q(whole__in=room_ids) | Q(part__in=room_ids)
    for row in RoomPart.objects.filter(touching) if room_ids else ():
        pair = {row.whole_id, row.part_id}
        for pk in pair & near.keys():
            near[pk] |= pair
    return {pk: frozenset(rooms) for pk, rooms in near.items()}


_NAMES = [field.name for field in fields(RoomRules) if field.name != "has_walk_ins"]


def _value(row: BookingTerms | RoomTerms, name: str) -> Any:
    value = getattr(row, name)
    return tuple(value) if isinstance(value, list) else value


def _over(usual: RoomRules, row: RoomTerms) -> RoomRules:
    own = {name: _value(row, name) for name in _NAMES}
    values = {name: getattr(usual, name) if value is None else value for name, value in own.items()}
    return RoomRules(**values, has_walk_ins=row.has_walk_ins)


def first_day(centre: Centre, rules: RoomRules | BookingTerms) -> dt.date:
    """Return the first day that may be asked for: so many whole working days lie between today and it."""
    today = clock.today(centre.zone)
    if not rules.notice_working_days:
        return today
    return hours.add_working_days(centre.network.holidays, today, rules.notice_working_days) + dt.timedelta(days=1)


def first_open_day(centre: Centre, first: dt.date) -> dt.date:
    """Return the first day from `first` on on which `centre` opens; `first` itself when it stays closed for weeks."""
    ahead = hours.days(centre, [first + dt.timedelta(days=number) for number in range(14)])
    return next((on for on, day in ahead.items() if day.open), first)
