"""Fills the inbox of a place: requests that wait for the host, or for the one who asked."""

import datetime as dt
from collections.abc import Sequence

from podworko.bookings import series
from podworko.bookings.models import BookingRequest, Channel, DateState, RequestState
from podworko.places import hours
from podworko.places.hours import Span
from podworko.portal.demo.diary import Diary
from podworko.portal.demo.records import Records
from podworko.portal.demo.residents import RESIDENTS
from podworko.portal.demo.shapes import Ask, Place, span

SEARCHED = 45


def fill(place: Place, diary: Diary, records: Records) -> None:
    """Add the requests of `place` that wait; call it when the calendar is full."""
    for ask in place.asks:
        dates = dates_of(ask, diary, records)
        add(ask, dates, diary, records)
        for topic, on in zip(ask.taken, dates[1::2], strict=False):
            _take(topic, ask, on, diary, records)


def dates_of(ask: Ask, diary: Diary, records: Records) -> list[dt.date]:
    """Return the first date on which it all is free, and those that follow, without the days when the place is closed.

    Raises LookupError when there is none: the table of the place asks for too much.
    """
    when = span(ask.hours)
    first = hours.add_working_days(diary.centre.network.holidays, diary.today, ask.ahead)
    for number in range(SEARCHED):
        on = first + dt.timedelta(days=number)
        if ask.day not in {None, on.weekday()} or not diary.is_open(on, when):
            continue
        dates = [on + dt.timedelta(weeks=week) for week in range(ask.weeks)]
        dates = [date for date in dates if diary.is_open(date, when)]
        if all(_is_possible(ask, date, when, diary, records) for date in dates):
            return dates
    raise LookupError(f"{diary.centre}: no free day for {ask.topic}")


def _is_possible(ask: Ask, on: dt.date, when: Span, diary: Diary, records: Records) -> bool:
    fitting = [slug for slug, room in records.site.rooms.items() if room.capacity >= ask.people]
    return any(diary.is_free(slug, on, when) for slug in fitting if ask.room in {None, slug})


def add(ask: Ask, dates: Sequence[dt.date], diary: Diary, records: Records) -> BookingRequest:
    """Add a request for these dates, which waits for a decision."""
    spans = [diary.moments(on, span(ask.hours)) for on in dates]
    room = records.site.rooms[ask.room] if ask.room else None
    decide_by = min(records.deadline(ask.left), spans[0][0])
    created_at = records.asked_for(decide_by)
    is_late = decide_by < records.now
    escalated_at = decide_by + dt.timedelta(minutes=5) if is_late else None
    request = records.add_request(
        by=ask.by,
        channel=ask.channel,
        created_at=created_at,
        room=room,
        topic=ask.topic,
        people=ask.people,
        is_open_to_all=ask.is_open,
        equipment=list(ask.equipment),
        accessibility=ask.accessibility,
        rule=series.weekly(dates[-1]) if len(dates) > 1 else "",
        state=RequestState.CHANGES_ASKED if ask.question else RequestState.WAITING,
        decide_by=decide_by,
        escalated_at=escalated_at,
        question=ask.question,
        sequence=2 if ask.question else 1,
    )
    for moments in spans:
        records.add_date(request, moments, room=room, state=DateState.WAITING)
    _tell_history(request, ask, escalated_at, records)
    return request


def _tell_history(request: BookingRequest, ask: Ask, escalated_at: dt.datetime | None, records: Records) -> None:
    if ask.question:
        halfway = request.created_at + (records.now - request.created_at) / 2
        records.happened(request, "changes_asked", halfway, by_host=True, why=ask.question)
    if escalated_at:
        records.happened(request, "escalated", escalated_at, by_rule=True)


def _take(topic: str, ask: Ask, on: dt.date, diary: Diary, records: Records) -> None:
    """Give the room that `ask` wants to somebody else on that date."""
    assert ask.room
    when = span(ask.hours)
    diary.take(ask.room, on, when)
    records.add_accepted(
        by=records.chance.choice(RESIDENTS),
        channel=Channel.WEB,
        room=records.site.rooms[ask.room],
        dates=[(diary.moments(on, when), "")],
        topic=topic,
        people=min(12, ask.people),
        is_open_to_all=False,
    )
