"""How scopes lie in one another: a centre within its operator and its network, an organisation within its network.

The areas that own them say so by `register`, since people know no places.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from podworko.people.models import Scope, ScopeKind

# Takes a scope; returns the ids of the scopes on which a role gives rights here too, the scope itself among them.
Chain = Callable[[Scope], Iterable[int]]


@dataclass(frozen=True)
class Ground:
    """What the owner of a kind of scope tells of it: what lies above, the zone of its clocks, the pages of its people.

    `address` takes a scope and the name of a page below it, as "people" or "minors".
    """

    chain: Chain
    zone: Callable[[Scope], ZoneInfo] | None = None
    address: Callable[[Scope, str], str] | None = None


_grounds: dict[str, Ground] = {}


def register(
    kind: ScopeKind,
    chain: Chain,
    *,
    zone: Callable[[Scope], ZoneInfo] | None = None,
    address: Callable[[Scope, str], str] | None = None,
) -> None:
    """Say what lies above the scopes of `kind`, and what else people must know of them."""
    _grounds[kind] = Ground(chain, zone, address)


def chain_of(scope: Scope) -> frozenset[int]:
    """Return the ids of `scope` and of all scopes above it."""
    ground = _grounds.get(scope.kind)
    return frozenset({scope.pk, *(ground.chain(scope) if ground else ())})


def zone_of(scope: Scope) -> ZoneInfo:
    """Return the zone of the clocks on the walls of `scope`."""
    ground = _grounds.get(scope.kind)
    return ground.zone(scope) if ground and ground.zone else ZoneInfo(settings.TIME_ZONE)


def url_of(scope: Scope, page: str) -> str:
    """Return the full address of a `page` of the people of `scope`, for letters."""
    ground = _grounds.get(scope.kind)
    path = ground.address(scope, page) if ground and ground.address else "/"
    return f"{settings.SITE_URL}{path}"
