"""The home of a network: near, and open now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from podworko.core import clock
from podworko.core.errors import Sentence
from podworko.people.models import Role
from podworko.people.queries import people_with
from podworko.places.directory import Find, Listing, Wish, districts, find, with_hours
from podworko.places.models import Audience
from podworko.places.queries import network_with_kinds
from podworko.portal.directory import DirectoryForm
from podworko.portal.finds import rows
from podworko.programme.looks import LIST, Look
from podworko.programme.quick import ways

SHOWN = 6


@dataclass(frozen=True)
class Door:
    """The way to the places for somebody: for whom, in the look of which kind, how many."""

    audience: str
    words: Sentence
    look: str
    count: int


@require_safe
def network(request: HttpRequest, network: str) -> HttpResponse:
    """Show what is open now and later today, the ways to find a place, and who makes up the network."""
    town, kinds = network_with_kinds(network)
    today = clock.today(town.zone)
    listing = with_hours(find(town, Wish()))
    open_now, open_later = _by_standing(listing)
    context = {
        "network": town,
        "form": DirectoryForm({}, kinds=kinds, districts=districts(town)),
        "count": len(listing.finds),
        "ways": ways(Look(LIST, today, today)),
        "doors": _doors(listing.finds),
        "open_now": rows(listing, open_now[:SHOWN], town.zone),
        "open_later": rows(listing, open_later[:SHOWN], town.zone),
        "animators": [person.name for person in people_with(Role.ANIMATOR, [town.scope_id])],
        "team": town.team.filter(Q(until=None) | Q(until__gte=today)),
    }
    return render(request, "portal/network.html", context)


def _by_standing(listing: Listing) -> tuple[list[Find], list[Find]]:
    """Return the places that are open now, by name, and those that open next, the soonest first.

    Where some are open, only those that open today come next.
    """
    standing = listing.standing(listing.finds)
    open_now, later = [], []
    for each in listing.finds:
        now = standing[each.centre.pk]
        if now.is_open:
            open_now.append(each)
        elif now.opens_on and now.opens_at:
            later.append(((now.opens_on, now.opens_at), each))
    later.sort(key=lambda pair: pair[0])
    if open_now and listing.finds:
        today = clock.today(listing.finds[0].centre.zone)
        later = [pair for pair in later if pair[0][0] == today]
    return open_now, [each for _opens, each in later]


def _doors(finds: Sequence[Find]) -> list[Door]:
    """Return the audiences for whom there are places, in the look of the kind that most of them are."""
    counts = Counter((each.centre.kind.audience, each.centre.kind.look) for each in finds)
    doors = []
    for audience in Audience:
        looks = [(count, look) for (whom, look), count in counts.items() if whom == audience]
        if looks:
            doors.append(Door(audience, audience.label, max(looks)[1], sum(count for count, _look in looks)))
    return doors
