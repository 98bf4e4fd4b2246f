"""What would become of each date of another calendar: brought, clashing, asked about, left out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from podworko.bookings.bringing.answers import LEAVE, Answers
from podworko.bookings.bringing.events import Event, of_cells
from podworko.bookings.bringing.rooms import Names
from podworko.bookings.models import BroughtCalendar, BroughtUse, Occupancy
from podworko.bookings.queries.use import occupied
from podworko.core.errors import Problem
from podworko.core.imports.headings import fold
from podworko.core.imports.registry import Judgement, Unit, Verdict
from podworko.core.models import ImportRow
from podworko.places import hours
from podworko.places.hours.timetable import Timetable
from podworko.places.models import Room

# Codes of what stands in the way, by what can be done about it.
TAKEN = "taken"
ASKED = frozenset({"ask-room", "ask-whole-day"})
# What somebody may bring all the same, by choosing a room for it.
MAY_BE_BROUGHT = ASKED | {TAKEN, "free", "left-room", "left-by-you"}
# Rows that are looked back at for clashes within the file: a room has no more uses that go on for so long.
LOOKED_BACK = 200


@dataclass(frozen=True)
class Plan:
    """What is to be written: which room when, and the use that stands here already, when it is changed."""

    event: Event
    room: Room
    starts_at: dt.datetime
    ends_at: dt.datetime
    is_open_to_all: bool
    known: BroughtUse | None = None


@dataclass
class Here:
    """What dates are held against: rooms, hours, what was brought before, what the rooms are used for."""

    calendar: BroughtCalendar
    answers: Answers
    names: Names
    timetable: Timetable | None
    known: Mapping[str, BroughtUse]
    held: Mapping[int, Occupancy]
    blocks: dict[int, list[tuple[dt.datetime, dt.datetime, str]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, calendar: BroughtCalendar, events: Sequence[Event]) -> "Here":
        """Ask for it, in as many queries however many events there are."""
        centre = calendar.centre
        rooms = list(Room.objects.filter(centre=centre).select_related("centre__network"))
        uids = [event.uid for event in events]
        uses = BroughtUse.objects.filter(uid__in=uids, calendar__centre=centre, calendar__undone_at=None)
        known = {use.uid: use for use in uses.select_related("room")}
        held = Occupancy.objects.filter(brought__in=list(known.values())).select_related("room__centre__network")
        days = [day for event in events if (day := event.day)]
        table = hours.timetable(centre, min(days), max(days), with_duty=False) if days else None
        return cls(
            calendar=calendar,
            answers=Answers.of(calendar.answers),
            names=Names(rooms),
            timetable=table,
            known=known,
            held={use.brought_id: use for use in held if use.brought_id},
        )

    @cached_property
    def by_id(self) -> Mapping[int, Room]:
        """The rooms by their ids."""
        return {room.pk: room for room in self.names.rooms}

    def around(self, room: Room) -> list[int]:
        """Return the ids of the rooms around a part, however many walls there are."""
        found: list[int] = []
        while room.whole_id in self.by_id and room.whole_id not in found:
            assert room.whole_id
            found.append(room.whole_id)
            room = self.by_id[room.whole_id]
        return found

    def take(self, room_id: int, begin: dt.datetime, until: dt.datetime, title: str) -> None:
        """Note that a room is blocked, and with it the whole around it."""
        for pk in (room_id, *self.around(self.by_id[room_id])):
            self.blocks[pk].append((begin, until, title))

    def room_for(self, event: Event) -> Room | Problem:
        """Return the room of an event, or why there is none."""
        answer = self.answers.events.get(event.uid)
        if answer is None:
            answer = self.answers.rooms.get(fold(event.room))
            left = Problem("", "left-room", _("Entries of “%(room)s” are left out.") % {"room": event.room or "–"})
        else:
            left = Problem("", "left-by-you", _("You leave it out."))
        if answer == LEAVE:
            return left
        if isinstance(answer, int) and answer in self.by_id:
            return self.by_id[answer]
        guess = self.names.guess(event.room)
        if guess.room and guess.is_sure:
            return guess.room
        if not event.room:
            return Problem("", "ask-room", _("It does not say in which room."))
        if guess.room:
            said = _("Is “%(name)s” the room “%(room)s”?") % {"name": event.room, "room": guess.room}
            return Problem("", "ask-room", said)
        return Problem("", "ask-room", _("Which room is “%(name)s”?") % {"name": event.room})

    def hours_of(self, event: Event) -> tuple[dt.datetime, dt.datetime] | Problem:
        """Return the moments of an event, or why there are none; of a whole day when the place opens and closes."""
        if moments := event.hours:
            return moments
        day = event.day
        assert day
        assert self.timetable
        if not self.answers.whole_days and event.uid not in self.answers.events:
            return Problem("", "ask-whole-day", _("It takes the whole day. Shall the room be taken then?"))
        if self.answers.whole_days == LEAVE and event.uid not in self.answers.events:
            return Problem("", "left-whole-day", _("Whole days are left out."))
        spans = self.timetable.day(day).open
        if not spans:
            return Problem("", "closed", _("The place is closed on that day."))
        zone = self.timetable.zone
        return spans[0].moments(day, zone)[0], spans[-1].moments(day, zone)[1]


def judge(calendar: BroughtCalendar, units: Sequence[Unit]) -> list[Judgement]:
    """Return a judgement for each row, in equally many queries however many they are."""
    events = [of_cells(unit[0].cells) for unit in units]
    here = Here.of(calendar, events)
    plans = [_plan(event, here) for event in events]
    _look(here, plans, units)
    judgements = []
    for unit, plan in zip(units, plans, strict=True):
        judgement = _judge(plan, here)
        judgements.append(
            Judgement(Verdict.WRONG, {unit[0].number: [judgement]}) if isinstance(judgement, Problem) else judgement
        )
    return judgements


def _plan(event: Event, here: Here) -> Plan | Problem:
    """Return what is to be done with an event as far as it goes without looking at the rooms."""
    answer = here.answers.events.get(event.uid)
    if event.left and (event.left not in MAY_BE_BROUGHT or not isinstance(answer, int)):
        return Problem("", event.left, event.why)
    room = here.room_for(event)
    if isinstance(room, Problem):
        return room
    moments = here.hours_of(event)
    if isinstance(moments, Problem):
        return moments
    return Plan(event, room, *moments, is_open_to_all=here.answers.is_open_to_all, known=here.known.get(event.uid))


def _look(here: Here, plans: Iterable[Plan | Problem], units: Sequence[Unit]) -> None:
    """Look what the rooms are used for, at all the dates at once, and what comes before in the file: two queries."""
    found = [plan for plan in plans if isinstance(plan, Plan)]
    if not found:
        return
    span = min(plan.starts_at for plan in found), max(plan.ends_at for plan in found)
    own = {use.pk for use in here.held.values()}
    uses = occupied(here.by_id, span).select_related("booking_date__request", "brought", "whole__booking_date__request")
    for use in uses.select_related("whole__brought"):
        if use.pk not in own and use.whole_id not in own:
            here.take(use.room_id, use.blocked_from, use.blocked_until, _title(use.whole or use))
    for row in _before(here.calendar, units[0][0].number):
        plan = _plan(of_cells(row.cells), here)
        if isinstance(plan, Plan) and row.verdict in {Verdict.NEW, Verdict.CHANGE} and not row.is_written:
            _take(plan, here)


def _title(use: Occupancy) -> str:
    if use.booking_date:
        return use.booking_date.request.topic
    if use.brought:
        return use.brought.title
    return use.note or str(use.get_kind_display())


def _before(calendar: BroughtCalendar, number: int) -> Iterable[ImportRow]:
    """Return the rows just before those that are judged: they may last into them."""
    if calendar.source_id is None:
        return []
    return ImportRow.objects.filter(of=calendar.source_id, number__lt=number).order_by("-number")[:LOOKED_BACK]


def _judge(plan: Plan | Problem, here: Here) -> Judgement | Problem:
    if isinstance(plan, Problem):
        return plan
    if plan.known:
        use = here.held.get(plan.known.pk)
        if use is None or not is_as_brought(plan.known, use):
            return Problem("", "changed-here", _("It was brought before and has been changed here since."))
        changes = _changes(plan, plan.known, here)
        if not changes:
            _take(plan, here)
            return Judgement(Verdict.SAME, plan=plan)
    for begin, until, _title in here.blocks.get(plan.room.pk, ()):
        if begin < plan.ends_at and until > plan.starts_at:
            return Problem("", TAKEN, _clash(begin, until, here))
    _take(plan, here)
    if plan.known:
        return Judgement(Verdict.CHANGE, changes=changes, plan=plan)
    return Judgement(Verdict.NEW, plan=plan)


def is_as_brought(brought: BroughtUse, use: Occupancy) -> bool:
    """Say whether a use still stands as it was brought."""
    held = use.room_id, use.starts_at, use.ends_at
    return held == (brought.room_id, brought.starts_at, brought.ends_at)


def _take(plan: Plan, here: Here) -> None:
    """Note that a date of the file takes its room, with the parts inside it."""
    for room in here.names.rooms:
        if room.pk == plan.room.pk or plan.room.pk in here.around(room):
            here.take(room.pk, plan.starts_at, plan.ends_at, plan.event.title)


def _clash(begin: dt.datetime, until: dt.datetime, here: Here) -> str:
    zone = here.calendar.centre.zone
    start, end = begin.astimezone(zone), until.astimezone(zone)
    # Whose use it is stands behind the link, and not in a row that outlives it.
    return _("The room is taken: %(time)s.") % {"time": f"{start:%H:%M}–{end:%H:%M}"}


def _changes(plan: Plan, known: BroughtUse, here: Here) -> dict[str, tuple[str, str]]:
    """Return what is different from what was brought before."""
    zone = here.calendar.centre.zone

    def time(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
        start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
        return f"{start:%d.%m.%Y %H:%M}–{end:%H:%M}"

    pairs = {
        "time": (time(known.starts_at, known.ends_at), time(plan.starts_at, plan.ends_at)),
        "room": (known.room.name, plan.room.name),
        "title": (known.title, plan.event.title),
        "who": (known.who, plan.event.who),
    }
    return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}
