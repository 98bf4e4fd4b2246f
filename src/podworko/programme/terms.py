"""What a place says to somebody who wants to sign up: one judge for the form, the staff's form and the API."""

from django.utils.translation import gettext as _

from podworko.bookings.models import Channel
from podworko.core import clock
from podworko.core.errors import Problem
from podworko.core.text import is_seen, too_long
from podworko.people import assisted
from podworko.people.assisted import Assistance
from podworko.places.models import SignUp
from podworko.programme.drafts import EnrolmentDraft
from podworko.programme.models import Activity, ActivityState, Session, SignsUpFor

# Nobody is older than that.
LONGEST_LIFE = 120
# In letters.
LONGEST_NAME, LONGEST_ANSWER = 120, 300


def judge(
    activity: Activity,
    session: Session | None,
    draft: EnrolmentDraft,
    *,
    channel: Channel,
    assistance: Assistance | None = None,
) -> list[Problem]:
    """Return why somebody cannot sign up like that, each beside its field."""
    if problem := closed(activity, session):
        return [problem]
    return [
        *_about_words(draft),
        *_about_who(activity, draft),
        *_about_group(activity, draft),
        *_about_answers(activity, draft),
        *_about_contact(draft, channel, assistance),
    ]


def closed(activity: Activity, session: Session | None) -> Problem | None:
    """Return why nobody can sign up for `session`, or (None) for the whole series, at this moment."""
    if activity.sign_up == SignUp.NONE:
        return Problem("", "no-sign-up", _("Nobody needs to sign up for this. Just come."))
    if activity.state != ActivityState.PUBLISHED:
        return Problem("", "not-on", _("This is not held at present. The programme of the place shows what is on."))
    if (session is None) != (activity.signs_up_for == SignsUpFor.SERIES):
        return Problem("session", "no-such-session", _("Choose what you want to come to."))
    if activity.is_over(session):
        return Problem("session", "over", _("It has begun already, or is called off. Choose another date."))
    return None


def _about_words(draft: EnrolmentDraft) -> list[Problem]:
    names = {name: (getattr(draft, name), LONGEST_NAME) for name in ("person", "children", "collected_by")}
    answers = {f"answer_{number}": (said, LONGEST_ANSWER) for number, said in enumerate(draft.answers, start=1)}
    return [*too_long(names | answers)]


def _about_group(activity: Activity, draft: EnrolmentDraft) -> list[Problem]:
    if not activity.groups or draft.group in activity.capacities:
        return []
    return [Problem("group", "no-group", _("Choose a group."))]


def _about_answers(activity: Activity, draft: EnrolmentDraft) -> list[Problem]:
    answers = [*draft.answers, *[""] * len(activity.questions)]
    return [
        Problem(f"answer_{number}", "no-answer", _("Please answer this."))
        for number, (question, said) in enumerate(zip(activity.questions, answers, strict=False), start=1)
        if question["is_needed"] and not is_seen(said)
    ]


def _about_who(activity: Activity, draft: EnrolmentDraft) -> list[Problem]:
    found = [] if is_seen(draft.person) else [Problem("person", "no-name", _("Write your name."))]
    if draft.seats > activity.largest_party:
        sentence = _("People in one sign-up, at most: %(count)s.") % {"count": activity.largest_party}
        found.append(Problem("seats", "party-too-large", sentence))
    if draft.seats < 1:
        found.append(Problem("seats", "nobody", _("At least one person must come.")))
    if activity.is_age_checked:
        found += _about_age(activity, draft)
    if activity.is_for_minors:
        found += _about_children(draft)
    return found


def _about_children(draft: EnrolmentDraft) -> list[Problem]:
    found = []
    if not is_seen(draft.children):
        found.append(Problem("children", "no-children", _("Write the first name of the child.")))
    if not draft.phone:
        sentence = _("Write a telephone number, so that we can call you during the activity.")
        found.append(Problem("phone", "phone-needed", sentence))
    if not draft.is_guardian:
        sentence = _("A child is signed up by a parent or guardian. Tick this if you are one.")
        found.append(Problem("is_guardian", "no-guardian", sentence))
    return found


def _about_age(activity: Activity, draft: EnrolmentDraft) -> list[Problem]:
    """Hold the year of birth against the ages: whoever reaches the age in this year is let in."""
    year = clock.today(activity.zone).year
    if draft.birth_year is None or not year - LONGEST_LIFE <= draft.birth_year <= year:
        return [Problem("birth_year", "no-year", _("Write the year of birth, with four digits."))]
    # They turn this old in the course of the year.
    age = year - draft.birth_year
    if activity.age_from is not None and age < activity.age_from:
        sentence = _("This is for people of %(age)s years and more.") % {"age": activity.age_from}
        return [Problem("birth_year", "too-young", sentence)]
    if activity.age_to is not None and age - 1 > activity.age_to:
        sentence = _("This is for people up to %(age)s years old.") % {"age": activity.age_to}
        return [Problem("birth_year", "too-old", sentence)]
    return []


def _about_contact(draft: EnrolmentDraft, channel: Channel, assistance: Assistance | None) -> list[Problem]:
    if channel == Channel.WEB and not draft.email:
        return [Problem("email", "email-needed", _("We send a code there, so we need your e-mail address."))]
    found = assisted.problems(assistance, email=draft.email, phone=draft.phone) if assistance else []
    if not found and not draft.email and not draft.phone:
        sentence = _("Write a telephone number or an e-mail address, so that we can say when something changes.")
        return [Problem("phone", "no-contact", sentence)]
    return found
