"""The audit trail."""

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
