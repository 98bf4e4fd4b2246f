"""Who may do what with requests."""

import rules

from podworko.people.models import Role
from podworko.people.queries import roles_on
from podworko.places.models import Centre
from podworko.places.rules import is_administrator, is_keeper_of, is_staff_of

RUN = frozenset({Role.COORDINATOR, Role.OPERATOR})


@rules.predicate
def runs(user: object, centre: Centre) -> bool:
    """Say whether `user` coordinates or runs `centre`."""
    return bool(RUN & roles_on(user, centre.scope_ids))


# To see who asks, decide, call off, and take a request from a caller.
rules.add_perm("bookings.decide", is_staff_of)
# To bring a calendar that was kept elsewhere, with all its uses, and to take it back.
rules.add_perm("bookings.bring", runs)
# To read all rules of lending of a place; they are changed by those who may change the place.
rules.add_perm("bookings.see_rules", is_staff_of | is_keeper_of | is_administrator)
