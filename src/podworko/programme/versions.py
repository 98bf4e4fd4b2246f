"""The word under which pages of the programme are kept: another one with each change of what they show.

There is no second list of what changes them: every action that changes an activity, a place or a network writes a line
of history, and that is heard here (as `places.actions.renewing` does for pages of places). Pages say only whether
places are free, few or gone (`fullness`): whoever takes or gives back a place renews the word when that is another one.
"""

import secrets
from collections.abc import Collection

from django.db.models import Model

from podworko.core.transactions import at_the_end
from podworko.places.models import Centre, Network
from podworko.programme.models import Activity, ProgrammeVersion

# So many places are called few.
FEW = 3


def fullness(capacity: int | None, taken: int) -> int:
    """Return how full it is as far as pages say: 0 where nothing is free, 1 where few places are, 2 where many."""
    if capacity is None:
        return 2
    return int(taken < capacity) + int(taken + FEW < capacity)


def hear(subject: Model) -> None:
    """Renew the words of what the subject of an event changes; to most subjects it does nothing."""
    if isinstance(subject, Activity):
        touch(subject.centre)
    elif isinstance(subject, Centre):
        touch(subject)
    elif isinstance(subject, Network):
        at_the_end(_renew_network, subject.pk)


def touch(centre: Centre) -> None:
    """Say that what is on at `centre`, and so in its network, is shown otherwise from the end of this action on."""
    at_the_end(_renew, centre.scope_id)
    at_the_end(_renew, centre.network.scope_id)


def _renew(scopes: Collection[int]) -> None:
    # In one order, so that two transactions wait for each other in a row and not in a ring.
    ProgrammeVersion.objects.bulk_create(
        [ProgrammeVersion(scope_id=pk, version=secrets.token_hex(8)) for pk in sorted(set(scopes))],
        update_conflicts=True,
        unique_fields=["scope"],
        update_fields=["version"],
    )


def _renew_network(networks: Collection[int]) -> None:
    """Renew the words of networks and of all their centres: their names, kinds or days off stand on each page."""
    found = Network.objects.filter(pk__in=networks).values_list("scope_id", "centres__scope_id")
    _renew([pk for row in found for pk in row if pk])
