"""What staff see while they count: the sheet of a session or of a day, and what of a day is counted."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from podworko.attendance import bands, occasions, terms
from podworko.attendance.models import BANDS, Counted, Presence, Sheet, Total
from podworko.attendance.occasions import Occasion
from podworko.core import clock, versions
from podworko.core.errors import Problem
from podworko.places.models import Centre
from podworko.programme.models import STANDING, ActivityState, Enrolment, EnrolmentState, Session, SessionState
from podworko.programme.queries.sittings import where

MILLISECONDS = 1000


@dataclass(frozen=True)
class Line:
    """One kind of what is counted, and how many there are."""

    what: str
    label: str
    count: int


@dataclass(frozen=True)
class Person:
    """A sign-up to be ticked: who, how many, whether they are here (None: nobody has said)."""

    reference: str
    name: str
    heads: int
    children: str
    what: str
    is_waiting: bool
    is_here: bool | None


@dataclass(frozen=True)
class Counter:
    """The sheet of an occasion as it stands: what is counted in large, what else, whom to tick."""

    occasion: Occasion
    sheet: Sheet | None
    main: list[Line]
    others: list[Line]
    people: list[Person]
    problem: Problem | None
    at: dt.datetime

    @property
    def heads(self) -> int:
        """How many people were counted."""
        return sum(line.count for line in (*self.main, *self.others) if line.what in BANDS)

    @property
    def has_others(self) -> bool:
        """Whether somebody else than usual came."""
        return any(line.count for line in self.others)

    @property
    def here(self) -> int:
        """How many sign-ups are ticked."""
        return sum(bool(person.is_here) for person in self.people)

    @property
    def is_late(self) -> bool:
        """Whether the numbers are typed in, with a reason."""
        return self.at >= self.occasion.late_at

    @property
    def is_open(self) -> bool:
        """Whether buttons are pressed now."""
        return self.problem is None and not self.is_late

    @property
    def moment(self) -> int:
        """When it was looked at, as the telephone tells time."""
        return int(self.at.timestamp() * MILLISECONDS)


@dataclass(frozen=True)
class Held:
    """A session of a day, and how many were counted (None: nobody has counted yet)."""

    session: Session
    where: str
    heads: int | None


def sheet_of(occasion: Occasion) -> Sheet | None:
    """Return the sheet of `occasion`; None where nobody has counted yet."""
    found = Sheet.objects.filter(centre=occasion.place)
    if occasion.session:
        return found.filter(session=occasion.session).first()
    return found.filter(session=None, on=occasion.on).first()


def totals_of(sheet: Sheet | None) -> dict[str, int]:
    """Return the sums of a sheet."""
    return dict(sheet.totals.values_list("what", "count")) if sheet else {}


def counter(occasion: Occasion) -> Counter:
    """Return the sheet of `occasion` as it stands; as many queries however many people there are."""
    sheet = sheet_of(occasion)
    totals = totals_of(sheet)

    def lines(which: Iterable[Counted]) -> list[Line]:
        return [Line(each.value, str(each.label), totals.get(each, 0)) for each in which]

    return Counter(
        occasion,
        sheet,
        lines(bands.main(occasion.audience)),
        lines(bands.others(occasion.audience)),
        _people(occasion, sheet),
        terms.closed(occasion),
        clock.now(),
    )


def _people(occasion: Occasion, sheet: Sheet | None) -> list[Person]:
    """Return the sign-ups by name; none where nobody is asked for one."""
    session = occasion.session
    if session is None or occasion.is_anonymous:
        return []
    here = dict(Presence.objects.filter(sheet=sheet).values_list("enrolment_id", "is_here")) if sheet else {}
    year = occasion.on.year
    return [
        Person(
            each.reference,
            each.person,
            each.seats,
            each.children,
            bands.of_sign_up(session.activity, each.birth_year, year).value,
            each.state == EnrolmentState.WAITING,
            here.get(each.pk),
        )
        for each in sorted(_sign_ups(session, here), key=lambda each: (each.person.casefold(), each.pk))
    ]


def _sign_ups(session: Session, besides: Collection[int] = ()) -> QuerySet[Enrolment]:
    """Return who may be ticked for `session`, and the sign-ups `besides` these, who were."""
    meant = Q(intake__session=session) | Q(intake__session=None, intake__activity=session.activity_id)
    return Enrolment.objects.filter(meant, Q(state__in=STANDING) | Q(pk__in=list(besides)), erased_at=None)


def version_of(totals: Mapping[str, int]) -> str:
    """Return a word for these sums; other sums have another one."""
    return versions.version_of(sorted((what, count) for what, count in totals.items() if count))


def held_on(place: Centre, on: dt.date) -> list[Held]:
    """Return what was or is held at `place` on a day, with how many were counted; two queries."""
    begin, end = clock.day(on, place.zone)
    planned = Session.objects.filter(
        activity__centre=place, state=SessionState.PLANNED, starts_at__gte=begin, starts_at__lt=end
    ).exclude(activity__state=ActivityState.DRAFT)
    rows = Total.objects.filter(sheet__session__in=planned.values("pk")).values_list("sheet__session", "what", "count")
    heads: dict[int | None, int] = defaultdict(int)
    for session, what, count in rows:
        heads[session] += count if what in BANDS else 0
    return [
        Held(each, where(each.activity, each), heads[each.pk] if hasattr(each, "sheet") else None)
        for each in planned.select_related("activity", "room", "sheet")
    ]


def states(place: Centre, words: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return how the sheets that the `words` name stand, for the telephone; as many queries however many there are."""
    known = occasions.found(place, words)
    days = [each.on for each in known.values() if each.session is None]
    sessions = [each.session.pk for each in known.values() if each.session]
    meant = Q(session__in=sessions) | Q(session=None, on__in=days)
    by_word = {_word(each): each for each in Sheet.objects.filter(meant, centre=place)}
    totals: dict[int, dict[str, int]] = defaultdict(dict)
    for sheet, what, count in Total.objects.filter(sheet__in=by_word.values()).values_list("sheet", "what", "count"):
        totals[sheet][what] = count
    here: dict[int, dict[str, bool]] = defaultdict(dict)
    ticked = Presence.objects.filter(sheet__in=by_word.values())
    for sheet, reference, is_here in ticked.values_list("sheet", "enrolment__reference", "is_here"):
        here[sheet][reference] = is_here
    at = int(clock.now().timestamp() * MILLISECONDS)
    return {
        word: {"at": at, "totals": totals[sheet.pk] if sheet else {}, "here": here[sheet.pk] if sheet else {}}
        for word in known
        for sheet in [by_word.get(word)]
    }


def _word(sheet: Sheet) -> str:
    prefix = occasions.SESSION if sheet.session_id else occasions.DAY
    return f"{prefix}{sheet.session_id or sheet.on.isoformat()}"
