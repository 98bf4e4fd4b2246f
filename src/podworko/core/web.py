"""What views share: whose address it is, and how a refusal is shown."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

from podworko.core import limits
from podworko.core.errors import Refused


def address_of(request: HttpRequest) -> str:
    """Return the address that the request came from, behind as many proxies of ours as the settings say."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return hops[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def limit_address(request: HttpRequest, what: str, *, limit: int, per: dt.timedelta) -> None:
    """Count one try of `what` from the address of `request`. Raises TooMany."""
    limits.count(f"{what}:{address_of(request)}", limit=limit, per=per)


@contextmanager
def told(request: HttpRequest) -> Iterator[None]:
    """Do inside what may be refused; a refusal is said at the top of the next page."""
    try:
        yield
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem.sentence))
