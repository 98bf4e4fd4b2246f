"""Networks: how they were formed, who belongs to them, who works for them."""

from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from podworko.people.models import Scope


class FormedBy(models.TextChoices):
    """How a network came to be; the urban model of CAL names the three ways."""

    CENTRES = "centres", _("formed by the centres")
    CITY = "city", _("formed by the city")
    JOINTLY = "jointly", _("formed by the city and the centres together")


class Network(models.Model):
    """The centres of a city, or of a group of towns. Nothing private crosses from one network to another."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("about the network"), blank=True)
    formed_by = models.CharField(_("how it was formed"), max_length=10, choices=FormedBy.choices, blank=True)
    formed_on = models.DateField(_("since"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)
    # Whose data the borders of its districts are; shown beside the map.
    districts_attribution = models.CharField(max_length=200, blank=True)
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


class NetworkDay(models.Model):
    """A day off that the network chooses besides the public holidays, or a public holiday on which its places open."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="days")
    on = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)
    is_free = models.BooleanField(_("places are closed"), default=True)

    class Meta:
        ordering = ("on",)
        constraints = (models.UniqueConstraint(name="network_day_once", fields=["network", "on"]),)

    def __str__(self) -> str:
        return f"{self.on}: {self.name}"


class SchoolBreak(models.Model):
    """Days, both included, on which the schools of the network's towns are closed; a series may leave them out."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="school_breaks")
    name = models.CharField(_("name"), max_length=80)
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))

    class Meta:
        ordering = ("first_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="school_break_ends_later", condition=models.Q(last_on__gte=models.F("first_on"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.first_on}–{self.last_on}"


class TeamMember(models.Model):
    """Somebody in the network's working team: a city unit, an NGO, and who speaks for it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="team")
    unit = models.CharField(_("unit or organisation"), max_length=200)
    person = models.CharField(_("person"), max_length=120, blank=True)
    part = models.CharField(_("part in the team"), max_length=200, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ("unit", "person")
        constraints = (
            models.CheckConstraint(
                name="team_member_ends_later",
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}, {self.person}" if self.person else self.unit
