"""When a place is open and on duty: the week, seasons, single days."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from podworko.core import audit, clock, versions
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.places import concerned
from podworko.places.actions.keeping import Facts, lock, record
from podworko.places.models import Centre, DutyHours, OpeningHours, Season

DAY = 24 * 60
WEEK = 7 * DAY
# Hours that end no later than they begin go past midnight, but not through the next day: that is a slip of the pen.
LATEST_END = dt.time(6)
Weekly = type[OpeningHours] | type[DutyHours]


@dataclass(frozen=True)
class Slot:
    """Hours that somebody typed: on which weekday (where it matters), from, to, who is on duty.

    `field` is where they were typed, so that a refusal can stand beside it.
    """

    starts: dt.time
    ends: dt.time
    weekday: int = 0
    host: str = ""
    field: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}{' ' if self.host else ''}{self.host}"

    @property
    def stretch(self) -> tuple[int, int]:
        """The minutes from the beginning of Monday; over the end of its day when it goes past midnight."""
        first, last = (time.hour * 60 + time.minute for time in (self.starts, self.ends))
        begin = self.weekday * DAY
        return begin + first, begin + last + (DAY if last <= first else 0)


@action
def change_week(
    *,
    centre: Centre,
    slots: Sequence[Slot],
    by: audit.Actor,
    season: Season | None = None,
    seen: str | None = None,
    is_acknowledged: bool = False,
) -> None:
    """Set the opening hours of the usual week, or of that of `season`.

    Raises Refused for impossible hours, Conflict when they are no longer those `seen`, Touches when accepted uses would
    fall outside them and that is not acknowledged.
    """
    centre = lock(centre)
    versions.check(seen, week_version(OpeningHours, centre, season))
    raise_any([*impossible(slots), *overlapping(slots)])
    with touching(centre, is_acknowledged=is_acknowledged):
        _rewrite(OpeningHours, centre, season, slots, verb="places.hours_changed", by=by)


@action
def change_duty(
    *, centre: Centre, slots: Sequence[Slot], by: audit.Actor, season: Season | None = None, seen: str | None = None
) -> None:
    """Set the duty hours of the usual week, or of that of `season`; two people may be on duty at once.

    Raises Refused for impossible hours, Conflict when they are no longer those `seen`.
    """
    centre = lock(centre)
    versions.check(seen, week_version(DutyHours, centre, season))
    hosts = {slot.host.casefold() for slot in slots}
    clashes = [
        problem for host in hosts for problem in overlapping([slot for slot in slots if slot.host.casefold() == host])
    ]
    raise_any([*impossible(slots), *clashes])
    _rewrite(DutyHours, centre, season, slots, verb="places.duty_changed", by=by)


def week_version(table: Weekly, centre: Centre, season: Season | None) -> str:
    """Return the version of a week, to be handed back by whoever changes it."""
    return versions.version_of(week_facts(table, centre, season))


def week_facts(table: Weekly, centre: Centre, season: Season | None) -> Facts:
    """Return the hours of each weekday that has some, as words."""
    facts: Facts = {}
    for row in table.objects.filter(centre=centre, season=season).order_by("weekday", "starts", "ends", "pk"):
        slot = Slot(row.starts, row.ends, row.weekday, getattr(row, "host", ""))
        facts.setdefault(str(row.weekday), []).append(str(slot))
    return facts


def _rewrite(
    table: Weekly, centre: Centre, season: Season | None, slots: Sequence[Slot], *, verb: str, by: audit.Actor
) -> None:
    before = week_facts(table, centre, season)
    table.objects.filter(centre=centre, season=season).delete()
    for slot in slots:
        words = {"host": slot.host} if table is DutyHours else {}
        table.objects.create(
            centre=centre, season=season, weekday=slot.weekday, starts=slot.starts, ends=slot.ends, **words
        )
    record(
        verb,
        centre,
        by=by,
        before=before,
        after=week_facts(table, centre, season),
        season=season.name if season else "",
    )


def impossible(slots: Sequence[Slot]) -> list[Problem]:
    """Return what is wrong with single hours."""
    found = []
    for slot in slots:
        midnight = dt.time()
        if slot.starts == slot.ends != midnight:
            found.append(Problem(slot.field, "no-time", _("These hours begin and end at the same time.")))
        elif midnight < slot.ends < slot.starts and slot.ends > LATEST_END:
            sentence = _("The end comes before the beginning. Hours may go past midnight, but not later than 6:00.")
            found.append(Problem(slot.field, "ends-before", sentence))
    return found


def overlapping(slots: Sequence[Slot], *, is_one_day: bool = False) -> list[Problem]:
    """Return which hours overlap others before them in the list, also across midnight; hours that only touch do not.

    Of one day, and not of a week, nothing is compared with its other end.
    """
    shifts = (0,) if is_one_day else (-WEEK, 0, WEEK)
    found: dict[str | int, Problem] = {}
    for number, slot in enumerate(slots):
        for other in slots[:number]:
            if any(_meet(slot.stretch, other.stretch, shift) for shift in shifts):
                sentence = _("These hours overlap %(others)s.") % {"others": other}
                found.setdefault(slot.field or number, Problem(slot.field, "hours-overlap", sentence))
    return list(found.values())


def _meet(one: tuple[int, int], other: tuple[int, int], shift: int) -> bool:
    return one[0] + shift < other[1] and other[0] < one[1] + shift


def raise_any(problems: Sequence[Problem]) -> None:
    """Raise Refused when there is anything in `problems`."""
    if problems:
        raise Refused(*problems)


@contextmanager
def touching(centre: Centre, *, is_acknowledged: bool) -> Iterator[None]:
    """Change hours inside; raise Touches, which undoes the change, when uses newly fall outside them unacknowledged."""
    before = concerned.outside_hours(centre)
    # Undone also where a larger action goes on after the refusal.
    with transaction.atomic():
        yield
        after = [concern for concern in concerned.outside_hours(centre) if concern not in before]
        if after and not is_acknowledged:
            raise concerned.Touches(after)


def today(centre: Centre) -> dt.date:
    """Return the date on the wall of `centre`."""
    return clock.today(centre.zone)
