"""What became of each round of deleting by rule."""

from django.conf import settings
from django.db import models

from podworko.core import clock


class RetentionRun(models.Model):
    """One round of the retention rules: tried out or carried out, and how many rows each rule met."""

    at = models.DateTimeField(default=clock.now)
    # The night that this round belongs to, of which there is one; none for a round that somebody asked for.
    night = models.DateField(null=True, blank=True, unique=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    is_dry_run = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # {"code of the rule": number of rows, or null where the rule failed}
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
