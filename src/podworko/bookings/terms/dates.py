"""How each date of what is asked for stands: free, taken, closed, left out, and what would do instead."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from podworko.bookings.drafts import Choice, When
from podworko.bookings.models import Blackout, Skip
from podworko.bookings.queries import use
from podworko.bookings.queries.gaps import beside
from podworko.bookings.terms.rules import Rules
from podworko.core import clock
from podworko.core.errors import Problem
from podworko.core.words import spoken
from podworko.places import hours
from podworko.places.models import Centre, Room, SchoolBreak

# How many other hours are named for a date that is taken: the nearest before and the nearest after.
HOURS_NAMED = 2


class Outlook(StrEnum):
    """How one date of a draft stands."""

    FREE = "free"
    TAKEN = "taken"
    CLOSED = "closed"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class DateOutlook:
    """One date of a draft: how it stands, which rooms are free and large enough then, what would do instead.

    `starts_at` and `ends_at` are None where the place is closed or the date is left out; `why` says why it is closed.
    `other_hours` are local hours at which the room asked for, or one that fits, is free on that day.
    """

    on: dt.date
    outlook: Outlook
    free_rooms: tuple[Room, ...] = ()
    room: int | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    why: str = ""
    other_hours: tuple[tuple[dt.time, dt.time], ...] = ()

    @property
    def length(self) -> dt.timedelta:
        """How long the use is."""
        return self.ends_at - self.starts_at if self.starts_at and self.ends_at else dt.timedelta()

    @property
    def other_rooms(self) -> tuple[Room, ...]:
        """The free rooms besides the one asked for."""
        return tuple(room for room in self.free_rooms if room.pk != self.room)


@dataclass(frozen=True)
class Judgement:
    """What the place says to a draft: problems (none: it may be sent), and the outlook of each date."""

    problems: tuple[Problem, ...]
    dates: tuple[DateOutlook, ...] = ()

    def count(self, outlook: Outlook) -> int:
        """Return how many dates stand so."""
        return sum(date.outlook == outlook for date in self.dates)


def judge_dates(
    centre: Centre,
    rules: Rules,
    when: When,
    room: Room | None,
    fitting: Sequence[Room],
    *,
    choices: Sequence[Choice] = (),
    is_waived: bool = False,
    is_queued: bool = False,
) -> Judgement:
    """Judge each date: the first must be possible, and at least one free, unless they wait for taken hours."""
    chosen = {choice.on: choice for choice in choices}
    dates = when.dates()
    days = hours.days(centre, dates)
    skipped = _skipped(centre, when, dates)
    outlooks: list[DateOutlook] = []
    for on in dates:
        choice = chosen.get(on, Choice(on))
        wanted = choice.room or room
        if choice.is_left_out or on in skipped:
            outlooks.append(DateOutlook(on, Outlook.LEFT_OUT, why=skipped.get(on, "")))
            continue
        hour = when if choice.starts is None else when.shifted(choice.starts)
        blackouts = {} if is_waived else {each.pk: rules.blackout(on, each) for each in fitting}
        possible = [each for each in fitting if not blackouts.get(each.pk)]
        problem, span = span_of(centre, days[on], hour, on)
        meant = wanted or (fitting[0] if not possible else None)
        if problem is None and meant and (blackout := blackouts.get(meant.pk)):
            problem = not_lent(on, meant, blackout)
        if problem and not any(each.starts_at for each in outlooks):
            return Judgement((problem,))
        if problem or span is None:
            outlooks.append(DateOutlook(on, Outlook.CLOSED, why=str(problem.sentence) if problem else ""))
        else:
            outlooks.append(DateOutlook(on, Outlook.TAKEN, tuple(possible), wanted.pk if wanted else None, *span))
    return _judged(centre, rules, when, room, _looked_up(centre, rules, days, outlooks, fitting), is_queued=is_queued)


def _judged(
    centre: Centre, rules: Rules, when: When, room: Room | None, outlooks: Sequence[DateOutlook], *, is_queued: bool
) -> Judgement:
    judgement = Judgement((), tuple(outlooks))
    if judgement.count(Outlook.FREE) or (is_queued and judgement.count(Outlook.TAKEN)):
        return judgement
    first = next((date for date in outlooks if date.starts_at), None)
    if first is None:
        said = _("All dates are left out. Leave at least one.")
        return replace(judgement, problems=(Problem("rule" if when.rule else "on", "no-dates", said),))
    return replace(judgement, problems=(_taken(room, first),))


def _looked_up(
    centre: Centre,
    rules: Rules,
    days: Mapping[dt.date, hours.Day],
    outlooks: Sequence[DateOutlook],
    fitting: Sequence[Room],
) -> list[DateOutlook]:
    """Return the outlooks with what is free; for each date that is taken, what would do instead."""
    asked = [date for date in outlooks if date.starts_at and date.ends_at]
    buffers = rules.buffers(fitting)
    spans = [(date.starts_at, date.ends_at) for date in asked if date.starts_at and date.ends_at]
    blocked = dict(zip((date.on for date in asked), use.taken(fitting, spans, buffer=buffers), strict=True))
    found = []
    for date in outlooks:
        if date.starts_at is None:
            found.append(date)
            continue
        free = tuple(each for each in date.free_rooms if each.pk not in blocked[date.on])
        is_free = any(each.pk == date.room for each in free) if date.room else bool(free)
        found.append(replace(date, outlook=Outlook.FREE if is_free else Outlook.TAKEN, free_rooms=free))
    others = other_hours(centre, rules, days, [date for date in found if date.outlook == Outlook.TAKEN], fitting)
    return [replace(date, other_hours=others.get(date.on, ())) for date in found]


def other_hours(
    centre: Centre, rules: Rules, days: Mapping[dt.date, hours.Day], dates: Sequence[DateOutlook], rooms: Sequence[Room]
) -> dict[dt.date, tuple[tuple[dt.time, dt.time], ...]]:
    """Return for each of the `dates` the nearest local hours at which its room, or one that fits, is free that day.

    In two queries, or none where nothing is taken.
    """
    if not dates or not rooms:
        return {}
    spans = [clock.day(date.on, centre.zone) for date in dates]
    blocks = list(use.blocked([room.pk for room in rooms], *spans))
    result = {}
    for date, (start, end) in zip(dates, spans, strict=True):
        assert date.starts_at
        free: list[tuple[dt.datetime, dt.datetime]] = []
        for room in rooms:
            if date.room in (None, room.pk) and not rules.blackout(date.on, room):
                buffer = rules.of(room).buffer
                uses = [(begin - buffer, until) for pk, begin, until in blocks if pk == room.pk and begin < end]
                open_spans = [span.moments(date.on, centre.zone) for span in days[date.on].open]
                free += beside(open_spans, [each for each in uses if each[1] > start])
        result[date.on] = tuple(
            (begin.astimezone(centre.zone).time(), (begin + date.length).astimezone(centre.zone).time())
            for begin in _nearest(free, date.starts_at, date.length)
        )
    return result


def _nearest(free: Iterable[use.Moments], asked: dt.datetime, length: dt.timedelta) -> list[dt.datetime]:
    """Return the nearest beginning before and after the hour asked for, soonest first."""
    now = clock.now()
    starts = {min(max(asked, begin), until - length) for begin, until in free if until - begin >= length}
    possible = [start for start in starts if start > now and start != asked]
    before = max((start for start in possible if start < asked), default=None)
    after = min((start for start in possible if start > asked), default=None)
    return [start for start in (before, after) if start][:HOURS_NAMED]


def _skipped(centre: Centre, when: When, dates: Sequence[dt.date]) -> dict[dt.date, str]:
    """Return which dates the series leaves out, with the name of the holiday or of the break."""
    found: dict[dt.date, str] = {}
    if Skip.SCHOOL_BREAKS in when.skips and dates:
        for each in SchoolBreak.objects.filter(
            network=centre.network_id, last_on__gte=dates[0], first_on__lte=dates[-1]
        ):
            found |= {on: each.name for on in dates if each.first_on <= on <= each.last_on}
    if Skip.HOLIDAYS in when.skips:
        named = ((on, hours.holiday(centre.network.holidays, on)) for on in dates)
        found |= {on: name for on, name in named if name}
    return found


def span_of(
    centre: Centre, day: hours.Day, when: When, on: dt.date
) -> tuple[Problem | None, tuple[dt.datetime, dt.datetime] | None]:
    """Return the moments of a date, or what is in the way on that day whatever the room."""
    # Moved to another hour it may run past midnight.
    if when.ends <= when.starts or not day.covers(when.starts, when.ends):
        return _closed(day), None
    try:
        span = when.moments(on, centre.zone)
    except clock.NoSuchTime:
        return _no_such_time(), None
    if span[0] <= clock.now():
        return Problem("starts", "past", _("This hour has passed. Choose a later one.")), None
    return None, span


def _no_such_time() -> Problem:
    sentence = _(
        "This hour does not exist on that day: the clocks are moved forward. Choose an earlier or a later one."
    )
    return Problem("starts", "no-such-time", sentence)


def _closed(day: hours.Day) -> Problem:
    if day.open:
        spans = ", ".join(str(span) for span in day.open)
        sentence = _("On that day the place is open %(hours)s.") % {"hours": spans}
        return Problem("starts", "outside-hours", sentence)
    if day.reason:
        sentence = _("The place is closed on %(day)s: %(reason)s.") % {"day": spoken(day.on), "reason": day.reason}
    else:
        sentence = _("The place is closed on %(day)s.") % {"day": spoken(day.on)}
    return Problem("on", "closed", sentence)


def not_lent(on: dt.date, room: Room, blackout: Blackout) -> Problem:
    """Return why `room` is not lent on that day."""
    words = {"day": spoken(on), "room": room.name, "reason": blackout.reason}
    if blackout.room_id is None:
        return Problem("on", "blackout", _("On %(day)s no rooms are lent: %(reason)s.") % words)
    return Problem("on", "blackout", _("On %(day)s %(room)s is not lent: %(reason)s.") % words)


def _taken(room: Room | None, date: DateOutlook) -> Problem:
    if date.free_rooms and room:
        sentence = _("%(room)s is taken then. Free at that time: %(others)s.")
        others = ", ".join(each.name for each in date.free_rooms)
        return Problem("room", "taken", sentence % {"room": room.name, "others": others})
    return Problem(
        "starts", "taken", _("No room that fits is free then. Choose another hour or day; the plan shows what is free.")
    )
