"""What the actions of a place share: one after the other, and a line of history that tells old from new."""

from typing import Any

from podworko.core import audit
from podworko.places.models import Centre

Facts = dict[str, Any]


def lock(centre: Centre) -> Centre:
    """Return `centre` as it stands now, kept for this transaction: two who change it do it one after the other."""
    held = Centre.objects.select_for_update(of=("self",)).select_related("network", "operator", "kind")
    return held.get(pk=centre.pk)


def record(verb: str, centre: Centre, *, by: audit.Actor, before: Facts, after: Facts, **more: object) -> bool:
    """Write down what of `before` became what of `after`; nothing, and False, when nothing changed."""
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not changed:
        return False
    told: Facts = more
    old, new = ({name: facts[name] for name in changed if name in facts} for facts in (before, after))
    audit.record(verb, centre, by=by, before=old, after=new, **told)
    return True
