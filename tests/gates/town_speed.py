"""The words under which pages are kept, for the gates: each place and each day of the town has been changed."""

import datetime as dt
from typing import TYPE_CHECKING

from podworko.bookings.models import DayVersion
from podworko.places.models import Centre, CentreVersion
from podworko.programme.models import ProgrammeVersion

if TYPE_CHECKING:
    from tests.gates.town import Town


def fill(town: "Town", number: int, today: dt.date) -> None:
    """Write a word for each place that has none yet, and for one more day."""
    unchanged = Centre.objects.filter(network=town.network, kept_version=None)
    CentreVersion.objects.bulk_create(CentreVersion(centre=centre, version="w") for centre in unchanged)
    scopes = [*Centre.objects.filter(network=town.network).values_list("scope", flat=True), town.network.scope_id]
    ProgrammeVersion.objects.bulk_create(
        (ProgrammeVersion(scope_id=pk, version="w") for pk in scopes), ignore_conflicts=True
    )
    on = today + dt.timedelta(days=number)
    DayVersion.objects.get_or_create(centre=town.centre, on=on, defaults={"version": f"{number}"})
