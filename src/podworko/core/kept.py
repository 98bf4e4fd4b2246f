"""Pages that are kept whole for visitors, under words that change with what they show."""

import hashlib
from collections.abc import Callable
from typing import cast

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from podworko.core.edition import edition

# A page holds the token of whoever looks at it: kept, and fresh only when what it shows or the program changes.
CACHING = "private, max-age=0, must-revalidate"
KEPT_SECONDS = 24 * 60 * 60
# Stands in a kept page where each visitor's own token goes.
TOKEN = "token-of-the-visitor"  # noqa: S105 - it stands for one
# Returns the page with this token in it.
Make = Callable[[str], HttpResponse]


def is_for_all(request: HttpRequest) -> bool:
    """Say whether the page is the same for whoever asks so: nobody is signed in, nothing is to be said to them."""
    return not (request.user.is_authenticated or len(get_messages(request)))


def kept(request: HttpRequest, make: Make, *words: str) -> HttpResponseBase:
    """Return the page kept under `words`, made where none is; 304 to who has it.

    Who calls has seen to it that the address is one of few that the page writes itself: nobody fills the cache with a
    page under a thousand addresses. A page that is not there (404) is raised through, and nothing is kept.
    """
    kept_under = _print(edition(), get_language() or "", *words)
    token = get_token(request)
    etag = f'W/"{_print(kept_under, request.META["CSRF_COOKIE"])}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        key = f"page:{kept_under}"
        parts = cast("list[bytes] | None", cache.get(key))
        if parts is None:
            parts = make(TOKEN).content.split(TOKEN.encode())
            cache.set(key, parts, KEPT_SECONDS)
        response = HttpResponse(token.encode().join(parts))
    response["ETag"] = etag
    response["Cache-Control"] = CACHING
    return response


def _print(*words: str) -> str:
    """Return a short print of the `words`."""
    return hashlib.blake2b("\n".join(words).encode(), digest_size=16).hexdigest()
