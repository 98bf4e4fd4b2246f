"""Fills an empty database with the programme of a city: places, three years of activities, who has signed up.

About 25 things a week at each place, a new set each quarter, as places plan them. Rows are written in bulk, past the
actions; no room is taken, since the calendar of the programme reads none. Attendance belongs beside `_intakes`.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from bench.seeding import DAY, MINUTE, _let_the_database_look
from podworko.core import clock
from podworko.places.models import Audience, Centre, District, ModelKind, SignUp
from podworko.programme.models import Activity, ActivityKind, ActivityState, Intake, Session, SignsUpFor, Where
from podworko.programme.versions import touch
from tests.factories import make_centre, make_network

WEEKS = 13
# Each week of each place: as many things, an hour and a half long, at these hours.
A_WEEK, HOURS, LASTS = 25, (9, 10, 11, 13, 15, 16, 17, 18), 90
WORDS = ("Gimnastyka", "Szachy", "Ceramika", "Chór", "Kuchnia", "Rozmowy po polsku", "Robotyka", "Spacer", "Kino")
MORE = ("poranna", "sąsiedzka", "dla każdego", "od podstaw", "po godzinach", "bez pośpiechu", "w kręgu")
BATCH = 4000
SQUARE = {"type": "MultiPolygon", "coordinates": [[[[19.9, 50.0], [20.0, 50.0], [20.0, 50.1], [19.9, 50.0]]]]}


def programme(*, centres: int, years: int) -> dict[str, Any]:
    """Make a city of so many places with the programme of so many years, a quarter of it still to come."""
    network = make_network(slug="miasto", name="Miasto")
    District.objects.create(
        network=network, code="I", name="Śródmieście", border=SQUARE, latitude=50.02, longitude=19.93
    )
    kinds = [*ModelKind]
    places = [
        make_centre(
            network,
            slug=f"miejsce-{number}",
            name=f"Miejsce {number}",
            kind=kinds[number % len(kinds)],
            latitude=50.0 + number // 10 * 0.005,
            longitude=19.9 + number % 10 * 0.008,
        )
        for number in range(centres)
    ]
    today = clock.today(network.zone)
    monday = today - today.weekday() * DAY
    quarters = years * 52 // WEEKS
    for quarter in range(quarters):
        # The last quarter lies wholly ahead, the one before around today.
        first = monday + (quarter - quarters + 1) * WEEKS * 7 * DAY + 2 * 7 * DAY
        held = list(_write(Activity, (_activity(place, first, number) for place in places for number in range(A_WEEK))))
        sessions = list(_write(Session, _sessions(held, first, network.zone)))
        _write_all(Intake, _intakes(held, sessions))
    for place in places:
        touch(place)
    _let_the_database_look()
    return {
        "network": network.slug,
        "path": f"/{network.slug}/programme/",
        "place": f"/{network.slug}/{places[0].slug}/programme/",
        "sessions": Session.objects.count(),
    }


def _activity(place: Centre, first: dt.date, number: int) -> Activity:
    each = place.pk * A_WEEK + number
    audiences, kinds = [*Audience], [*ActivityKind]
    sign_up = [SignUp.NONE, SignUp.OPTIONAL, SignUp.REQUIRED][each % 3]
    return Activity(
        centre=place,
        slug=f"zajecia-{first:%Y%m%d}-{number}",
        title=f"{WORDS[each % len(WORDS)]} {MORE[each // 3 % len(MORE)]}",
        lead="Przychodzimy, robimy coś razem i zostajemy na herbatę.",
        about="Wszystko, co potrzebne, jest na miejscu.\n\n" * 5,
        kind=kinds[each % len(kinds)],
        audience=audiences[each // 2 % len(audiences)],
        age_from=60 if each % 11 == 0 else None,
        languages=["pl", "uk"] if each % 7 == 0 else ["pl"],
        where=Where.OUTDOORS,
        spot="Skwer przed wejściem",
        sign_up=sign_up,
        signs_up_for=SignsUpFor.SERIES if each % 6 == 2 else SignsUpFor.SESSION,
        capacity=None if sign_up == SignUp.NONE else 8 + each % 12,
        state=ActivityState.PUBLISHED,
        published_at=clock.now(),
    )


def _sessions(held: Sequence[Activity], first: dt.date, zone: ZoneInfo) -> Iterator[Session]:
    """Yield the sessions of a quarter in order of time, as a year of life would have written them."""
    starts = {
        (weekday, hour, week): clock.at(first + (week * 7 + weekday) * DAY, dt.time(hour), zone)
        for weekday, hour, week in itertools.product(range(7), HOURS, range(WEEKS))
    }
    for week in range(WEEKS):
        for activity in held:
            # Most days and hours are used, the weekend less than the week.
            weekday = (activity.pk * 5 % 16) // 2 % 7
            at = starts[weekday, HOURS[activity.pk * 3 % len(HOURS)], week]
            yield Session(activity=activity, starts_at=at, ends_at=at + LASTS * MINUTE, rule_at=at)


def _intakes(held: Sequence[Activity], sessions: Sequence[Session]) -> Iterator[Intake]:
    """Yield where people have signed up: some are full, some have a few places left."""
    for activity in held:
        if activity.capacity and activity.signs_up_for == SignsUpFor.SERIES:
            yield _intake(activity, None, activity.pk)
    for number, session in enumerate(sessions):
        activity = session.activity
        if activity.capacity and activity.signs_up_for == SignsUpFor.SESSION:
            yield _intake(activity, session, number)


def _intake(activity: Activity, session: Session | None, number: int) -> Intake:
    taken = (activity.capacity or 0) - number % 5
    return Intake(activity=activity, session=session, capacity=activity.capacity, taken=taken, arrivals=taken)


def _write_all(model: type[Model], rows: Iterator[Any]) -> None:
    for _row in _write(model, rows):
        pass


def _write(model: type[Any], rows: Iterator[Any]) -> Iterator[Any]:
    """Write rows in batches and yield each as it was written."""
    while batch := list(itertools.islice(rows, BATCH)):
        yield from model.objects.bulk_create(batch)
