"""Lets requests live on: some wait in line, one is offered what was given back, series get dates of their own.

The requests are rows, as all in `records`; what becomes of them is done by the actions that the desk itself uses, as of
the days on which it was done.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from podworko.bookings.actions import deciding, ending, moving
from podworko.bookings.models import BookingDate, BookingRequest
from podworko.core import audit, clock
from podworko.portal.demo import inbox
from podworko.portal.demo.diary import Diary
from podworko.portal.demo.duties import Course, Duty, Line
from podworko.portal.demo.ground import Site
from podworko.portal.demo.records import Records
from podworko.portal.demo.shapes import Ask, span

# How long ago it was done, after the requests had come and before now.
DECIDED, MOVED, WISHED, GIVEN_BACK = (dt.timedelta(hours=hours) for hours in (30, 26, 22, 5))


@dataclass
class Lines:
    """What was added for a place, and waits to live on: who holds hours, who waits for them, which series there are."""

    held: list[tuple[Line, BookingRequest, list[BookingRequest]]] = field(default_factory=list)
    courses: list[tuple[Course, BookingRequest]] = field(default_factory=list)


def add(duty: Duty, diary: Diary, records: Records) -> Lines:
    """Add the requests of `duty`; call it when the calendar and the inbox are full."""
    lines = Lines()
    for line in duty.lines:
        dates = inbox.dates_of(line.holder, diary, records)
        waiting = [inbox.add(ask, dates, diary, records) for ask in line.waiting]
        lines.held.append((line, _hold(line.holder, dates, diary, records), waiting))
    for course in duty.courses:
        dates = inbox.dates_of(course.ask, diary, records)
        lines.courses.append((course, inbox.add(course.ask, dates, diary, records)))
        _take(course.ask, dates, diary)
    return lines


def _hold(ask: Ask, dates: Sequence[dt.date], diary: Diary, records: Records) -> BookingRequest:
    assert ask.room
    when = span(ask.hours)
    _take(ask, dates, diary)
    return records.add_accepted(
        by=ask.by,
        channel=ask.channel,
        room=records.site.rooms[ask.room],
        dates=[(diary.moments(on, when), "") for on in dates],
        topic=ask.topic,
        people=ask.people,
        is_open_to_all=ask.is_open,
    )


def _take(ask: Ask, dates: Sequence[dt.date], diary: Diary) -> None:
    assert ask.room
    for on in dates:
        diary.take(ask.room, on, span(ask.hours))


def live(lines: Lines, site: Site) -> None:
    """Do what has become of the requests, which are written by now."""
    by, now = audit.staff(site.host), clock.now()
    for line, holder, waiting in lines.held:
        for turn, request in enumerate(waiting):
            with clock.as_of(now - DECIDED + dt.timedelta(minutes=turn)):
                deciding.queue(request=request, by=by)
        if line.is_given_back:
            with clock.as_of(now - GIVEN_BACK):
                ending.cancel(request=holder, by=audit.RESIDENT, reason="Nie zebraliśmy się.")
    for course, request in lines.courses:
        _run(course, request, by, now)


def _run(course: Course, request: BookingRequest, by: audit.Actor, now: dt.datetime) -> None:
    """Decide a series, move some of its dates, and let the person wish to move others."""
    dates = list(request.dates.order_by("starts_at"))
    with clock.as_of(now - DECIDED):
        given = [date.pk for number, date in enumerate(dates) if number not in course.declined]
        deciding.accept(request=request, by=by, date_ids=given)
    for number, reason in course.declined.items():
        with clock.as_of(now - DECIDED + dt.timedelta(minutes=4)):
            deciding.decline(request=request, by=by, reason=reason, date_ids=[dates[number].pk])
    for number, hours in course.moved.items():
        with clock.as_of(now - MOVED):
            _move(request, dates[number], hours, by, why=course.why)
    for number, hours in course.wished.items():
        with clock.as_of(now - WISHED):
            _move(request, dates[number], hours, audit.RESIDENT)


def _move(request: BookingRequest, date: BookingDate, hours: str, by: audit.Actor, why: str = "") -> None:
    when = span(hours)
    moving.edit(
        request=request,
        date=date,
        scope=moving.Scope.THIS,
        change=moving.Edit(when.starts, when.ends),
        by=by,
        why=why,
    )
