"""The ways to posters from the pages of the programme."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.places.models import Centre
from podworko.programme import ways
from podworko.programme.models import Activity, ActivityState
from podworko.programme.ways import Spot, Way
from podworko.promotion.posters.choices import What


def register() -> None:
    """Put the ways in."""
    ways.register(Spot.ACTIVITY, of_activity)
    ways.register(Spot.DESK, of_desk)
    ways.register(Spot.CALENDAR, of_week)


def of_activity(activity: Activity) -> Iterable[Way]:
    """Yield the way to the posters of an activity, unless it is called off."""
    if activity.state != ActivityState.CALLED_OFF:
        query = urlencode({"what": What.ACTIVITY.value, "activity": activity.slug})
        yield Way(_("Poster"), f"{_posters(activity.centre)}?{query}", "printer")


def of_desk(place: Centre) -> Iterable[Way]:
    """Yield the way to the posters of a place."""
    yield Way(_("Posters"), f"{_posters(place)}?what={What.WEEK.value}", "printer")


def of_week(place: Centre, on: dt.date) -> Iterable[Way]:
    """Yield the sheets of a week for everybody."""
    address = reverse("promotion:week", args=[place.network.slug, place.slug])
    yield Way(_("Print this week (PDF)"), f"{address}?week={on}", "printer")
    yield Way(_("In large print (PDF)"), f"{address}?week={on}&print=large", "printer")


def _posters(place: Centre) -> str:
    return reverse("promotion:posters", args=[place.network.slug, place.slug])
