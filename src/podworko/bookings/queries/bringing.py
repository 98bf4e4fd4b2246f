"""What is shown of the calendars that a place brings along."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from podworko.bookings.bringing.answers import LEAVE, Answers
from podworko.bookings.bringing.events import Event, digest, of_cells
from podworko.bookings.bringing.judging import ASKED, MAY_BE_BROUGHT, TAKEN
from podworko.bookings.bringing.rooms import Names
from podworko.bookings.models import BroughtCalendar
from podworko.bookings.queries.brought import as_brought
from podworko.bookings.queries.use import taken
from podworko.core.imports import claims
from podworko.core.imports.headings import fold
from podworko.core.models import Import, ImportRow
from podworko.places.models import Centre, Room

PAGE = 50
LATEST = 20
ALL = "all"
Verdict = ImportRow.Verdict
# Room and code by which a row is found under a tab.
_CLASHES = Q(verdict=Verdict.WRONG, problems__0__code=TAKEN)
_QUESTIONS = Q(verdict=Verdict.WRONG, problems__0__code__in=ASKED)
TABS: Mapping[str, Q] = {
    "asked": _QUESTIONS,
    "clash": _CLASHES,
    "new": Q(verdict=Verdict.NEW),
    "change": Q(verdict=Verdict.CHANGE),
    "same": Q(verdict=Verdict.SAME),
    "left": Q(verdict=Verdict.WRONG) & ~_CLASHES & ~_QUESTIONS,
}
# What opens when nobody chose: before a calendar is kept, and after.
FIRST, FIRST_KEPT = ("asked", "clash", "new", "change"), ("clash",)


def calendar_or_404(centre: Centre, public_id: UUID) -> BroughtCalendar:
    """Return the calendar that was brought for `centre`; raise Http404 where there is none."""
    found = BroughtCalendar.objects.select_related("source", "by", "centre__network")
    return get_object_or_404(found, centre=centre, public_id=public_id)


@dataclass(frozen=True)
class Brought:
    """A calendar in the list of those brought before: how it stands, how many uses it has, whether we gave it up."""

    calendar: BroughtCalendar
    standing: str
    uses: int
    is_given_up: bool


def brought_before(centre: Centre) -> list[Brought]:
    """Return the latest calendars of `centre`, the newest first."""
    found = BroughtCalendar.objects.filter(centre=centre).select_related("source", "by")
    counted = found.annotate(count=Count("uses"))[:LATEST]
    return [Brought(each, standing_of(each), each.count, is_given_up(each)) for each in counted]


def standing_of(calendar: BroughtCalendar) -> str:
    """Return how a calendar stands: as its import does, or kept, undone, forgotten."""
    if calendar.undone_at:
        return "undone"
    if calendar.source is None:
        return "done" if calendar.kept_at else "forgotten"
    return calendar.source.state


@dataclass(frozen=True)
class Tab:
    """One choice of dates and how many there are."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """A name in the file and the room that it means: `choice` is a room's id, "leave" or nothing yet.

    `how` is "sure", "guess" (somebody must look at it), "unknown" or "answered".
    """

    code: str
    key: str
    name: str
    count: int
    choice: str
    how: str


@dataclass(frozen=True)
class Line:
    """One date as it is shown; `free` are the rooms into which it can be put instead, where that is possible."""

    uid: str
    line: str
    on: dt.date | None
    day: str
    time: str
    title: str
    who: str
    room: str
    tab: str
    sentences: tuple[str, ...]
    can_choose: bool
    choice: str
    free: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Preview:
    """What an import would do: its questions, counts, and one page of the chosen dates."""

    tabs: list[Tab]
    chosen: str
    counts: Mapping[str, int]
    questions: list[Question]
    whole_days: int
    lines: list[Line]
    page: Page[ImportRow]
    answers: Answers

    @property
    def good(self) -> int:
        """How many dates can be brought or changed now."""
        return self.counts["new"] + self.counts["change"]

    @property
    def bare_lines(self) -> list[tuple[Line, None]]:
        """The dates without fields, when nothing can be chosen any more."""
        return [(line, None) for line in self.lines]


def preview(calendar: BroughtCalendar, *, chosen: str, page: str) -> Preview:
    """Return the page that is asked for; when nobody chose, what must be looked at first.

    Once it is kept nothing is to be answered: what was not brought since its room was taken comes first, else all.
    The number of queries does not grow with the dates. Raises Http404 when there is no such choice.
    """
    source = calendar.source
    assert source
    rows = source.rows.order_by("number")
    counts = rows.order_by().aggregate(**{code: Count("pk", filter=where) for code, where in TABS.items()})
    is_kept = source.state == Import.State.DONE
    first = FIRST_KEPT if is_kept else FIRST
    chosen = chosen or next((code for code in first if counts[code]), ALL)
    if chosen not in {ALL, *TABS}:
        raise Http404
    whole = sum(counts.values())
    paginator = Paginator(rows if chosen == ALL else rows.filter(TABS[chosen]), PAGE)
    paginator.count = whole if chosen == ALL else counts[chosen]
    shown = paginator.get_page(page)
    answers = Answers.of(calendar.answers)
    rooms = list(Room.objects.filter(centre=calendar.centre))
    labels = _labels(is_kept=is_kept)
    tabs = [Tab(code, labels[code], counts[code], code == chosen) for code in TABS if counts[code] or code == chosen]
    return Preview(
        tabs=[*tabs, Tab(ALL, labels[ALL], whole, chosen == ALL)],
        chosen=chosen,
        counts=counts,
        questions=_questions(rows, Names(rooms), answers),
        whole_days=rows.filter(cells__has_key="on").exclude(cells__has_key="left").count(),
        lines=_lines(list(shown), calendar, rooms, answers),
        page=shown,
        answers=answers,
    )


def _labels(*, is_kept: bool) -> dict[str, str]:
    return {
        "asked": _("Not answered") if is_kept else _("To answer"),
        "clash": _("Clashes"),
        "new": _("Brought in") if is_kept else _("Will be brought"),
        "change": _("Changed"),
        "same": _("Here already"),
        "left": _("Left out"),
        ALL: _("All"),
    }


def _questions(rows: QuerySet[ImportRow], names: Names, answers: Answers) -> list[Question]:
    """Return the names of rooms in the file: those that nobody knows first, then guesses, the most frequent first."""
    kept = rows.order_by().exclude(cells__has_key="left")
    counts: dict[str, tuple[str, int]] = {}
    for name, count in kept.values_list("cells__room").annotate(count=Count("pk")):
        key = fold(name or "")
        known = counts.get(key, (name or "", 0))
        counts[key] = known[0], known[1] + count
    questions = []
    for key, (name, count) in counts.items():
        guess, answer = names.guess(name), answers.rooms.get(key)
        if answer is not None:
            how, choice = "answered", str(answer)
        else:
            how = "sure" if guess.is_sure else "guess" if guess.room else "unknown"
            choice = str(guess.room.pk) if guess.room else ""
        questions.append(Question(digest(key)[:12], key, name, count, choice, how))
    order = {"unknown": 0, "guess": 1, "answered": 2, "sure": 3}
    return sorted(questions, key=lambda each: (order[each.how], -each.count, each.name))


def _lines(rows: Sequence[ImportRow], calendar: BroughtCalendar, rooms: Sequence[Room], answers: Answers) -> list[Line]:
    """Return the rows of one page; the rooms that are free then are asked for all at once."""
    events = [of_cells(row.cells) for row in rows]
    codes = [row.problems[0]["code"] if row.problems else "" for row in rows]
    chosen = [str(answers.events.get(event.uid, "")) for event in events]
    asked = {
        at: hours
        for at, (event, code) in enumerate(zip(events, codes, strict=True))
        if (hours := event.hours) and code in MAY_BE_BROUGHT
    }
    blocked = taken(rooms, list(asked.values()), buffer=dt.timedelta(0)) if asked else []
    free = {
        at: tuple((str(room.pk), room.name) for room in rooms if room.pk not in busy)
        for at, busy in zip(asked, blocked, strict=True)
    }
    names = {str(room.pk): room.name for room in rooms} | {LEAVE: _("left out")}
    return [
        _line(row, event, codes[at], calendar, free=free.get(at, ()), choice=chosen[at] if chosen[at] in names else "")
        for at, (row, event) in enumerate(zip(rows, events, strict=True))
    ]


def _line(
    row: ImportRow,
    event: Event,
    code: str,
    calendar: BroughtCalendar,
    *,
    free: tuple[tuple[str, str], ...],
    choice: str,
) -> Line:
    zone = calendar.centre.zone
    on, time = event.day, _("all day") if event.day else ""
    if hours := event.hours:
        start, end = (moment.astimezone(zone) for moment in hours)
        on, time = start.date(), f"{start:%H:%M}–{end:%H:%M}"
    labels = {"time": _("When"), "room": _("Room"), "title": _("What"), "who": _("Who")}
    changes = [
        f"{labels.get(name, name)}: "
        + _("%(old)s → %(new)s") % {"old": old or _("nothing"), "new": new or _("nothing")}
        for name, (old, new) in row.changes.items()
    ]
    return Line(
        uid=event.uid,
        line=event.line,
        on=on,
        day=date_format(on, "D j E Y") if on else "",
        time="" if event.left and not event.hours and event.left != "free" else time,
        title=event.title,
        who=event.who,
        room=event.room,
        tab=_tab(row, code),
        sentences=(*(problem["sentence"] for problem in row.problems), *changes),
        can_choose=bool(choice) or (bool(free) and code in MAY_BE_BROUGHT),
        choice=choice,
        free=free,
    )


def _tab(row: ImportRow, code: str) -> str:
    if row.verdict != Verdict.WRONG:
        return row.verdict
    return "clash" if code == TAKEN else "asked" if code in ASKED else "left"


def is_at_work(calendar: BroughtCalendar) -> bool:
    """Say whether something is done with the calendar in the background."""
    if calendar.undone_at:
        return as_brought(calendar).exists()
    return bool(calendar.source and calendar.source.state in {Import.State.READING, Import.State.WRITING})


def is_late(calendar: BroughtCalendar) -> bool:
    """Say whether the calendar is read or written later than it should be, since a worker has left it or none came."""
    return bool(calendar.source and not calendar.undone_at and claims.is_late(calendar.source))


def is_given_up(calendar: BroughtCalendar) -> bool:
    """Say whether it was given up because of us, so that it can be tried again."""
    return bool(calendar.source and claims.given_up_in(calendar.source))
