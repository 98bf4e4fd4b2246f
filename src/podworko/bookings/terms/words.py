"""Rules of what is written: words, who asks, how to answer, what is agreed to."""

from django.utils.translation import gettext as _

from podworko.bookings.drafts import Draft
from podworko.bookings.models import Applicant
from podworko.core.errors import Problem
from podworko.core.text import is_seen, too_long
from podworko.places.models import Centre, Equipment
from podworko.places.queries import lent_rooms


def about_words(
    *, topic: str | None, person: str | None, accessibility: str, group: str = "", in_return: str = ""
) -> list[Problem]:
    """Hold the words against what the place can keep; None stands for words that another rule refused already."""
    lengths = {
        "topic": (topic, 120),
        "person": (person, 120),
        "accessibility": (accessibility, 500),
        "group": (group, 120),
        "in_return": (in_return, 300),
    }
    problems = [*too_long(lengths)]
    if topic is not None and not is_seen(topic):
        problems.append(Problem("topic", "missing", _("Please say in a sentence what will happen.")))
    if person is not None and not is_seen(person):
        problems.append(Problem("person", "missing", _("Please give the name of the person responsible.")))
    return problems


def about_who(draft: Draft) -> list[Problem]:
    """Hold who asks against what a place must know of them."""
    problems = []
    if not (draft.email or draft.phone):
        sentence = _("Write a telephone number or an e-mail address, so that we can answer.")
        problems.append(Problem("phone", "contact-needed", sentence))
    if draft.applicant != Applicant.RESIDENT and not is_seen(draft.group):
        problems.append(Problem("group", "missing", _("Please give the name of the group or organisation.")))
    if draft.is_for_minors and not draft.is_guardian:
        sentence = _("For minors an adult asks, who is there and answers for them. Please confirm that it is you.")
        problems.append(Problem("is_guardian", "guardian-needed", sentence))
    if draft.is_for_minors and draft.email and not draft.phone:
        sentence = _("For a meeting of minors we need a telephone number, in case something happens.")
        problems.append(Problem("phone", "phone-needed", sentence))
    return problems


def about_equipment(centre: Centre, draft: Draft) -> list[Problem]:
    """Hold the equipment wished for against what the rooms of `centre` hold."""
    if not draft.equipment:
        return []
    held = {row.item for room in lent_rooms(centre) for row in room.equipment.all()}
    missing = [str(Equipment(item).label) for item in draft.equipment if item not in held]
    if not missing:
        return []
    sentence = _("This place does not have: %(equipment)s.") % {"equipment": ", ".join(missing)}
    return [Problem("equipment", "not-here", sentence)]


def declarations_of(centre: Centre) -> list[str]:
    """Return the sentences to which whoever asks for a room of `centre` agrees."""
    return [each.words for each in centre.declarations.all()]


def about_declarations(centre: Centre, draft: Draft) -> list[Problem]:
    """Ask for agreement to the sentences of the place, where it has some."""
    if draft.agrees or not declarations_of(centre):
        return []
    return [Problem("agrees", "agreement-needed", _("Please confirm that you agree to the rules of the place."))]
