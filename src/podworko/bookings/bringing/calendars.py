"""Reading .ics files of whatever program, expanded date by date within a window."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import icalendar
from django.utils.translation import gettext as _

from podworko.bookings.bringing import repeating
from podworko.bookings.bringing.events import Event, Gathering, digest, short
from podworko.bookings.bringing.lines import Block, blocks
from podworko.bookings.bringing.repeating import NotCounted, Steps
from podworko.bookings.bringing.zones import Zones
from podworko.core.errors import Refused

BEGINNING = "BEGIN:VCALENDAR"
ONE_DAY = dt.timedelta(days=1)
# More events are no calendar of a place, or one of many years.
MOST_EVENTS = 50_000


@dataclass(frozen=True)
class Written:
    """One event as it was written: `first` and `last` on the wall of `zone`; of whole days the midnights between them.

    `moment` tells which date of a series it stands for; `rule` and the others tell the series.
    """

    uid: str
    title: str
    room: str
    zone: dt.tzinfo
    is_whole_days: bool
    first: dt.datetime
    last: dt.datetime
    moment: dt.datetime | None = None
    is_moment_a_day: bool = False
    is_from_here_on: bool = False
    rule: str = ""
    more: tuple[dt.datetime, ...] = ()
    without: frozenset[dt.datetime] = frozenset()
    without_days: frozenset[dt.date] = frozenset()
    is_called_off: bool = False
    is_free: bool = False
    sequence: int = 0

    def event(self, moment: dt.datetime) -> Event:
        """Return the event of the date that the series has at `moment`."""
        which = f"{moment:%Y%m%dT%H%M}" if self.rule or self.more or self.moment else ""
        return Event(uid=digest(self.uid, which), title=self.title, room=self.room)


def read(text: str, gathering: Gathering) -> None:
    """Put the events of an .ics file into `gathering`. Raises Refused when there is no calendar in it."""
    if BEGINNING not in text[:10_000].upper():
        raise Refused.because("no-calendar", _("There is no calendar in this file."), field="file")
    series: dict[str, list[Written]] = defaultdict(list)
    number = 0
    for number, block in enumerate(blocks(text, Zones(gathering.window.zone)), start=1):
        if number > MOST_EVENTS:
            said = _("There are more than %(most)s events in this file. Export a shorter stretch of time.")
            raise Refused.because("too-many", said % {"most": MOST_EVENTS}, field="file")
        if written := _written(block, number, gathering):
            series[written.uid].append(written)
    if not number:
        raise Refused.because("no-events", _("This calendar is empty: there is no event in it."), field="file")
    steps = Steps()
    for found in series.values():
        _lay_out(found, gathering, steps)


def _lay_out(found: Sequence[Written], gathering: Gathering, steps: Steps) -> None:
    """Add the dates of one event: its own and those of its series, with what was changed on single dates."""
    # The later version of the same goes before the earlier one.
    latest: dict[dt.datetime | None, Written] = {}
    for each in sorted(found, key=lambda each: each.sequence):
        latest[each.moment] = each
    master = latest.pop(None, None)
    changes = [_on_the_wall_of(master, each) for each in latest.values()]
    changed = {each.moment: each for each in changes if each.moment is not None}
    if master:
        try:
            moments = _moments(master, gathering, steps)
        except NotCounted:
            why = _("How it repeats cannot be understood, or it repeats too often. Enter it by hand.")
            day = master.first.date()
            gathering.left(master.event(master.first), "odd-rule", why, on=day if gathering.window.holds(day) else None)
            moments = []
        for moment in moments:
            if moment not in changed:
                _add(_as_of(master, moment, changed), moment, gathering)
    for moment, each in changed.items():
        _add(each, moment, gathering)


def _on_the_wall_of(master: Written | None, changed: Written) -> Written:
    """Return a changed date with its moment as the wall of the series shows it."""
    if master is None or changed.moment is None:
        return changed
    if changed.is_moment_a_day or master.is_whole_days:
        return replace(changed, moment=dt.datetime.combine(changed.moment.date(), master.first.time()))
    aware = changed.moment.replace(tzinfo=changed.zone)
    return replace(changed, moment=aware.astimezone(master.zone).replace(tzinfo=None))


def _moments(master: Written, gathering: Gathering, steps: Steps) -> list[dt.datetime]:
    """Return when the dates of a series fall, on the wall. Raises NotCounted."""
    moments = [master.first, *master.more]
    if master.rule:
        end = dt.datetime.combine(gathering.window.last, dt.time.max) + ONE_DAY
        parts = repeating.parts_of(master.rule)
        told = repeating.ends(parts["UNTIL"], master.zone) if "UNTIL" in parts else None
        if "UNTIL" in parts and told is None:
            raise NotCounted
        moments += repeating.counted(master.rule, master.first, min(told, end) if told else end, steps)
        # It goes on after the last day out of which dates are brought.
        gathering.later += told > end if told else "COUNT" not in parts
    return [
        moment
        for moment in sorted(set(moments))
        if moment not in master.without and moment.date() not in master.without_days
    ]


def _as_of(master: Written, moment: dt.datetime, changed: Mapping[dt.datetime, Written]) -> Written:
    """Return what holds of a series at `moment`: the series, or its change "from here on"."""
    since = [each for at, each in changed.items() if each.is_from_here_on and at <= moment]
    return max(since, key=lambda each: each.moment or each.first) if since else master


def _add(written: Written, moment: dt.datetime, gathering: Gathering) -> None:
    """Add one date, which the series has at `moment`."""
    event = written.event(moment)
    shift = moment - (written.moment or written.first)
    first, last = written.first + shift, written.last + shift
    if written.is_called_off:
        gathering.left(event, "called-off", _("It was called off in the other calendar."), on=first.date())
    elif written.is_whole_days:
        gathering.whole_days(event, first.date(), last.date() - ONE_DAY)
    else:
        starts_at, ends_at = _moment(first, written.zone), _moment(last, written.zone)
        if ends_at <= starts_at < _moment(first, written.zone) + (last - first):
            ends_at = starts_at + (last - first)
        if written.is_free:
            why = _("It is marked as free time in the other calendar.")
            gathering.free(event, why, starts_at, ends_at)
        else:
            gathering.timed(event, starts_at, ends_at)


def _moment(wall: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return the moment; an hour that the spring change skips is the one after it, as the standard says."""
    return wall.replace(tzinfo=zone).astimezone(dt.UTC)


def _written(block: Block, number: int, gathering: Gathering) -> Written | None:
    """Return the event of a block; one without a date that can be read is left out, and told about."""
    try:
        component = icalendar.Event.from_ical(block.text())
        assert isinstance(component, icalendar.Event)
        values = _Values(component, block)
        return values.written(number)
    except Exception:  # noqa: BLE001 - whatever a stranger's program wrote that makes the library stumble
        title = next((line.partition(":")[2] for line in block.lines if line.upper().startswith("SUMMARY")), "")
        event = Event(uid=digest("broken", str(number), title), title=short(title))
        gathering.left(event, "broken", _("Its date cannot be read."))
        return None


class _Values:
    """The values of one event. Whatever cannot be read raises."""

    def __init__(self, component: Mapping[str, Any], block: Block) -> None:
        self.component = component
        self.block = block
        start = self.component["DTSTART"]
        self.is_whole_days = not isinstance(start.dt, dt.datetime)
        self.zone = self._zone_of(start)

    def written(self, number: int) -> Written:
        """Return what was written; `number` stands for an event that has no UID."""
        first = self._wall(self.component["DTSTART"])
        moment = self.component.get("RECURRENCE-ID")
        texts = {name: str(self.component.get(name, "")) for name in ("UID", "SUMMARY", "LOCATION", "STATUS", "TRANSP")}
        without = list(self._all("EXDATE"))
        sequence = str(self.component.get("SEQUENCE", "0"))
        return Written(
            uid=digest(self.block.calendar, texts["UID"] or f"{number} {first} {texts['SUMMARY']}"),
            title=short(texts["SUMMARY"]),
            room=short(texts["LOCATION"]) or short(self.block.calendar),
            zone=self.zone,
            is_whole_days=self.is_whole_days,
            first=first,
            last=self._last(first),
            moment=self._wall(moment) if moment is not None else None,
            is_moment_a_day=self.is_whole_days or type(getattr(moment, "dt", None)) is dt.date,
            is_from_here_on=moment is not None and moment.params.get("RANGE", "").upper() == "THISANDFUTURE",
            rule=self._rule(),
            more=tuple(self._wall(each) for each in self._all("RDATE")),
            without=frozenset(self._wall(each) for each in without),
            without_days=frozenset(each.dt for each in without if type(each.dt) is dt.date),
            is_called_off=texts["STATUS"].upper() == "CANCELLED",
            is_free=texts["TRANSP"].upper() == "TRANSPARENT",
            sequence=int(sequence) if sequence.isdigit() else 0,
        )

    def _rule(self) -> str:
        lines = [line for line in self.block.lines if line.upper().startswith(("RRULE:", "RRULE;"))]
        return lines[0].partition(":")[2] if lines else ""

    def _last(self, first: dt.datetime) -> dt.datetime:
        if "DTEND" in self.component:
            last = self._wall(self.component["DTEND"])
        elif "DURATION" in self.component:
            last = first + self.component["DURATION"].dt
        else:
            last = first + (ONE_DAY if self.is_whole_days else dt.timedelta(0))
        return max(last, first + ONE_DAY) if self.is_whole_days else last

    def _all(self, name: str) -> Iterable[Any]:
        """Yield each date of a property that may stand many times, with many dates in each."""
        found = self.component.get(name, [])
        for each in found if isinstance(found, list) else [found]:
            yield from getattr(each, "dts", ())

    def _wall(self, value: Any) -> dt.datetime:
        """Return a date as the wall shows it in the zone of the event."""
        moment = value.dt[0] if isinstance(value.dt, tuple) else value.dt
        if not isinstance(moment, dt.datetime):
            # A date of a timed series stands for that date's hour.
            hour = dt.time() if self.is_whole_days else self._hour()
            return dt.datetime.combine(moment, hour)
        if self.is_whole_days:
            return dt.datetime.combine(moment.date(), dt.time())
        aware = moment if moment.tzinfo else moment.replace(tzinfo=self._zone_of(value))
        return aware.astimezone(self.zone).replace(tzinfo=None)

    def _hour(self) -> dt.time:
        start = self.component["DTSTART"].dt
        aware: dt.datetime = start if start.tzinfo else start.replace(tzinfo=self.zone)
        return aware.astimezone(self.zone).time()

    def _zone_of(self, value: Any) -> dt.tzinfo:
        """Return the zone of a date: that which it names, or the usual one; UTC counts on the wall of the calendar."""
        name = str(value.params.get("TZID", ""))
        if name.startswith("zone-"):
            return self.block.zones.of(self.block.named[int(name.removeprefix("zone-"))])
        moment = value.dt[0] if isinstance(value.dt, tuple) else value.dt
        is_utc = isinstance(moment, dt.datetime) and moment.tzinfo is not None
        if is_utc and not self.block.has_own_zone:
            return dt.UTC
        return self.block.usual
