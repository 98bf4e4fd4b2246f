"""Keys with which programs act for people."""

import secrets

from django.utils.translation import gettext_lazy as _

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.transactions import action
from podworko.people.models import ApiToken, User

# Whoever needs more has lost count of them.
MOST_TOKENS = 20
LONGEST_NAME = 80


@action
def issue_token(*, email: str, name: str = "", by: audit.Actor = audit.SYSTEM) -> str:
    """Make a token for the account with `email`, remembered by `name`, and return it; it cannot be read again later.

    Raises User.DoesNotExist when no active account has that address; Refused, when a person asks, without a name, for
    one in use, and for a token too many.
    """
    user = User.objects.get(email__iexact=email, is_active=True)
    name = " ".join(name.split())
    if by.is_staff:
        _check_name(user, name)
    token = f"pdw_{secrets.token_urlsafe(32)}"
    entry = ApiToken.objects.create(
        user=user, name=name, token_hash=ApiToken.hash_of(token), made_with=_made_with(user, by)
    )
    audit.record("people.token_issued", entry, by=by, user=user.pk, name=name)
    return token


def _made_with(user: User, by: audit.Actor) -> ApiToken.MadeWith:
    """Return how well the maker is known; whoever sits at the machine knows whom they make it for."""
    if isinstance(by.user, User) and by.user.is_vouched_for:
        return ApiToken.MadeWith.CITY
    is_known = by.kind == audit.SYSTEM.kind or user.has_second_factor
    return ApiToken.MadeWith.SECOND_FACTOR if is_known else ApiToken.MadeWith.PASSWORD


def _check_name(user: User, name: str) -> None:
    if not name:
        raise Refused.because(
            "name-needed", _("Say what the token is for, to know later which one it was."), field="name"
        )
    if len(name) > LONGEST_NAME:
        raise Refused.because("name-too-long", _("This is too long. A few words are enough."), field="name")
    names = list(ApiToken.objects.filter(user=user).values_list("name", flat=True))
    if name in names:
        raise Refused.because("name-taken", _("You have a token with this name already."), field="name")
    if len(names) >= MOST_TOKENS:
        raise Refused.because("too-many-tokens", _("You have twenty tokens. Revoke those that nobody uses."))


@action
def revoke_token(*, token: ApiToken, by: audit.Actor) -> None:
    """Take a token back: whoever has it can do nothing with it any more. Twice is as good as once."""
    if ApiToken.objects.filter(pk=token.pk).delete()[0]:
        audit.record("people.token_revoked", token, by=by, user=token.user_id, name=token.name)
