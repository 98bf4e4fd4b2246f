"""The words under which pages of the programme are kept."""

from django.db import models

from podworko.people.models import Scope


class ProgrammeVersion(models.Model):
    """Another word each time that what is on at a centre, or anywhere in a network, changes; no row: it never did.

    A centre and a network each own a scope, so one table serves both.
    """

    scope = models.OneToOneField(Scope, models.CASCADE, primary_key=True, related_name="programme_version")
    version = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.scope_id}: {self.version}"
