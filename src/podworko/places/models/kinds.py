"""The kinds of centres: those that the model and Kraków's practice name, and those that a network defines."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.places.models.networks import Network


class ModelKind(models.TextChoices):
    """The kinds that every network begins with. The code also names the look: colour and picture."""

    CAL = "cal", _("Local activity centre")
    MAM = "mam", _("Residents' activity place")
    CAS = "cas", _("Seniors' activity centre")
    CLUB = "klub", _("Parents' club")
    YOUTH = "youth", _("Youth workshop")
    CIVIC = "co", _("Civic centre")
    MULTICULTURAL = "cw", _("Multicultural centre")


class Audience(models.TextChoices):
    """For whom a kind of centre is."""

    EVERYBODY = "everybody", _("everybody")
    SENIORS = "seniors", _("older people")
    PARENTS = "parents", _("parents and carers with small children")
    YOUTH = "youth", _("young people")
    CITIZENS = "citizens", _("organisations and groups")
    NEWCOMERS = "newcomers", _("newcomers")


class SignUp(models.TextChoices):
    """How people come to what is on, unless an activity says otherwise."""

    NONE = "none", _("just come")
    OPTIONAL = "optional", _("sign-up welcome")
    REQUIRED = "required", _("sign-up needed")


class Part(models.TextChoices):
    """Parts of the product that a kind of centre uses."""

    LENDING = "lending", _("lending rooms")
    PROGRAMME = "programme", _("activities")
    MEMBERSHIP = "membership", _("members' list")
    ADVICE = "advice", _("advice point")
    EXCHANGE = "exchange", _("exchange among neighbours")
    ANONYMOUS = "anonymous", _("counting visitors without names")


class CentreKind(models.Model):
    """A kind of centre in one network: its audience rule, default sign-up and the parts that it uses."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="kinds")
    code = models.SlugField(max_length=20)
    # Empty for a kind of the model: its name is then said in the reader's language.
    own_name = models.CharField(_("name"), max_length=80, blank=True)
    look = models.CharField(_("looks like"), max_length=10, choices=ModelKind.choices, default=ModelKind.CAL)
    audience = models.CharField(_("for whom"), max_length=12, choices=Audience.choices, default=Audience.EVERYBODY)
    age_from = models.PositiveSmallIntegerField(_("from the age of"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("to the age of"), null=True, blank=True)
    sign_up = models.CharField(_("coming"), max_length=10, choices=SignUp.choices, default=SignUp.OPTIONAL)
    # A list of the values of Part.
    parts = models.JSONField(_("what it uses"), default=list)

    class Meta:
        ordering: ClassVar = ("pk",)
        constraints = (
            models.UniqueConstraint(name="centre_kind_in_network", fields=["network", "code"]),
            models.CheckConstraint(
                name="centre_kind_ages_in_order",
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_to__isnull=True)
                | models.Q(age_to__gte=models.F("age_from")),
            ),
        )

    def __str__(self) -> str:
        return self.own_name or str(ModelKind(self.code).label)
