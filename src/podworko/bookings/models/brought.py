"""Calendars that a place kept elsewhere and brought along, each with its uses, to be undone as a whole."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.core.models import Import
from podworko.places.models import Centre, Room


class BroughtCalendar(models.Model):
    """A file that somebody brought for a place, what they answered to its questions, and what became of it.

    How it is read and written stands in its `Import`, which is forgotten earlier than the uses.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey(Centre, models.CASCADE, related_name="brought_calendars")
    source = models.OneToOneField(Import, models.SET_NULL, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200)
    # What the one who looked at it answered: `bringing.answers.Answers`.
    answers = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(default=clock.now)
    kept_at = models.DateTimeField(null=True, blank=True)
    # From when its uses are being taken back.
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="brought_kept_before_undone",
                condition=models.Q(undone_at__isnull=True) | models.Q(kept_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class BroughtUse(models.Model):
    """One use of a room that stood in the other calendar, as it was brought; the table of room use has what holds."""

    calendar = models.ForeignKey(BroughtCalendar, models.CASCADE, related_name="uses")
    room = models.ForeignKey(Room, models.PROTECT, related_name="+")
    # By it the same date of the same event is known when a calendar is brought again: a digest, which tells nothing.
    uid = models.CharField(max_length=64)
    # Empty when they were taken out, since they may name somebody.
    title = models.CharField(max_length=120, blank=True)
    who = models.CharField(max_length=120, blank=True)
    is_open_to_all = models.BooleanField(_("neighbours may come"), default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at", "pk")
        indexes = (
            models.Index(fields=["uid"], name="brought_uid"),
            models.Index(fields=["ends_at"], name="brought_named", condition=~models.Q(title="", who="")),
        )
        constraints = (
            models.CheckConstraint(name="brought_ends_later", condition=models.Q(ends_at__gt=models.F("starts_at"))),
        )

    def __str__(self) -> str:
        return f"{self.title}, {self.starts_at:%Y-%m-%d %H:%M}"
