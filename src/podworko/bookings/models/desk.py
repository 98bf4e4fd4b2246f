"""What happens at the desk on the day: rooms used without asking, keys, how a room was left."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.bookings.models.requests import BookingDate
from podworko.core import clock
from podworko.places.models import Centre, Room

# How long after its beginning a walk-in counts as a mistake when it is taken back.
MISTAKE = dt.timedelta(minutes=5)


class WalkIn(models.Model):
    """A room that the host on duty let somebody use at once; it ends by itself, at closing at the latest."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="walk_ins")
    topic = models.CharField(_("what is on"), max_length=120, blank=True)
    people = models.PositiveSmallIntegerField(_("number of people"), null=True, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Begun by mistake and taken back at once: the room was never used.
    undone_at = models.DateTimeField(null=True, blank=True)
    # The same tap, repeated, is the same use.
    submission_key = models.CharField(max_length=120, unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="walk_in_ends_later", condition=models.Q(ends_at__gt=models.F("starts_at"))),
        )

    def __str__(self) -> str:
        return f"{self.room_id}: {self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"

    @property
    def is_running(self) -> bool:
        """Whether the room is in use by it at this moment."""
        return not self.undone_at and self.ends_at > clock.now()

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it has only just begun, so that it may have been a mistake."""
        return self.is_running and clock.now() < self.starts_at + MISTAKE


class Handover(models.Model):
    """How one use went: who came, the keys, how the room was left."""

    # Where it is: the desk asks for what is open at its own place, however long the history.
    centre = models.ForeignKey(Centre, models.CASCADE, null=True, related_name="handovers", db_index=False)
    date = models.OneToOneField(BookingDate, models.CASCADE, null=True, blank=True, related_name="handover")
    walk_in = models.OneToOneField(WalkIn, models.CASCADE, null=True, blank=True, related_name="handover")
    came_at = models.DateTimeField(null=True, blank=True)
    no_show_at = models.DateTimeField(null=True, blank=True)
    keys_out_at = models.DateTimeField(null=True, blank=True)
    keys_back_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    is_tidy = models.BooleanField(_("the room is tidy"), null=True, blank=True)
    # That something was damaged stays for the record; the words and the picture are forgotten after a time.
    is_damaged = models.BooleanField(default=False)
    damage = models.CharField(_("what is damaged"), max_length=500, blank=True)
    # The name of the picture of the damage; its files lie in a folder of their own.
    photo = models.UUIDField(null=True, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(
                fields=["centre", "keys_out_at"],
                name="handover_keys_out",
                condition=models.Q(keys_out_at__isnull=False, keys_back_at__isnull=True),
            ),
            models.Index(
                fields=["centre", "left_at"],
                name="handover_trouble",
                condition=models.Q(is_tidy=False) | models.Q(is_damaged=True),
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="handover_of_one_use",
                condition=models.Q(date__isnull=False, walk_in__isnull=True)
                | models.Q(date__isnull=True, walk_in__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_came_or_not",
                condition=models.Q(came_at__isnull=True) | models.Q(no_show_at__isnull=True),
            ),
            models.CheckConstraint(
                name="handover_told_how_it_was_left",
                condition=models.Q(left_at__isnull=True, is_tidy__isnull=True, is_damaged=False)
                | models.Q(left_at__isnull=False, is_tidy__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_words_of_damage",
                condition=models.Q(is_damaged=True) | models.Q(damage="", photo__isnull=True),
            ),
            models.CheckConstraint(
                name="handover_keys_back_after_out",
                condition=models.Q(keys_back_at__isnull=True) | models.Q(keys_out_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.date_id or self.walk_in_id}"
