"""Who has signed up: the places there are, and each sign-up with its place in the line."""

import datetime as dt
import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from podworko.bookings.models import ALPHABET, Channel
from podworko.core import clock
from podworko.core.transitions import Lifecycle
from podworko.programme.models.activities import Activity, Session


class Intake(models.Model):
    """The places of one session, or of a whole series: who comes next is decided under the lock of this row.

    There is one as soon as somebody signs up. The database itself keeps that no more are taken than there are.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="intakes")
    # None: for all sessions at once.
    session = models.OneToOneField(Session, models.CASCADE, null=True, blank=True, related_name="intake")
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    # The places of those who come, and of those who are thinking about the place they were offered.
    taken = models.PositiveSmallIntegerField(default=0)
    # How many have ever stood in line: the next one's place in it.
    arrivals = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="intake_of_series_once", fields=["activity"], condition=models.Q(session__isnull=True)
            ),
            models.CheckConstraint(
                name="intake_not_overfull",
                condition=models.Q(capacity__isnull=True) | models.Q(taken__lte=models.F("capacity")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.taken}/{self.capacity or '∞'}"

    def begins_at(self) -> dt.datetime | None:
        """Return when what one signs up for begins, as `Activity.begins_at` says."""
        return self.activity.begins_at(self.session)

    def is_over(self) -> bool:
        """Say whether there is nothing more to come to."""
        return self.activity.is_over(self.session)

    def has_room_for(self, seats: int) -> bool:
        """Say whether so many places are free."""
        return self.capacity is None or self.taken + seats <= self.capacity

    def is_first_only(self) -> bool:
        """Say whether places are, at this moment, given to those alone who are first."""
        return self.activity.is_first_only_at(self.begins_at())


class Share(models.Model):
    """The places of one group in an intake, given under the lock of that."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="shares")
    group = models.CharField(max_length=60)
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="share_once", fields=["intake", "group"]),
            models.CheckConstraint(name="share_not_overfull", condition=models.Q(taken__lte=models.F("capacity"))),
        )

    def __str__(self) -> str:
        return f"{self.taken}/{self.capacity}"

    def has_room_for(self, seats: int) -> bool:
        """Say whether so many places are free."""
        return self.taken + seats <= self.capacity


class EnrolmentState(models.TextChoices):
    """Where a sign-up stands."""

    UNCONFIRMED = "unconfirmed", _("not confirmed yet")
    GOING = "going", _("has a place")
    WAITING = "waiting", pgettext_lazy("activity", "on the waiting list")
    OFFERED = "offered", _("a place is offered")
    RESIGNED = "resigned", _("resigned")
    REMOVED = "removed", _("taken off the list")
    LAPSED = "lapsed", _("not answered in time")


ENROLMENT_LIFE: Lifecycle[EnrolmentState] = Lifecycle(
    {
        EnrolmentState.UNCONFIRMED: {EnrolmentState.GOING, EnrolmentState.WAITING, EnrolmentState.RESIGNED},
        EnrolmentState.GOING: {EnrolmentState.RESIGNED, EnrolmentState.REMOVED},
        EnrolmentState.WAITING: {
            EnrolmentState.GOING,
            EnrolmentState.OFFERED,
            EnrolmentState.RESIGNED,
            EnrolmentState.REMOVED,
        },
        EnrolmentState.OFFERED: {
            EnrolmentState.GOING,
            EnrolmentState.RESIGNED,
            EnrolmentState.REMOVED,
            EnrolmentState.LAPSED,
        },
        EnrolmentState.RESIGNED: set(),
        EnrolmentState.REMOVED: set(),
        EnrolmentState.LAPSED: set(),
    }
)

# Those who hold a place, and those who are to be told when something changes.
SEATED = (EnrolmentState.GOING, EnrolmentState.OFFERED)
STANDING = (*SEATED, EnrolmentState.WAITING)


def new_reference() -> str:
    """Return a short name of a sign-up, to be said over the telephone."""
    return "".join(secrets.choice(ALPHABET) for _position in range(8))


class Enrolment(models.Model):
    """Somebody signs up, alone or with others, for a session or for the whole series."""

    reference = models.CharField(max_length=8, default=new_reference, unique=True, editable=False)
    intake = models.ForeignKey(Intake, models.CASCADE, related_name="enrolments")
    person = models.CharField(_("first name and surname"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(max_length=5, default="pl")
    seats = models.PositiveSmallIntegerField(_("how many of you"), default=1)
    # Of an activity with groups, which one they are of.
    group = models.CharField(_("group"), max_length=60, blank=True)
    # Whether they were of those who are first: a member, or somebody of this town.
    is_first = models.BooleanField(default=False)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    # Of children who come alone: their first names, and who may collect them.
    children = models.CharField(_("first names of the children"), max_length=120, blank=True)
    collected_by = models.CharField(_("who may collect them"), max_length=120, blank=True)
    # What they answered to the questions, each as it was asked: a list of {"question", "answer"}.
    answers = models.JSONField(default=list, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    state = models.CharField(max_length=12, choices=EnrolmentState.choices)
    created_at = models.DateTimeField(default=clock.now)
    # The place in the line of the intake, given once the sign-up counts.
    arrival = models.PositiveIntegerField(null=True, blank=True)
    # Until when an offered place waits for an answer.
    answer_by = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    # How often the person was told something: names each piece of news, and is the SEQUENCE of their calendar file.
    sequence = models.PositiveSmallIntegerField(default=0)
    # The same sending, repeated, is the same sign-up; the digest tells another one under the same key.
    submission_key = models.CharField(max_length=120, unique=True, default=uuid.uuid4)
    submission_digest = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("arrival", "pk")
        indexes = (
            models.Index(Lower("email"), name="enrolment_email"),
            models.Index(fields=["phone"], name="enrolment_phone"),
            models.Index(fields=["answer_by"], name="enrolment_offered", condition=models.Q(state="offered")),
            models.Index(fields=["created_at"], name="enrolment_unconfirmed", condition=models.Q(state="unconfirmed")),
        )
        constraints = (
            models.UniqueConstraint(
                name="enrolment_arrival_once",
                fields=["intake", "arrival"],
                condition=models.Q(arrival__isnull=False),
            ),
            # Nobody stands in the line twice.
            models.UniqueConstraint(
                Lower("email"),
                "intake",
                name="enrolment_email_once",
                condition=models.Q(state__in=["going", "waiting", "offered"]) & ~models.Q(email=""),
            ),
            models.CheckConstraint(name="enrolment_has_seats", condition=models.Q(seats__gt=0)),
            models.CheckConstraint(
                name="enrolment_has_contact",
                condition=models.Q(erased_at__isnull=False) | ~models.Q(email="", phone=""),
            ),
            models.CheckConstraint(
                name="enrolment_offered_until",
                condition=models.Q(state="offered", answer_by__isnull=False)
                | (~models.Q(state="offered") & models.Q(answer_by__isnull=True)),
            ),
            models.CheckConstraint(
                name="enrolment_arrived",
                condition=models.Q(state__in=["unconfirmed", "resigned"]) | models.Q(arrival__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.person}"
