"""The signed address by which a resident sees and changes their request, with no account."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from podworko.bookings.models import BookingRequest

_SIGNER = Signer(salt="podworko.bookings.request")


def token_of(request: BookingRequest) -> str:
    """Return what stands in the address: the reference and its signature."""
    return _SIGNER.sign(request.reference)


def path_of(request: BookingRequest, page: str = "mine") -> str:
    """Return the path of one of the resident's pages of `request`."""
    return reverse(f"bookings:{page}", args=[token_of(request)])


def url_of(request: BookingRequest, page: str = "mine") -> str:
    """Return the whole address, for a message."""
    return f"{settings.SITE_URL}{path_of(request, page)}"


def reference_in(token: str) -> str | None:
    """Return the reference that `token` was made for; None when somebody altered it."""
    try:
        return _SIGNER.unsign(token)
    except BadSignature:
        return None
