"""Requests for rooms, their dates, and what a place offers instead of a date that is taken."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from podworko.core import clock, references
from podworko.core.transitions import Lifecycle
from podworko.places.models import Centre, Equipment, Room


class Channel(models.TextChoices):
    """How a request came."""

    WEB = "web", _("form on the web")
    PHONE = "phone", _("by telephone")
    IN_PERSON = "in_person", _("in person")
    PAPER = "paper", _("paper form")
    API = "api", _("another program")


# How it comes where staff write it down for somebody.
ASSISTED = (Channel.PHONE, Channel.IN_PERSON, Channel.PAPER)


class Applicant(models.TextChoices):
    """Who asks; the rules of a room may name those that it is lent to."""

    RESIDENT = "resident", _("a resident")
    GROUP = "group", _("an informal group")
    ORGANISATION = "organisation", _("an organisation")


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
        # When a date that was given is to be moved, or the series goes on.
        RequestState.DECIDED: {RequestState.WAITING},
        RequestState.WITHDRAWN: set(),
        RequestState.LAPSED: set(),
    }
)


# Requests that are still to be decided, or answered by the person.
OPEN = (RequestState.WAITING, RequestState.CHANGES_ASKED)


class DateState(models.TextChoices):
    """Where one date of a request stands."""

    WAITING = "waiting", _("waiting")
    QUEUED = "queued", _("on the waiting list")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("called off")
    LAPSED = "lapsed", _("out of time")


DATE_LIFE: Lifecycle[DateState] = Lifecycle(
    {
        DateState.WAITING: {
            DateState.ACCEPTED,
            DateState.DECLINED,
            DateState.WITHDRAWN,
            DateState.LAPSED,
            DateState.QUEUED,
        },
        # It waits for a decision again when the person moves it.
        DateState.QUEUED: {
            DateState.WAITING,
            DateState.ACCEPTED,
            DateState.DECLINED,
            DateState.WITHDRAWN,
            DateState.LAPSED,
        },
        DateState.ACCEPTED: {DateState.CANCELLED},
        DateState.DECLINED: set(),
        DateState.WITHDRAWN: set(),
        DateState.CANCELLED: set(),
        DateState.LAPSED: set(),
    }
)

# Dates that wait, and those that may still be moved.
UNDECIDED = (DateState.WAITING, DateState.QUEUED)
MOVABLE = (*UNDECIDED, DateState.ACCEPTED)


def new_reference() -> str:
    """Return a short name of a request, to be said over the telephone."""
    return references.new_reference(7)


class Skip(models.TextChoices):
    """Days that a series leaves out; days on which the place is closed are left out in any case."""

    HOLIDAYS = "holidays", _("public holidays")
    SCHOOL_BREAKS = "school_breaks", _("school breaks")


class BookingRequest(models.Model):
    """Somebody asks for a room, once or in a series; free of charge."""

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
    # Of a series: the recurrence rule of RFC 5545, counted in local dates from the first one; empty: just once.
    rule = models.CharField(max_length=200, blank=True)
    # Which days the rule leaves out, a list of the values of Skip.
    skips = models.JSONField(default=list, blank=True)
    # Dates that are taken wait for their hour to be given back, once the place has agreed to the request.
    is_queued_if_taken = models.BooleanField(_("wait for an hour that is taken"), default=False)

    applicant = models.CharField(_("who asks"), max_length=12, choices=Applicant.choices, default=Applicant.RESIDENT)
    group = models.CharField(_("group or organisation"), max_length=120, blank=True)
    # Then the person responsible is an adult who answers for them.
    is_for_minors = models.BooleanField(_("for minors"), default=False)
    in_return = models.CharField(_("what we offer in return"), max_length=300, blank=True)
    # The sentences of the place that were agreed to, as they stood.
    declared = models.JSONField(default=list, blank=True)

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
    # Where the rule of the series puts it (RFC 5545, RECURRENCE-ID): stays when the date is moved.
    rule_at = models.DateTimeField()
    # Hours or room of its own: an edit of the whole series leaves it as it is.
    is_changed = models.BooleanField(default=False)
    # The accepted date that this one takes the place of, once it is accepted.
    replaces = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replaced_by")
    state = models.CharField(max_length=10, choices=DateState.choices, default=DateState.WAITING)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # Two dates of a series may be moved to one hour: they still stand in one order.
        ordering = ("starts_at", "pk")
        constraints = (
            models.UniqueConstraint(
                name="date_once_in_request", fields=["request", "rule_at"], condition=models.Q(replaces__isnull=True)
            ),
            # One that was declined may be asked for anew.
            models.UniqueConstraint(
                name="date_replaced_once",
                fields=["replaces"],
                condition=models.Q(state__in=["waiting", "queued", "accepted"]),
            ),
            models.CheckConstraint(name="date_ends_later", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.CheckConstraint(
                name="date_accepted_has_room",
                condition=~models.Q(state__in=["accepted", "cancelled"]) | models.Q(room__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["starts_at"], name="date_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["starts_at"], name="date_queued", condition=models.Q(state="queued")),
            # The feeds tell of what was called off.
            models.Index(fields=["room", "starts_at"], name="date_cancelled", condition=models.Q(state="cancelled")),
        )

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class OfferState(models.TextChoices):
    """Where an offer stands."""

    OPEN = "open", _("waiting for an answer")
    TAKEN = "taken", _("taken up")
    REFUSED = "refused", _("not wanted")
    LAPSED = "lapsed", _("not answered in time")
    RECALLED = "recalled", _("taken back")


OFFER_LIFE: Lifecycle[OfferState] = Lifecycle(
    {
        OfferState.OPEN: {OfferState.TAKEN, OfferState.REFUSED, OfferState.LAPSED, OfferState.RECALLED},
        OfferState.TAKEN: set(),
        OfferState.REFUSED: set(),
        OfferState.LAPSED: set(),
        OfferState.RECALLED: set(),
    }
)


class Offer(models.Model):
    """A room and an hour that the place holds for a date until it is answered.

    By the place, for a date that is taken; or by the waiting list, of what was given back.
    """

    date = models.ForeignKey(BookingDate, models.CASCADE, related_name="offers")
    room = models.ForeignKey(Room, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    made_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["answer_by"], name="offer_open", condition=models.Q(state="open")),)
        constraints = (
            models.UniqueConstraint(name="offer_one_open", fields=["date"], condition=models.Q(state="open")),
            models.CheckConstraint(name="offer_ends_later", condition=models.Q(ends_at__gt=models.F("starts_at"))),
        )

    def __str__(self) -> str:
        return f"{self.room_id}: {self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"
