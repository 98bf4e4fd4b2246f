"""The signed address by which those who come check themselves in: of one session, for as long as it lasts."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from podworko.programme.models import Session

_SIGNER = Signer(salt="podworko.attendance.here")


def token_of(session: Session) -> str:
    """Return what stands in the address: the session and its signature."""
    return _SIGNER.sign(str(session.pk))


def url_of(session: Session) -> str:
    """Return the whole address, for the code."""
    return f"{settings.SITE_URL}{reverse('attendance:here', args=[token_of(session)])}"


def session_in(token: str) -> int | None:
    """Return the id of the session that `token` was made for; None when somebody altered it."""
    try:
        return int(_SIGNER.unsign(token))
    except BadSignature:
        return None
