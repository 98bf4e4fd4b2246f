"""The guard: no room is given twice at once, whoever writes and however, since the database itself sees to it.

All is written past the ORM, in the words of the database, as a script or another program would write.
"""

import datetime as dt
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, models, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from podworko.bookings.models import LONGEST_USE, Occupancy
from podworko.bookings.queries import use
from podworko.core.integrity import NoOverlap, broke, turning
from tests.factories import make_room

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
LONGEST = LONGEST_USE + 4 * HOUR
GUARD, LENGTH, PARTS = "occupancy_no_overlap", "occupancy_no_overlap_length", "occupancy_takes_parts"
only_sqlite = pytest.mark.skipif("postgresql" in str(connection.settings_dict["ENGINE"]), reason="how SQLite keeps it")
only_postgresql = pytest.mark.skipif("sqlite" in str(connection.settings_dict["ENGINE"]), reason="how PostgreSQL does")


@pytest.fixture
def room():
    return make_room()


def at(hour, minute=0):
    return DAY + hour * HOUR + minute * MINUTE


def execute(sql, *values):
    """Run `sql` past the ORM; moments go in as the database keeps them."""
    adapt = connection.ops.adapt_datetimefield_value
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [adapt(value) if isinstance(value, dt.datetime) else value for value in values])
        return cursor.fetchall() if cursor.description else []


def insert(room, start, end):
    """Write one use and return its id."""
    sql = """INSERT INTO bookings_occupancy (room_id, kind, starts_at, ends_at, blocked_from, blocked_until, note)
             VALUES (%s, 'closure', %s, %s, %s, %s, '') RETURNING id"""
    return execute(sql, room.pk, start, end, start, end)[0][0]


def move(pk, room, start, end):
    sql = "UPDATE bookings_occupancy SET room_id=%s, starts_at=%s, ends_at=%s, blocked_from=%s, blocked_until=%s"
    execute(f"{sql} WHERE id=%s", room.pk, start, end, start, end, pk)


@contextmanager
def refused(*constraints):
    """Expect that the database refuses what is written inside, and that it names one of the `constraints`."""
    with pytest.raises(IntegrityError) as error:
        yield
    assert any(broke(error.value, constraint) for constraint in constraints), error.value


def drop_guard():
    if connection.vendor == "postgresql":
        execute(f"ALTER TABLE bookings_occupancy DROP CONSTRAINT {GUARD}, DROP CONSTRAINT {LENGTH}")
    else:
        execute(f"DROP TRIGGER {GUARD}_insert")
        execute(f"DROP TRIGGER {GUARD}_update")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (at(10), at(12)),
        (at(9), at(11)),
        (at(11), at(13)),
        (at(10, 30), at(11)),
        (at(8), at(20)),
        (at(11, 59), at(12, 1)),
    ],
)
def test_two_uses_of_a_room_never_share_a_minute(room, start, end):
    insert(room, at(10), at(12))
    with refused(GUARD):
        insert(room, start, end)
    assert Occupancy.objects.count() == 1


@pytest.mark.parametrize(("start", "end"), [(at(8), at(10)), (at(12), at(14))])
def test_two_uses_may_touch(room, start, end):
    insert(room, at(10), at(12))
    insert(room, start, end)
    assert Occupancy.objects.count() == 2


def test_another_room_is_another_matter(room):
    insert(room, at(10), at(12))
    insert(make_room(room.centre), at(10), at(12))
    assert Occupancy.objects.count() == 2


def test_a_use_cannot_be_moved_onto_another_nor_into_another_room(room):
    other = make_room(room.centre)
    insert(room, at(10), at(12))
    later, elsewhere = insert(room, at(12), at(14)), insert(other, at(10), at(12))
    with refused(GUARD):
        move(later, room, at(11), at(13))
    with refused(GUARD):
        move(elsewhere, room, at(10), at(12))
    move(later, room, at(12, 30), at(14, 30))  # over its own old hours it may
    move(elsewhere, room, at(8), at(10))


def test_a_use_that_is_deleted_leaves_its_room_free(room):
    first = insert(room, at(10), at(12))
    execute("DELETE FROM bookings_occupancy WHERE id=%s", first)
    insert(room, at(11), at(13))


def test_the_time_to_make_the_room_ready_is_kept_free_too(room):
    def ready_after(start, end, minutes):
        Occupancy(
            room=room,
            kind=Occupancy.Kind.CLOSURE,
            starts_at=start,
            ends_at=end,
            blocked_from=start,
            blocked_until=end + minutes * MINUTE,
        ).save()

    ready_after(at(10), at(12), 15)
    with refused(GUARD), transaction.atomic():
        ready_after(at(12), at(13), 0)
    with refused(GUARD), transaction.atomic():
        ready_after(at(9), at(10), 1)
    ready_after(at(12, 15), at(13), 0)


def test_a_use_lasts_a_day_at_most_and_has_an_end(room):
    insert(room, at(0), at(0) + LONGEST)
    with refused(LENGTH):
        insert(room, at(48), at(48) + LONGEST + dt.timedelta(seconds=1))
    with refused(LENGTH, "occupancy_inside_its_block"):
        insert(room, at(100), at(100))
    # PostgreSQL cannot even make a range that ends before it begins.
    with pytest.raises(Exception, match=f"{LENGTH}|occupancy_inside_its_block|range lower bound"):
        insert(room, at(102), at(101))


@only_sqlite
@pytest.mark.parametrize(
    "written",
    [
        "2026-12-01T10:00:00",
        "2026-12-01 10:00",
        "2026-12-01 10:00:00.5",
        "2026-12-01 10:00:00+01:00",
        "2026-12-01 10:00:00Z",
        " 2026-12-01 10:00:00",
        "2026-13-01 10:00:00",
        "2026-11-31 10:00:00",
        "2026-12-01 24:00:00",
        "now",
        "2461376.5",
        1796119200,
        b"2026-12-01 10:00:00",
    ],
)
def test_sqlite_compares_times_as_text_so_only_one_way_to_write_them_is_let_in(room, written):
    # So near that nothing else than their form speaks against them.
    with refused(LENGTH, "occupancy_inside_its_block"):
        insert(room, written, at(26))
    with refused(LENGTH, "occupancy_inside_its_block"):
        insert(room, at(-4), written)
    insert(room, at(-4), at(26))


@only_sqlite
def test_sqlite_keeps_the_guard_when_django_builds_the_table_anew(transactional_db):
    room = make_room()
    insert(room, at(10), at(12))
    old = Occupancy._meta.get_field("note")
    new = models.CharField(max_length=130, blank=True)
    new.set_attributes_from_name("note")
    new.model = Occupancy
    with connection.schema_editor() as editor:
        editor.alter_field(Occupancy, old, new, strict=True)
    try:
        assert "varchar(130)" in execute("SELECT sql FROM sqlite_master WHERE name='bookings_occupancy'")[0][0]
        with refused(GUARD):
            insert(room, at(11), at(13))
        with refused(GUARD):
            move(insert(room, at(12), at(13)), room, at(11), at(13))
        triggers = execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='bookings_occupancy'")
        assert {name for (name,) in triggers} == {
            *(f"{GUARD}_{event}" for event in ("insert", "update")),
            *(f"{PARTS}_{event}" for event in ("insert", "update", "delete")),
        }
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(Occupancy, new, old, strict=True)


def test_a_guard_can_be_taken_off_and_put_on_a_table_that_stands(transactional_db):
    """As a migration does it; what would break the rule keeps the guard from being put on."""
    guard = next(each for each in Occupancy._meta.constraints if each.name == GUARD)
    constraints = Occupancy._meta.constraints
    room = make_room()
    try:
        # The state of a migration in which the guard is not there yet.
        Occupancy._meta.constraints = [each for each in constraints if each.name != GUARD]
        with connection.schema_editor() as editor:
            editor.remove_constraint(Occupancy, guard)
        insert(room, at(10), at(12))
        insert(room, at(11), at(13))
        assert Occupancy.objects.count() == 2
    finally:
        Occupancy.objects.all().delete()
        Occupancy._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(Occupancy, guard)
    insert(room, at(10), at(12))
    with refused(GUARD):
        insert(room, at(11), at(13))


def test_without_the_guard_the_same_writes_double_the_room(room):
    """The negative control: it is the guard that refuses, nothing else."""
    drop_guard()
    insert(room, at(10), at(12))
    insert(room, at(11), at(13))
    insert(room, at(11), at(11) + 2 * LONGEST)
    assert Occupancy.objects.count() == 3


# --- against a model so simple that it cannot be wrong ---

SLOTS = st.integers(0, 16)
SPANS = st.tuples(SLOTS, st.sampled_from([0, 1, 1, 2, 3, 5, 120, 121]))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), st.integers(0, 1), SPANS),
        st.tuples(st.just("move"), st.integers(0, 5), st.integers(0, 1), SPANS),
        st.tuples(st.just("delete"), st.integers(0, 5)),
    ),
    max_size=14,
)


class Model:
    """Uses as (room, start, length) in quarters of an hour; each minute of each room held once."""

    def __init__(self):
        self.uses = {}

    def allows(self, room, start, length, *, besides=None):
        mine = {(room, start + quarter) for quarter in range(length)}
        others = {
            (at_room, begins + quarter)
            for pk, (at_room, begins, lasts) in self.uses.items()
            if pk != besides
            for quarter in range(lasts)
        }
        return 0 < length <= 120 and not mine & others


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_any_row_of_writes_ends_as_the_naive_model_says(steps):
    Occupancy.objects.all().delete()
    rooms = [make_room(), make_room()]
    naive = Model()

    def span(start, length):
        return DAY + start * 15 * MINUTE, DAY + (start + length) * 15 * MINUTE

    for step in steps:
        if step[0] == "insert":
            _, number, (start, length) = step
            if naive.allows(number, start, length):
                naive.uses[insert(rooms[number], *span(start, length))] = (number, start, length)
            else:
                with refused(GUARD, LENGTH, "occupancy_inside_its_block"):
                    insert(rooms[number], *span(start, length))
            continue
        if step[1] >= len(naive.uses):
            continue
        pk = list(naive.uses)[step[1]]
        if step[0] == "delete":
            execute("DELETE FROM bookings_occupancy WHERE id=%s", pk)
            del naive.uses[pk]
            continue
        _, _, number, (start, length) = step
        if naive.allows(number, start, length, besides=pk):
            move(pk, rooms[number], *span(start, length))
            naive.uses[pk] = (number, start, length)
        else:
            with refused(GUARD, LENGTH, "occupancy_inside_its_block"):
                move(pk, rooms[number], *span(start, length))
    kept = Occupancy.objects.values_list("pk", "room_id", "blocked_from", "blocked_until")
    assert {row[0]: row[1:] for row in kept} == {
        pk: (rooms[number].pk, *span(start, length)) for pk, (number, start, length) in naive.uses.items()
    }


@settings(max_examples=40, deadline=None)
@given(held=st.lists(SPANS, max_size=6), asked=st.lists(SPANS.filter(lambda span: 0 < span[1] < 100), max_size=4))
def test_what_is_called_taken_is_what_the_guard_would_refuse(held, asked):
    Occupancy.objects.all().delete()
    room, buffer = make_room(), 15 * MINUTE

    def span(start, length):
        return DAY + start * 15 * MINUTE, DAY + (start + length) * 15 * MINUTE

    for each in held:
        try:
            insert(room, *span(*each))
        except IntegrityError:
            continue
    spans = [span(*each) for each in asked]
    foretold = [room.pk in rooms for rooms in use.taken([room], spans, buffer=buffer)]
    for (start, end), is_taken in zip(spans, foretold, strict=True):
        with transaction.atomic():
            try:
                insert(room, start, end + buffer)
            except IntegrityError:
                assert is_taken
            else:
                assert not is_taken
                transaction.set_rollback(True)


# --- as fast with a long history ---


def fill(room, count):
    Occupancy.objects.bulk_create(
        Occupancy(
            room=room,
            kind=Occupancy.Kind.CLOSURE,
            starts_at=start,
            ends_at=start + HOUR,
            blocked_from=start,
            blocked_until=start + HOUR,
        )
        for start in (DAY - number * 2 * HOUR for number in range(1, count + 1))
    )


@only_postgresql
def test_postgresql_answers_the_calendar_from_the_guards_own_index(room):
    rooms = [room.pk, *(make_room(room.centre).pk for _number in range(39))]
    columns = "room_id, kind, note, starts_at, ends_at, blocked_from, blocked_until"
    hours = (
        "SELECT id, 'closure', '', at, at + '1h', at, at + '1h' FROM unnest(%s) id, generate_series(%s, %s, '2h') at"
    )
    execute(f"INSERT INTO bookings_occupancy ({columns}) {hours}", rooms, at(-2000), at(0))
    execute("ANALYZE bookings_occupancy")
    plan = use.occupied(rooms, (at(-100), at(-76))).explain()
    assert f"Index Scan on {GUARD}" in plan
    assert "Seq Scan" not in plan


@only_sqlite
def test_sqlite_answers_the_calendar_from_an_index_bounded_on_both_sides(room):
    fill(room, 300)
    plan = use.occupied([room.pk], (at(-100), at(-90))).explain()
    assert "USING INDEX occupancy_room_time (room_id=? AND blocked_from>? AND blocked_from<?)" in plan


@only_sqlite
def test_sqlites_trigger_looks_at_as_many_rows_however_long_the_history(room):
    def steps_of_insert(number):
        steps = 0

        def count():
            nonlocal steps
            steps += 1

        connection.ensure_connection()
        connection.connection.set_progress_handler(count, 1)
        try:
            insert(room, at(10 + number), at(11 + number))
        finally:
            connection.connection.set_progress_handler(None, 0)
        return steps

    fill(room, 10)
    short = steps_of_insert(0)
    Occupancy.objects.all().delete()
    fill(room, 3000)
    assert steps_of_insert(0) == short


# --- the violation in words ---


class TakenError(Exception):
    """What the domain says."""


def test_a_violation_becomes_the_error_of_the_domain_and_undoes_only_itself(room):
    insert(room, at(10), at(12))

    def write_two():
        with turning(GUARD, into=TakenError):
            insert(room, at(8), at(9))
            insert(room, at(11), at(13))

    with pytest.raises(TakenError):
        write_two()
    assert Occupancy.objects.count() == 1
    insert(room, at(12), at(13))  # the transaction goes on


def test_another_violation_stays_what_it_is(room):
    with pytest.raises(IntegrityError), turning(GUARD, into=TakenError):
        insert(room, at(0), at(0) + 2 * LONGEST)


def test_a_migration_writes_the_guard_down_completely():
    guard = next(each for each in Occupancy._meta.constraints if each.name == GUARD)
    path, args, kwargs = guard.deconstruct()
    assert path == "podworko.core.integrity.NoOverlap"
    assert NoOverlap(*args, **kwargs) == guard
    assert NoOverlap(*args, **kwargs | {"longest": HOUR}) != guard
    assert guard.clone() == guard
