"""Who may grant roles, and who keeps the register for work with minors."""

from collections.abc import Iterable

import rules

from podworko.people.models import GRANTED_BY, GRANTED_ON, Role, Scope
from podworko.people.queries import is_administrator, roles_on
from podworko.people.scopes import chain_of

KEEP_MINORS = frozenset({Role.COORDINATOR, Role.OPERATOR})
SEE_MINORS = KEEP_MINORS | {Role.OFFICER}


def granted_by(held: Iterable[Role]) -> frozenset[Role]:
    """Return the roles that somebody may grant who holds these."""
    return frozenset(role for own in held for role in GRANTED_BY.get(own, ()))


def grantable(user: object, scope: Scope) -> frozenset[Role]:
    """Return the roles that `user` may grant on `scope`: by a role there or above; the administrator all of them."""
    fitting = frozenset(role for role, kinds in GRANTED_ON.items() if scope.kind in kinds)
    if is_administrator(user):
        return fitting
    return fitting & granted_by(roles_on(user, chain_of(scope)))


@rules.predicate
def may_grant(user: object, scope: Scope) -> bool:
    """Say whether `user` may grant any role on `scope`."""
    return bool(grantable(user, scope))


@rules.predicate
def sees_minors(user: object, scope: Scope) -> bool:
    """Say whether `user` answers for the work with minors in `scope`, or watches over it for the city."""
    return bool(SEE_MINORS & roles_on(user, chain_of(scope)))


@rules.predicate
def keeps_minors(user: object, scope: Scope) -> bool:
    """Say whether `user` answers for the work with minors in `scope`."""
    return bool(KEEP_MINORS & roles_on(user, chain_of(scope)))


# To see who has which role there, to invite people, to prolong and end what oneself may grant.
rules.add_perm("people.grant", may_grant)
# To read, and to keep, the register for work with minors.
rules.add_perm("people.see_minors", sees_minors)
rules.add_perm("people.keep_minors", keeps_minors)
# To read how long things are kept and what was deleted, and to try the rules out.
rules.add_perm("people.see_retention", rules.predicate(is_administrator))
