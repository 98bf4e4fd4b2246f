"""What is kept about people in the small world: consents, what staff typed for them, proofs, erasures, rounds."""

import datetime as dt
import uuid

from django.contrib.auth.hashers import make_password

from podworko.core import clock
from podworko.core.models import Message, RetentionRun
from podworko.people.models import AssistedEntry, Consent, ConsentText, ContactCode, ContactProof, EntryChannel, Erasure

# Whose things the resident of the home town has opened with a code, and what further codes were sent for.
MINE = "anna.nowak@example.org"
ASKED, TO_ERASE = uuid.UUID(int=1), uuid.UUID(int=2)
HALF_AN_HOUR = dt.timedelta(minutes=30)


def fill(slug: str, number: int) -> None:
    """Keep one more of everything about the resident, and about others."""
    name = f"{slug}-{number}"
    text = ConsentText.objects.create(purpose=f"test.{name}", version=1, words={"pl": "Zgoda."})
    consent = Consent.objects.create(text=text, email=MINE, channel=EntryChannel.PHONE)
    AssistedEntry.objects.create(subject_type="x.y", subject_id=name, channel=EntryChannel.PHONE, consent=consent)
    ContactProof.objects.create(email=f"{name}@example.org", expires_at=clock.now() + HALF_AN_HOUR)
    Erasure.objects.create(by_kind="resident", print_of_contact=name, counts={"bookings.requests": number})
    RetentionRun.objects.create(is_dry_run=bool(number % 2), counts={"core.rates": number, "core.tasks": None})
    words = {"language": "pl", "subject": "Kod", "text": "123456", "html": "<p>123456</p>"}
    Message.objects.create(key=f"kept-{name}", kind="people.code", to=MINE, **words)


def open_my_things(code: str) -> ContactProof:
    """Let the resident have typed a code, and have been sent others."""
    for key in (ASKED, TO_ERASE):
        ContactCode.objects.create(
            purpose=f"people.mine:{key}",
            email=MINE,
            code_hash=make_password(code),
            expires_at=clock.now() + HALF_AN_HOUR,
            tries_left=5,
        )
    return ContactProof.objects.create(email=MINE, expires_at=clock.now() + HALF_AN_HOUR)
