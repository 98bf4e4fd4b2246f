"""A busy year out of another calendar: five thousand dates, read, judged, brought and taken back in bounded time."""

import datetime as dt
import time

import pytest
import time_machine
from django.db import connection

from podworko.bookings.actions import bringing, taking_back
from podworko.bookings.models import Occupancy
from podworko.core import audit
from podworko.core.imports import judging, writing
from podworko.core.models import Import
from tests.bookings.brought import WARSAW, bring, calendar_of, event
from tests.factories import make_centre, make_room

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.timeout(900)]
ROOMS, A_DAY, DAYS = 5, 4, 250
# Queries that a batch of rows needs to be judged, and a row to be written: far from what a query in a loop would need.
A_BATCH, A_ROW = 16, 8


def a_year(rooms):
    """Return a calendar with uses of each room on each working day: series and their single dates."""
    parts = []
    for room in rooms:
        for number in range(A_DAY):
            hour = 9 + 2 * number
            start = f"DTSTART;TZID=Europe/Warsaw:20261201T{hour:02}0000"
            rule = f"RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT={DAYS}"
            parts.append(event(start, "DURATION:PT90M", rule, uid=f"{room.pk}-{number}", room=room.name))
    return calendar_of(*parts)


class Count:
    """Counts queries, however many."""

    def __init__(self):
        self.queries = 0

    def __call__(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)


@time_machine.travel(dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW), tick=False)
def test_five_thousand_dates():
    place = make_centre()
    rooms = [make_room(place, name=f"Sala {number}") for number in range(ROOMS)]
    count = ROOMS * A_DAY * DAYS
    began = time.process_time()
    calendar = bring(place, a_year(rooms))
    judged, written = Count(), Count()
    with connection.execute_wrapper(judged):
        judging.judge(calendar.source_id)
    calendar.source.refresh_from_db()
    assert (calendar.source.state, calendar.source.rows_judged) == (Import.State.READY, count)
    assert judged.queries < A_BATCH * (2 * count / judging.BATCH + 2)
    bringing.keep(calendar=calendar, by=audit.SYSTEM)
    with connection.execute_wrapper(written):
        writing.write(calendar.source_id)
    assert Occupancy.objects.count() == count
    assert written.queries < A_ROW * count
    again = bring(place, a_year(rooms))
    judging.judge(again.source_id)
    assert again.source.rows.filter(verdict="same").count() == count
    bringing.undo(calendar=calendar, by=audit.SYSTEM)
    assert taking_back.take_back(calendar.pk) == count
    assert not Occupancy.objects.exists()
    assert time.process_time() - began < 300
