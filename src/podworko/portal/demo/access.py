"""Adds what a place is like to get into, and what its rooms hold: entrances, facts with their day, layouts."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from podworko.core import clock
from podworko.places.models import (
    AccessFact,
    AccessQuestion,
    Centre,
    Entrance,
    Equipment,
    Layout,
    Room,
    RoomEquipment,
    RoomLayout,
)
from podworko.portal.demo.rows import Rows
from podworko.portal.demo.shapes import Hall, Place

YES, NO = AccessFact.Answer.YES, AccessFact.Answer.NO
# How many of a hundred people each layout leaves room for.
SHARES = {Layout.ROWS: 100, Layout.CIRCLE: 70, Layout.TABLES: 60}


def add(place: Place, centre: Centre, rooms: Mapping[str, Room], number: int, rows: Rows) -> None:
    """Add the facts about `place`; its number decides what the measuring tape said."""
    if not centre.is_at_work:
        return
    looked = looked_on(clock.today(centre.zone), number)
    for question, (is_so, note) in place.access.items():
        rows.add(
            AccessFact(centre=centre, question=question, answer=YES if is_so else NO, note=note, verified_on=looked)
        )
    if number % 3 != 2:  # noqa: PLR2004 - two of three have paced it out
        rows.add(
            AccessFact(
                centre=centre,
                question=AccessQuestion.STOP,
                number=Decimal(60 + number * 35 % 500),
                verified_on=looked,
            )
        )
    _add_entrances(place, centre, number, looked, rows)
    for hall in place.rooms:
        _add_room(hall, rooms[hall.slug], number, looked, rows)


def looked_on(today: dt.date, number: int) -> dt.date:
    """Return when somebody last looked at the doors of the place of that number."""
    return today - dt.timedelta(days=15 + number * 23 % 400)


def _add_entrances(place: Place, centre: Centre, number: int, looked: dt.date, rows: Rows) -> None:
    is_step_free, note = place.access.get(AccessQuestion.STEP_FREE, (False, ""))
    is_round_the_back = is_step_free and note.startswith(("przez", "podjazd"))
    main = Entrance(centre=centre, name="Od ulicy", is_main=True, position=0)
    rows.add(main)
    _add_door(main, number, looked, rows, has_steps=not is_step_free or is_round_the_back)
    if is_round_the_back or number % 4 == 0:
        back = Entrance(centre=centre, name="Od podwórka", position=1)
        rows.add(back)
        _add_door(back, number + 1, looked, rows, has_steps=not is_step_free)


def _add_door(entrance: Entrance, number: int, looked: dt.date, rows: Rows, *, has_steps: bool) -> None:
    numbers = {
        AccessQuestion.STEPS: 1 + number % 4 if has_steps else 0,
        AccessQuestion.THRESHOLD: number % 3 if not has_steps else 2 + number % 4,
        AccessQuestion.DOOR: 90 + number % 5 * 5 if not has_steps else 78 + number % 4 * 5,
    }
    answers = {AccessQuestion.BELL: YES if number % 5 else NO}
    if has_steps:
        answers[AccessQuestion.HANDRAIL] = YES if number % 2 else NO
        answers[AccessQuestion.RAMP] = NO
    elif number % 4 == 1:
        answers[AccessQuestion.RAMP] = YES
        numbers[AccessQuestion.SLOPE] = 5 + number % 3
    shared = {"centre": entrance.centre, "entrance": entrance, "verified_on": looked}
    rows.add(*(AccessFact(question=question, number=Decimal(found), **shared) for question, found in numbers.items()))
    rows.add(*(AccessFact(question=question, answer=answer, **shared) for question, answer in answers.items()))


def _add_room(hall: Hall, room: Room, number: int, looked: dt.date, rows: Rows) -> None:
    rows.add(*(RoomEquipment(room=room, item=item, count=count) for item, count in hall.equipment.items()))
    layouts: dict[Layout, int] = {}
    if Equipment.CHAIRS in hall.equipment:
        layouts = {layout: max(2, hall.capacity * share // 100) for layout, share in SHARES.items()}
        if Equipment.TABLES not in hall.equipment:
            del layouts[Layout.TABLES]
    if Equipment.MATS in hall.equipment:
        layouts[Layout.MATS] = min(hall.equipment[Equipment.MATS], hall.capacity)
    rows.add(*(RoomLayout(room=room, layout=layout, capacity=people) for layout, people in layouts.items()))
    if number % 2 == 0:
        width = Decimal(80 + (number + room.position) % 5 * 5)
        rows.add(
            AccessFact(centre=room.centre, room=room, question=AccessQuestion.DOOR, number=width, verified_on=looked)
        )
