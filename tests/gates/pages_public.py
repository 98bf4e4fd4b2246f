"""The pages on which residents find a place, a room, an organisation, and what they read of access."""

from tests.gates.page import PUBLIC, Page
from tests.gates.town import Who, World


def network(world: World, _who: Who) -> dict[str, str]:
    return {"network": world.home.network.slug}


def neighbour(world: World, who: Who) -> dict[str, str]:
    return network(world, who) | {"centre": "osiedle-0"}


def closed(world: World, who: Who) -> dict[str, str]:
    return network(world, who) | {"centre": "zamkniete-0"}


def centre(world: World, who: Who) -> dict[str, str]:
    return network(world, who) | {"centre": world.home.centre.slug}


def room(world: World, who: Who) -> dict[str, str]:
    return centre(world, who) | {"room": world.home.room.slug}


def organisation(world: World, who: Who) -> dict[str, str]:
    return network(world, who) | {"organisation": world.home.operator.slug}


def other_organisation(world: World, who: Who) -> dict[str, str]:
    return network(world, who) | {
        "organisation": world.home.network.organisations.filter(is_member=True).earliest("pk").slug
    }


# The directory in each of its states: chosen by everything, nothing found, answered wrong.
DIRECTORY = (
    "?where=d0&when=sat-15:00&access=step_free",
    "?where=50.020,20.000&when=sat-09:30&language=uk&rooms=on&equipment=chairs&kind=mam&audience=everybody",
    "?when=sun-15:00&access=loop&access=dog",
    "?q=sala&when=now",
    "?kind=nothing&where=nowhere&when=never&access=magic",
)

PUBLIC_PAGES: dict[str, Page] = {
    "portal:network": Page(PUBLIC, names=network),
    "portal:map": Page(PUBLIC, names=network),
    "portal:directory": Page(PUBLIC, names=network, queries=DIRECTORY),
    "portal:place": Page(PUBLIC, names=centre, others=(neighbour, closed)),
    "portal:place_access": Page(PUBLIC, names=centre, others=(neighbour,)),
    "portal:room": Page(PUBLIC, names=room),
    "portal:organisations": Page(PUBLIC, names=network),
    "portal:organisation": Page(PUBLIC, names=organisation, others=(other_organisation,)),
    "portal:accessibility": Page(PUBLIC, names=network),
}
