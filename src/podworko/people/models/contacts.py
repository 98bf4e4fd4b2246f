"""Contacts of residents, proven by a code; and what is left of a contact that was erased."""

import uuid

from django.db import models

from podworko.core import clock
from podworko.core.models import AuditEvent


class ContactCode(models.Model):
    """A six-digit code sent to an e-mail address or a telephone, to prove that somebody reads it."""

    # What the code confirms, as "bookings.request:<id>".
    purpose = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    code_hash = models.CharField(max_length=128)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    sent = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return self.purpose


class ContactProof(models.Model):
    """That whoever holds `public_id` has shown with a code that they read this e-mail or telephone, for half an hour.

    The session knows `public_id` only, so that what is erased here is gone from every session.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="proof_of_one_contact",
                condition=models.Q(email="", phone__gt="") | models.Q(email__gt="", phone=""),
            ),
        )

    def __str__(self) -> str:
        return str(self.public_id)


class Erasure(models.Model):
    """That what was held about a contact was erased: when, by whom, how many records; never about whom."""

    at = models.DateTimeField(default=clock.now)
    by_kind = models.CharField(max_length=10, choices=AuditEvent.ActorKind.choices)
    # A print of the contact made with the key of the installation: says yes to somebody who asks about their own
    # contact, and nothing to anybody else.
    print_of_contact = models.CharField(max_length=64)
    # {"code of the holding": number of records}
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
