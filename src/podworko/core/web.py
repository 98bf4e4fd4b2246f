"""What views share: whose address it is, and how a refusal is shown."""

import datetime as dt
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest

from podworko.core import limits
from podworko.core.errors import Refused

# Who has a line with IPv6 has all addresses that begin with these bits (RFC 6177, 3).
LINE = 64


def address_of(request: HttpRequest) -> str:
    """Return the address that the request came from, behind as many proxies of ours as the settings say.

    Of an IPv6 address it is the part that stands for the line: whoever guesses has all the rest of it to choose from.
    """
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if settings.PROXIES and len(hops) >= settings.PROXIES and (told := _line(hops[-settings.PROXIES])):
        return told
    return _line(str(request.META.get("REMOTE_ADDR", "")))


def _line(text: str) -> str:
    """Return what an address is counted by; nothing when it is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address.packed, LINE), strict=False).network_address)


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
