"""The counts of the rate limits."""

import datetime as dt

from django.db import models


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
