"""Networks, organisations, centres, their rooms and hours."""

from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from podworko.people.models import Scope


class Network(models.Model):
    """The centres of a city, or of a group of towns. Nothing private crosses from one network to another."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(max_length=40, default="Europe/Warsaw")
    # Whose public holidays hold, by ISO 3166-1.
    holidays = models.CharField(max_length=2, default="PL")
    scope = models.OneToOneField(Scope, models.PROTECT, related_name="network")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the network's page."""
        return reverse("portal:network", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        """The zone that the clocks on its walls follow."""
        return ZoneInfo(self.time_zone)


class Organisation(models.Model):
    """An NGO or an institution, for instance one that runs centres."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="organisations")
    name = models.CharField(_("name"), max_length=200)
    scope = models.OneToOneField(Scope, models.PROTECT, related_name="organisation")

    class Meta:
        constraints = (models.UniqueConstraint(name="organisation_name_in_network", fields=["network", "name"]),)

    def __str__(self) -> str:
        return self.name


class CentreKind(models.TextChoices):
    """The kinds of centres that the model and Kraków's practice name."""

    CAL = "cal", _("Local activity centre")
    MAM = "mam", _("Residents' activity place")
    CAS = "cas", _("Seniors' activity centre")
    CLUB = "klub", _("Parents' club")
    YOUTH = "youth", _("Youth workshop")
    CIVIC = "co", _("Civic centre")
    MULTICULTURAL = "cw", _("Multicultural centre")


class Centre(models.Model):
    """A place where neighbours meet."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="centres")
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="centres")
    slug = models.SlugField()
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=CentreKind.choices)
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=6)
    city = models.CharField(_("city"), max_length=80)
    district = models.CharField(_("part of the city"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    about = models.TextField(_("what it is"), blank=True)
    is_open_on_holidays = models.BooleanField(_("open on public holidays"), default=False)
    scope = models.OneToOneField(Scope, models.PROTECT, related_name="centre")

    class Meta:
        constraints = (models.UniqueConstraint(name="centre_slug_in_network", fields=["network", "slug"]),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the place's page."""
        return reverse("portal:place", args=[self.network.slug, self.slug])

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its network."""
        return self.network.zone

    @property
    def scope_ids(self) -> tuple[int, ...]:
        """The scopes on which a role gives rights here: the centre, its operator, its network."""
        return self.scope_id, self.operator.scope_id, self.network.scope_id


class Room(models.Model):
    """A space that can be used: a closed room, a hall, a corner of a garden."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="rooms")
    slug = models.SlugField()
    name = models.CharField(_("name"), max_length=80)
    about = models.TextField(_("what it is"), blank=True)
    area_m2 = models.DecimalField(_("area, m²"), max_digits=6, decimal_places=1, null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(_("people at most"))
    position = models.PositiveSmallIntegerField(default=0)
    is_lent = models.BooleanField(_("lent to residents"), default=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(name="room_slug_in_centre", fields=["centre", "slug"]),
            models.CheckConstraint(name="room_holds_somebody", condition=models.Q(capacity__gt=0)),
        )

    def __str__(self) -> str:
        return self.name


class Equipment(models.TextChoices):
    """What a room can hold for its users."""

    CHAIRS = "chairs", _("chairs")
    TABLES = "tables", _("tables")
    PROJECTOR = "projector", _("projector")
    SCREEN = "screen", _("screen")
    LAPTOP = "laptop", _("laptop")
    SOUND = "sound", _("loudspeakers and microphone")
    FLIPCHART = "flipchart", _("flipchart")
    MATS = "mats", _("exercise mats")
    MIRROR = "mirror", _("wall mirror")
    TOOLS = "tools", _("tools")
    SEWING = "sewing", _("sewing machines")
    KITCHENETTE = "kitchenette", _("kitchenette")
    PIANO = "piano", _("piano")
    TOYS = "toys", _("toys")
    LOOP = "loop", _("induction loop")


class RoomEquipment(models.Model):
    """How many of what a room holds."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="equipment")
    item = models.CharField(_("what"), max_length=20, choices=Equipment.choices)
    count = models.PositiveSmallIntegerField(_("how many"), default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="room_equipment_once", fields=["room", "item"]),
            models.CheckConstraint(name="room_equipment_some", condition=models.Q(count__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.get_item_display()} × {self.count}"


class Weekday(models.IntegerChoices):
    """Days as Python counts them: Monday is 0."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class WeeklyHours(models.Model):
    """A span of local time that recurs each week."""

    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))

    class Meta:
        abstract = True
        ordering = ("weekday", "starts")
        constraints = (
            models.CheckConstraint(name="%(class)s_ends_later", condition=models.Q(ends__gt=models.F("starts"))),
        )

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class OpeningHours(WeeklyHours):
    """When the door is open."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="opening_hours")


class DutyHours(WeeklyHours):
    """When a host is there. Duty hours differ from opening hours."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="duty_hours")


class OpeningException(models.Model):
    """A day on which other hours hold: none (closed) when both times are empty."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="opening_exceptions")
    on = models.DateField(_("day"))
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("to"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="opening_exception_once", fields=["centre", "on"]),
            models.CheckConstraint(
                name="opening_exception_both_or_none",
                condition=models.Q(starts__isnull=True, ends__isnull=True) | models.Q(ends__gt=models.F("starts")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.reason}"


class AccessQuestion(models.TextChoices):
    """What people ask before they set out."""

    STEP_FREE = "step_free", _("Entrance without steps")
    TOILET = "toilet", _("Accessible toilet")
    DOG = "dog", _("Assistance dog welcome")
    LOOP = "loop", _("Induction loop")
    SIGN = "sign", _("Sign language on request")
    CHANGING = "changing", _("Changing table")
    PARKING = "parking", _("Parking place for disabled people")
    LIFT = "lift", _("Lift")


class AccessFact(models.Model):
    """An answer to one question about access, with the day on which somebody looked."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="access_facts")
    question = models.CharField(max_length=20, choices=AccessQuestion.choices)
    answer = models.CharField(max_length=5, choices=Answer.choices)
    note = models.CharField(max_length=120, blank=True)
    verified_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(name="access_fact_once", fields=["centre", "question"]),)

    def __str__(self) -> str:
        return f"{self.get_question_display()}: {self.answer}"
