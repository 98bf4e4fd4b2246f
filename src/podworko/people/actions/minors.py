"""The register for work with minors: that somebody was looked up, by whom, when; never what was found."""

import datetime as dt
import re
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from podworko.core import audit, clock, messages, retention
from podworko.core.errors import Conflict, Problem, Refused, Sentence
from podworko.core.transactions import action
from podworko.people.models import MinorsCheck, Role, Scope, User
from podworko.people.queries import people_with
from podworko.people.rules import keeps_minors
from podworko.people.scopes import chain_of, url_of, zone_of

AHEAD = dt.timedelta(days=30)
# Room for a name, an office, the number of a file; none for what a register said.
LONGEST = {"person": 80, "role": 60, "checker": 80, "reference": 40}
PESEL = re.compile(r"(?<!\d)\d{11}(?!\d)")
WORDS_OF_REFERENCE = 4


@dataclass(frozen=True)
class Looked:
    """What is written down of one look into the registers."""

    person: str
    role: str
    checked_on: dt.date
    checker: str
    reference: str
    is_cleared: bool
    statement_on: dt.date | None = None
    renew_on: dt.date | None = None

    def tidy(self) -> "Looked":
        """Return the same without spaces that nobody meant."""
        words = {name: " ".join(getattr(self, name).split()) for name in LONGEST}
        return Looked(**{**self.__dict__, **words})


@action
def add_check(*, scope: Scope, looked: Looked, by: audit.Actor) -> MinorsCheck:
    """Write down that somebody was looked up; the same sent twice is one entry.

    Raises Refused when `by` does not keep this register, and for everything that says more than the fact.
    """
    _check_keeper(scope, by)
    looked = looked.tidy()
    _check(scope, looked)
    known = _same(scope, looked)
    if known:
        return known
    made = MinorsCheck.objects.create(scope=scope, entered_by=_who(by), **looked.__dict__)
    audit.record("people.minors_added", made, by=by)
    return made


@action
def renew_check(*, check: MinorsCheck, looked: Looked, by: audit.Actor) -> MinorsCheck:
    """Write down that the same person was looked up anew; the earlier entry stays below it.

    Raises as `add_check`; Conflict when that was done already or the person has left.
    """
    held = _lock(check, by)
    looked = looked.tidy()
    renewal = MinorsCheck.objects.filter(renews=held).first()
    if renewal and renewal == _same(held.scope, looked):
        return renewal
    _check_current(held)
    _check(held.scope, looked)
    if looked.checked_on < held.checked_on:
        raise Refused.because("before-last", _("The earlier check was later than this."), field="checked_on")
    if _same(held.scope, looked):
        raise Refused.because("same-check", _("This is the check that stands here already."), field="checked_on")
    made = MinorsCheck.objects.create(scope=held.scope, renews=held, entered_by=_who(by), **looked.__dict__)
    audit.record("people.minors_renewed", made, by=by, before=held.pk)
    return made


@action
def correct_check(*, check: MinorsCheck, looked: Looked, by: audit.Actor) -> MinorsCheck:
    """Put a slip of the pen right; the trail keeps which fields were changed, not the words.

    Raises as `add_check`; Conflict when a later check stands above it or the person has left.
    """
    held = _lock(check, by)
    looked = looked.tidy()
    _check_current(held)
    _check(held.scope, looked)
    changed = [name for name, value in looked.__dict__.items() if getattr(held, name) != value]
    if not changed:
        return held
    if _same(held.scope, looked) not in {None, held}:
        raise Refused.because("same-check", _("This is the check that stands here already."), field="reference")
    for name in changed:
        setattr(held, name, getattr(looked, name))
    if "renew_on" in changed:
        held.reminded_on = None
    held.save()
    audit.record("people.minors_corrected", held, by=by, fields=changed)
    return held


@action
def leave(*, check: MinorsCheck, on: dt.date, by: audit.Actor) -> None:
    """Write down that the person no longer works here, since `on`. Twice is as good as once.

    Raises Refused when `by` does not keep this register, and for a day before the check or still to come.
    """
    held = _lock(check, by)
    if held.left_on is not None:
        return
    _check_current(held)
    if on < held.checked_on:
        raise Refused.because("left-too-early", _("This is before the check. Look at the year."), field="left_on")
    if on > clock.today(zone_of(held.scope)):
        raise Refused.because(
            "left-to-come", _("This day is still to come. Write it down when it is there."), field="left_on"
        )
    held.left_on = on
    held.save(update_fields=["left_on"])
    audit.record("people.minors_left", held, by=by, on=on.isoformat())


def remind() -> None:
    """Tell whoever keeps a register of the checks to be renewed: thirty days ahead, and when the day has passed."""
    latest = clock.now().date() + AHEAD + dt.timedelta(days=1)
    due = MinorsCheck.objects.filter(renewal__isnull=True, left_on__isnull=True, renew_on__lte=latest)
    for check in due.select_related("scope"):
        if _news(check):
            _remind(check=check)


@action
def _remind(*, check: MinorsCheck) -> None:
    held = MinorsCheck.objects.select_for_update(of=("self",)).select_related("scope").filter(pk=check.pk).first()
    news = held and _news(held)
    if held is None or not news:
        return
    chain = chain_of(held.scope)
    keepers = people_with(Role.COORDINATOR, chain) or people_with(Role.OPERATOR, chain)
    for keeper in keepers:
        messages.send(
            key=f"minors:{held.pk}:{held.renew_on}:{news}:{keeper.pk}",
            kind="people.minors_due",
            to=keeper.email,
            language=keeper.language,
            # An open letter is no place for a name from this register; it stands behind the link.
            context={"check": held, "is_late": news == "late", "link": url_of(held.scope, f"minors/{held.pk}")},
        )
    if keepers:
        held.reminded_on = clock.today(zone_of(held.scope))
        held.save(update_fields=["reminded_on"])


def _news(check: MinorsCheck) -> str:
    """Return what there is to say about a check that was not said yet: "soon", "late", or nothing."""
    today = clock.today(zone_of(check.scope))
    if check.renew_on is None or today < check.renew_on - AHEAD:
        return ""
    if today > check.renew_on:
        return "late" if check.reminded_on is None or check.reminded_on <= check.renew_on else ""
    return "soon" if check.reminded_on is None else ""


def out_of_date() -> QuerySet[MinorsCheck]:
    """Return the entries of those who left so many full years ago that nothing asks for them any more."""
    last = clock.now().year - settings.MINORS_KEPT_YEARS - 1
    # The earlier checks of somebody go with the last one.
    left = MinorsCheck.objects.filter(left_on__year__lte=last)
    gone = set(left.values_list("pk", flat=True))
    earlier = set(left.filter(renews__isnull=False).values_list("renews_id", flat=True))
    while earlier - gone:
        gone |= earlier
        above = MinorsCheck.objects.filter(pk__in=earlier, renews__isnull=False)
        earlier = set(above.values_list("renews_id", flat=True))
    return MinorsCheck.objects.filter(pk__in=gone)


def register_retention() -> None:
    """Put the deletion among the rules that are carried out each night."""
    sentence = _(
        "Who worked with children is deleted from the register as many years after they left as the settings say."
    )
    retention.deleting("people.minors_left", sentence, out_of_date)


def _check(scope: Scope, looked: Looked) -> None:
    """Raise Refused with all that is wrong, or says more than the register may hold."""
    problems = [
        *(_word_problem(name, getattr(looked, name)) for name in LONGEST),
        *_day_problems(looked, clock.today(zone_of(scope))),
    ]
    found = [problem for problem in problems if problem]
    if found:
        raise Refused(*found)


def _word_problem(field: str, words: str) -> Problem | None:
    sentence: Sentence = ""
    if not words:
        sentence = _("This is missing.")
    elif PESEL.search(words):
        sentence = _("This looks like a PESEL. It is never written down here.")
    elif len(words) > LONGEST[field] or (field == "reference" and len(words.split()) > WORDS_OF_REFERENCE):
        sentence = _("This is too long. What a register says is never typed in here; the number of the file is enough.")
    return Problem(field, "not-a-fact", sentence) if sentence else None


def _day_problems(looked: Looked, today: dt.date) -> list[Problem]:
    problems = []
    if looked.checked_on > today:
        problems.append(
            Problem("checked_on", "to-come", _("This day is still to come. Write it down when it is there."))
        )
    if looked.statement_on and looked.statement_on > today:
        problems.append(
            Problem("statement_on", "to-come", _("This day is still to come. Write it down when it is there."))
        )
    if looked.renew_on and looked.renew_on <= looked.checked_on:
        problems.append(Problem("renew_on", "renewed-too-early", _("This must come after the day of the check.")))
    return problems


def _same(scope: Scope, looked: Looked) -> MinorsCheck | None:
    names = ("person", "role", "checked_on", "reference")
    return MinorsCheck.objects.filter(scope=scope, **{name: getattr(looked, name) for name in names}).first()


def _check_current(held: MinorsCheck) -> None:
    if held.left_on is not None:
        raise Conflict.because("left", _("This person has left. If they came back, add them anew."))
    if MinorsCheck.objects.filter(renews=held).exists():
        raise Conflict.because("renewed", _("There is a later check of this person already."))


def _check_keeper(scope: Scope, by: audit.Actor) -> None:
    if by.kind != audit.SYSTEM.kind and not keeps_minors(by.user, scope):
        raise Refused.because("may-not", _("You do not keep this register."))


def _lock(check: MinorsCheck, by: audit.Actor) -> MinorsCheck:
    held = MinorsCheck.objects.select_for_update(of=("self",)).select_related("scope").get(pk=check.pk)
    _check_keeper(held.scope, by)
    return held


def _who(by: audit.Actor) -> User | None:
    return by.user if isinstance(by.user, User) else None
