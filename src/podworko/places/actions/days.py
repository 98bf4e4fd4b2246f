"""Single days with other hours than usual: closed, open otherwise, somebody else on duty."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from podworko.core import audit, versions
from podworko.core.errors import Conflict, Problem, Refused
from podworko.core.transactions import action
from podworko.places.actions.hours import Slot, impossible, overlapping, raise_any, today, touching
from podworko.places.actions.keeping import Facts, lock, record
from podworko.places.models import Centre, DutyException, OpeningException

# A summer break, and how far ahead one plans.
MOST_DAYS = 100
AHEAD = dt.timedelta(days=2 * 366)
_ONE_DAY = dt.timedelta(days=1)


@action
def change_days(
    *,
    centre: Centre,
    first: dt.date,
    last: dt.date,
    opening: Sequence[Slot] | None,
    duty: Sequence[Slot] | None,
    by: audit.Actor,
    reason: str = "",
    seen: str | None = None,
    is_acknowledged: bool = False,
) -> None:
    """Set what is different on each day from `first` to `last`: no hours mean closed (or nobody), None means as usual.

    A day has to be changed as it was `seen` (of a new one: nothing was). Raises Refused for impossible hours or dates,
    Conflict when somebody set the day meanwhile, Touches when accepted uses would fall outside hours.
    """
    centre = lock(centre)
    _check_dates(centre, first, last)
    dates = [first + _ONE_DAY * number for number in range((last - first).days + 1)]
    if seen is None:
        _check_new(centre, dates)
    else:
        versions.check(seen, day_version(centre, first))
    for slots in (opening or (), duty or ()):
        raise_any(impossible(slots))
    hosts = {slot.host.casefold() for slot in duty or ()}
    by_host = [[slot for slot in duty or () if slot.host.casefold() == host] for host in hosts]
    raise_any([problem for slots in (opening or (), *by_host) for problem in overlapping(slots, is_one_day=True)])
    if opening is None and duty is None:
        raise Refused.because("nothing-different", _("Say what is different on that day."), field="door")
    with touching(centre, is_acknowledged=is_acknowledged):
        for on in dates:
            before = day_facts(centre, on)
            _clear(centre, on)
            _write(centre, on, opening, duty, reason.strip())
            record("places.day_changed", centre, by=by, before=before, after=day_facts(centre, on), on=on.isoformat())


@action
def clear_day(
    *, centre: Centre, on: dt.date, by: audit.Actor, seen: str | None = None, is_acknowledged: bool = False
) -> None:
    """Let the usual hours hold on that day again. Raises Conflict, Touches."""
    centre = lock(centre)
    versions.check(seen, day_version(centre, on))
    with touching(centre, is_acknowledged=is_acknowledged):
        before = day_facts(centre, on)
        _clear(centre, on)
        record("places.day_changed", centre, by=by, before=before, after={}, on=on.isoformat())


def day_version(centre: Centre, on: dt.date) -> str:
    """Return the version of a day, to be handed back by whoever changes it."""
    return versions.version_of(day_facts(centre, on))


def day_facts(centre: Centre, on: dt.date) -> Facts:
    """Return what is different on that day, as words; nothing when all is as usual."""
    facts: Facts = {}
    for row in centre.opening_exceptions.filter(on=on).order_by("starts", "pk"):
        facts.setdefault("open", []).extend([str(Slot(row.starts, row.ends))] if row.starts and row.ends else [])
        facts["reason"] = row.reason
    for turn in centre.duty_exceptions.filter(on=on).order_by("starts", "pk"):
        hours = [str(Slot(turn.starts, turn.ends, host=turn.host))] if turn.starts and turn.ends else []
        facts.setdefault("duty", []).extend(hours)
    return facts


def _clear(centre: Centre, on: dt.date) -> None:
    centre.opening_exceptions.filter(on=on).delete()
    centre.duty_exceptions.filter(on=on).delete()


def _write(
    centre: Centre, on: dt.date, opening: Sequence[Slot] | None, duty: Sequence[Slot] | None, reason: str
) -> None:
    if opening is not None:
        spans: list[tuple[dt.time | None, dt.time | None]] = [(slot.starts, slot.ends) for slot in opening]
        OpeningException.objects.bulk_create(
            OpeningException(centre=centre, on=on, starts=starts, ends=ends, reason=reason)
            for starts, ends in spans or [(None, None)]
        )
    if duty is not None:
        turns = [DutyException(starts=slot.starts, ends=slot.ends, host=slot.host) for slot in duty] or [
            DutyException()
        ]
        for turn in turns:
            turn.centre, turn.on = centre, on
        DutyException.objects.bulk_create(turns)


def _check_dates(centre: Centre, first: dt.date, last: dt.date) -> None:
    now = today(centre)
    problems = []
    if first < now:
        problems.append(Problem("first", "day-past", _("This day has passed. Hours are changed from today on.")))
    elif first - now > AHEAD:
        problems.append(Problem("first", "day-far", _("This is more than two years ahead. Is the year right?")))
    elif last < first:
        problems.append(Problem("last", "ends-before", _("The last day comes before the first.")))
    elif (last - first).days >= MOST_DAYS:
        sentence = _("These are more than %(most)s days. For so long, make a season.") % {"most": MOST_DAYS}
        problems.append(Problem("last", "days-many", sentence))
    raise_any(problems)


def _check_new(centre: Centre, dates: Sequence[dt.date]) -> None:
    span = (dates[0], dates[-1])
    taken = {
        *centre.opening_exceptions.filter(on__range=span).values_list("on", flat=True),
        *centre.duty_exceptions.filter(on__range=span).values_list("on", flat=True),
    }
    if taken:
        days = ", ".join(f"{on:%d.%m.%Y}" for on in sorted(taken))
        sentence = _("These days have hours of their own already: %(days)s. Change or remove those first.")
        raise Conflict.because("day-taken", sentence % {"days": days}, field="first")
