"""The signed address by which a member sees their declaration, and resigns, with no account."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from podworko.membership.models import Membership

_SIGNER = Signer(salt="podworko.membership")


def token_of(membership: Membership) -> str:
    """Return what stands in the address: the reference and its signature."""
    return _SIGNER.sign(membership.reference)


def path_of(membership: Membership, page: str = "mine") -> str:
    """Return the path of one of the person's own pages."""
    return reverse(f"membership:{page}", args=[token_of(membership)])


def url_of(membership: Membership, page: str = "mine") -> str:
    """Return the whole address, for a message."""
    return f"{settings.SITE_URL}{path_of(membership, page)}"


def reference_in(token: str) -> str | None:
    """Return the reference that `token` was made for; None when somebody altered it."""
    try:
        return _SIGNER.unsign(token)
    except BadSignature:
        return None
