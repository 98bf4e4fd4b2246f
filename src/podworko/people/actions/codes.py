"""Codes that prove that somebody reads a contact."""

import datetime as dt
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from podworko.core import clock, limits, messages
from podworko.core.errors import Refused
from podworko.core.holdings import Contact
from podworko.core.transactions import action
from podworko.people.models import ContactCode

CODE_LIFE = dt.timedelta(minutes=30)
CODE_TRIES = 5


@action
def send_code(*, purpose: str, email: str = "", phone: str = "", language: str, about: str) -> None:
    """Send a new code for `purpose` to `email` or by text message to `phone`, saying what it is `about`.

    Earlier ones stop working. Raises TooMany when the contact has been sent more than 8 codes within an hour.
    """
    limits.count(code_count(Contact(email.lower(), "" if email else phone)), limit=8, per=dt.timedelta(hours=1))
    code = f"{secrets.randbelow(1_000_000):06}"
    entry, is_new = ContactCode.objects.update_or_create(
        purpose=purpose,
        defaults={
            "email": email,
            "phone": "" if email else phone,
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
        to=email or phone,
        channel=messages.Channel.EMAIL if email else messages.Channel.SMS,
        language=language,
        context={
            "code": code,
            "about": about,
            # For what belongs to the contact itself, and not for one request.
            "is_own": purpose.startswith("people."),
            "minutes": CODE_LIFE // dt.timedelta(minutes=1),
        },
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


def code_count(contact: Contact) -> str:
    """Return the name under which the codes sent to `contact` are counted."""
    return f"code:{contact.mark()[:32]}"


def old_codes() -> QuerySet[ContactCode]:
    """Return the codes that nobody used, with the contacts they were sent to, a day after they stopped working."""
    return ContactCode.objects.filter(expires_at__lt=clock.now() - dt.timedelta(days=1))
