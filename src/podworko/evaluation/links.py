"""The addresses by which somebody rates with no account: of the tablet at the door, and in the message afterwards."""

import hashlib
import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from podworko.core.text import id_in
from podworko.programme.models import Session

_TABLET = Signer(salt="podworko.evaluation.tablet")
# 96 bits: nobody guesses one, and it fits into a text message.
SECRET_BYTES = 12


def tablet_token(session: Session) -> str:
    """Return what stands in the address of the tablet: the session and its signature."""
    return _TABLET.sign(str(session.pk))


def tablet_path(session: Session) -> str:
    """Return the path of the tablet for `session`."""
    return reverse("evaluation:tablet", args=[tablet_token(session)])


def session_in(token: str) -> int | None:
    """Return the id of the session that `token` was made for; None when somebody altered it."""
    try:
        value = _TABLET.unsign(token)
    except BadSignature:
        return None
    return id_in(value)


def new_secret() -> str:
    """Return a secret for the link in one message."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def url_of(secret: str) -> str:
    """Return the whole address, for a message.

    A face is named after it by a fragment ("#face-5"), which no browser sends: what somebody is about to press stands
    in no log.
    """
    return f"{settings.SITE_URL}{reverse('evaluation:rate', args=[secret])}"
