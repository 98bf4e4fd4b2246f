"""The lists of the desk: who waits, who belongs, who is under notice, whose membership has ended."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from podworko.core.errors import Sentence
from podworko.core.search.folding import words
from podworko.membership.models import MEMBER_LIFE, MEMBERS, Membership, MembershipState
from podworko.people.models import Role, User
from podworko.people.queries import scopes_of
from podworko.places.models import Centre

A_PAGE = 100
OVER = (
    *(MembershipState.RESIGNED, MembershipState.STRUCK_OFF, MembershipState.DIED),
    *(MembershipState.REFUSED, MembershipState.WITHDRAWN),
)


@dataclass(frozen=True)
class Part:
    """One part of the list: its name in the address, its words, and the states that stand in it."""

    name: str
    words: Sentence
    states: Sequence[MembershipState]
    count: int = 0


PARTS = (
    Part("members", _("Members"), MEMBERS),
    Part("waiting", pgettext_lazy("declarations", "Waiting"), (MembershipState.WAITING,)),
    Part("notice", _("Under notice"), (MembershipState.NOTICE,)),
    Part("ended", pgettext_lazy("memberships", "Ended"), OVER),
)


@dataclass(frozen=True)
class Listed:
    """A page of one part of the list, with how many stand in each part."""

    parts: Sequence[Part]
    part: Part
    page: Page[dict[str, Any]]
    unconfirmed: int

    @property
    def waiting(self) -> int:
        """How many declarations wait."""
        return next(part.count for part in self.parts if part.name == "waiting")


@dataclass(frozen=True)
class Ways:
    """What staff can do with a membership."""

    can_accept: bool
    can_refuse: bool
    can_give_notice: bool
    can_take_back_notice: bool
    can_end: bool
    can_print: bool


def listed(centre: Centre, *, part: str, sought: str, page: str) -> Listed:
    """Return the part of the list that is asked for, those of it whose name or number is `sought`: in two queries."""
    counts = Counter(
        dict(centre.memberships.order_by().values_list("state").annotate(count=Count("pk")).filter(count__gt=0))
    )
    parts = [Part(each.name, each.words, each.states, sum(counts[state] for state in each.states)) for each in PARTS]
    chosen = next((each for each in parts if each.name == part), parts[0])
    order = ["-ended_on", "-pk"] if chosen.name == "ended" else ["created_at"] if chosen.name == "waiting" else []
    rows = centre.memberships.filter(state__in=chosen.states).order_by(*order or ["number"])
    names = ("reference", "number", "person", "state", "since", "created_at", "ended_on", "answer_until")
    found = list(_sought(rows.values(*names), sought))
    for row in found:
        row["label"] = MembershipState(row["state"]).label
    return Listed(parts, chosen, Paginator(found, A_PAGE).get_page(page), counts[MembershipState.UNCONFIRMED])


def _sought(rows: Iterable[dict[str, Any]], sought: str) -> Iterable[dict[str, Any]]:
    """Leave those with this number, or with these words in their name, whatever capitals and marks they have.

    It is done here: SQLite knows no other small letters than those of English.
    """
    wanted = words(sought[:100])
    for row in rows:
        has = words(row["person"])
        if all(any(word.startswith(each) for word in has) or each == str(row["number"]) for each in wanted):
            yield row


def names_and_numbers(centre: Centre) -> Sequence[tuple[int, str]]:
    """Return the members by number, with what may hang on a wall or go round: number and name."""
    found = centre.memberships.filter(state__in=MEMBERS).order_by("number")
    return [(number, person) for number, person in found.values_list("number", "person") if number]


def to_export(centre: Centre) -> QuerySet[Membership]:
    """Return whom a table of the members holds: who belongs, and who waits."""
    found = centre.memberships.filter(state__in=(*MEMBERS, MembershipState.WAITING))
    return found.order_by(F("number").asc(nulls_last=True), "pk")


def membership_or_404(centre: Centre, reference: str) -> Membership:
    """Return a confirmed declaration to `centre` by its reference. Raises Http404."""
    found = centre.memberships.exclude(state=MembershipState.UNCONFIRMED).select_related("taken_by")
    membership = get_object_or_404(found, reference=reference)
    membership.centre = centre
    return membership


def ways(membership: Membership) -> Ways:
    """Return what staff can do with it now."""
    state = membership.state
    return Ways(
        can_accept=state == MembershipState.WAITING,
        can_refuse=MEMBER_LIFE.allows(state, MembershipState.REFUSED),
        can_give_notice=MEMBER_LIFE.allows(state, MembershipState.NOTICE),
        can_take_back_notice=state == MembershipState.NOTICE,
        can_end=MEMBER_LIFE.allows(state, MembershipState.DIED),
        can_print=membership.erased_at is None,
    )


def kept_by(user: User) -> QuerySet[Membership]:
    """Return the confirmed declarations to the places that `user` runs."""
    scopes = scopes_of(user, (Role.HOST, Role.COORDINATOR, Role.OPERATOR))
    found = Membership.objects.exclude(state=MembershipState.UNCONFIRMED)
    here = Centre.objects.filter(scope__in=scopes) | Centre.objects.filter(operator__scope__in=scopes)
    here |= Centre.objects.filter(network__scope__in=scopes)
    return found.filter(centre__in=here).select_related("centre__network", "centre__operator", "centre__kind")
