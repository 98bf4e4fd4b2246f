"""What is held, and when: an activity, and each of its sessions."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from podworko.bookings.models import Occupancy
from podworko.core import clock
from podworko.core.transitions import Lifecycle
from podworko.places.models import Audience, Centre, Organisation, Room, SignUp


class ActivityKind(models.TextChoices):
    """The kinds of activities that the urban model of CAL names."""

    INTEGRATING = "integrating", _("getting to know each other")
    EDUCATIONAL = "educational", _("learning")
    CULTURAL = "cultural", _("culture")
    ARTISTIC = "artistic", _("making art")
    MOVEMENT = "movement", _("sport and movement")
    ADVISORY = "advisory", _("advice")
    SUPPORTIVE = "supportive", _("support")
    PREVENTION = "prevention", _("health and prevention")
    INTERCULTURAL = "intercultural", _("meeting of cultures")
    PARTNERSHIP = "partnership", _("acting together")
    OUTDOOR = "outdoor", _("in the open air")
    TRIP = "trip", _("trip")
    ANIMATING = "animating", _("play and animation")


class Initiator(models.TextChoices):
    """Who started an activity."""

    RESIDENTS = "residents", _("residents")
    CENTRE = "centre", _("the place")
    PARTNER = "partner", _("a partner")
    CITY = "city", _("the city")


class Where(models.TextChoices):
    """Where it is held."""

    ROOM = "room", _("in a room of the place")
    OUTDOORS = "outdoors", _("outdoors")
    ONLINE = "online", _("on line")
    HYBRID = "hybrid", _("in a room and on line")
    ELSEWHERE = "elsewhere", _("somewhere else")


# Where it is held in a room of the place.
INDOORS = (Where.ROOM, Where.HYBRID)


class SignsUpFor(models.TextChoices):
    """What one signs up for."""

    SESSION = "session", _("each session by itself")
    SERIES = "series", _("all sessions at once")


class First(models.TextChoices):
    """Who gets places before all others do, where somebody does."""

    NOBODY = "", _("everybody at the same time")
    MEMBERS = "members", _("members of the place first")
    RESIDENTS = "residents", _("people who live in this town first")


class ActivityState(models.TextChoices):
    """Where an activity stands."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CALLED_OFF = "called_off", pgettext_lazy("activity", "called off")


ACTIVITY_LIFE: Lifecycle[ActivityState] = Lifecycle(
    {
        ActivityState.DRAFT: {ActivityState.PUBLISHED, ActivityState.CALLED_OFF},
        ActivityState.PUBLISHED: {ActivityState.CALLED_OFF},
        ActivityState.CALLED_OFF: set(),
    }
)


class Activity(models.Model):
    """Something that a place holds for people, once or regularly."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="activities")
    slug = models.SlugField(max_length=60)
    title = models.CharField(_("title"), max_length=120)
    # In one or two sentences, for lists and posters; `about` is all of it, in Markdown.
    lead = models.CharField(_("in one sentence"), max_length=200, blank=True)
    about = models.TextField(_("what it is"), blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=ActivityKind.choices)
    audience = models.CharField(_("for whom"), max_length=12, choices=Audience.choices, default=Audience.EVERYBODY)
    # In full years; of a family activity the child's.
    age_from = models.PositiveSmallIntegerField(_("from the age of"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("to the age of"), null=True, blank=True)
    # A list of the values of places.Spoken.
    languages = models.JSONField(_("languages"), default=list, blank=True)
    leader = models.CharField(_("who leads it"), max_length=120, blank=True)
    initiator = models.CharField(
        _("who started it"), max_length=10, choices=Initiator.choices, default=Initiator.CENTRE
    )
    partners = models.ManyToManyField(Organisation, related_name="activities", blank=True, verbose_name=_("partners"))
    where = models.CharField(_("where"), max_length=10, choices=Where.choices, default=Where.ROOM)
    # Where it is not in a room of the place: the address, the meeting point.
    spot = models.CharField(_("address or meeting point"), max_length=200, blank=True)
    # Told only to those who have signed up, where they must.
    link = models.URLField(_("address on line"), blank=True)
    accessibility = models.CharField(_("accessibility"), max_length=300, blank=True)
    bring = models.CharField(_("what to bring"), max_length=200, blank=True)

    sign_up = models.CharField(_("coming"), max_length=10, choices=SignUp.choices, default=SignUp.NONE)
    signs_up_for = models.CharField(
        _("people sign up for"), max_length=10, choices=SignsUpFor.choices, default=SignsUpFor.SESSION
    )
    # None: as many as come.
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    # How many may come with one sign-up: a family, a group.
    largest_party = models.PositiveSmallIntegerField(_("people in one sign-up"), default=1)
    # How long somebody on the waiting list may think, once there is a place.
    answer_hours = models.PositiveSmallIntegerField(_("hours to answer"), default=24)
    # Those who have places of their own: a list of {"name", "capacity"}; `capacity` is their sum then.
    groups = models.JSONField(_("groups"), default=list, blank=True)
    # Until so many days before it begins places are given to these only; others stand in line.
    first_for = models.CharField(_("who is first"), max_length=10, choices=First.choices, blank=True)
    first_days = models.PositiveSmallIntegerField(_("days before it begins"), default=3)
    # To how many sessions still to come one person may sign up; None: to as many as they like.
    most_sessions = models.PositiveSmallIntegerField(_("dates for one person"), null=True, blank=True)
    # What else those are asked who sign up, at most three: a list of {"text", "why", "is_needed"}.
    questions = models.JSONField(_("questions"), default=list, blank=True)
    # Then an adult signs up and answers for them.
    is_for_minors = models.BooleanField(_("children come without their parents"), default=False)
    # The year of birth is asked for only then.
    is_age_checked = models.BooleanField(_("the age is checked"), default=False)

    state = models.CharField(max_length=10, choices=ActivityState.choices, default=ActivityState.DRAFT)
    # From then on everybody may see it; a draft that is called off was never published.
    published_at = models.DateTimeField(null=True, blank=True)
    # Why it was called off.
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    # The same sending of the form, repeated, is the same activity.
    submission_key = models.CharField(max_length=120, unique=True, default=uuid.uuid4)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="activity_slug_in_centre", fields=["centre", "slug"]),
            models.CheckConstraint(
                name="activity_ages_in_order",
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_to__isnull=True)
                | models.Q(age_to__gte=models.F("age_from")),
            ),
            models.CheckConstraint(
                name="activity_has_places", condition=models.Q(capacity__isnull=True) | models.Q(capacity__gt=0)
            ),
            models.CheckConstraint(name="activity_party_of_one", condition=models.Q(largest_party__gt=0)),
            models.CheckConstraint(
                name="activity_published_at_some_time",
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("programme:activity", args=[self.centre.network.slug, self.centre.slug, self.slug])

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its place."""
        return self.centre.zone

    @property
    def is_public(self) -> bool:
        """Say whether everybody may see it: what was called off too, so that nobody comes in vain."""
        return self.published_at is not None

    def is_first_only_at(self, begins: dt.datetime | None) -> bool:
        """Say whether what begins then is, at this moment, still for those alone who are first."""
        if not self.first_for or begins is None:
            return False
        return clock.now() < begins - dt.timedelta(days=self.first_days)

    def begins_at(self, session: "Session | None") -> dt.datetime | None:
        """Return when `session` begins; of the series (None), the last date to come. None: it is not held."""
        if session:
            return session.starts_at if session.state == SessionState.PLANNED else None
        coming = self.sessions.filter(state=SessionState.PLANNED, starts_at__gt=clock.now())
        last = coming.order_by("starts_at").last()
        return last.starts_at if last else None

    def is_over(self, session: "Session | None") -> bool:
        """Say whether `session`, or (None) all of the series, has begun or is not held."""
        begins = self.begins_at(session)
        return begins is None or begins <= clock.now()

    @property
    def capacities(self) -> dict[str, int]:
        """How many places each group has, by its name; empty where there are no groups."""
        return {each["name"]: each["capacity"] for each in self.groups}

    @property
    def takes_sign_ups(self) -> bool:
        """Say whether one signs up for it at all."""
        return self.sign_up != SignUp.NONE


class SessionState(models.TextChoices):
    """Where one session stands."""

    PLANNED = "planned", _("planned")
    CALLED_OFF = "called_off", pgettext_lazy("activity", "called off")


SESSION_LIFE: Lifecycle[SessionState] = Lifecycle(
    {SessionState.PLANNED: {SessionState.CALLED_OFF}, SessionState.CALLED_OFF: set()}
)


class Session(models.Model):
    """One time that an activity is held."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sessions")
    # As it was planned; that the room is theirs says `use`.
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="sessions")
    use = models.OneToOneField(Occupancy, models.SET_NULL, null=True, blank=True, related_name="session")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Where the series puts it: stays when the session is moved.
    rule_at = models.DateTimeField()
    # Hours or room of its own: an edit of the whole series leaves it as it is.
    is_changed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    reason = models.CharField(max_length=200, blank=True)
    # RFC 5545 SEQUENCE, one more with each change that somebody is told of.
    sequence = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("starts_at", "pk")
        indexes = (
            models.Index(fields=["starts_at"], name="session_time"),
            # What is on at one place: its activities, then the days of each.
            models.Index(fields=["activity", "starts_at"], name="session_of_activity"),
        )
        constraints = (
            models.UniqueConstraint(name="session_once_in_series", fields=["activity", "rule_at"]),
            models.CheckConstraint(name="session_ends_later", condition=models.Q(ends_at__gt=models.F("starts_at"))),
            models.CheckConstraint(
                name="session_called_off_holds_no_room",
                condition=models.Q(state="planned") | models.Q(use__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def length(self) -> dt.timedelta:
        """How long it lasts."""
        return self.ends_at - self.starts_at
