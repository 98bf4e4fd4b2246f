"""Divided rooms: what uses the whole uses its parts and what uses a part blocks the whole, whoever writes and however.

All is written past the ORM. The walls are moved by `places.walls`, while others write.
"""

import datetime as dt
import re
import threading

import pytest
from django.db import IntegrityError, connection, models, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from podworko.bookings.models import DayVersion, Occupancy
from podworko.core import audit
from podworko.core.errors import Conflict
from podworko.core.integrity import TakesParts
from podworko.people.models import Role
from podworko.places import walls
from podworko.places.actions.rooms import remove_room
from podworko.places.models import Room, RoomPart
from tests.bookings.test_guard import (
    GUARD,
    PARTS,
    at,
    execute,
    insert,
    move,
    only_postgresql,
    only_sqlite,
    refused,
)
from tests.factories import make_centre, make_room, make_staff

pytestmark = pytest.mark.django_db
TABLE = "bookings_occupancy"


@pytest.fixture
def house(db):
    return build()


def build():
    """Return the rooms of a house: a hall in two parts, one of them in two again, and a room of its own."""
    with transaction.atomic():
        centre = make_centre()
        rooms = {"hall": make_room(centre)}
        rooms["left"], rooms["right"] = make_room(whole=rooms["hall"]), make_room(whole=rooms["hall"])
        rooms["nook"], rooms["corner"] = make_room(whole=rooms["left"]), make_room(whole=rooms["left"])
        rooms["plain"] = make_room(centre)
    return rooms


INSIDE = {
    "hall": {"left", "right", "nook", "corner"},
    "left": {"nook", "corner"},
    "right": set(),
    "nook": set(),
    "corner": set(),
    "plain": set(),
}


def parts_of(use, rooms):
    """Return the names of the rooms that are taken with a use."""
    names = {room.pk: name for name, room in rooms.items()}
    return {names[pk] for (pk,) in execute(f"SELECT room_id FROM {TABLE} WHERE whole_id=%s", use)}


def count():
    return execute(f"SELECT count(*) FROM {TABLE}")[0][0]


def orphans():
    sql = (
        f"SELECT count(*) FROM {TABLE} p LEFT JOIN {TABLE} w ON w.id = p.whole_id WHERE p.kind='part' AND w.id IS NULL"
    )
    return execute(sql)[0][0]


def drop_triggers():
    if connection.vendor == "postgresql":
        for function in ("write", "erase", "leave"):
            execute(f"DROP FUNCTION {PARTS}_{function} CASCADE")
    else:
        for event in ("insert", "update", "delete"):
            execute(f"DROP TRIGGER {PARTS}_{event}")


# --- whole and parts ---


@pytest.mark.parametrize("name", INSIDE)
def test_with_a_room_all_that_lies_inside_it_is_taken_however_deep(house, name):
    assert parts_of(insert(house[name], at(10), at(12)), house) == INSIDE[name]


@pytest.mark.parametrize("first", INSIDE)
@pytest.mark.parametrize("second", INSIDE)
def test_two_uses_clash_when_one_room_lies_inside_the_other(house, first, second):
    insert(house[first], at(10), at(12))
    if {first, *INSIDE[first]} & {second, *INSIDE[second]}:
        with refused(GUARD):
            insert(house[second], at(11), at(13))
        assert count() == 1 + len(INSIDE[first])
    else:
        insert(house[second], at(11), at(13))


def test_beside_each_other_in_time_or_behind_the_wall_they_may_be(house):
    insert(house["left"], at(10), at(12))
    insert(house["right"], at(10), at(12))
    insert(house["hall"], at(12), at(14))
    insert(house["nook"], at(14), at(16))
    insert(house["corner"], at(14), at(16))
    assert orphans() == 0


def test_a_use_that_is_moved_brings_its_parts_along(house):
    use = insert(house["hall"], at(10), at(12))
    move(use, house["hall"], at(11), at(13))
    assert parts_of(use, house) == INSIDE["hall"]
    insert(house["nook"], at(10), at(11))
    with refused(GUARD):
        insert(house["nook"], at(12), at(14))
    # Into a part: what it left is free, what it took is not.
    move(use, house["left"], at(11), at(13))
    assert parts_of(use, house) == INSIDE["left"]
    insert(house["right"], at(11), at(13))
    move(use, house["plain"], at(11), at(13))
    assert parts_of(use, house) == set()
    insert(house["left"], at(11), at(13))


def test_a_use_cannot_be_moved_onto_a_part_that_is_in_use(house):
    insert(house["nook"], at(12), at(14))
    use = insert(house["hall"], at(10), at(12))
    for room in ("hall", "left", "nook"):
        with refused(GUARD):
            move(use, house[room], at(11), at(13))
    assert parts_of(use, house) == INSIDE["hall"]
    move(use, house["right"], at(11), at(13))


def test_a_use_that_is_deleted_leaves_nothing_behind(house):
    use = insert(house["hall"], at(10), at(12))
    assert count() == 5
    execute(f"DELETE FROM {TABLE} WHERE id=%s", use)
    assert count() == 0
    insert(house["nook"], at(10), at(12))


def test_many_are_written_moved_and_deleted_in_one_statement(house):
    for hour in (8, 12, 16):
        insert(house["hall"], at(hour), at(hour + 2))
    later = "datetime({0}, '+2 hours')" if connection.vendor == "sqlite" else "{0} + interval '2 hours'"
    columns = ("starts_at", "ends_at", "blocked_from", "blocked_until")
    execute(
        f"UPDATE {TABLE} SET {', '.join(f'{each}={later.format(each)}' for each in columns)} WHERE whole_id IS NULL"
    )
    assert count() == 15
    with refused(GUARD):
        insert(house["corner"], at(10), at(11))
    insert(house["corner"], at(8), at(10))
    execute(f"DELETE FROM {TABLE} WHERE room_id=%s", house["hall"].pk)
    assert (count(), orphans()) == (1, 0)


def test_a_part_is_a_part_of_some_use(house):
    use = insert(house["plain"], at(10), at(12))
    columns = "room_id, kind, starts_at, ends_at, blocked_from, blocked_until, note, whole_id"
    sql = f"INSERT INTO {TABLE} ({columns}) VALUES (%s, %s, %s, %s, %s, %s, '', %s)"
    span = [at(10), at(12)] * 2
    with pytest.raises(IntegrityError, match="occupancy_has_its_source"):
        execute(sql, house["nook"].pk, "part", *span, None)
    with pytest.raises(IntegrityError, match="occupancy_has_its_source"):
        execute(sql, house["nook"].pk, "closure", *span, use)


def test_without_the_triggers_the_same_writes_use_a_room_twice(house):
    """The negative control: it is they that take the parts, nothing else."""
    drop_triggers()
    insert(house["hall"], at(10), at(12))
    insert(house["nook"], at(11), at(13))
    assert count() == 2


# --- against a model so simple that it cannot be wrong ---

NAMES = st.sampled_from(sorted(INSIDE))
SPANS = st.tuples(st.integers(0, 10), st.integers(1, 6))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), NAMES, SPANS),
        st.tuples(st.just("insert"), NAMES, SPANS),
        st.tuples(st.just("move"), st.integers(0, 5), NAMES, SPANS),
        st.tuples(st.just("delete"), st.integers(0, 5)),
    ),
    max_size=12,
)


@settings(max_examples=50, deadline=None)
@given(steps=STEPS)
def test_any_row_of_writes_ends_as_the_naive_model_says(steps):  # noqa: C901 - three ways to write
    Occupancy.objects.all().delete()
    house, uses = build(), {}

    def clashes(name, start, length, besides=None):
        mine = {(room, start + hour) for room in {name, *INSIDE[name]} for hour in range(length)}
        return any(
            mine & {(room, begin + hour) for room in {other, *INSIDE[other]} for hour in range(lasts)}
            for pk, (other, begin, lasts) in uses.items()
            if pk != besides
        )

    for step in steps:
        if step[0] == "insert":
            _, name, (start, length) = step
            if clashes(name, start, length):
                with refused(GUARD):
                    insert(house[name], at(start), at(start + length))
            else:
                uses[insert(house[name], at(start), at(start + length))] = name, start, length
        elif step[1] < len(uses):
            pk = list(uses)[step[1]]
            if step[0] == "delete":
                execute(f"DELETE FROM {TABLE} WHERE id=%s", pk)
                del uses[pk]
                continue
            _, _, name, (start, length) = step
            if clashes(name, start, length, besides=pk):
                with refused(GUARD):
                    move(pk, house[name], at(start), at(start + length))
            else:
                move(pk, house[name], at(start), at(start + length))
                uses[pk] = name, start, length
    kept = set(execute(f"SELECT id, room_id FROM {TABLE} WHERE whole_id IS NULL"))
    assert kept == {(pk, house[name].pk) for pk, (name, _start, _length) in uses.items()}
    for pk, (name, _start, _length) in uses.items():
        assert parts_of(pk, house) == INSIDE[name]
    assert orphans() == 0


# --- walls that move ---


def wall(part, whole):
    """Put a room into a whole, or take it out, as the action does."""
    with transaction.atomic():
        Room.objects.filter(pk=part.pk).update(whole=whole)
        walls.keep(part.centre)


@pytest.mark.usefixtures("tuesday")
class TestWalls:
    def test_what_lies_inside_what_is_written_to_the_end(self, house):
        pairs = {(row.whole_id, row.part_id) for row in RoomPart.objects.all()}
        assert pairs == {(house[name].pk, house[part].pk) for name, parts in INSIDE.items() for part in parts}

    def test_coming_uses_take_the_parts_that_a_new_wall_makes(self, house):
        use = insert(house["hall"], at(10), at(12))
        wall(house["plain"], house["hall"])
        assert parts_of(use, house) == {*INSIDE["hall"], "plain"}
        with refused(GUARD):
            insert(house["plain"], at(11), at(13))

    def test_they_give_back_what_is_not_inside_any_more(self, house):
        use = insert(house["hall"], at(10), at(12))
        wall(house["left"], None)
        assert parts_of(use, house) == {"right"}
        insert(house["nook"], at(10), at(12))

    def test_the_walls_stay_where_both_are_in_use(self, house):
        insert(house["hall"], at(10), at(12))
        insert(house["plain"], at(11), at(13))
        with pytest.raises(Conflict) as refusal:
            wall(house["plain"], house["hall"])
        assert refusal.value.problems[0].code == "whole-and-parts"
        assert RoomPart.objects.filter(part=house["plain"]).count() == 0
        assert Room.objects.get(pk=house["plain"].pk).whole is None
        assert orphans() == 0

    def test_what_is_over_does_not_count(self, house):
        past = at(10) - dt.timedelta(days=30)
        old = insert(house["hall"], past, past + dt.timedelta(hours=2))
        insert(house["plain"], past, past + dt.timedelta(hours=2))
        wall(house["plain"], house["hall"])
        assert parts_of(old, house) == INSIDE["hall"]

    def test_what_goes_on_at_this_moment_counts(self, house, tuesday):
        tuesday.move_to(at(11))
        insert(house["hall"], at(10), at(12))
        insert(house["plain"], at(10), at(12))
        with pytest.raises(Conflict):
            wall(house["plain"], house["hall"])

    def test_the_days_of_coming_uses_are_shown_anew(self, house):
        insert(house["hall"], at(10), at(12))
        insert(house["plain"], at(34), at(36))
        wall(house["plain"], house["hall"])
        assert {row.on for row in DayVersion.objects.all()} == {dt.date(2026, 12, 1), dt.date(2026, 12, 2)}

    def test_another_place_is_another_matter(self, house):
        others = build()
        use = insert(others["hall"], at(10), at(12))
        wall(house["left"], None)
        assert parts_of(use, others) == INSIDE["hall"]

    def test_a_part_that_a_use_of_the_whole_takes_is_not_removed(self, house, host):
        insert(house["hall"], at(10), at(12))
        with pytest.raises(Conflict):
            remove_room(room=house["corner"], by=host)
        Occupancy.objects.all().delete()
        remove_room(room=house["corner"], by=host)
        assert parts_of(insert(house["hall"], at(10), at(12)), house) == INSIDE["hall"] - {"corner"}


@pytest.fixture
def host():
    return audit.staff(make_staff(Role.HOST, make_centre()))


# --- while others write (PostgreSQL: SQLite lets one write at a time) ---


class Other(threading.Thread):
    """Somebody else with a connection of their own; what they raise is kept."""

    def __init__(self, deed):
        super().__init__()
        self.deed, self.error = deed, None

    def run(self):
        try:
            self.deed()
        except Exception as error:  # noqa: BLE001 - handed to the test
            self.error = error
        finally:
            connection.close()

    def is_waiting(self):
        """Say whether they wait for a lock of ours, once they have got so far."""
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname=current_database() AND wait_event_type='Lock'"
        for _try in range(100):
            # Within a transaction it shows what it showed before.
            execute("SELECT pg_stat_clear_snapshot()")
            if execute(asked) != [(0,)]:
                return True
            self.join(0.05)
            if not self.is_alive():
                return False
        return False


def take_the_lock_off():
    """Let the trigger look at the parts without keeping the walls where they are."""
    (definition,) = execute(f"SELECT pg_get_functiondef('{PARTS}_write'::regproc)")[0]
    without, changed = re.subn(r"PERFORM 1 .* FOR KEY SHARE;", "", definition)
    assert changed == 1
    execute(without.replace("%", "%%"))
    return lambda: execute(definition.replace("%", "%%"))


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_wall_waits_for_the_use_that_is_being_written_and_sees_it():
    rooms = build()
    mover = Other(lambda: wall(rooms["plain"], rooms["hall"]))
    with transaction.atomic():
        use = insert(rooms["hall"], coming(10), coming(12))
        mover.start()
        assert mover.is_waiting()
    mover.join()
    assert mover.error is None
    assert parts_of(use, rooms) == {*INSIDE["hall"], "plain"}
    with refused(GUARD):
        insert(rooms["plain"], coming(11), coming(13))


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_wall_that_waited_stays_when_both_turn_out_to_be_used():
    rooms = build()
    insert(rooms["plain"], coming(11), coming(13))
    mover = Other(lambda: wall(rooms["plain"], rooms["hall"]))
    with transaction.atomic():
        insert(rooms["hall"], coming(10), coming(12))
        mover.start()
        assert mover.is_waiting()
    mover.join()
    assert isinstance(mover.error, Conflict)


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_use_waits_for_the_wall_that_is_being_moved_and_sees_it():
    rooms = build()
    made = []
    writer = Other(lambda: made.append(insert(rooms["hall"], coming(10), coming(12))))
    with transaction.atomic():
        wall(rooms["plain"], rooms["hall"])
        writer.start()
        assert writer.is_waiting()
    writer.join()
    assert writer.error is None
    assert parts_of(made[0], rooms) == {*INSIDE["hall"], "plain"}


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_negative_control_without_the_lock_a_part_is_used_twice():
    rooms = build()
    put_back = take_the_lock_off()
    try:
        mover = Other(lambda: wall(rooms["plain"], rooms["hall"]))
        with transaction.atomic():
            use = insert(rooms["hall"], coming(10), coming(12))
            mover.start()
            assert not mover.is_waiting()
        mover.join()
        assert mover.error is None
        assert "plain" not in parts_of(use, rooms)
        insert(rooms["plain"], coming(11), coming(13))
    finally:
        put_back()


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_uses_of_two_parts_do_not_wait_for_each_other():
    rooms = build()
    other = Other(lambda: insert(rooms["right"], coming(10), coming(12)))
    with transaction.atomic():
        insert(rooms["left"], coming(10), coming(12))
        other.start()
        other.join(20)
        assert not other.is_alive()
    assert other.error is None


def coming(hour):
    """Return an hour of a day to come: other threads know no clock but the real one."""
    return at(hour) + dt.timedelta(days=3650)


# --- as migrations do it ---


@only_sqlite
def test_sqlite_keeps_the_triggers_when_django_builds_the_table_anew(transactional_db):
    rooms = build()
    use = insert(rooms["hall"], at(10), at(12))
    old = Occupancy._meta.get_field("note")
    new = models.CharField(max_length=130, blank=True)
    new.set_attributes_from_name("note")
    new.model = Occupancy
    with connection.schema_editor() as editor:
        editor.alter_field(Occupancy, old, new, strict=True)
    try:
        assert parts_of(use, rooms) == INSIDE["hall"]
        with refused(GUARD):
            insert(rooms["nook"], at(11), at(13))
        move(use, rooms["left"], at(11), at(13))
        assert parts_of(use, rooms) == INSIDE["left"]
        execute(f"DELETE FROM {TABLE} WHERE id=%s", use)
        assert count() == 0
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Occupancy, new, old, strict=True)


def test_the_triggers_can_be_taken_off_and_put_on_a_table_that_stands(transactional_db):
    guard = next(each for each in Occupancy._meta.constraints if each.name == PARTS)
    constraints = Occupancy._meta.constraints
    rooms = build()
    try:
        Occupancy._meta.constraints = [each for each in constraints if each.name != PARTS]
        with connection.schema_editor() as editor:
            editor.remove_constraint(Occupancy, guard)
        assert parts_of(insert(rooms["hall"], at(10), at(12)), rooms) == set()
    finally:
        Occupancy._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(Occupancy, guard)
    assert parts_of(insert(rooms["hall"], at(12), at(14)), rooms) == INSIDE["hall"]


def test_a_migration_writes_the_triggers_down_completely():
    guard = next(each for each in Occupancy._meta.constraints if each.name == PARTS)
    path, args, kwargs = guard.deconstruct()
    assert path == "podworko.core.integrity.TakesParts"
    assert TakesParts(*args, **kwargs) == guard
    assert TakesParts(*args, **kwargs | {"parts": "places.Room"}) != guard
    assert guard.clone() == guard
