"""Facts about access as people read them: a picture and words, of the place, of each entrance and room.

What nobody has looked at is said too: a reader who finds nothing must not take it for a no, nor for a yes.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from podworko.core.errors import Sentence
from podworko.places.access_questions import BY_CODE, Subject, groups_of, verdict
from podworko.places.models import AccessFact, AccessQuestion, Centre

_Q = AccessQuestion
ICONS: dict[str, str] = {
    _Q.STEP_FREE: "accessibility",
    _Q.TOILET: "toilet",
    _Q.TOILET_SPACE: "rotate-ccw",
    _Q.TOILET_BARS: "hand-grab",
    _Q.TOILET_ALARM: "siren",
    _Q.CHANGING: "baby",
    _Q.PARKING: "circle-parking",
    _Q.STOP: "bus",
    _Q.LIFT: "arrow-up-down",
    _Q.PLATFORM: "square-arrow-up",
    _Q.STAIR_CLIMBER: "chevrons-up",
    _Q.DOG: "dog",
    _Q.LOOP: "ear",
    _Q.SIGN: "hand",
    _Q.QUIET: "volume-x",
    _Q.CONTRAST: "contrast",
    _Q.TACTILE: "fingerprint",
    _Q.EVACUATION: "log-out",
    _Q.STEPS: "door-stairwell",
    _Q.HANDRAIL: "grip-horizontal",
    _Q.RAMP: "triangle-right",
    _Q.SLOPE: "triangle-right",
    _Q.THRESHOLD: "ruler",
    _Q.DOOR: "door-open",
    _Q.BELL: "bell",
    _Q.AUTOMATIC: "door-open",
}
# What the page of a place tells at once; the rest stands on the page about access.
FIRST = (_Q.STEP_FREE, _Q.TOILET, _Q.LIFT, _Q.PARKING, _Q.STOP, _Q.CHANGING, _Q.DOG, _Q.LOOP, _Q.SIGN, _Q.QUIET)


@dataclass(frozen=True)
class Line:
    """One fact: its picture, what it comes to (yes, partly, no, or nothing where no limit is known), the words."""

    question: AccessQuestion
    icon: str
    verdict: str
    words: str
    verified_on: dt.date


@dataclass(frozen=True)
class Group:
    """The facts under one heading."""

    name: Sentence
    lines: Sequence[Line]


@dataclass(frozen=True)
class Sheet:
    """All that is known of a place, of one entrance or of one room."""

    subject: Subject
    name: str
    groups: Sequence[Group]
    # What nobody has answered yet.
    unknown: Sequence[str]
    note: str = ""

    @property
    def lines(self) -> list[Line]:
        """The facts under all headings."""
        return [line for group in self.groups for line in group.lines]

    @property
    def verified_on(self) -> dt.date | None:
        """The day since when all of it has been looked at; None where nothing has."""
        return min((line.verified_on for line in self.lines), default=None)


def sheets(centre: Centre) -> list[Sheet]:
    """Return what is known of the place, then of its entrances, then of its rooms lent: in three queries."""
    facts = list(centre.access_facts.all())
    result = [sheet(Subject.PLACE, centre.name, [fact for fact in facts if not (fact.entrance_id or fact.room_id)])]
    for entrance in centre.entrances.all():
        own = [fact for fact in facts if fact.entrance_id == entrance.pk]
        note = _("main entrance") if entrance.is_main else ""
        result.append(sheet(Subject.ENTRANCE, entrance.name, own, note))
    rooms = [(room, [fact for fact in facts if fact.room_id == room.pk]) for room in centre.rooms.filter(is_lent=True)]
    return [*result, *(sheet(Subject.ROOM, room.name, own) for room, own in rooms if own)]


def highlights(facts: Iterable[AccessFact]) -> list[Line]:
    """Return what a place tells at once of itself, of all its `facts`; what it lacks stands last."""
    own = {fact.question: fact for fact in facts if not (fact.entrance_id or fact.room_id)}
    lines = [line(own[question]) for question in FIRST if question in own]
    return sorted(lines, key=lambda each: each.verdict == AccessFact.Answer.NO)


def line(fact: AccessFact) -> Line:
    """Return a fact as it is shown."""
    question = AccessQuestion(fact.question)
    words = _words(question, fact)
    return Line(
        question=question,
        icon=ICONS[question],
        verdict=verdict(fact),
        words=f"{words}, {fact.note}" if fact.note else words,
        verified_on=fact.verified_on,
    )


def _words(question: AccessQuestion, fact: AccessFact) -> str:
    """Say a fact so that the words hold the answer by themselves."""
    name = str(question.label)
    measure = BY_CODE[question].measure
    if fact.number is not None and measure:
        if not fact.number and question == _Q.STEPS:
            return _("No steps")
        if not fact.number and question == _Q.THRESHOLD:
            return _("No threshold")
        number = number_format(fact.number.normalize() if fact.number % 1 else int(fact.number))
        return f"{name}: {number}" if question == _Q.STEPS else f"{name}: {number} {measure.unit}"
    if fact.answer == AccessFact.Answer.YES:
        return name
    return f"{name}: {fact.get_answer_display()}"


def sheet(subject: Subject, name: str, facts: Iterable[AccessFact], note: str = "") -> Sheet:
    """Return what the `facts` tell of one thing, and what is asked of such a thing and not known."""
    known = {fact.question: fact for fact in facts}
    groups = []
    unknown = []
    for heading, asked in groups_of(subject):
        lines = [line(known[each.question]) for each in asked if each.question in known]
        unknown += [str(each.question.label) for each in asked if each.question not in known]
        if lines:
            groups.append(Group(heading, lines))
    return Sheet(subject, name, groups, unknown, note)
