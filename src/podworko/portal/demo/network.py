"""Writes what a network has besides its places: who formed it, its team, borders, declaration and organisations."""

import datetime as dt
from collections.abc import Iterable

from podworko.core import clock
from podworko.people.models import Scope, ScopeKind, User
from podworko.places.geo import Border
from podworko.places.kinds import begin_with_model_kinds
from podworko.places.models import AccessStatement, District, Network, NetworkDay, Organisation, TeamMember
from podworko.portal.demo import lending, quarters
from podworko.portal.demo.ground import Ground, grant, operators_of
from podworko.portal.demo.many import slug_of
from podworko.portal.demo.rows import Rows
from podworko.portal.demo.shapes import Place, Town
from podworko.portal.demo.sign_ins import MEMBERS

ATTRIBUTION = "Granice zmyślone, na pokaz"


def write(town: Town, places: Iterable[Place], accounts: dict[str, User]) -> Ground:
    """Write the network of `town` and what its `places` stand on."""
    scope = Scope.objects.create(kind=ScopeKind.NETWORK, label=town.name)
    network = Network.objects.create(
        slug=town.slug,
        name=town.name,
        about=town.about,
        formed_by=town.formed_by,
        formed_on=town.formed_on,
        email=f"siec.{town.slug}@example.org",
        phone=town.phone,
        districts_attribution=ATTRIBUTION,
        scope=scope,
    )
    begin_with_model_kinds(network)
    rows = Rows()
    members = tuple(member for member in MEMBERS if member.town == town.slug)
    for member in members:
        if not member.place:
            grant(rows, accounts[member.email], member.role, scope)
    operators = operators_of(town, network, places, rows)
    borders = quarters.borders(town.districts)
    districts = {name: _district(network, name, town.districts[name], borders[name]) for name in town.districts}
    rows.add(*districts.values())
    _add_team(town, network, rows)
    rows.add(_day_off(network), _statement(town, network), *lending.school_breaks(network))
    rows.write(before=(Scope, Organisation))
    kinds = {kind.code: kind for kind in network.kinds.all()}
    return Ground(town, network, kinds, districts, operators, accounts, members)


def _district(network: Network, name: str, middle: quarters.Point, border: Border) -> District:
    latitude, longitude = middle
    return District(
        network=network,
        code=slug_of(name),
        name=name,
        border=border,
        latitude=latitude,
        longitude=longitude,
    )


def _add_team(town: Town, network: Network, rows: Rows) -> None:
    for mate in town.team:
        rows.add(TeamMember(network=network, unit=mate.unit, person=mate.person, part=mate.part, since=town.formed_on))


def _day_off(network: Network) -> NetworkDay:
    """Return the day before Christmas Eve: one on which the whole network rests, by its own choice."""
    year = clock.today(network.zone).year
    return NetworkDay(network=network, on=dt.date(year, 12, 23), name="Dzień porządków przed świętami")


def _statement(town: Town, network: Network) -> AccessStatement:
    made_on = clock.today(network.zone) - dt.timedelta(days=120)
    return AccessStatement(
        network=network,
        body=f"Gmina {town.city} (na pokaz)",
        site_published_on=made_on,
        site_changed_on=made_on + dt.timedelta(days=60),
        status=AccessStatement.Status.PARTLY,
        exceptions="Opisy niektórych zdjęć są zbyt ogólne; poprawiamy je razem z miejscami. Mapy nie odczyta czytnik "
        "ekranu, dlatego obok niej jest lista tych samych miejsc.",
        made_on=made_on,
        reviewed_on=made_on + dt.timedelta(days=60),
        person="Zespół sieci",
        email=f"dostepnosc.{town.slug}@example.org",
        phone=town.phone,
        complaint_to=town.complaint_to,
    )
