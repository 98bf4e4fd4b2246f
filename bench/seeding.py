"""Fills an empty database with so much use of rooms that a page could become slow by it.

Rows are written in bulk, past the guard, in hours that do not overlap; the guard is put back before anything is
measured, and finds nothing to refuse.
"""

import datetime as dt
import itertools
import json
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from podworko.bookings.models import (
    BookingDate,
    BookingRequest,
    Channel,
    DateState,
    Occupancy,
    RequestState,
    new_reference,
)
from podworko.core import clock
from podworko.people.actions import issue_token
from podworko.people.models import Role, User
from podworko.places.models import Centre, Equipment, Room, RoomEquipment
from tests.factories import grant, make_centre, make_network, make_room, make_user

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
OPENS, EVERY, LASTS = 9 * 60, 75, 60
Moments = tuple[dt.datetime, dt.datetime]


def spans(centre: Centre, first: dt.date, days: int, uses: int) -> Iterator[tuple[int, int, Moments]]:
    """Yield the number of the day, that of the use on it, and the moments of the use: from nine on, one an hour."""
    for number, use in itertools.product(range(days), range(uses)):
        minute = OPENS + use * EVERY
        start = clock.at(first + number * DAY, dt.time(minute // 60, minute % 60), centre.zone)
        yield number, use, (start, start + LASTS * MINUTE)


def house(*, rooms: int, days: int, uses: int) -> dict[str, Any]:
    """Make one place with so many rooms, a year of bookings about today, and a host. Every fifth is open to all."""
    hours = {"opens": "09:00-21:00", "is_open_on_holidays": True}
    centre = make_centre(make_network(slug="miasto", name="Miasto"), slug="dom", name="Dom", **hours)
    made = [make_room(centre, name=f"Sala {number + 1}", slug=f"sala-{number + 1}") for number in range(rooms)]
    first = clock.today(centre.zone) - dt.timedelta(days=days // 2)
    series: dict[tuple[int, int, int], BookingRequest] = {}
    for room, weekday, use in itertools.product(made, range(7), range(uses)):
        number = len(series)
        series[room.pk, weekday, use] = BookingRequest(
            reference=new_reference(),
            centre=centre,
            room=room,
            topic=f"Próba zespołu {number}",
            people=12,
            person="Anna Nowak",
            email="anna.nowak@example.org",
            is_open_to_all=number % 5 == 0,
            channel=Channel.WEB,
            state=RequestState.DECIDED,
            decide_by=clock.now(),
            submission_key=str(uuid.uuid4()),
        )
    _without_twins([*series.values()])
    BookingRequest.objects.bulk_create(series.values(), batch_size=500)
    dates = [
        BookingDate(
            request=series[room.pk, day % 7, use],
            room=room,
            starts_at=start,
            ends_at=end,
            rule_at=start,
            state=DateState.ACCEPTED,
        )
        for day, use, (start, end) in spans(centre, first, days, uses)
        for room in made
    ]
    BookingDate.objects.bulk_create(dates, batch_size=2000)
    # In the order in which a year of life would have written them: by time, not by room.
    _write(Occupancy.Kind.BOOKING, ((date.room_id, date.starts_at, date.ends_at, date.pk) for date in dates))
    _let_the_database_look()
    user, token = _host(centre)
    return {
        "path": f"/{centre.network.slug}/{centre.slug}/calendar/",
        "session": _session(user),
        "token": token,
        "on": str(clock.today(centre.zone)),
    }


def count_bookings() -> dict[str, Any]:
    """Return how many bookings were made over the API."""
    found = Occupancy.objects.filter(booking_date__request__channel=Channel.API)
    return {"bookings": found.count()}


def city(*, rooms: int, years: int, ahead: int, uses: int = 7) -> dict[str, Any]:
    """Make a city whose rooms have been used for so many years, seven times a day, and are for `ahead` days more."""
    network = make_network(slug="miasto", name="Miasto")
    # 50°N: a place every few hundred metres, ten in a row.
    places = [
        make_centre(
            network,
            slug=f"miejsce-{number}",
            name=f"Miejsce {number}",
            opens="09:00-20:00",
            latitude=50.0 + number // 10 * 0.005,
            longitude=19.9 + number % 10 * 0.008,
        )
        for number in range(max(1, rooms // 10))
    ]
    made = Room.objects.bulk_create(
        Room(
            centre=places[number % len(places)],
            slug=f"sala-{number}",
            name=f"Sala {number}",
            capacity=10 + number // len(places) * 7 % 60,
            position=number,
        )
        for number in range(rooms)
    )
    RoomEquipment.objects.bulk_create(
        RoomEquipment(room=room, item=item) for room in made[::3] for item in (Equipment.LOOP, Equipment.CHAIRS)
    )
    days = 365 * years
    first = clock.today(network.zone) + (ahead - days) * DAY
    _write_product([room.pk for room in made], [moments for _day, _use, moments in spans(places[0], first, days, uses)])
    _let_the_database_look()
    return {"network": network.slug, "uses": Occupancy.objects.count()}


def queue(*, requests: int, rivals: int = 2) -> dict[str, Any]:
    """Write requests that wait, `rivals` for each hour of a room, and eight hosts with tokens to decide them."""
    centre = make_centre(make_network(slug="miasto", name="Miasto"), slug="dom", name="Dom")
    rooms = [make_room(centre) for _room in range(40)]
    hours = -(-requests // rivals // len(rooms))
    first = clock.today(centre.zone) + 10 * DAY
    wanted = [(room, moments) for _day, _use, moments in spans(centre, first, -(-hours // 8), 8) for room in rooms]
    made = [
        BookingRequest(
            reference=new_reference(),
            centre=centre,
            room=room,
            topic="Próba chóru",
            people=12,
            person="Anna Nowak",
            email="anna.nowak@example.org",
            channel=Channel.WEB,
            state=RequestState.WAITING,
            decide_by=clock.now() + DAY,
            submission_key=str(uuid.uuid4()),
        )
        for room, _moments in wanted
        for _rival in range(rivals)
    ][:requests]
    _without_twins(made)
    BookingRequest.objects.bulk_create(made, batch_size=500)
    BookingDate.objects.bulk_create(
        [
            BookingDate(request=request, room=room, starts_at=start, ends_at=end, rule_at=start)
            for request, (room, (start, end)) in zip(
                made, (pair for pair in wanted for _rival in range(rivals)), strict=False
            )
        ],
        batch_size=1000,
    )
    _let_the_database_look()
    hosts = [_host(centre) for _client in range(8)]
    return {
        "references": [request.reference for request in made],
        "tokens": [token for _user, token in hosts],
        "hours": -(-len(made) // rivals),
    }


def _without_twins(requests: Sequence[BookingRequest]) -> None:
    taken: set[str] = set()
    for request in requests:
        while request.reference in taken:
            request.reference = new_reference()
        taken.add(request.reference)


def _host(centre: Centre) -> tuple[User, str]:
    user = make_user()
    grant(user, Role.HOST, centre)
    return user, issue_token(email=user.email)


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key


# --- in bulk -------------------------------------------------------------------------------------

COLUMNS = "room_id, kind, starts_at, ends_at, blocked_from, blocked_until, booking_date_id, note"


def _write(kind: str, rows: Iterable[tuple[int, dt.datetime, dt.datetime, int]]) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    values = [(room, kind, *(adapt(moment) for moment in (start, end)), source) for room, start, end, source in rows]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY bookings_occupancy ({COLUMNS}) FROM STDIN") as copy:
            for room, _kind, start, end, source in values:
                copy.write_row((room, kind, start, end, start, end, source, ""))
        return
    with transaction.atomic(), connection.cursor() as cursor, _unguarded():
        sql = f"INSERT INTO bookings_occupancy ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, '')"
        cursor.executemany(
            sql, [(room, kind, start, end, start, end, source) for room, _kind, start, end, source in values]
        )


def _write_product(rooms: Sequence[int], moments: Sequence[Moments]) -> None:
    """Use each of the rooms at each of the moments; closures, which need no request behind them."""
    adapt = connection.ops.adapt_datetimefield_value
    columns = "room_id, kind, starts_at, ends_at, blocked_from, blocked_until, note"
    moment = "timestamptz" if connection.vendor == "postgresql" else "text"
    with transaction.atomic(), connection.cursor() as cursor, _unguarded():
        cursor.execute(f"CREATE TEMP TABLE bench_span (a {moment}, b {moment})")
        cursor.executemany("INSERT INTO bench_span VALUES (%s, %s)", [(adapt(a), adapt(b)) for a, b in moments])
        cursor.execute("CREATE TEMP TABLE bench_room (id bigint)")
        cursor.executemany("INSERT INTO bench_room VALUES (%s)", [(pk,) for pk in rooms])
        cursor.execute(
            f"INSERT INTO bookings_occupancy ({columns}) "
            "SELECT id, 'closure', a, b, a, b, '' FROM bench_span CROSS JOIN bench_room ORDER BY a, id"
        )


@contextmanager
def _unguarded() -> Iterator[None]:
    """Take what looks at each row off the table, and put it back: in bulk that is done once, for all."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            asked = (
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE conrelid = 'bookings_occupancy'::regclass AND contype = 'x'"
            )
            cursor.execute(asked)
            guards = cursor.fetchall()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE bookings_occupancy DISABLE TRIGGER USER")
            for name, _definition in guards:
                cursor.execute(f"ALTER TABLE bookings_occupancy DROP CONSTRAINT {name}")
            yield
            cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
            for name, definition in guards:
                cursor.execute(f"ALTER TABLE bookings_occupancy ADD CONSTRAINT {name} {definition}")
            cursor.execute("ALTER TABLE bookings_occupancy ENABLE TRIGGER USER")
            return
        kept = "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'bookings_occupancy' AND sql IS NOT NULL"
        cursor.execute(f"{kept} AND type IN ('trigger', 'index') ORDER BY type")
        found = cursor.fetchall()
        for kind, name, _sql in found:
            cursor.execute(f"DROP {kind} {name}")
        yield
        for _kind, _name, sql in found:
            cursor.execute(sql)


def _let_the_database_look() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    from bench.seeding_programme import programme

    known = {
        "house": house,
        "city": city,
        "queue": queue,
        "count_bookings": count_bookings,
        "programme": programme,
    }
    what = known[sys.argv[1]]
    print(json.dumps(what(**json.loads(sys.argv[2]))))
