"""Counting: presses and ticks, kept once however often they are sent; and typing the numbers in afterwards."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from podworko.attendance import occasions, terms
from podworko.attendance.actions.ledger import Ledger
from podworko.attendance.models import Counted, Sheet, Source
from podworko.attendance.occasions import Occasion
from podworko.attendance.strokes import Outcome, Stroke
from podworko.core import audit, clock
from podworko.core.errors import Problem, Refused
from podworko.core.transactions import action
from podworko.places.models import Centre

LONGEST_REASON = 200


@action
def take(
    *, occasion: Occasion, strokes: Sequence[Stroke], by: audit.Actor, source: Source = Source.DESK
) -> list[Outcome]:
    """Put the `strokes` on the sheet of `occasion` in their order; return what became of each.

    One that is kept already, by its uuid, counts once. What is refused changes nothing and holds no other up.
    """
    problems = {each.uuid: terms.judge(occasion, each) for each in strokes}
    good = [each for each in strokes if problems[each.uuid] is None]
    if good:
        ledger = Ledger(occasion, by=by, source=source)
        ledger.look_up(good)
        for each in good:
            problems[each.uuid] = ledger.take(each)
        ledger.write()
    return [Outcome(each.uuid, problems[each.uuid]) for each in strokes]


@action
def take_many(*, place: Centre, strokes: Sequence[tuple[str, Stroke]], by: audit.Actor) -> list[Outcome]:
    """Put strokes on many sheets of `place`, each named by the word of its occasion; return what became of each."""
    by_word: dict[str, list[Stroke]] = defaultdict(list)
    for word, stroke in strokes:
        by_word[word].append(stroke)
    known = occasions.found(place, by_word)
    outcomes: list[Outcome] = []
    # In one order, so that two telephones do not wait for each other.
    for word in sorted(by_word):
        if word in known:
            outcomes += take(occasion=known[word], strokes=by_word[word], by=by)
        else:
            problem = Problem("", "gone", _("What was counted is not there any more."))
            outcomes += [Outcome(each.uuid, problem) for each in by_word[word]]
    return outcomes


@action
def correct(*, occasion: Occasion, totals: Mapping[str, int], reason: str, by: audit.Actor, key: uuid.UUID) -> Sheet:
    """Let the sheet of `occasion` hold these `totals`; the same `key` again changes nothing more.

    What is different is marked, so that the sums stay those of the marks. Raises Refused where it is too early, when a
    number cannot be, and when the day is long over and nobody says why.
    """
    if problem := terms.closed(occasion):
        raise Refused(problem)
    if problems := _wrong(occasion, totals, reason):
        raise Refused(*problems)
    ledger = Ledger(occasion, by=by)
    strokes = {
        what: Stroke(uuid.uuid5(key, what), clock.now(), what, count - ledger.totals[what])
        for what, count in totals.items()
        if count != ledger.totals[what]
    }
    ledger.look_up([*strokes.values()])
    for what, stroke in strokes.items():
        if not ledger.knows(stroke):
            ledger.add(what, stroke.delta, stroke, reason=reason)
    ledger.write(is_kept=True)
    before, after = _counted(ledger.was), _counted(ledger.totals)
    if ledger.is_new or before != after:
        audit.record("attendance.corrected", ledger.sheet, by=by, why=reason, before=before, after=after)
    return ledger.sheet


def _counted(totals: Mapping[str, int]) -> dict[str, int]:
    return {what: count for what, count in totals.items() if count}


def _wrong(occasion: Occasion, totals: Mapping[str, int], reason: str) -> list[Problem]:
    sentence = _("Write a number from 0 to %(most)s.") % {"most": terms.MOST}
    found = [
        Problem(what, "no-number", sentence)
        for what, count in totals.items()
        if what not in Counted.values or not 0 <= count <= terms.MOST
    ]
    if not reason and clock.now() >= occasion.late_at:
        found.append(Problem("reason", "no-reason", _("The day is over: write why the numbers change.")))
    if len(reason) > LONGEST_REASON:
        found.append(Problem("reason", "too-long", _("Write it shorter, please.")))
    return found
