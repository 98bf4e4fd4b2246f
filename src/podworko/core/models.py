"""Tables that know no domain: the audit trail, the outgoing messages, the counts of the rate limits."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.core import clock


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    """Lines of the trail."""

    def about(self, subject: models.Model) -> "AuditQuerySet":
        """Return what happened to `subject`, oldest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by("id")


class AuditEvent(models.Model):
    """Who did what, when, on whose behalf, and why. Never changed, never deleted by hand."""

    class ActorKind(models.TextChoices):
        RESIDENT = "resident", _("resident")
        STAFF = "staff", _("staff")
        SYSTEM = "system", _("Podwórko")

    at = models.DateTimeField(default=clock.now)
    actor_kind = models.CharField(max_length=10, choices=ActorKind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    on_behalf = models.BooleanField(default=False)
    why = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["subject_type", "subject_id"]),)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"


class Message(models.Model):
    """A message on its way to a person, written in the same transaction as what it tells about."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")

    # The same news is never written down twice; the key says what the news is.
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    to = models.EmailField()
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    # A list of {"name": …, "type": …, "text": …}.
    attachments = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["next_try_at"], name="message_unsent", condition=models.Q(state__in=["waiting", "sending"])
            ),
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


class RateCount(models.Model):
    """How often something was tried within one window of time, counted where every server process sees it."""

    key = models.CharField(max_length=120)
    window = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(name="rate_count_once", fields=["key", "window"]),)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"

    @staticmethod
    def window_of(moment: dt.datetime, length: dt.timedelta) -> dt.datetime:
        """Return the beginning of the window of `length` in which `moment` lies."""
        seconds = int(length.total_seconds())
        return dt.datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, tz=dt.UTC)
