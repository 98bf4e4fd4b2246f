"""Who may do what with a place."""

import rules

from podworko.people.models import Role
from podworko.people.queries import roles_on
from podworko.places.models import Centre

ON_SITE = frozenset({Role.HOST, Role.COORDINATOR, Role.OPERATOR})


@rules.predicate
def is_staff_of(user: object, centre: Centre) -> bool:
    """Say whether `user` is on duty in, coordinates, or runs `centre`."""
    return bool(ON_SITE & roles_on(user, centre.scope_ids))
