"""Facts about access: what was found at a place, at an entrance, in a room, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from podworko.core import audit, clock
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.places.access_questions import BY_CODE, Subject, asked_of
from podworko.places.actions.keeping import Facts, lock, record
from podworko.places.models import AccessFact, Centre, Entrance, Room

MOST_ENTRANCES = 20


@dataclass(frozen=True)
class Finding:
    """What was found: yes, partly, no, or a number; and a note. All empty: nobody knows."""

    answer: str = ""
    number: Decimal | None = None
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Say whether it answers anything."""
        return bool(self.answer) or self.number is not None


@action
def answer(
    *,
    centre: Centre,
    findings: Mapping[str, Finding],
    by: audit.Actor,
    entrance: Entrance | None = None,
    room: Room | None = None,
    is_all_checked: bool = False,
) -> None:
    """Keep what was found of the place, or of one of its entrances or rooms.

    What changed was looked at today; the rest too, when `is_all_checked`. A question that is not in `findings` stays
    as it was, one with an empty finding becomes unknown. Raises Refused for what cannot be.
    """
    centre = lock(centre)
    subject = Subject.ENTRANCE if entrance else Subject.ROOM if room else Subject.PLACE
    if problems := judge(subject, findings):
        raise Refused(*problems)
    known = {fact.question: fact for fact in centre.access_facts.filter(entrance=entrance, room=room)}
    before = {question: _words(fact) for question, fact in known.items()}
    today = clock.today(centre.zone)
    for question, finding in findings.items():
        fact = known.get(question)
        if not finding.is_known:
            if fact:
                fact.delete()
                del known[question]
            continue
        fact = fact or AccessFact(centre=centre, entrance=entrance, room=room, question=question)
        is_changed = (fact.answer, fact.number, fact.note) != (finding.answer, finding.number, finding.note)
        if fact.pk is None or is_changed or is_all_checked:
            fact.answer, fact.number, fact.note = finding.answer, finding.number, finding.note
            fact.verified_on = today
            fact.save()
        known[question] = fact
    after = {question: _words(fact) for question, fact in known.items()}
    about = str(entrance or room or "")
    if not record("places.access_changed", centre, by=by, before=before, after=after, about=about) and is_all_checked:
        audit.record("places.access_checked", centre, by=by, about=about)


def judge(subject: Subject, findings: Mapping[str, Finding]) -> list[Problem]:
    """Return what is wrong with `findings`."""
    problems = []
    allowed = {asked.code for asked in asked_of(subject)}
    for code, finding in findings.items():
        if code not in allowed:
            raise Refused.because("no-question", _("Nobody asks this here."))
        measure = BY_CODE[code].measure
        if measure and finding.number is not None and not 0 <= finding.number <= measure.most:
            said = _("This cannot be: write a number from 0 to %(most)s.") % {"most": measure.most}
            problems.append(Problem(f"{code}-number", "number", said))
        if finding.note and not finding.is_known:
            field = f"{code}-number" if measure else f"{code}-answer"
            problems.append(Problem(field, "only-note", _("Answer this too; then the note tells the rest.")))
    return problems


@action
def add_entrance(*, centre: Centre, name: str, is_main: bool, by: audit.Actor) -> Entrance:
    """Add a way in; the first one is the main one. Raises Refused for a name that is there already."""
    centre = lock(centre)
    if centre.entrances.count() >= MOST_ENTRANCES:
        raise Refused.because("entrances-many", _("So many entrances cannot be kept here."), field="name")
    last = centre.entrances.aggregate(last=Max("position"))["last"] or 0
    entrance = Entrance(centre=centre, position=last + 1)
    _keep(entrance, name, is_main=is_main or not centre.entrances.exists())
    record("places.entrance_added", centre, by=by, before={}, after=_entrance(entrance), about=entrance.name)
    return entrance


@action
def change_entrance(*, entrance: Entrance, name: str, is_main: bool, by: audit.Actor) -> None:
    """Change what an entrance is called, or make it the main one. Raises Refused."""
    centre = lock(entrance.centre)
    entrance = centre.entrances.get(pk=entrance.pk)
    before = _entrance(entrance)
    _keep(entrance, name, is_main=is_main)
    record("places.entrance_changed", centre, by=by, before=before, after=_entrance(entrance), about=entrance.name)


@action
def remove_entrance(*, entrance: Entrance, by: audit.Actor) -> None:
    """Remove an entrance with what was found of it."""
    centre = lock(entrance.centre)
    record("places.entrance_removed", centre, by=by, before=_entrance(entrance), after={}, about=entrance.name)
    entrance.delete()


def _keep(entrance: Entrance, name: str, *, is_main: bool) -> None:
    entrance.name, entrance.is_main = " ".join(name.split()), is_main
    others = entrance.centre.entrances.exclude(pk=entrance.pk)
    if not entrance.name:
        raise Refused.because("required", _("Please give the name."), field="name")
    if others.filter(name__iexact=entrance.name).exists():
        raise Refused.because("taken", _("This place has an entrance of this name already."), field="name")
    if is_main:
        others.update(is_main=False)
    entrance.save()


def _entrance(entrance: Entrance) -> Facts:
    return {"name": entrance.name, "is_main": entrance.is_main}


def _words(fact: AccessFact) -> str:
    found = fact.answer or f"{Decimal(fact.number or 0).normalize():f}"
    return f"{found} ({fact.note})" if fact.note else found
