"""A centre's premises held against the recommendations of the urban model of CAL."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.places.models.centres import Centre
from podworko.places.models.photos import Photo


class PremisesPoint(models.TextChoices):
    """What the model recommends of premises."""

    AREA = "area", _("About 100 m² or more")
    TWO_ROOMS = "two_rooms", _("Two rooms, so that two groups can meet at once")
    LARGE_AND_SMALL = "large_and_small", _("A large and a small room, or a movable wall")
    OFFICE = "office", _("A corner for office work")
    TOILETS = "toilets", _("Toilets, one of them accessible")
    KITCHENETTE = "kitchenette", _("A kitchenette with its fittings")
    GROUND_FLOOR = "ground_floor", _("On the ground floor, or with a lift")
    DAYLIGHT = "daylight", _("Daylight")
    AIRING = "airing", _("Fresh air")
    HEATING = "heating", _("Heating")
    OWN_ENTRANCE = "own_entrance", _("An entrance of its own")
    NOT_SHARED = "not_shared", _("Not shared with others")
    OWN_METERS = "own_meters", _("Meters of its own")
    GREEN = "green", _("A green space nearby")
    SAFETY = "safety", _("Fire and health rules met")
    TENURE = "tenure", _("A lasting right to the premises")


class PremisesFinding(models.Model):
    """How far one point is met, what would close it, and when somebody looked."""

    class Verdict(models.TextChoices):
        MET = "met", _("met")
        PARTLY = "partly", _("partly met")
        NOT = "not", _("not met")
        UNKNOWN = "unknown", _("not known")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="premises")
    point = models.CharField(max_length=20, choices=PremisesPoint.choices)
    verdict = models.CharField(_("how far"), max_length=10, choices=Verdict.choices, default=Verdict.UNKNOWN)
    note = models.CharField(_("note"), max_length=300, blank=True)
    remedy = models.CharField(_("what would close it"), max_length=300, blank=True)
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+")
    looked_on = models.DateField(_("looked at on"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="premises_point_once", fields=["centre", "point"]),
            models.CheckConstraint(
                name="premises_known_has_day", condition=models.Q(verdict="unknown") | models.Q(looked_on__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_point_display()}: {self.verdict}"
