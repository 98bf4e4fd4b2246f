"""All that decides which rooms of a city may be asked for and when: read at once, the same few queries for any size."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from podworko.bookings import terms
from podworko.bookings.queries.finding.wanted import FURTHEST, HORIZON, Wanted
from podworko.bookings.terms import RoomRules, Rules
from podworko.core import clock
from podworko.places import hours
from podworko.places.distances import Point, metres
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    Centre,
    Equipment,
    Layout,
    Network,
    Room,
    RoomEquipment,
    RoomLayout,
    RoomPart,
)
from podworko.places.searchable import WORKING

ONE_DAY = dt.timedelta(days=1)
YES = AccessFact.Answer.YES


class Place(NamedTuple):
    """A lent room as the search sees it."""

    pk: int
    name: str
    centre: int
    capacity: int
    rules: RoomRules


@dataclass
class Ground:
    """The lent rooms of a network's working centres, or of one of them, with what is asked about in `wanted`."""

    network: Network
    rooms: Sequence[Place]
    centres: Mapping[int, Centre]
    today: dt.date
    last_on: dt.date
    tables: Mapping[int, hours.Timetable]
    # By the centre's id.
    rules: Mapping[int, Rules]
    # Which parts lie inside a whole.
    parts: Mapping[int, Sequence[int]]
    layouts: Mapping[tuple[int, str], int]
    equipment: Mapping[tuple[int, str], int]
    facts: Mapping[tuple[int, int | None, str], str]
    _first_days: dict[int, dt.date] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, wanted: Wanted, centre: Centre | None = None) -> "Ground":
        """Read it all, in as many queries for a place as for a city."""
        lends = Exists(Room.objects.filter(centre=OuterRef("pk"), is_lent=True))
        found = Centre.objects.filter(lends, network=network, stage__in=WORKING)
        if centre:
            found = found.filter(pk=centre.pk)
        centres = {each.pk: each for each in found}
        for each in centres.values():
            each.network = network
        rules = terms.rules_of_all([*centres.values()])
        rows = Room.objects.filter(is_lent=True, centre__in=centres).values_list("pk", "name", "centre_id", "capacity")
        rooms = [Place(*row, rules[row[2]].of(row[0])) for row in rows.order_by()]
        today = clock.today(network.zone)
        last = last_day(wanted, today)
        parts: dict[int, list[int]] = defaultdict(list)
        for pair in RoomPart.objects.filter(whole__centre__in=centres):
            parts[pair.whole_id].append(pair.part_id)
        return cls(
            network=network,
            rooms=rooms,
            centres=centres,
            today=today,
            last_on=last,
            tables=hours.timetables(list(centres.values()), today, last, with_duty=False),
            rules=rules,
            parts=parts,
            layouts=_layouts(centres, wanted.layout),
            equipment=_equipment(centres, wanted),
            facts=_facts(centres, wanted.access),
        )

    def capacity(self, room: Place, layout: Layout | None) -> int:
        """Return how many people `room` holds in the layout; 0 where it is not set so."""
        return self.layouts.get((room.pk, layout), 0) if layout else room.capacity

    def has(self, room: Place, question: AccessQuestion) -> bool:
        """Say whether the question is answered with yes for the room.

        What is known of the room itself counts before what is known of its place; but a room without a step helps
        nobody if the way to it has one. A loop may stand among the equipment.
        """
        own = self.facts.get((room.centre, room.pk, question))
        place = self.facts.get((room.centre, None, question))
        if question == AccessQuestion.STEP_FREE:
            return place == YES and own in {None, YES}
        if question == AccessQuestion.LOOP and (room.pk, Equipment.LOOP) in self.equipment:
            return True
        return (own or place) == YES

    def holds(self, room: Place, item: str, count: int) -> bool:
        """Say whether `room` holds so many of the `item`."""
        return self.equipment.get((room.pk, item), 0) >= count

    def metres(self, centre: int, near: Point | None) -> float | None:
        """Return how far the centre is from a point; None where one of the two is not known."""
        place = self.centres[centre]
        if near is None or place.latitude is None or place.longitude is None:
            return None
        return metres(near, Point(place.latitude, place.longitude))

    def first_on(self, room: Place) -> dt.date:
        """Return the first day for which the notice is long enough."""
        notice = room.rules.notice_working_days
        if notice not in self._first_days:
            counted = hours.add_working_days(self.network.holidays, self.today, notice)
            self._first_days[notice] = counted + ONE_DAY if notice else self.today
        return self._first_days[notice]


def last_day(wanted: Wanted, today: dt.date) -> dt.date:
    """Return the last day on which to look."""
    furthest = today + FURTHEST
    first_on = min(max(wanted.first_on or today, today), furthest)
    return min(wanted.last_on or first_on + HORIZON, furthest)


def _layouts(centres: Collection[int], layout: Layout | None) -> dict[tuple[int, str], int]:
    if layout is None:
        return {}
    found = RoomLayout.objects.filter(room__centre__in=centres, layout=layout)
    return {(room, layout): capacity for room, capacity in found.values_list("room", "capacity")}


def _equipment(centres: Collection[int], wanted: Wanted) -> dict[tuple[int, str], int]:
    items = {*wanted.equipment} | ({Equipment.LOOP} if AccessQuestion.LOOP in wanted.access else set())
    if not items:
        return {}
    found = RoomEquipment.objects.filter(room__centre__in=centres, item__in=items)
    return {(room, item): count for room, item, count in found.values_list("room", "item", "count")}


def _facts(centres: Collection[int], questions: Sequence[AccessQuestion]) -> dict[tuple[int, int | None, str], str]:
    if not questions:
        return {}
    found = AccessFact.objects.filter(centre__in=centres, question__in=questions, entrance=None)
    return {
        (centre, room, question): answer
        for centre, room, question, answer in found.values_list("centre", "room", "question", "answer")
    }
