"""The rules by which a place lends its rooms, and those that one room has of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from podworko.bookings.models import Applicant, BookingTerms, RoomTerms
from podworko.bookings.terms import first_day, terms_of
from podworko.core import audit, clock, versions
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.places.actions.keeping import Facts, lock, record
from podworko.places.models import Centre, Room

DAY_MINUTES = 24 * 60
# From and to which number a rule makes sense; beyond that it is a slip of the finger.
BOUNDS = {
    "notice_working_days": (0, 60),
    "decision_working_days": (0, 30),
    "longest_ahead_days": (1, 1100),
    "buffer_minutes": (0, 120),
    "shortest_minutes": (5, DAY_MINUTES),
    "longest_minutes": (5, DAY_MINUTES),
    "uses_a_month": (1, 100),
    "hours_a_month": (1, 744),
    "change_hours": (0, 720),
    "answer_hours": (1, 336),
}


@dataclass(frozen=True)
class TermsDraft:
    """The rules of a place; None: no bound. `lends_to` holds values of Applicant; empty: anybody."""

    notice_working_days: int = 3
    decision_working_days: int = 2
    longest_ahead_days: int = 365
    buffer_minutes: int = 0
    shortest_minutes: int | None = None
    longest_minutes: int | None = None
    uses_a_month: int | None = None
    hours_a_month: int | None = None
    lends_to: tuple[str, ...] = ()
    change_hours: int = 0
    answer_hours: int = 48
    asks_in_return: bool = False


@dataclass(frozen=True)
class RoomTermsDraft:
    """What a room has of its own; None: as in the place."""

    notice_working_days: int | None = None
    longest_ahead_days: int | None = None
    buffer_minutes: int | None = None
    shortest_minutes: int | None = None
    longest_minutes: int | None = None
    uses_a_month: int | None = None
    hours_a_month: int | None = None
    lends_to: tuple[str, ...] | None = None
    has_walk_ins: bool = True


Draft = TypeVar("Draft", TermsDraft, RoomTermsDraft)
# What a room may have instead of the rule of its place, so that the two together may leave nothing possible.
SHARED = ("notice_working_days", "longest_ahead_days", "shortest_minutes", "longest_minutes")


@action
def change_terms(*, centre: Centre, draft: TermsDraft, by: audit.Actor, seen: str | None = None) -> BookingTerms:
    """Change the rules of `centre`; what was accepted or asked for before stays as it is.

    Raises Refused for numbers that cannot be, Conflict when the rules are no longer as they were `seen`.
    """
    centre = lock(centre)
    terms = terms_of(centre)
    before = _facts(draft_of(terms))
    versions.check(seen, terms_version(centre))
    draft = _in_order(draft)
    if problems := [*judge(centre, draft)]:
        raise Refused(*problems)
    for name, value in _columns(draft):
        setattr(terms, name, value)
    terms.save()
    record("bookings.rules_changed", centre, by=by, before=before, after=_facts(draft))
    return terms


@action
def change_room_terms(*, room: Room, draft: RoomTermsDraft, by: audit.Actor, seen: str | None = None) -> None:
    """Change what holds of `room` instead of the rules of its place; nothing of its own: the row goes.

    Raises Refused for numbers that cannot be, Conflict when they are no longer as they were `seen`.
    """
    centre = lock(room.centre)
    row = RoomTerms.objects.filter(room=room).first()
    before = _facts(room_draft_of(row))
    versions.check(seen, room_terms_version(room))
    draft = _in_order(draft)
    if problems := [*judge_room(centre, draft)]:
        raise Refused(*problems)
    if draft == RoomTermsDraft():
        RoomTerms.objects.filter(room=room).delete()
    else:
        row = row or RoomTerms(room=room)
        for name, value in _columns(draft):
            setattr(row, name, value)
        row.save()
    record("bookings.room_rules_changed", centre, by=by, before=before, after=_facts(draft), room=room.name)


def draft_of(terms: BookingTerms) -> TermsDraft:
    """Return the rules of a place as they stand."""
    return TermsDraft(**{each.name: _kept(getattr(terms, each.name)) for each in fields(TermsDraft)})


def room_draft_of(row: RoomTerms | None) -> RoomTermsDraft:
    """Return what a room has of its own; nothing where there is no row."""
    if row is None:
        return RoomTermsDraft()
    return RoomTermsDraft(**{each.name: _kept(getattr(row, each.name)) for each in fields(RoomTermsDraft)})


def terms_version(centre: Centre) -> str:
    """Return the version of the rules of a place, to be handed back by whoever changes them."""
    return versions.version_of(_facts(draft_of(terms_of(centre))))


def room_terms_version(room: Room) -> str:
    """Return the version of the rules of a room, to be handed back by whoever changes them."""
    return versions.version_of(_facts(room_draft_of(RoomTerms.objects.filter(room=room).first())))


def judge(centre: Centre, draft: TermsDraft) -> Iterator[Problem]:
    """Yield what is wrong with the rules of a place: by themselves, then together with what its rooms have."""
    found = [*_judge_numbers(draft), *_judge_whom(draft.lends_to)]
    if not found:
        found += _judge_together(centre, draft)
    yield from found
    if found:
        return
    for row in RoomTerms.objects.filter(room__centre=centre).select_related("room"):
        if any(True for _problem in _judge_together(centre, _over(draft, room_draft_of(row)))):
            sentence = _("Together with the rules of its own, nobody could borrow: %(room)s. Change those first.")
            yield Problem("", "room-against", sentence % {"room": row.room.name})


def judge_room(centre: Centre, draft: RoomTermsDraft) -> Iterator[Problem]:
    """Yield what is wrong with the rules of a room: by themselves, and together with those of its place."""
    found = [*_judge_numbers(draft), *_judge_whom(draft.lends_to or ())]
    yield from found
    if not found:
        whole = _over(draft_of(terms_of(centre)), draft)
        for problem in _judge_together(centre, whole):
            # What stands in the way may be the rule of the place: it is said where the room has its own.
            own = problem.field if getattr(draft, problem.field) is not None else _PARTNERS[problem.field]
            yield Problem(own, problem.code, problem.sentence)


_PARTNERS = {
    "longest_minutes": "shortest_minutes",
    "longest_ahead_days": "notice_working_days",
    "hours_a_month": "shortest_minutes",
}


def _judge_numbers(draft: TermsDraft | RoomTermsDraft) -> Iterator[Problem]:
    for name, (least, most) in BOUNDS.items():
        value = getattr(draft, name, None)
        if value is not None and not least <= value <= most:
            sentence = _("Choose a number from %(least)s to %(most)s.") % {"least": least, "most": most}
            yield Problem(name, "out-of-range", sentence)


def _judge_whom(whom: Iterable[str]) -> Iterator[Problem]:
    if set(whom) - set(Applicant.values):
        yield Problem("lends_to", "unknown", _("Tick who may ask."))


def _judge_together(centre: Centre, draft: TermsDraft) -> Iterator[Problem]:
    """Yield which rules leave nothing that anybody could ask for."""
    shortest, longest, hours = draft.shortest_minutes, draft.longest_minutes, draft.hours_a_month
    if shortest and longest and longest < shortest:
        sentence = _("The longest use would be shorter than the shortest one: %(shortest)s minutes.")
        yield Problem("longest_minutes", "lengths-crossed", sentence % {"shortest": shortest})
    if shortest and hours and hours * 60 < shortest:
        sentence = _("Not even one use would fit in: the shortest lasts %(shortest)s minutes.")
        yield Problem("hours_a_month", "hours-too-few", sentence % {"shortest": shortest})
    terms = BookingTerms(centre=centre, notice_working_days=draft.notice_working_days)
    ahead = (first_day(centre, terms) - clock.today(centre.zone)).days
    if ahead > draft.longest_ahead_days:
        sentence = _("With so much notice the first possible day is %(days)s days ahead. Nobody could ask for any.")
        yield Problem("longest_ahead_days", "never", sentence % {"days": ahead})


def _over(draft: TermsDraft, own: RoomTermsDraft) -> TermsDraft:
    """Return the rules of a place with those of a room instead, where it has its own."""
    values = asdict(draft)
    values |= {name: value for name in SHARED if (value := getattr(own, name)) is not None}
    # A room's month is counted by itself: the smaller of the two bounds holds.
    values["hours_a_month"] = min(filter(None, (draft.hours_a_month, own.hours_a_month)), default=None)
    return TermsDraft(**values)


def _in_order(draft: Draft) -> Draft:
    """Return the draft with those who may ask in one order; none of them where all may."""
    whom = draft.lends_to
    if whom is None:
        return draft
    order: list[str] = [*Applicant.values]
    if set(whom) == set(order):
        return replace(draft, lends_to=())
    return replace(draft, lends_to=tuple(sorted(set(whom), key=lambda each: (*order, each).index(each))))


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _columns(draft: TermsDraft | RoomTermsDraft) -> Iterator[tuple[str, Any]]:
    for name, value in asdict(draft).items():
        yield name, list(value) if isinstance(value, tuple) else value


def _facts(draft: TermsDraft | RoomTermsDraft) -> Facts:
    return dict(_columns(draft))
