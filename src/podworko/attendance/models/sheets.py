"""The sheet of a session or of a day, what was pressed on it, its sums, and the sign-ups that were ticked."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.places.models import Centre
from podworko.programme.models import Enrolment, Session


class Counted(models.TextChoices):
    """What is counted: people by their age, those who accompany them, families, and who is here for the first time.

    The ages are those of the programmes that the model describes: clubs for children to 3, workshops for 13–26, centres
    for 60 and more.
    """

    INFANT = "infant", _("Children to 3")
    CHILD = "child", _("Children 4–12")
    YOUTH = "youth", _("Young people 13–26")
    ADULT = "adult", _("Adults")
    SENIOR = "senior", _("People of 60 and more")
    CARER = "carer", _("Parents and carers")
    FAMILY = "family", _("Families")
    FIRST = "first", _("Here for the first time")


# Those of which each person is in one; families and first times are counted beside.
BANDS = (Counted.INFANT, Counted.CHILD, Counted.YOUTH, Counted.ADULT, Counted.SENIOR, Counted.CARER)


class Source(models.TextChoices):
    """Who pressed."""

    DESK = "desk", _("at the desk")
    SELF = "self", _("by themselves")


class Sheet(models.Model):
    """What the people of one session are counted on, or (no session) those who dropped in at a place on one day."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="sheets")
    session = models.OneToOneField(Session, models.CASCADE, null=True, blank=True, related_name="sheet")
    # By the wall of the place: statistics ask for days.
    on = models.DateField()
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = (models.Index(fields=["centre", "on"], name="sheet_day"),)
        constraints = (
            models.UniqueConstraint(
                name="sheet_of_day_once", fields=["centre", "on"], condition=models.Q(session__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.session_id or 'day'}"


class Total(models.Model):
    """How many of one kind were counted on a sheet: the sum of its marks, kept in the transaction of each of them."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="totals")
    what = models.CharField(max_length=8, choices=Counted.choices)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="total_once", fields=["sheet", "what"]),
            models.CheckConstraint(name="total_not_negative", condition=models.Q(count__gte=0)),
        )

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"


class Presence(models.Model):
    """That a sign-up was ticked as here, or as not here after all; with how many people, and in which band."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="presences")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="presences")
    what = models.CharField(max_length=8, choices=Counted.choices)
    heads = models.PositiveSmallIntegerField()
    is_here = models.BooleanField()
    # Of two devices the later hand counts.
    at = models.DateTimeField()
    # Stands for the contact where different persons are counted (holdings.Contact.mark); empty when it is forgotten.
    contact_mark = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="presence_once", fields=["sheet", "enrolment"]),
            models.CheckConstraint(name="presence_has_heads", condition=models.Q(heads__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.is_here}"


class Mark(models.Model):
    """One press of a button. The same press sent again is the same mark, whatever became of the answer."""

    # Made where the button was pressed.
    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="marks")
    what = models.CharField(max_length=8, choices=Counted.choices)
    delta = models.SmallIntegerField()
    # Of a tick: whom it was for, and whether they are here.
    presence = models.ForeignKey(Presence, models.SET_NULL, null=True, blank=True, related_name="marks")
    is_here = models.BooleanField(null=True, blank=True)
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.DESK)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Of what was corrected afterwards.
    reason = models.CharField(max_length=200, blank=True)
    # When it was pressed, and when we heard of it: a telephone may have been without network for days.
    at = models.DateTimeField()
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="mark_says_something", condition=~models.Q(delta=0) | models.Q(is_here__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.delta:+}"
