"""What stands of ratings on the pages of the programme."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.evaluation.queries import remarks, results
from podworko.programme import beside, ways
from podworko.programme.beside import Said
from podworko.programme.models import Activity
from podworko.programme.ways import Spot, Way


def register() -> None:
    """Put how an activity was liked on its page for everybody, and the way to the figures on its page at the desk."""
    beside.register(_said)
    ways.register(Spot.ACTIVITY, _way)


def _said(activity: Activity) -> Said:
    """Return how an activity was liked; asked for as often whether it is told or not."""
    return Said("evaluation/said.html", {"voices": results.said_of(activity), "remarks": remarks.shown_of(activity)})


def _way(activity: Activity) -> Iterator[Way]:
    """Yield the way to the figures, once somebody may have come."""
    if activity.is_public:
        place = activity.centre
        address = reverse("evaluation:activity", args=[place.network.slug, place.slug, activity.slug])
        yield Way(_("How it was"), address)
