"""Keys to calendars that are not for everybody."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.places.models import Centre


class FeedKey(models.Model):
    """The secret in the address of a calendar that a program subscribes to; kept as a digest.

    Of a place, for one of its staff: with topics and names. Of a contact: their own bookings.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", _("calendar of a place for its staff")
        OWN = "own", _("own bookings")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    centre = models.ForeignKey(Centre, models.CASCADE, null=True, blank=True, related_name="+")
    # E-mail address in small letters, or telephone number.
    contact = models.CharField(max_length=254, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    used_at = models.DateTimeField(null=True, blank=True)
    # Made in a session that the city's own sign-in vouched for.
    is_vouched_for = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="feed_key_of_somebody",
                condition=models.Q(kind="staff", user__isnull=False, centre__isnull=False, contact="")
                | (models.Q(kind="own", user__isnull=True, centre__isnull=True) & ~models.Q(contact="")),
            ),
            # Whoever makes another one gives the first back.
            models.UniqueConstraint(
                name="feed_key_once_for_staff", fields=["user", "centre"], condition=models.Q(kind="staff")
            ),
            models.UniqueConstraint(
                name="feed_key_once_for_contact", fields=["contact"], condition=models.Q(kind="own")
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.user_id or self.contact}"

    @staticmethod
    def digest_of(secret: str) -> str:
        """Return what the database keeps of a secret. It is long and random, so that a plain digest is enough."""
        return hashlib.sha256(secret.encode()).hexdigest()
