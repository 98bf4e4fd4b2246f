"""Who asks: the bearer of a token."""

import datetime as dt
from typing import cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from podworko.core.web import limit_address
from podworko.people.models import User
from podworko.people.queries import user_of_token

# As many wrong tokens from one address; whoever has a right one is not kept out by them.
WRONG_TOKENS = 30
HOUR = dt.timedelta(hours=1)


class BearerToken(HttpBearer):
    """Lets in whoever holds a token of an active account."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Return the user whose `token` it is. Raises TooMany after too many wrong ones from one address."""
        user = user_of_token(token)
        if user is None:
            limit_address(request, "token", limit=WRONG_TOKENS, per=HOUR)
        return user


def bearer(request: HttpRequest) -> User:
    """Return the user who asks, on an operation that needs a token."""
    return cast("User", request.auth)  # type: ignore[attr-defined]
