"""What the history of a membership says to those who look at it."""

from typing import cast

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from podworko.core import history
from podworko.membership.models import Membership, Roll
from podworko.membership.queries.desk import kept_by
from podworko.people.models import User
from podworko.places.history import name_facts


def register() -> None:
    """Tell core the words for our verbs and messages, and who sees a membership."""
    history.register_verbs(
        {
            "membership.declared": _("Declared membership"),
            "membership.confirmed": _("Contact confirmed with a code"),
            "membership.accepted": pgettext_lazy("declaration", "Accepted"),
            "membership.refused": pgettext_lazy("declaration", "Not accepted"),
            "membership.withdrawn": pgettext_lazy("declaration", "Taken back by the person"),
            "membership.resigned": pgettext_lazy("membership", "Resigned"),
            "membership.died": pgettext_lazy("membership", "Died"),
            "membership.notice_given": _("Notice of striking off was given"),
            "membership.notice_taken_back": _("The notice was taken back"),
            "membership.struck_off": _("Struck off: the notice has run out"),
            "membership.erased": _("The person was taken out"),
            "membership.rules_changed": _("The rules of membership were changed"),
        }
    )
    history.register_kinds(
        {
            "membership.received": _("The declaration has arrived"),
            "membership.arrived": _("A declaration waits"),
            "membership.accepted": _("Welcome, with the number"),
            "membership.refused": _("Why it is not accepted"),
            "membership.notice": _("Notice of striking off"),
            "membership.notice_taken_back": _("The notice is taken back"),
            "membership.ended": _("Membership has ended"),
        }
    )
    history.register_subject(Membership._meta.label_lower, history.Subject(visible_to=_seen_by, address=_address))
    fields = Roll._meta.concrete_fields
    name_facts(
        {field.name: field.verbose_name for field in fields if field.name in {"notice_days", "is_for_residents"}}
    )


def _seen_by(user: object) -> "QuerySet[Model]":
    return cast("QuerySet[Model]", kept_by(cast("User", user)))


def _address(found: Model) -> str:
    membership = cast("Membership", found)
    place = membership.centre
    return reverse("membership:person", args=[place.network.slug, place.slug, membership.reference])
