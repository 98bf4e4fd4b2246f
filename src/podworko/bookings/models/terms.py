"""The rules of a place for lending its rooms, those of a single room, and the days on which nothing is lent."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.places.models import Centre, Room


class BookingTerms(models.Model):
    """The rules of one centre for lending its rooms (MAM's rules are the defaults)."""

    centre = models.OneToOneField(Centre, models.CASCADE, related_name="booking_terms")
    notice_working_days = models.PositiveSmallIntegerField(_("working days of notice"), default=3)
    decision_working_days = models.PositiveSmallIntegerField(_("working days to decide"), default=2)
    longest_ahead_days = models.PositiveSmallIntegerField(_("days ahead at most"), default=365)
    buffer_minutes = models.PositiveSmallIntegerField(_("minutes between two uses"), default=0)
    # What is empty has no bound.
    shortest_minutes = models.PositiveSmallIntegerField(_("shortest use, minutes"), null=True, blank=True)
    longest_minutes = models.PositiveSmallIntegerField(_("longest use, minutes"), null=True, blank=True)
    # How much one group, or one person where there is no group, may have in a calendar month.
    uses_a_month = models.PositiveSmallIntegerField(_("uses of one group in a month"), null=True, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(_("hours of one group in a month"), null=True, blank=True)
    # A list of the values of Applicant; empty: anybody.
    lends_to = models.JSONField(_("who may ask"), default=list, blank=True)
    # Until how many hours before the beginning a resident may move or shorten what was given; it may be called off
    # until it begins.
    change_hours = models.PositiveSmallIntegerField(_("hours before which it can be changed"), default=0)
    # How long somebody has to answer when the place offers a room or an hour.
    answer_hours = models.PositiveSmallIntegerField(_("hours to answer an offer"), default=48)
    # What the group gives in return for the room is asked, and may be left empty.
    asks_in_return = models.BooleanField(_("ask what the group offers in return"), default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(name="terms_buffer_short", condition=models.Q(buffer_minutes__lte=120)),
            models.CheckConstraint(
                name="terms_lengths_in_order",
                condition=models.Q(shortest_minutes__isnull=True)
                | models.Q(longest_minutes__isnull=True)
                | models.Q(longest_minutes__gte=models.F("shortest_minutes")),
            ),
            models.CheckConstraint(name="terms_time_to_answer", condition=models.Q(answer_hours__gt=0)),
        )

    def __str__(self) -> str:
        return str(self.centre)

    @property
    def buffer(self) -> dt.timedelta:
        """The time to make a room ready after each use."""
        return dt.timedelta(minutes=self.buffer_minutes)


class RoomTerms(models.Model):
    """What holds of a room instead of the rule of its centre; what is empty is as in the centre."""

    room = models.OneToOneField(Room, models.CASCADE, related_name="booking_terms")
    notice_working_days = models.PositiveSmallIntegerField(_("working days of notice"), null=True, blank=True)
    longest_ahead_days = models.PositiveSmallIntegerField(_("days ahead at most"), null=True, blank=True)
    buffer_minutes = models.PositiveSmallIntegerField(_("minutes between two uses"), null=True, blank=True)
    shortest_minutes = models.PositiveSmallIntegerField(_("shortest use, minutes"), null=True, blank=True)
    longest_minutes = models.PositiveSmallIntegerField(_("longest use, minutes"), null=True, blank=True)
    uses_a_month = models.PositiveSmallIntegerField(_("uses of one group in a month"), null=True, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(_("hours of one group in a month"), null=True, blank=True)
    lends_to = models.JSONField(_("who may ask"), null=True, blank=True)
    has_walk_ins = models.BooleanField(_("may be used without asking, when somebody is on duty"), default=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="room_terms_buffer_short",
                condition=models.Q(buffer_minutes__isnull=True) | models.Q(buffer_minutes__lte=120),
            ),
        )

    def __str__(self) -> str:
        return str(self.room)


class Blackout(models.Model):
    """Days, both included, on which a centre, or one of its rooms, lends nothing, though it may be open."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="blackouts")
    # Empty: all rooms.
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True, related_name="blackouts")
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    reason = models.CharField(_("why"), max_length=120)

    class Meta:
        ordering = ("first_on", "pk")
        indexes = (models.Index(fields=["centre", "last_on"], name="blackout_of_centre"),)
        constraints = (
            models.CheckConstraint(name="blackout_ends_later", condition=models.Q(last_on__gte=models.F("first_on"))),
        )

    def __str__(self) -> str:
        return f"{self.first_on}–{self.last_on}: {self.reason}"


class Declaration(models.Model):
    """A sentence to which whoever asks for a room agrees, as "Taking part is free of charge and open to all"."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="declarations")
    words = models.CharField(_("sentence"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.words
