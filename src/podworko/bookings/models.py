"""Requests for rooms, their dates, and the one table of room use."""

import datetime as dt
import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.core.integrity import NoOverlap
from podworko.core.transitions import Lifecycle
from podworko.places.models import Centre, Equipment, Room

# A local day may have 25 hours; what lasts longer is written down day by day. The bound keeps every look at the
# calendar as short as what it shows.
LONGEST_USE = dt.timedelta(hours=26)


class BookingTerms(models.Model):
    """The rules of one centre for lending its rooms (MAM's rules are the defaults)."""

    centre = models.OneToOneField(Centre, models.CASCADE, related_name="booking_terms")
    notice_working_days = models.PositiveSmallIntegerField(_("working days of notice"), default=3)
    decision_working_days = models.PositiveSmallIntegerField(_("working days to decide"), default=2)
    longest_ahead_days = models.PositiveSmallIntegerField(_("days ahead at most"), default=365)
    buffer_minutes = models.PositiveSmallIntegerField(_("minutes between two uses"), default=0)

    class Meta:
        constraints = (models.CheckConstraint(name="terms_buffer_short", condition=models.Q(buffer_minutes__lte=120)),)

    def __str__(self) -> str:
        return str(self.centre)

    @property
    def buffer(self) -> dt.timedelta:
        """The time to make a room ready after each use."""
        return dt.timedelta(minutes=self.buffer_minutes)


class Channel(models.TextChoices):
    """How a request came."""

    WEB = "web", _("form on the web")
    PHONE = "phone", _("by telephone")
    IN_PERSON = "in_person", _("in person")
    PAPER = "paper", _("paper form")
    API = "api", _("another program")


class RequestState(models.TextChoices):
    """Where a request stands as a whole."""

    UNCONFIRMED = "unconfirmed", _("waiting for the code")
    WAITING = "waiting", _("waiting for a decision")
    CHANGES_ASKED = "changes_asked", _("change asked for")
    DECIDED = "decided", _("decided")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("out of time")


REQUEST_LIFE: Lifecycle[RequestState] = Lifecycle(
    {
        RequestState.UNCONFIRMED: {RequestState.WAITING},
        RequestState.WAITING: {
            RequestState.CHANGES_ASKED,
            RequestState.DECIDED,
            RequestState.WITHDRAWN,
            RequestState.LAPSED,
        },
        RequestState.CHANGES_ASKED: {
            RequestState.WAITING,
            RequestState.DECIDED,
            RequestState.WITHDRAWN,
            RequestState.LAPSED,
        },
        RequestState.DECIDED: set(),
        RequestState.WITHDRAWN: set(),
        RequestState.LAPSED: set(),
    }
)


class DateState(models.TextChoices):
    """Where one date of a request stands."""

    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("called off")
    LAPSED = "lapsed", _("out of time")


DATE_LIFE: Lifecycle[DateState] = Lifecycle(
    {
        DateState.WAITING: {DateState.ACCEPTED, DateState.DECLINED, DateState.WITHDRAWN, DateState.LAPSED},
        DateState.ACCEPTED: {DateState.CANCELLED},
        DateState.DECLINED: set(),
        DateState.WITHDRAWN: set(),
        DateState.CANCELLED: set(),
        DateState.LAPSED: set(),
    }
)

# No letters or digits that are mistaken for one another when read aloud.
ALPHABET = "ACDEFGHJKLMNPRTUWXY34679"


def new_reference() -> str:
    """Return a short name of a request, to be said over the telephone."""
    return "".join(secrets.choice(ALPHABET) for _position in range(7))


class BookingRequest(models.Model):
    """Somebody asks for a room, once or each week; free of charge."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=7, default=new_reference, unique=True, editable=False)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="booking_requests")
    # Empty: any room that fits.
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="booking_requests")
    topic = models.CharField(_("topic"), max_length=120)
    people = models.PositiveSmallIntegerField(_("number of people"))
    is_open_to_all = models.BooleanField(_("neighbours may come"), default=False)
    equipment = models.JSONField(default=list)
    accessibility = models.CharField(_("accessibility of the event"), max_length=500, blank=True)
    weekly_until = models.DateField(null=True, blank=True)

    person = models.CharField(_("person responsible"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    language = models.CharField(max_length=5, default="pl")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    state = models.CharField(max_length=15, choices=RequestState.choices)
    created_at = models.DateTimeField(default=clock.now)
    decide_by = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    # What the host asked to be changed.
    question = models.TextField(blank=True)
    # RFC 5545 SEQUENCE of the calendar file, one more with each that is sent.
    sequence = models.PositiveIntegerField(default=0)
    # The same sending, repeated, is the same request; the digest tells another one under the same key.
    submission_key = models.CharField(max_length=120, unique=True, default=uuid.uuid4)
    submission_digest = models.CharField(max_length=64, blank=True)

    # When the person was taken out, by their wish or by the rule; what is left is for statistics.
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(Lower("email"), name="request_email"),
            models.Index(fields=["phone"], name="request_phone"),
            models.Index(
                fields=["centre", "decide_by"],
                name="request_open",
                condition=models.Q(state__in=["waiting", "changes_asked"]),
            ),
            models.Index(fields=["created_at"], name="request_unconfirmed", condition=models.Q(state="unconfirmed")),
        )
        constraints = (
            models.CheckConstraint(
                name="request_has_contact",
                condition=models.Q(erased_at__isnull=False) | ~models.Q(email="", phone=""),
            ),
            models.CheckConstraint(name="request_has_people", condition=models.Q(people__gt=0)),
            models.CheckConstraint(
                name="request_deadline_when_confirmed",
                condition=models.Q(state="unconfirmed") | models.Q(decide_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.topic}"

    @property
    def equipment_names(self) -> list[str]:
        """What is needed, in the reader's language."""
        return [str(Equipment(item).label) for item in self.equipment]


class BookingDate(models.Model):
    """One date of a request, decided by itself."""

    request = models.ForeignKey(BookingRequest, models.CASCADE, related_name="dates")
    # The room given; until then the one asked for, if any.
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="booking_dates")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DateState.choices, default=DateState.WAITING)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts_at",)
        constraints = (
            models.UniqueConstraint(name="date_once_in_request", fields=["request", "starts_at"]),
            models.CheckConstraint(name="date_ends_later", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.CheckConstraint(
                name="date_accepted_has_room",
                condition=~models.Q(state__in=["accepted", "cancelled"]) | models.Q(room__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["starts_at"], name="date_waiting", condition=models.Q(state="waiting")),)

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Occupancy(models.Model):
    """A room is used: the one table that every use is written in, whatever it comes from.

    [`blocked_from`, `blocked_until`) is what nobody else may have: the use and the time to make the room ready.
    A use that is called off is deleted here; its own record keeps the history.
    """

    class Kind(models.TextChoices):
        BOOKING = "booking", _("booking")
        CLOSURE = "closure", _("closed")

    # The index on (room, blocked_from) serves it.
    room = models.ForeignKey(Room, models.PROTECT, related_name="occupancies", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    blocked_from = models.DateTimeField()
    blocked_until = models.DateTimeField()
    booking_date = models.OneToOneField(BookingDate, models.CASCADE, null=True, blank=True, related_name="occupancy")
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = (models.Index(fields=["room", "blocked_from"], name="occupancy_room_time"),)
        constraints = (
            NoOverlap(
                name="occupancy_no_overlap",
                key="room",
                lower="blocked_from",
                upper="blocked_until",
                longest=LONGEST_USE + dt.timedelta(hours=4),
            ),
            models.CheckConstraint(
                name="occupancy_inside_its_block",
                condition=models.Q(
                    blocked_from__lte=models.F("starts_at"),
                    starts_at__lt=models.F("ends_at"),
                    ends_at__lte=models.F("blocked_until"),
                ),
            ),
            models.CheckConstraint(
                name="occupancy_booking_has_date",
                condition=models.Q(kind="booking", booking_date__isnull=False)
                | (~models.Q(kind="booking") & models.Q(booking_date__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.room_id}: {self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"
