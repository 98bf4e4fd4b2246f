"""Parts of a city, and the areas that centres serve by practice, not by administrative borders."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.places.models.centres import Centre
from podworko.places.models.networks import Network


class District(models.Model):
    """A part of the city with its border, from the city's own file."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="districts")
    code = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    # GeoJSON (RFC 7946): a MultiPolygon in degrees, WGS 84, made light for the screen.
    border = models.JSONField()
    # A point inside, from which distances to the places are told.
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(name="district_code_in_network", fields=["network", "code"]),)

    def __str__(self) -> str:
        return self.name


class AreaDistrict(models.Model):
    """That a centre serves a district."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="area_districts")
    district = models.ForeignKey(District, models.CASCADE, related_name="served_by")

    class Meta:
        constraints = (models.UniqueConstraint(name="area_district_once", fields=["centre", "district"]),)

    def __str__(self) -> str:
        return f"{self.centre}: {self.district}"


class DrawnArea(models.Model):
    """An area that a centre serves, drawn by those who know; areas of different centres may overlap."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="drawn_areas")
    name = models.CharField(_("name"), max_length=80)
    # GeoJSON: a valid Polygon or MultiPolygon in degrees, WGS 84.
    border = models.JSONField()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return f"{self.centre}: {self.name}"
