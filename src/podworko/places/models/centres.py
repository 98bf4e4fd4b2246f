"""Centres: where they are, who runs them, how far they have come."""

from zoneinfo import ZoneInfo

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from podworko.people.models import Scope
from podworko.places.models.kinds import CentreKind
from podworko.places.models.networks import Network
from podworko.places.models.organisations import Organisation


class StartedBy(models.TextChoices):
    """Who started a centre; the urban model of CAL names the three ways."""

    NGO = "ngo", _("an organisation of its own accord")
    CITY = "city", _("the city, with an operator chosen in an open call")
    INSTITUTION = "institution", _("a public institution")


class Stage(models.TextChoices):
    """How far a centre has come."""

    IDEA = "idea", _("idea")
    DIAGNOSIS = "diagnosis", _("diagnosis")
    PILOT = "pilot", _("pilot")
    PERMANENT = "permanent", _("permanent")
    CLOSED = "closed", pgettext_lazy("place", "closed")


class Spoken(models.TextChoices):
    """Languages that somebody at a place speaks, by ISO 639."""

    POLISH = "pl", _("Polish")
    UKRAINIAN = "uk", _("Ukrainian")
    ENGLISH = "en", _("English")
    RUSSIAN = "ru", _("Russian")
    BELARUSIAN = "be", _("Belarusian")
    GERMAN = "de", _("German")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    ARABIC = "ar", _("Arabic")
    VIETNAMESE = "vi", _("Vietnamese")
    ROMANI = "rom", _("Romani")
    POLISH_SIGN = "pso", _("Polish Sign Language")


class Centre(models.Model):
    """A place where neighbours meet."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="centres")
    # Who runs it now; who did before stands in `operations`.
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="centres")
    slug = models.SlugField()
    name = models.CharField(_("name"), max_length=120)
    kind = models.ForeignKey(CentreKind, models.PROTECT, related_name="centres", verbose_name=_("kind"))
    started_by = models.CharField(_("who started it"), max_length=12, choices=StartedBy.choices, blank=True)
    # Where it stands now; the way there stands in `stages`.
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.PERMANENT)
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=6)
    city = models.CharField(_("city"), max_length=80)
    district = models.CharField(_("part of the city"), max_length=80, blank=True)
    # Degrees, WGS 84.
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("what it is"), blank=True)
    # How to get there: the stop, the gate, the bell.
    way = models.TextField(_("how to get there"), blank=True)
    # A list of the values of Spoken.
    languages = models.JSONField(_("languages spoken"), default=list)
    is_open_on_holidays = models.BooleanField(_("open on public holidays"), default=False)
    scope = models.OneToOneField(Scope, models.PROTECT, related_name="centre")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="centre_slug_in_network", fields=["network", "slug"]),
            models.CheckConstraint(
                name="centre_on_earth",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        )

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

    @property
    def is_at_work(self) -> bool:
        """Say whether its door opens: on trial or for good."""
        return self.stage in {Stage.PILOT, Stage.PERMANENT}

    @cached_property
    def has_lent_rooms(self) -> bool:
        """Say whether some of its rooms are lent; a query, unless who loaded it has asked already."""
        return self.rooms.filter(is_lent=True).exists()

    @property
    def lends_rooms(self) -> bool:
        """Say whether anybody may ask for one of its rooms now."""
        return self.is_at_work and self.has_lent_rooms

    @property
    def is_public(self) -> bool:
        """Say whether everybody may see it: it works, or it did. An idea and a diagnosis are the network's own."""
        return self.is_at_work or self.stage == Stage.CLOSED


class CentreVersion(models.Model):
    """Another word each time that what is told about a centre, or about its network, changes; no row: it never did.

    Pages are kept under it. It is written in the transaction of the change, and stands apart from the centre: whoever
    saves a centre that they read before brings no old word back.
    """

    centre = models.OneToOneField(Centre, models.CASCADE, primary_key=True, related_name="kept_version")
    version = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.centre_id}: {self.version}"


class Operation(models.Model):
    """That an organisation ran a centre, from–until, and by which contract."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="operations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="operations")
    since = models.DateField(_("since"))
    # The last day.
    until = models.DateField(_("until"), null=True, blank=True)
    contract = models.CharField(_("contract"), max_length=120, blank=True)

    class Meta:
        ordering = ("since",)
        constraints = (
            models.UniqueConstraint(
                name="operation_one_now", fields=["centre"], condition=models.Q(until__isnull=True)
            ),
            models.CheckConstraint(
                name="operation_ends_later",
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.centre}: {self.organisation}"


class StageStep(models.Model):
    """That a centre came to a stage on a day, and the contract or decision behind it."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="stages")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    on = models.DateField(_("since"))
    contract = models.CharField(_("contract or decision"), max_length=120, blank=True)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.centre}: {self.stage}"
