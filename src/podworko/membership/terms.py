"""What a place says to somebody who wants to belong: one judge for the form and for the staff's form."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.core.errors import Problem
from podworko.membership.drafts import MemberDraft
from podworko.membership.models import Roll
from podworko.people import assisted
from podworko.people.assisted import Assistance
from podworko.people.models import AnswerBy
from podworko.places.models import Centre, Part

# Nobody is older than that.
LONGEST_LIFE = 120


def judge(roll: Roll, draft: MemberDraft, *, assistance: Assistance | None = None) -> list[Problem]:
    """Return why nobody can declare like that, each beside its field; `assistance` where staff type it in."""
    if problem := closed(roll.centre):
        return [problem]
    return [
        *_about_who(roll, draft),
        *(_about_contact_on_paper(draft, assistance) if assistance else _about_contact(draft)),
        *_about_emergency(draft),
    ]


def asked(roll: Roll, draft: MemberDraft) -> MemberDraft:
    """Return of the draft what the place asks for: nothing else is kept."""
    return replace(
        draft,
        birth_year=draft.birth_year if asks_age(roll.centre) else None,
        lives_here=draft.lives_here and roll.is_for_residents,
    )


def takes_members(centre: Centre) -> bool:
    """Say whether one can become a member of `centre`: its kind has members, and it is at work."""
    return Part.MEMBERSHIP in centre.kind.parts and centre.is_at_work


def asks_age(centre: Centre) -> bool:
    """Say whether places of this kind are for people of a certain age; only then the year of birth is asked for."""
    return centre.kind.age_from is not None or centre.kind.age_to is not None


def closed(centre: Centre) -> Problem | None:
    """Return why nobody can become a member of `centre` at all."""
    if takes_members(centre):
        return None
    return Problem("", "no-members", _("This place takes no members. Just come."))


def _about_who(roll: Roll, draft: MemberDraft) -> Iterable[Problem]:
    # What has no letter is no name, even when something stands there that nobody sees.
    if not any(map(str.isalnum, draft.person)):
        yield Problem("person", "no-name", _("Write your name."))
    if asks_age(roll.centre):
        yield from _about_age(roll.centre, draft.birth_year)
    if roll.is_for_residents and not draft.lives_here:
        sentence = _("This place is for those who live in the town of %(city)s.") % {"city": roll.centre.city}
        yield Problem("lives_here", "not-from-here", sentence)


def _about_age(centre: Centre, birth_year: int | None) -> Iterable[Problem]:
    """Hold the year of birth against the ages of the kind: whoever reaches the age in this year is let in."""
    year = clock.today(centre.zone).year
    if birth_year is None or not year - LONGEST_LIFE <= birth_year <= year:
        yield Problem("birth_year", "no-year", _("Write the year of birth, with four digits."))
        return
    # They turn this old in the course of the year.
    age, kind = year - birth_year, centre.kind
    if kind.age_from is not None and age < kind.age_from:
        sentence = _("This is for people of %(age)s years and more.") % {"age": kind.age_from}
        yield Problem("birth_year", "too-young", sentence)
    elif kind.age_to is not None and age - 1 > kind.age_to:
        yield Problem("birth_year", "too-old", _("This is for people up to %(age)s years old.") % {"age": kind.age_to})


def _about_contact(draft: MemberDraft) -> Iterable[Problem]:
    if not draft.email:
        yield Problem("email", "email-needed", _("We send a code there, so we need your e-mail address."))


def _about_contact_on_paper(draft: MemberDraft, assistance: Assistance) -> Iterable[Problem]:
    found = assisted.problems(assistance, email=draft.email, phone=draft.phone)
    yield from found
    wants_letters = assistance.answer_by == AnswerBy.LETTER
    if draft.address and not wants_letters:
        sentence = _("We ask for an address only to send letters. Choose letters above, or leave it empty.")
        yield Problem("address", "address-not-needed", sentence)
    elif not draft.address and not draft.phone and not draft.email:
        sentence = _("Write a telephone number, an e-mail address or, for letters, where they live.")
        yield Problem("address" if wants_letters else "phone", "no-contact", sentence)


def _about_emergency(draft: MemberDraft) -> Iterable[Problem]:
    if draft.emergency_person and not draft.emergency_phone:
        yield Problem("emergency_phone", "no-number", _("Write their telephone number too, or leave both empty."))
    if draft.emergency_phone and not draft.emergency_person:
        yield Problem("emergency_person", "no-name", _("Write who that is too, or leave both empty."))
