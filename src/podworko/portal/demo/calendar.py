"""Fills the calendar of a place: what took place in the last eight weeks, and what comes in the next eight."""

import datetime as dt
from collections.abc import Iterator
from random import Random

from podworko.bookings.models import DateState, Occupancy, RequestState
from podworko.places.hours import Span
from podworko.portal.demo.diary import Diary
from podworko.portal.demo.records import Records
from podworko.portal.demo.residents import RESIDENTS
from podworko.portal.demo.shapes import Event, Place, Resident, span

Day = tuple[dt.date, str]


def fill(place: Place, diary: Diary, records: Records) -> None:
    """Add closures, special days and events; what is rarer comes first, and a series gives way on that date."""
    for closure in place.closures:
        on = diary.today if closure.day is None else diary.day_of(closure.week, closure.day)
        when = span(closure.hours)
        if diary.is_free(closure.room, on, when):
            diary.take(closure.room, on, when)
            room = records.site.rooms[closure.room]
            records.add_use(room, diary.moments(on, when), kind=Occupancy.Kind.CLOSURE, note=closure.note)
    for on, event in _on_special_days(place, diary):
        _add(event, [(on, "")], diary, records)
    for event in sorted(place.events, key=lambda event: len(event.weeks)):
        for weeks in _runs(event.weeks):
            days = [(diary.day_of(week, event.day), event.called_off.get(week, "")) for week in weeks]
            _add(event, days, diary, records)


def _on_special_days(place: Place, diary: Diary) -> Iterator[tuple[dt.date, Event]]:
    """Tell what goes on when the place opens though it usually is closed; neighbouring days differ."""
    if not place.special_days:
        return
    usual = {day for days, _hours in place.opening for day in days}
    special = [on for on, day in diary.days.items() if day.open and (on.weekday() not in usual or day.reason)]
    for number, on in enumerate(special):
        for event in place.special_days[number % len(place.special_days)]:
            yield on, event


def _runs(weeks: tuple[int, ...]) -> list[list[int]]:
    """Split weeks into those that follow one another: each run is one request."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return runs


def _add(event: Event, days: list[Day], diary: Diary, records: Records) -> None:
    when = span(event.hours)
    free = [(on, why) for on, why in days if diary.is_free(event.room, on, when)]
    if not free:
        return
    if event.declined:
        _add_declined(event, free[0][0], when, diary, records)
        return
    for on, why in free:
        if not why:
            diary.take(event.room, on, when)
    records.add_accepted(
        by=event.by or _who(event.topic),
        channel=event.channel,
        room=records.site.rooms[event.room],
        dates=[(diary.moments(on, when), why) for on, why in free],
        topic=event.topic,
        people=event.people,
        is_open_to_all=event.is_open,
    )


def _who(topic: str) -> Resident:
    """Return who cares for that topic: always the same person."""
    return Random(topic).choice(RESIDENTS)  # noqa: S311 - a name for show, not a secret


def _add_declined(event: Event, on: dt.date, when: Span, diary: Diary, records: Records) -> None:
    room, moments = records.site.rooms[event.room], diary.moments(on, when)
    created_at = records.asked_before(moments[0])
    decided_at = created_at + dt.timedelta(hours=20)
    request = records.add_request(
        by=event.by or _who(event.topic),
        channel=event.channel,
        created_at=created_at,
        room=room,
        topic=event.topic,
        people=event.people,
        is_open_to_all=event.is_open,
        state=RequestState.DECIDED,
        decide_by=records.due(created_at, moments[0]),
        sequence=2,
    )
    date = records.add_date(
        request, moments, room=room, state=DateState.DECLINED, reason=event.declined, decided_at=decided_at
    )
    records.happened(request, "declined", decided_at, by_host=True, why=event.declined, dates=[str(date)])
