"""What is wrong with an activity as it is planned: each problem beside its field, the same for every door."""

from django.db.models import Q
from django.utils.translation import gettext as _

from podworko.bookings import series
from podworko.core import clock
from podworko.core.errors import Problem
from podworko.core.text import too_long
from podworko.places.models import Centre, Room, SignUp
from podworko.programme.drafts import ActivityDraft, Plan
from podworko.programme.models import STANDING, Activity, Enrolment
from podworko.programme.models.activities import INDOORS

# A person who wants to come is not questioned, and can choose at a glance.
MOST_QUESTIONS, MOST_GROUPS = 3, 8
LONGEST_QUESTION, LONGEST_GROUP = 200, 60
# As much as the number of places can be.
MOST_PEOPLE = 9999


def about(draft: ActivityDraft) -> list[Problem]:
    """Return what is wrong with what is said of an activity."""
    return [*_about_what(draft), *_about_where(draft), *_about_places(draft), *_about_groups(draft), *_asked(draft)]


def _about_what(draft: ActivityDraft) -> list[Problem]:
    found = []
    if not draft.title:
        found.append(Problem("title", "no-title", _("Give it a title.")))
    if draft.age_from is not None and draft.age_to is not None and draft.age_to < draft.age_from:
        sentence = _("The second age is below the first one. Write the lower age first.")
        found.append(Problem("age_to", "ages-in-order", sentence))
    if draft.is_age_checked and draft.age_from is None and draft.age_to is None:
        found.append(Problem("age_from", "no-ages", _("Say which ages are checked.")))
    return found


def _about_where(draft: ActivityDraft) -> list[Problem]:
    found = []
    if draft.where not in {*INDOORS, "online"} and not draft.spot:
        sentence = _("Write where people meet: an address, or a spot that is easy to find.")
        found.append(Problem("spot", "no-spot", sentence))
    if draft.where in {"online", "hybrid"} and not draft.link:
        found.append(Problem("link", "no-link", _("Write the address on line. Only those who come are told it.")))
    return found


def _about_places(draft: ActivityDraft) -> list[Problem]:
    found = []
    if draft.sign_up == SignUp.NONE and (draft.capacity is not None or draft.groups):
        sentence = _("Places can be counted only when people sign up. Choose sign-up, or leave the places empty.")
        name = "groups" if draft.groups else "capacity"
        found.append(Problem(name, "places-without-sign-up", sentence))
    least = min([each.capacity for each in draft.groups] or [draft.capacity or MOST_PEOPLE])
    if least < draft.largest_party:
        sentence = _("One sign-up cannot be for more people than there are places.")
        found.append(Problem("largest_party", "party-too-large", sentence))
    if draft.first_for and draft.capacity is None and not draft.groups:
        sentence = _("Say how many places there are: where all can come, nobody needs to be first.")
        found.append(Problem("capacity", "first-without-places", sentence))
    return found


def _about_groups(draft: ActivityDraft) -> list[Problem]:
    found = []
    names = [each.name.casefold() for each in draft.groups]
    if draft.groups and draft.capacity is not None:
        sentence = _("With groups, leave this empty: there are as many places as the groups have together.")
        found.append(Problem("capacity", "places-of-groups", sentence))
    if len(names) != len(set(names)):
        found.append(Problem("groups", "twice", _("Two groups have the same name. Give each a name of its own.")))
    if len(names) > MOST_GROUPS:
        sentence = _("That is too many groups: at most %(count)s.") % {"count": MOST_GROUPS}
        found.append(Problem("groups", "too-many", sentence))
    if any(not each.name or not 1 <= each.capacity <= MOST_PEOPLE for each in draft.groups):
        sentence = _("Write each group in a line of its own, with its number of places: Adults: 10")
        found.append(Problem("groups", "no-group", sentence))
    if sum(each.capacity for each in draft.groups) > MOST_PEOPLE:
        sentence = _("That is too many places: at most %(count)s.") % {"count": MOST_PEOPLE}
        found.append(Problem("groups", "too-many-places", sentence))
    return found + [each for group in draft.groups for each in too_long({"groups": (group.name, LONGEST_GROUP)})][:1]


def _asked(draft: ActivityDraft) -> list[Problem]:
    """Hold the questions against what may be asked: few, each with its reason, which people read."""
    found: list[Problem] = []
    if len(draft.questions) > MOST_QUESTIONS:
        sentence = _("That is too many questions: at most %(count)s.") % {"count": MOST_QUESTIONS}
        found.append(Problem("questions", "too-many", sentence))
    for number, each in enumerate(draft.questions[:MOST_QUESTIONS], start=1):
        found += too_long(
            {f"question_{number}": (each.text, LONGEST_QUESTION), f"why_{number}": (each.why, LONGEST_QUESTION)}
        )
        if not each.text:
            found.append(Problem(f"question_{number}", "no-question", _("Write the question.")))
        if not each.why:
            sentence = _("Say why you ask. People read it below the question.")
            found.append(Problem(f"why_{number}", "no-why", sentence))
    return found


def about_those_who_come(activity: Activity, draft: ActivityDraft) -> list[Problem]:
    """Return why one cannot come otherwise than people have signed up by now."""
    is_to_come = Q(intake__session__isnull=True) | Q(intake__session__ends_at__gt=clock.now())
    standing = Enrolment.objects.filter(is_to_come, intake__activity=activity, state__in=STANDING)
    names = {each.name for each in draft.groups}
    is_otherwise = draft.signs_up_for != activity.signs_up_for or draft.sign_up == SignUp.NONE
    if is_otherwise and standing.exists():
        name = "sign_up" if draft.sign_up == SignUp.NONE else "signs_up_for"
        sentence = _("People have signed up already. Take them off the list first, or leave this as it is.")
        return [Problem(name, "people-have-signed-up", sentence)]
    # Without groups everybody is of the one that has no name.
    left = set(standing.values_list("group", flat=True).distinct()) - (names or {""})
    if left:
        said = ", ".join(sorted(left - {""})) or _("people of no group")
        sentence = _("People have signed up already: %(groups)s. Leave these as they are, or take them off the list.")
        return [Problem("groups", "people-have-signed-up", sentence % {"groups": said})]
    return []


def about_plan(centre: Centre, where: str, plan: Plan) -> list[Problem]:
    """Return what is wrong with when, and in which room, an activity is to be held."""
    return [*_about_room(centre, where, plan.room), *_about_when(plan)]


def _about_room(centre: Centre, where: str, room: Room | None) -> list[Problem]:
    if where in INDOORS and room is None:
        return [Problem("room", "no-room", _("Choose the room."))]
    if room and room.centre_id != centre.pk:
        return [Problem("room", "no-such-room", _("This place has no such room."))]
    return []


def _about_when(plan: Plan) -> list[Problem]:
    if plan.when.ends <= plan.when.starts:
        return [Problem("ends", "ends-first", _("It must end later than it begins."))]
    try:
        dates = plan.when.dates()
    except series.NotARule:
        return [Problem("rule", "no-rule", _("This series cannot be read. Choose how often, and until when."))]
    if not dates:
        return [Problem("rule", "no-dates", _("This series has no date. Choose a later last day."))]
    if len(dates) > series.MOST_DATES:
        sentence = _("That is too many dates at once: at most %(count)s. Choose an earlier last day.")
        return [Problem("rule", "too-many-dates", sentence % {"count": series.MOST_DATES})]
    return []
