"""What is asked of accounts and roles."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from podworko.core import clock
from podworko.people.models import ApiToken, Grant, Invitation, Role, User

# The last use of a token is known as well as this.
NOTED_AGAIN = dt.timedelta(minutes=5)


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


def grants_of(user: User) -> list[Grant]:
    """Return the grants that `user` has now or will have, with what they are on."""
    ended = Grant.objects.filter(user=user, until__lte=clock.now())
    return list(Grant.objects.filter(user=user).exclude(pk__in=ended).select_related("scope").order_by("since", "pk"))


def is_administrator(user: object) -> bool:
    """Say whether `user` runs the installation, and has what an administrator needs to sign in with."""
    return isinstance(user, User) and user.is_active and user.is_staff and not user.must_have_second_factor


def user_of_token(token: str) -> User | None:
    """Return the active user whose API token this is, known as well as whoever made it was."""
    entry = (
        ApiToken.objects.select_related("user").filter(token_hash=ApiToken.hash_of(token), user__is_active=True).first()
    )
    if entry is None:
        return None
    # Not at each call: a write for each read would keep the others waiting.
    if entry.last_used_at is None or clock.now() - entry.last_used_at > NOTED_AGAIN:
        ApiToken.objects.filter(pk=entry.pk).update(last_used_at=clock.now())
    user = entry.user
    user.is_known_once = entry.made_with == ApiToken.MadeWith.PASSWORD
    user.is_vouched_for = entry.made_with == ApiToken.MadeWith.CITY and bool(settings.OIDC["is_second_factor"])
    return user


def people_with(role: Role, scope_ids: Iterable[int | None]) -> list[User]:
    """Return the active users who have `role` now on any of the scopes."""
    grants = Grant.objects.in_force().filter(role=role, scope_id__in=list(scope_ids))
    return list(User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("pk"))


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """Return the tokens of `user`, the newest first."""
    return ApiToken.objects.filter(user=user).order_by("-created_at", "-pk")


def has_account(email: str) -> bool:
    """Say whether there is an account with this address, open or closed."""
    return User.objects.filter(email__iexact=email).exists()


def invitation_of_token(token: str) -> Invitation | None:
    """Return the invitation whose link this is, open or not."""
    found = Invitation.objects.select_related("scope", "invited_by")
    return found.filter(token_hash=Invitation.hash_of(token)).first()


def language_of(people: Iterable[User]) -> str:
    """Return the language that most of `people` read, of the first of them when they are even; else the site's own."""
    spoken = Counter(user.language for user in people)
    return spoken.most_common(1)[0][0] if spoken else settings.LANGUAGE_CODE
