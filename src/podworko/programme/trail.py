"""What the history of an activity, and of a sign-up, says to those who look at it."""

from typing import cast

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from podworko.bookings.queries.requests import centres_staffed_by
from podworko.core import history
from podworko.people.models import User
from podworko.places.history import name_facts
from podworko.programme.models import Activity, Enrolment
from podworko.programme.queries.sign_ups import known_to


def register() -> None:
    """Tell core the words for our verbs and messages, and who sees the activities and the sign-ups."""
    history.register_verbs(
        {
            "programme.created": _("Planned"),
            "programme.changed": _("Changed"),
            "programme.published": _("Published"),
            "programme.called_off": _("Called off"),
            "programme.sessions_added": _("Further dates planned"),
            "programme.session_called_off": _("A date was called off"),
            "programme.moved": _("Hours or room changed"),
            "programme.signed_up": _("Signed up"),
            "programme.confirmed": _("Contact confirmed with a code"),
            "programme.promoted": _("A place became free"),
            "programme.place_taken": _("The place was taken"),
            "programme.offer_lapsed": _("Not answered in time"),
            "programme.resigned": _("Resigned"),
            "programme.removed": _("Taken off the list"),
            "programme.erased": _("The person was taken out"),
        }
    )
    history.register_kinds(
        {
            "programme.going": _("There is a place"),
            "programme.waiting": _("On the waiting list"),
            "programme.offered": _("A place is offered"),
            "programme.lapsed": _("The place went to the next"),
            "programme.left": _("Off the list"),
            "programme.called_off": _("What is called off"),
            "programme.moved": _("What is changed"),
        }
    )
    history.register_subject(
        Activity._meta.label_lower, history.Subject(visible_to=_activities_seen_by, address=_address_of_activity)
    )
    history.register_subject(
        Enrolment._meta.label_lower,
        history.Subject(visible_to=_enrolments_seen_by, address=_address_of_enrolment),
    )
    fields = Activity._meta.concrete_fields
    name_facts({field.name: field.verbose_name for field in fields if field.name not in {"id", "centre"}})


def _activities_seen_by(user: object) -> "QuerySet[Model]":
    return cast("QuerySet[Model]", Activity.objects.filter(centre__in=centres_staffed_by(user)))


def _enrolments_seen_by(user: object) -> "QuerySet[Model]":
    return cast("QuerySet[Model]", known_to(cast("User", user)))


def _address_of_activity(found: Model) -> str:
    activity = cast("Activity", found)
    return reverse("programme:desk_activity", args=_words(activity))


def _address_of_enrolment(found: Model) -> str:
    enrolment = cast("Enrolment", found)
    return reverse("programme:person", args=[*_words(enrolment.intake.activity), enrolment.reference])


def _words(activity: Activity) -> list[str]:
    return [activity.centre.network.slug, activity.centre.slug, activity.slug]
