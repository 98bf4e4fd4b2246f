"""Proving a contact with a code, and what that opens for half an hour: "My things"."""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from podworko.core import clock, limits, sms
from podworko.core.holdings import Contact
from podworko.core.transactions import action
from podworko.people.actions.codes import CODE_LIFE, check_code, send_code
from podworko.people.models import ContactCode, ContactProof

PROOF_LIFE = dt.timedelta(minutes=30)
DAY = dt.timedelta(days=1)
# Of a million codes one is right: nobody may try more of them for one contact in a day.
TRIES_IN_A_DAY = 20
# Text messages cost: a program that asks for codes for invented numbers is stopped.
TEXT_MESSAGES_IN_AN_HOUR = 200


def ask_for_code(*, key: uuid.UUID, contact: Contact, language: str, about: str = "") -> None:
    """Send a code to `contact`, whether anything is held about it or not; `key` is that of the one who asks.

    Raises Refused when the number gets no text messages, TooMany after too many codes.
    """
    if contact.phone:
        sms.checked(contact.phone, field="contact")
        limits.count("mine:text-messages", limit=TEXT_MESSAGES_IN_AN_HOUR, per=dt.timedelta(hours=1))
    send_code(
        purpose=_purpose(key),
        email=contact.email,
        phone=contact.phone,
        language=language,
        about=about or _("My things"),
    )


def asked_by(key: uuid.UUID) -> Contact | None:
    """Return the contact to which a code was sent for `key`, as long as that can still work."""
    entry = ContactCode.objects.filter(purpose=_purpose(key), expires_at__gt=clock.now() - CODE_LIFE).first()
    return Contact(entry.email.lower(), entry.phone) if entry else None


def use_code(*, key: uuid.UUID, code: str) -> Contact:
    """Use up the code that was sent for `key` and return the contact it proves. Raises Refused, or TooMany.

    Not one transaction: a wrong code must count as a try.
    """
    contact = asked_by(key)
    if contact:
        limits.count(_tries(contact), limit=TRIES_IN_A_DAY, per=DAY)
    check_code(purpose=_purpose(key), code=code)
    assert contact
    limits.give_back(_tries(contact), per=DAY)
    return contact


def prove(*, key: uuid.UUID, code: str) -> ContactProof:
    """Use up the code that was sent for `key` and return what it opens. Raises what `use_code` raises."""
    return _open(contact=use_code(key=key, code=code))


@action
def _open(*, contact: Contact) -> ContactProof:
    return ContactProof.objects.create(email=contact.email, phone=contact.phone, expires_at=clock.now() + PROOF_LIFE)


def proof_of(public_id: uuid.UUID) -> ContactProof | None:
    """Return the proof, as long as it holds."""
    return ContactProof.objects.filter(public_id=public_id, expires_at__gt=clock.now()).first()


def contact_of(proof: ContactProof) -> Contact:
    """Return whose proof it is."""
    return Contact(proof.email, proof.phone)


@action
def leave(*, proof: ContactProof) -> None:
    """End what the proof opens."""
    proof.delete()


def _purpose(key: uuid.UUID) -> str:
    return f"people.mine:{key}"


def _tries(contact: Contact) -> str:
    return f"mine:{contact.mark()[:32]}"
