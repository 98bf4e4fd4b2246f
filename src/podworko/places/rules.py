"""Who may do what with a place, an organisation, a network."""

import rules

from podworko.people import queries as people
from podworko.people.models import Role
from podworko.people.queries import roles_on
from podworko.places.models import Centre, Network, Organisation

is_administrator = rules.predicate(people.is_administrator)

ON_SITE = frozenset({Role.HOST, Role.COORDINATOR, Role.OPERATOR})
KEEPERS = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.OFFICER})
OVER_THE_NETWORK = frozenset({Role.OFFICER, Role.ANIMATOR})


@rules.predicate
def is_staff_of(user: object, centre: Centre) -> bool:
    """Say whether `user` is on duty in, coordinates, or runs `centre`."""
    return bool(ON_SITE & roles_on(user, centre.scope_ids))


@rules.predicate
def is_keeper_of(user: object, centre: Centre) -> bool:
    """Say whether what is told about `centre` is theirs to keep right: its hours, rooms, pictures, access."""
    return bool(KEEPERS & roles_on(user, centre.scope_ids))


@rules.predicate
def is_shown(user: object, centre: Centre) -> bool:
    """Say whether everybody may see `centre`."""
    return centre.is_public


@rules.predicate
def works_on(user: object, centre: Centre) -> bool:
    """Say whether `centre` is among those that `user` works in, keeps right, or sees from above."""
    return bool((ON_SITE | KEEPERS | OVER_THE_NETWORK) & roles_on(user, centre.scope_ids))


@rules.predicate
def is_officer_of(user: object, network: Network) -> bool:
    """Say whether `user` is an officer of the city for `network`."""
    return Role.OFFICER in roles_on(user, [network.scope_id])


@rules.predicate
def sees_network(user: object, network: Network) -> bool:
    """Say whether `user` sees every place of `network`: an officer or the animator."""
    return bool(OVER_THE_NETWORK & roles_on(user, [network.scope_id]))


@rules.predicate
def is_operator_of(user: object, organisation: Organisation) -> bool:
    """Say whether `user` runs `organisation`, or is an officer of its network."""
    return bool({Role.OPERATOR, Role.OFFICER} & roles_on(user, [organisation.scope_id, organisation.network.scope_id]))


# To see the page of a place. An idea and a diagnosis are for those who work on them.
rules.add_perm("places.see_centre", is_shown | works_on | is_administrator)
# To change what is told about a place.
rules.add_perm("places.change_centre", is_keeper_of | is_administrator)
# To see every place of the network with its stage, profile and contracts.
rules.add_perm("places.see_network", sees_network | is_administrator)
# To open, hand over and close places, name districts, kinds, days off and the team, bring tables along.
rules.add_perm("places.change_network", is_officer_of | is_administrator)
rules.add_perm("places.change_organisation", is_operator_of | is_administrator)
# To make a network.
rules.add_perm("places.add_network", is_administrator)
