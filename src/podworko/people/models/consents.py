"""What people agreed to, in which words, and since when not any more."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.core import clock


class EntryChannel(models.TextChoices):
    """How somebody's words reached the staff who typed them in, or that the person typed them."""

    WEB = "web", _("typed by the person")
    PHONE = "phone", _("by telephone")
    IN_PERSON = "in_person", _("in person")
    PAPER = "paper", _("on a paper form")


class AnswerBy(models.TextChoices):
    """How the place answers somebody whose form staff filled in."""

    EMAIL = "email", _("by e-mail")
    SMS = "sms", _("by text message")
    LETTER = "letter", _("on paper")
    NONE = "none", _("we tell them ourselves")


class ConsentText(models.Model):
    """One version of the words that people agree to. A version in use is never changed: a new one follows it."""

    # What the consent is for, as "people.assisted" or "promotion.image".
    purpose = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    # {"pl": …, "uk": …, "en": …}
    words = models.JSONField()
    published_at = models.DateTimeField(default=clock.now)
    # Written by the town; the words that Podwórko comes with do not take their place.
    is_own = models.BooleanField(default=False)

    class Meta:
        ordering = ("purpose", "-version")
        constraints = (models.UniqueConstraint(name="consent_text_version_once", fields=["purpose", "version"]),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(models.Model):
    """That somebody agreed to a text: known by their contact, given through a channel, perhaps withdrawn."""

    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=10, choices=EntryChannel.choices)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["email"]), models.Index(fields=["phone"]))
        constraints = (
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gte=models.F("given_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.text}, {self.given_at:%Y-%m-%d}"


class AssistedEntry(models.Model):
    """A form of a resident's that staff filled in for them: what came of it, who typed, how they were told, why."""

    # What was entered, as the audit trail names it.
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=EntryChannel.choices)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    answer_by = models.CharField(max_length=10, choices=AnswerBy.choices, default=AnswerBy.EMAIL)
    why = models.CharField(max_length=200, blank=True)
    consent = models.ForeignKey(Consent, models.SET_NULL, null=True, blank=True, related_name="entries")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="assisted_entry_once", fields=["subject_type", "subject_id"]),
            models.CheckConstraint(
                name="assisted_entry_by_somebody_else", condition=~models.Q(channel=EntryChannel.WEB)
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
