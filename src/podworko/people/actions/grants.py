"""Roles: given from–until by somebody who may, prolonged, ended."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from podworko.core import audit, clock
from podworko.core.errors import Conflict, Refused
from podworko.core.transactions import action
from podworko.people.actions.endings import tell_holder
from podworko.people.models import GRANTED_ON, Grant, Role, Scope, User
from podworko.people.rules import grantable

# Without one of these, nobody there could let anybody in again.
KEYHOLDERS = frozenset({Role.OFFICER, Role.OPERATOR})


@action
def grant(
    *,
    user: User,
    role: Role,
    scope: Scope,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    by: audit.Actor = audit.SYSTEM,
) -> Grant:
    """Give `user` the `role` on `scope`, from now when nobody says since when, with no end when nobody says until when.

    Nothing changes when they have it already then. Raises Refused when `by` may not grant it, when it is to
    themselves, and when such a role is not given on such a scope.
    """
    check_may_grant(role=role, scope=scope, by=by, to=user)
    begins = since or clock.now()
    check_span(begins, until)
    _take_turns(scope.pk)
    held = (
        Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=begins), user=user, role=role, scope=scope)
        .filter(since__lt=until or dt.datetime.max.replace(tzinfo=dt.UTC))
        .order_by("since")
        .first()
    )
    if held:
        return held
    given = Grant.objects.create(user=user, role=role, scope=scope, since=begins, until=until, granted_by_id=_who(by))
    facts: dict[str, Any] = {"user": user.pk, "role": role, "scope": scope.pk}
    audit.record("people.granted", given, by=by, **facts, since=begins.isoformat(), until=_written(until))
    return given


@action
def prolong(*, grant: Grant, until: dt.datetime | None, by: audit.Actor, is_sure: bool = False) -> Grant:
    """Let the role hold until another moment, or with no end. An earlier one ends it sooner.

    Raises Refused when `by` may not grant it or has it themselves, and as `end_grant`; Conflict when it is over.
    """
    held = _lock(grant, by)
    if held.until is not None and held.until <= clock.now():
        raise over()
    if until == held.until:
        return held
    if until is not None:
        check_span(held.since, until)
    if until is not None and (held.until is None or until < held.until):
        return end_grant(grant=held, at=until, by=by, is_sure=is_sure)
    # Whoever may grant a role may lay down their own, not keep it for longer.
    check_may_grant(role=Role(held.role), scope=held.scope, by=by, to=held.user)
    old, held.until = held.until, until
    held.save(update_fields=["until"])
    audit.record("people.prolonged", held, by=by, before=_written(old), after=_written(until), **_facts(held))
    return held


@action
def end_grant(*, grant: Grant, by: audit.Actor, at: dt.datetime | None = None, is_sure: bool = False) -> Grant:
    """End the role now, or `at` a moment to come; one that has not begun by then is taken back as a whole.

    Its holder is written to: now, or by `endings.tell` when that moment comes.
    Nothing changes when it has ended already. Raises Refused when `by` may not grant it, and, unless they are sure,
    when no other officer or operator would be left.
    """
    held = _lock(grant, by)
    now = clock.now()
    ends = max(at or now, now)
    if held.until is not None and held.until <= ends:
        return held
    if not is_sure and leaves_nobody(held, ends):
        raise Refused.because(
            "last-one",
            _("Nobody else has this role here then. Tick the box if that is what you want."),
            field="is_sure",
        )
    audit.record("people.ended", held, by=by, before=_written(held.until), after=_written(ends), **_facts(held))
    if ends <= held.since:
        # It was never held, and leaves nothing but its line in the audit trail.
        Grant.objects.filter(pk=held.pk).delete()
        held.until = ends
        tell_holder(held=held)
        return held
    held.until = ends
    held.save(update_fields=["until"])
    if ends <= now:
        tell_holder(held=held)
    return held


def leaves_nobody(held: Grant, at: dt.datetime) -> bool:
    """Say whether no officer of the network, no operator of the organisation is left when `held` ends `at`."""
    if held.role not in KEYHOLDERS or held.since > clock.now():
        return False
    others = Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at), role=held.role, scope=held.scope, since__lte=at, user__is_active=True
    )
    return not others.exclude(user=held.user).exists()


def check_may_grant(*, role: Role, scope: Scope, by: audit.Actor, to: User | None) -> None:
    """Raise Refused when `by` may not give `role` on `scope`, or not `to` this one."""
    if scope.kind not in GRANTED_ON[role]:
        raise Refused.because("wrong-scope", _("This role is not given here."), field="role")
    if by.kind == audit.SYSTEM.kind:
        return
    if to is not None and by.user == to:
        raise Refused.because(
            "to-oneself", _("Nobody gives a role to themselves. Ask somebody else who may."), field="email"
        )
    if role not in grantable(by.user, scope):
        raise Refused.because("may-not", _("You may not give this role here."), field="role")


def check_span(since: dt.datetime, until: dt.datetime | None) -> None:
    """Raise Refused when a role would end before it begins, or has ended already."""
    if until is not None and until <= max(since, clock.now()):
        raise Refused.because(
            "ends-too-early", _("The last day must come after the first, and not be over."), field="until"
        )


def over() -> Conflict:
    """Return the refusal of a deed on a role that has ended."""
    return Conflict.because("ended", _("This role has ended. Invite the person again."))


def _take_turns(scope_id: int) -> None:
    """Wait until nobody else changes who has which role there: two who end each other's see one another."""
    Scope.objects.select_for_update().get(pk=scope_id)


def _lock(given: Grant, by: audit.Actor) -> Grant:
    """Return the grant as it stands, held for us. Raises Conflict when it is gone, Refused when `by` may not."""
    _take_turns(given.scope_id)
    held = Grant.objects.select_related("user", "scope").filter(pk=given.pk).first()
    if held is None:
        raise over()
    check_may_grant(role=Role(held.role), scope=held.scope, by=by, to=None)
    return held


def _who(by: audit.Actor) -> int | None:
    return by.user.pk if by.user else None


def _facts(held: Grant) -> dict[str, Any]:
    return {"user": held.user_id, "role": held.role, "scope": held.scope_id}


def _written(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
