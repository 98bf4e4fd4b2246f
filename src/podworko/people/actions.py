"""What changes accounts, contacts and tokens."""

import datetime as dt
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from podworko.core import clock, limits, messages
from podworko.core.errors import Refused
from podworko.core.transactions import action
from podworko.people.models import ApiToken, ContactCode, Grant, Role, Scope, User

CODE_LIFE = dt.timedelta(minutes=30)
CODE_TRIES = 5


@action
def grant(*, user: User, role: Role, scope: Scope) -> Grant:
    """Give `user` the `role` on `scope` from now on; nothing changes when they have it already."""
    held = Grant.objects.in_force().filter(user=user, role=role, scope=scope).first()
    return held or Grant.objects.create(user=user, role=role, scope=scope)


@action
def issue_token(*, email: str) -> str:
    """Make an API token for the account with `email` and return it; it cannot be read again later.

    Raises User.DoesNotExist when no active account has that address.
    """
    user = User.objects.get(email__iexact=email, is_active=True)
    token = f"pdw_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(user=user, token_hash=ApiToken.hash_of(token))
    return token


@action
def send_code(*, purpose: str, email: str, language: str, about: str) -> None:
    """Send a new code for `purpose` to `email`, saying what it is `about`; earlier ones stop working.

    Raises TooMany when the address has been sent more than 8 codes within an hour.
    """
    limits.count(f"code:{ApiToken.hash_of(email.lower())[:32]}", limit=8, per=dt.timedelta(hours=1))
    code = f"{secrets.randbelow(1_000_000):06}"
    entry, is_new = ContactCode.objects.update_or_create(
        purpose=purpose,
        defaults={
            "email": email,
            "code_hash": make_password(code),
            "expires_at": clock.now() + CODE_LIFE,
            "tries_left": CODE_TRIES,
        },
    )
    if not is_new:
        entry.sent += 1
        entry.save(update_fields=["sent"])
    messages.send(
        key=f"code:{purpose}:{entry.pk}:{entry.sent}",
        kind="people.code",
        to=email,
        language=language,
        context={"code": code, "about": about, "minutes": CODE_LIFE // dt.timedelta(minutes=1)},
    )


def check_code(*, purpose: str, code: str) -> None:
    """Use up the code of `purpose`. Raises Refused when it is wrong, too old, or was guessed at too often.

    A wrong try is counted even though the caller's deed is refused: call it outside a transaction.
    """
    wrong = Refused.because("wrong-code", _("This is not the code that we sent. Please look again."), field="code")
    spent = Refused.because("spent-code", _("This code does not work any more. Ask for a new one below."), field="code")
    used = ContactCode.objects.filter(purpose=purpose, expires_at__gt=clock.now(), tries_left__gt=0)
    entry = used.first()
    if entry is None:
        raise spent
    # Each try is paid for before it is looked at, so that many at once get no more tries than one after another.
    if not used.filter(pk=entry.pk).update(tries_left=F("tries_left") - 1):
        raise spent
    if not check_password("".join(code.split()), entry.code_hash):
        raise wrong
    entry.delete()


@action
def forget_codes() -> None:
    """Delete the codes that nobody used, with the addresses they were sent to, a day after they stopped working."""
    ContactCode.objects.filter(expires_at__lt=clock.now() - dt.timedelta(days=1)).delete()
