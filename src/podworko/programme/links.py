"""The signed address by which somebody sees their sign-up, and leaves, with no account."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from podworko.programme.models import Enrolment

_SIGNER = Signer(salt="podworko.programme.enrolment")


def token_of(enrolment: Enrolment) -> str:
    """Return what stands in the address: the reference and its signature."""
    return _SIGNER.sign(enrolment.reference)


def path_of(enrolment: Enrolment, page: str = "enrolment") -> str:
    """Return the path of one of the person's pages of `enrolment`."""
    return reverse(f"programme:{page}", args=[token_of(enrolment)])


def url_of(enrolment: Enrolment, page: str = "enrolment") -> str:
    """Return the whole address, for a message."""
    return f"{settings.SITE_URL}{path_of(enrolment, page)}"


def reference_in(token: str) -> str | None:
    """Return the reference that `token` was made for; None when somebody altered it."""
    try:
        return _SIGNER.unsign(token)
    except BadSignature:
        return None
