"""The word under which pages of a place are kept: another one with each change that somebody answers for.

There is no second list of what changes a page: every action that changes a place or its network writes a line of
history, and that is heard here. What tells more than a page shows costs one page computed afresh.
"""

import secrets
from collections.abc import Collection

from django.db.models import Model, Q

from podworko.core.transactions import at_the_end
from podworko.places.models import Centre, CentreVersion, Network


def hear(subject: Model) -> None:
    """Renew the word of a centre to which something is done; those of all its centres, where it is a network."""
    if isinstance(subject, Centre | Network):
        at_the_end(_renew, (type(subject), subject.pk))


def _renew(changed: Collection[tuple[type[Model], int]]) -> None:
    centres = {pk for model, pk in changed if model is Centre}
    networks = {pk for model, pk in changed if model is Network}
    # In one order, so that two transactions wait for each other in a row and not in a ring.
    found = Centre.objects.filter(Q(pk__in=centres) | Q(network__in=networks)).order_by("pk")
    CentreVersion.objects.bulk_create(
        [CentreVersion(centre_id=pk, version=secrets.token_hex(8)) for pk in found.values_list("pk", flat=True)],
        update_conflicts=True,
        unique_fields=["centre"],
        update_fields=["version"],
    )
