"""Who has which role on a scope, had it or will have it, and who is invited."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from podworko.core import clock
from podworko.people.models import Grant, Invitation, MinorsCheck, Role, Scope

SHOWN = 50
TICK = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Member:
    """A role that somebody has, with its first and last day on the wall of the place."""

    grant: Grant
    first_day: dt.date
    last_day: dt.date | None
    # Whether the reader may prolong and end it.
    is_changeable: bool = False


@dataclass(frozen=True)
class Members:
    """All who have to do with a scope."""

    now: list[Member]
    coming: list[Member]
    ended: list[Member]
    # Whose role on what lies above reaches here too.
    above: list[Member]
    invited: list[Invitation]


def members(scope: Scope, *, above: Collection[int], grantable: Collection[Role], zone: ZoneInfo) -> Members:
    """Return who is who on `scope`, and on the scopes `above`; those with a role in `grantable` can be changed."""
    grants = Grant.objects.filter(scope=scope, user__is_active=True).select_related("user")
    now = clock.now()
    alive = Q(until__isnull=True) | Q(until__gt=now)
    rows = {
        "now": grants.filter(alive, since__lte=now),
        "coming": grants.filter(alive, since__gt=now),
    }
    here = {
        name: [member(grant, zone, is_changeable=grant.role in grantable) for grant in found.order_by(*NAMES)]
        for name, found in rows.items()
    }
    ended = grants.filter(until__lte=now).order_by("-until", "pk")[:SHOWN]
    upper = Grant.objects.in_force().filter(scope__in=set(above) - {scope.pk}, user__is_active=True)
    return Members(
        **here,
        ended=[member(grant, zone) for grant in ended],
        above=[member(grant, zone) for grant in upper.select_related("user", "scope").order_by("scope__label", *NAMES)],
        invited=list(waiting(scope).filter(role__in=grantable).order_by("created_at")),
    )


NAMES = ("role", "user__name", "pk")


def member(grant: Grant, zone: ZoneInfo, *, is_changeable: bool = False) -> Member:
    """Return the role with its days."""
    # It ends with its last day: the moment at which the next one begins.
    last = (grant.until - TICK).astimezone(zone).date() if grant.until else None
    return Member(grant, grant.since.astimezone(zone).date(), last, is_changeable)


def waiting(scope: Scope) -> QuerySet[Invitation]:
    """Return the invitations that were neither taken nor withdrawn; some may be too old to take."""
    return scope.invitations.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


def heads(scope_ids: Iterable[int]) -> dict[int, int]:
    """Return how many people have a role now, for each of the scopes."""
    counted = Grant.objects.in_force().filter(scope__in=list(scope_ids), user__is_active=True)
    return dict(counted.values_list("scope").annotate(Count("user", distinct=True)).order_by())


def checks(scope: Scope) -> QuerySet[MinorsCheck]:
    """Return the last check of each person at `scope` who has not left, what is due first."""
    return scope.minors_checks.filter(renewal__isnull=True, left_on__isnull=True).order_by("person", "pk")


def left(scope: Scope) -> QuerySet[MinorsCheck]:
    """Return those at `scope` who have left, the last to leave first."""
    return scope.minors_checks.filter(left_on__isnull=False).order_by("-left_on", "person")


def earlier(check: MinorsCheck) -> list[MinorsCheck]:
    """Return the earlier checks of the same person, the last one first."""
    by_pk = {each.pk: each for each in MinorsCheck.objects.filter(scope_id=check.scope_id)}
    found: list[MinorsCheck] = []
    above = check
    while above.renews_id in by_pk and len(found) < len(by_pk):
        above = by_pk[above.renews_id]
        found.append(above)
    return found
