"""NGOs, institutions and city units."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from podworko.people.models import Scope
from podworko.places.models.networks import Network


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    NGO = "ngo", _("non-governmental organisation")
    CITY = "city", _("city unit")
    INSTITUTION = "institution", _("public institution")
    COOPERATIVE = "cooperative", _("housing or social cooperative")
    CHURCH = "church", _("church organisation")
    BUSINESS = "business", _("business")
    GROUP = "group", _("informal group")


class Organisation(models.Model):
    """An NGO or an institution, for instance one that runs centres."""

    network = models.ForeignKey(Network, models.PROTECT, related_name="organisations")
    slug = models.SlugField(max_length=80)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind.choices, default=OrganisationKind.NGO)
    about = models.TextField(_("what it does"), blank=True)
    # Checked by python-stdnum in the action, so that every door checks alike; digits only.
    krs = models.CharField("KRS", max_length=10, blank=True)
    nip = models.CharField("NIP", max_length=10, blank=True)
    regon = models.CharField("REGON", max_length=14, blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=6, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    # A member of the network by its own rules, whether or not it runs a centre.
    is_member = models.BooleanField(_("member of the network"), default=False)
    member_since = models.DateField(_("member since"), null=True, blank=True)
    scope = models.OneToOneField(Scope, models.PROTECT, related_name="organisation")

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(name="organisation_name_in_network", fields=["network", "name"]),
            models.UniqueConstraint(name="organisation_slug_in_network", fields=["network", "slug"]),
            *(
                models.UniqueConstraint(
                    name=f"organisation_{number}_in_network",
                    fields=["network", number],
                    condition=~models.Q(**{number: ""}),
                )
                for number in ("krs", "nip", "regon")
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the organisation's page."""
        return reverse("portal:organisation", args=[self.network.slug, self.slug])
