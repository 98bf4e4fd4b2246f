"""What of a programme there is to choose from."""

from dataclasses import dataclass

from podworko.places.models import Audience
from podworko.programme.models import ActivityKind
from podworko.promotion.feeds.scope import Scope

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Choices:
    """The audiences and the kinds that a programme has, as pairs of value and words."""

    audiences: Pairs
    kinds: Pairs


def choices(scope: Scope) -> Choices:
    """Return by what the programme of `scope` can be narrowed, whatever is chosen now; one query."""
    everything = Scope(scope.network, scope.centre)
    there = everything.activities().order_by().values_list("audience", "kind").distinct()
    found = {*there}
    audiences = {audience for audience, _kind in found} - {Audience.EVERYBODY} | {scope.choice.audience}
    kinds = {kind for _audience, kind in found} | {scope.choice.kind}
    return Choices(
        [(each.value, str(each.label)) for each in Audience if each.value in audiences],
        [(each.value, str(each.label)) for each in ActivityKind if each.value in kinds],
    )
