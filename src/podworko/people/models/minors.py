"""The register for work with minors: that somebody was checked, never what the register said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.people.models.roles import Scope


class MinorsCheck(models.Model):
    """That a person was looked up before they were let to work with minors.

    Ustawa z 13.05.2016 o przeciwdziałaniu zagrożeniom przestępczością na tle seksualnym i ochronie małoletnich,
    art. 21: the fact, the day and the file are kept by those who employ; the register's content is not.
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="minors_checks")
    person = models.CharField(_("person"), max_length=120)
    role = models.CharField(_("what they do"), max_length=120)
    checked_on = models.DateField(_("checked on"))
    checker = models.CharField(_("checked by"), max_length=120)
    reference = models.CharField(_("reference of the file"), max_length=80)
    is_cleared = models.BooleanField(_("may work with minors"))
    statement_on = models.DateField(_("statement signed on"), null=True, blank=True)
    # When to look again, as the place's own standards say.
    renew_on = models.DateField(_("check again by"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(_("no longer works here since"), null=True, blank=True)
    # The earlier check of the same person, which this one follows.
    renews = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="renewal")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("person", "-checked_on")
        constraints = (
            models.CheckConstraint(
                name="minors_check_renewed_later",
                condition=models.Q(renew_on__isnull=True) | models.Q(renew_on__gt=models.F("checked_on")),
            ),
            models.CheckConstraint(
                name="minors_check_left_later",
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("checked_on")),
            ),
            models.UniqueConstraint(
                name="minors_check_once", fields=["scope", "person", "role", "checked_on", "reference"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.checked_on:%Y-%m-%d}"
