"""Outgoing messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.core import clock


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages."""

    def about(self, subject: models.Model) -> "MessageQuerySet":
        """Return what was told about `subject`, the newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by("-pk")


class Message(models.Model):
    """A message on its way to a person, written in the same transaction as what it tells about."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("text message")
        LETTER = "letter", _("printed letter")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")

    # The same news is never written down twice; the key says what the news is.
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    # An e-mail address, a telephone number as E.164 writes it, or for a letter the person's name.
    to = models.CharField(max_length=254)
    # What it tells about, as the audit trail names it.
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    # A list of {"name": …, "type": …, "text": …}.
    attachments = models.JSONField(default=list)
    # Who writes, as it stands at the head of a letter: {"name": …, "lines": […]}.
    letterhead = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    # How often staff had it sent anew after it had failed for good.
    rounds = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=["next_try_at"], name="message_unsent", condition=models.Q(state__in=["waiting", "sending"])
            ),
            models.Index(fields=["subject_type", "subject_id"], name="message_about"),
            models.Index(fields=["to"], name="message_to"),
        )
        constraints = (
            models.CheckConstraint(
                name="message_sent_has_time",
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"
