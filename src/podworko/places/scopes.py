"""How the scopes of centres, organisations and networks lie in one another: people know no places."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.urls import reverse

from podworko.people import scopes
from podworko.people.models import Scope, ScopeKind
from podworko.places.models import Centre, Network, Organisation


def above_centre(scope: Scope) -> Iterable[int]:
    """Return the scopes of the operator and of the network of a centre."""
    return Centre.objects.filter(scope=scope).values_list("operator__scope_id", "network__scope_id").get()


def above_organisation(scope: Scope) -> Iterable[int]:
    """Return the scope of the network of an organisation."""
    return Organisation.objects.filter(scope=scope).values_list("network__scope_id").get()


def above_network(_scope: Scope) -> Iterable[int]:
    """Return nothing: a network stands by itself."""
    return ()


def network_of(scope: Scope) -> Network:
    """Return the network in which `scope` lies."""
    owner = {ScopeKind.CENTRE: "centres__scope", ScopeKind.ORGANISATION: "organisations__scope"}.get(
        ScopeKind(scope.kind), "scope"
    )
    return Network.objects.get(**{owner: scope})


def zone_of(scope: Scope) -> ZoneInfo:
    """Return the zone of the network in which `scope` lies."""
    return network_of(scope).zone


def address(scope: Scope, page: str) -> str:
    """Return where a `page` of the people of `scope` stands, as "minors"."""
    names = {"network": network_of(scope).slug}
    if scope.kind == ScopeKind.CENTRE:
        names["centre"] = scope.centre.slug
    if scope.kind == ScopeKind.ORGANISATION:
        names["organisation"] = scope.organisation.slug
    name, _, number = page.partition("/")
    return reverse(f"staff:{scope.kind}_{name}", kwargs=names) + (f"{number}/" if number else "")


def register() -> None:
    """Tell people, when the program starts."""
    above = {
        ScopeKind.CENTRE: above_centre,
        ScopeKind.ORGANISATION: above_organisation,
        ScopeKind.NETWORK: above_network,
    }
    for kind, chain in above.items():
        scopes.register(kind, chain, zone=zone_of, address=address)
