"""Fills the town with what the city keeps of its places: borders, kinds, days off, operators, the declaration."""

import datetime as dt
from typing import TYPE_CHECKING

from podworko.places.models import (
    AccessStatement,
    AreaDistrict,
    CentreKind,
    District,
    DrawnArea,
    Network,
    NetworkDay,
    Operation,
    Photo,
    Stage,
    StageStep,
    TeamMember,
)
from tests.factories import make_centre, make_network, make_organisation

if TYPE_CHECKING:
    from tests.gates.town import Town

SQUARE = {
    "type": "MultiPolygon",
    "coordinates": [[[[20.0, 50.0], [20.1, 50.0], [20.1, 50.1], [20.0, 50.1], [20.0, 50.0]]]],
}


def fill(town: "Town", number: int, today: dt.date) -> None:
    """Put one more of everything that is told of a place into `town`."""
    centre = town.centre
    kind = CentreKind.objects.create(network=town.network, code=f"kawiarnia-{number}", own_name=f"Kawiarnia {number}")
    if number == 0:
        centre.latitude, centre.longitude, centre.languages = 50.02, 20.0, ["pl", "uk"]
        centre.way = "Dzwonek jest nisko, po prawej."
        centre.save()
    neighbour = town.network.centres.latest("pk")
    neighbour.kind, neighbour.latitude, neighbour.longitude = kind, 50.02 + number / 100, 20.0
    neighbour.save()
    make_centre(operator=town.operator, slug=f"zamkniete-{number}", stage=Stage.CLOSED)
    _borders(town, number)
    Photo.objects.create(centre=centre, alt=f"Sala pełna ludzi {number}", width=1600, height=900)
    on = today + dt.timedelta(days=60 + number)
    NetworkDay.objects.create(network=town.network, on=on, name=f"Święto miasta {number}")
    TeamMember.objects.create(network=town.network, unit=f"Wydział {number}", person="Anna Maj", part="przewodniczy")
    ran = make_organisation(town.network, is_member=True)
    Operation.objects.create(
        centre=neighbour, organisation=town.operator, since=dt.date(2019, 1, 1), until=dt.date(2020, 12, 31)
    )
    Operation.objects.create(centre=centre, organisation=ran, since=dt.date(2010 + number, 1, 1), until=today)
    StageStep.objects.create(centre=centre, stage="permanent", on=today - dt.timedelta(days=number))
    _declare(town.network if number == 0 else make_network(slug=f"{town.slug}-obok-{number}"), today)


def _borders(town: "Town", number: int) -> None:
    district = District.objects.create(
        network=town.network,
        code=f"d{number}",
        name=f"Dzielnica {number}",
        border=SQUARE,
        latitude=50.05,
        longitude=20.05,
    )
    AreaDistrict.objects.create(centre=town.centre, district=district)
    DrawnArea.objects.create(centre=town.centre, name=f"Za torami {number}", border=SQUARE)


def _declare(network: Network, today: dt.date) -> None:
    AccessStatement.objects.create(
        network=network,
        body="Gmina Miejska",
        site_published_on=today,
        site_changed_on=today,
        exceptions="Starsze zdjęcia nie mają opisów.",
        made_on=today,
        reviewed_on=today,
        person="Magdalena Wilk",
        email="dostepnosc@example.org",
        phone="+48125550099",
        complaint_to="Prezydent Miasta",
    )
