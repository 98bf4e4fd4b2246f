"""What is asked of accounts and roles."""

from collections.abc import Iterable

from podworko.core import clock
from podworko.people.models import ApiToken, Grant, Role, User


def roles_on(user: object, scope_ids: Iterable[int | None]) -> frozenset[Role]:
    """Return the roles that `user` has now on any of the scopes; none for somebody not signed in."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    wanted = set(scope_ids)
    return frozenset(Role(role) for scope_id, role in user.grants_in_force if scope_id in wanted)


def scopes_of(user: object, roles: Iterable[Role]) -> frozenset[int]:
    """Return the ids of the scopes on which `user` has one of `roles` now."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    wanted = set(roles)
    return frozenset(scope_id for scope_id, role in user.grants_in_force if role in wanted)


def user_of_token(token: str) -> User | None:
    """Return the active user whose API token this is."""
    entry = (
        ApiToken.objects.select_related("user").filter(token_hash=ApiToken.hash_of(token), user__is_active=True).first()
    )
    if entry is None:
        return None
    ApiToken.objects.filter(pk=entry.pk).update(last_used_at=clock.now())
    return entry.user


def people_with(role: Role, scope_ids: Iterable[int | None]) -> list[User]:
    """Return the active users who have `role` now on any of the scopes."""
    grants = Grant.objects.in_force().filter(role=role, scope_id__in=list(scope_ids))
    return list(User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("pk"))
