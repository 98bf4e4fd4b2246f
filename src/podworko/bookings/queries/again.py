"""What asking for the same once more begins with: on the days that follow, as it was given in the end."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from podworko.bookings import series, terms
from podworko.bookings.models import BookingDate, BookingRequest, DateState
from podworko.core import clock
from podworko.places import hours
from podworko.places.models import Room

ONE_DAY = dt.timedelta(days=1)
# So many days of a series are tried until one is met on which the place is open.
TRIED = 10


@dataclass(frozen=True)
class Again:
    """Local day and hours, room (None: any that fits); of a series its last day, and how far its weekdays shifted."""

    on: dt.date
    starts: dt.time
    ends: dt.time
    room: Room | None
    until: dt.date | None = None
    shift: int = 0


def again(request: BookingRequest) -> Again:
    """Return what the form begins with that asks for the same as `request` once more.

    A series goes on by its rule with as many dates as it had, though not beyond what the place allows; what was asked
    for once is asked for on the next such weekday. Day, hours and room are those that most of its dates have by now.
    Days on which the place is closed are not begun with.
    """
    centre, zone = request.centre, request.centre.zone
    dates = list(request.dates.select_related("room").order_by("rule_at"))
    shift, starts, ends, room = _usual([date for date in dates if date.state == DateState.ACCEPTED] or dates)
    room = room if request.room_id and room and room.is_lent else None
    days = sorted({date.rule_at.astimezone(zone).date() for date in dates})
    rules = terms.rules_of(centre).of(room)
    first = terms.first_open_day(centre, terms.first_day(centre, rules))
    after = max(days[-1], first - (shift + 1) * ONE_DAY)
    rule = request.rule or "FREQ=WEEKLY"
    found = series.following(rule, days[0], after=after, most=TRIED + len(days))
    following = [on + shift * ONE_DAY for on in found] or [first]
    openings = hours.days(centre, following[:TRIED])
    begin = next((number for number, on in enumerate(following[:TRIED]) if openings[on].open), 0)
    on = following[begin]
    until = None
    if request.rule:
        last = clock.today(zone) + rules.longest_ahead_days * ONE_DAY
        until = max(on, min(last, following[min(begin + len(days), len(following)) - 1]))
    return Again(on, starts, ends, room, until, shift)


def _usual(dates: Sequence[BookingDate]) -> tuple[int, dt.time, dt.time, Room | None]:
    """Return what most of the `dates` have, of two the later: days off the rule, local hours, room."""

    def look(date: BookingDate) -> tuple[int, dt.time, dt.time, Room | None]:
        zone = date.request.centre.zone
        starts, ends, rule = (each.astimezone(zone) for each in (date.starts_at, date.ends_at, date.rule_at))
        return (starts.date() - rule.date()).days, starts.time(), ends.time(), date.room

    return Counter(look(date) for date in reversed(dates)).most_common(1)[0][0]
