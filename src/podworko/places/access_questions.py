"""What is asked about access: of what, in which group, answered how, and what makes the answer a good one.

The limits are those that Polish guides for access to public buildings repeat: a threshold of at most 2 cm, a door of at
least 90 cm (of at least 70 cm where somebody helps), a ramp of at most 8 per cent, a toilet with 150 × 150 cm to turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from podworko.core.errors import Sentence
from podworko.places.models import AccessFact, AccessQuestion

Answer = AccessFact.Answer


class Subject(TextChoices):
    """What a question can be about."""

    PLACE = "place", _("the place")
    ENTRANCE = "entrance", _("an entrance")
    ROOM = "room", _("a room")


@dataclass(frozen=True)
class Measure:
    """An answer that is a number: its unit, the largest that makes sense, and what is still good.

    `good_to` (or `good_from`) is the limit of a good answer; `partly_from` is what will do with somebody's help.
    """

    unit: Sentence
    most: Decimal
    good_to: Decimal | None = None
    good_from: Decimal | None = None
    partly_from: Decimal | None = None

    def judge(self, number: Decimal) -> str:
        """Return yes, partly or no; nothing where no limit is known."""
        if self.good_to is not None:
            return Answer.YES if number <= self.good_to else Answer.NO
        if self.good_from is None:
            return ""
        if number >= self.good_from:
            return Answer.YES
        return Answer.PARTLY if self.partly_from is not None and number >= self.partly_from else Answer.NO


@dataclass(frozen=True)
class Asked:
    """One question: what it is about, under which heading it stands, what to look at, and how it is answered."""

    question: AccessQuestion
    group: Sentence
    subjects: tuple[Subject, ...] = (Subject.PLACE,)
    hint: Sentence = ""
    measure: Measure | None = None

    @property
    def code(self) -> str:
        """The name of the question in forms and tables."""
        return str(self.question)


_CM, _M, _PERCENT = _("cm"), _("m"), "%"
_IN, _TOILET, _HELP, _SIGNS, _WAY = (
    _("Getting in and about"),
    _("Toilet"),
    _("Help and company"),
    _("Finding one's way"),
    _("Getting here"),
)
_ENTRANCE, _DOOR = _("Steps and ramp"), _("Door")
_DOORS = (Subject.ENTRANCE, Subject.ROOM)
_Q = AccessQuestion

ASKED: tuple[Asked, ...] = (
    # An entrance, and the door of a room: what a measuring tape tells.
    Asked(
        _Q.STEPS,
        _ENTRANCE,
        (Subject.ENTRANCE,),
        _("Count them; write 0 when there are none."),
        Measure(_("steps"), Decimal(100), good_to=Decimal(0)),
    ),
    Asked(_Q.HANDRAIL, _ENTRANCE, (Subject.ENTRANCE,)),
    Asked(_Q.RAMP, _ENTRANCE, (Subject.ENTRANCE,)),
    Asked(
        _Q.SLOPE,
        _ENTRANCE,
        (Subject.ENTRANCE,),
        _("Height by length, times a hundred. Up to 8 is comfortable."),
        Measure(_PERCENT, Decimal(50), good_to=Decimal(8)),
    ),
    Asked(
        _Q.THRESHOLD,
        _DOOR,
        _DOORS,
        _("The highest edge to roll over. Up to 2 cm is good; write 0 when there is none."),
        Measure(_CM, Decimal(50), good_to=Decimal(2)),
    ),
    Asked(
        _Q.DOOR,
        _DOOR,
        _DOORS,
        _("The opening when the door stands wide open. From 90 cm one gets in alone, from 70 cm with help."),
        Measure(_CM, Decimal(600), good_from=Decimal(90), partly_from=Decimal(70)),
    ),
    Asked(_Q.BELL, _DOOR, (Subject.ENTRANCE,), _("Can somebody who sits press it?")),
    Asked(_Q.AUTOMATIC, _DOOR, (Subject.ENTRANCE,)),
    # The place, and what may differ from room to room.
    Asked(_Q.STEP_FREE, _IN, (Subject.PLACE, Subject.ROOM), _("Is there a way from the street with no step at all?")),
    Asked(_Q.LIFT, _IN),
    Asked(_Q.PLATFORM, _IN),
    Asked(_Q.STAIR_CLIMBER, _IN),
    Asked(_Q.EVACUATION, _IN, (Subject.PLACE, Subject.ROOM)),
    Asked(_Q.TOILET, _TOILET),
    Asked(_Q.TOILET_SPACE, _TOILET),
    Asked(_Q.TOILET_BARS, _TOILET),
    Asked(_Q.TOILET_ALARM, _TOILET),
    Asked(_Q.CHANGING, _TOILET),
    Asked(_Q.LOOP, _HELP, (Subject.PLACE, Subject.ROOM)),
    Asked(_Q.SIGN, _HELP, hint=_("Can you bring an interpreter when somebody asks ahead?")),
    Asked(_Q.DOG, _HELP),
    Asked(_Q.QUIET, _HELP, (Subject.PLACE, Subject.ROOM), _("Somewhere to rest from noise and people.")),
    Asked(_Q.CONTRAST, _SIGNS, (Subject.PLACE, Subject.ROOM)),
    Asked(_Q.TACTILE, _SIGNS, (Subject.PLACE, Subject.ROOM)),
    Asked(_Q.PARKING, _WAY),
    Asked(
        _Q.STOP,
        _WAY,
        hint=_("From the nearest stop to the door, on foot."),
        measure=Measure(_M, Decimal(5000)),
    ),
)

BY_CODE: dict[str, Asked] = {asked.code: asked for asked in ASKED}


def asked_of(subject: Subject) -> list[Asked]:
    """Return what is asked of a place, an entrance or a room, in order."""
    return [asked for asked in ASKED if subject in asked.subjects]


def groups_of(subject: Subject) -> Iterator[tuple[Sentence, list[Asked]]]:
    """Yield each heading with its questions."""
    for group, asked in groupby(asked_of(subject), key=lambda each: each.group):
        yield group, list(asked)


def verdict(fact: AccessFact) -> str:
    """Return what a fact comes to: yes, partly or no; nothing for a number that no limit judges."""
    measure = BY_CODE[fact.question].measure
    if fact.number is not None and measure:
        return measure.judge(fact.number)
    return fact.answer
