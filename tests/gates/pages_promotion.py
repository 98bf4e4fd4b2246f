"""The pages of promotion: what other programs and sites read, and the pages that hand it out."""

from podworko.promotion.feeds import pictures
from tests.gates.page import PUBLIC, REFUSED, Named, Page, by_link, centre, network
from tests.gates.pages_programme import activity, enrolment
from tests.gates.town import Who, World


def picture(of: str) -> Named:
    """Name the picture of the network, of the place or of an activity by its present version."""

    def names(world: World, who: Who) -> dict[str, str]:
        if of == "network":
            return network(world, who) | {"version": pictures.of_network(world.home.network).version}
        if of == "centre":
            return centre(world, who) | {"version": pictures.of_centre(world.home.centre).version}
        found = world.home.programme["weekly"]
        return activity("weekly")(world, who) | {"version": pictures.of_activity(found).version}

    return names


NARROWED = ("?audience=seniors&kind=integrating&language=uk", "?kind=%00")

PROMOTION: dict[str, Page] = {
    "promotion:network_calendar": Page(PUBLIC, names=network, queries=NARROWED),
    "promotion:calendar": Page(PUBLIC, names=centre, queries=NARROWED),
    "promotion:activity_calendar": Page(PUBLIC, names=activity("weekly"), others=(activity("called_off"),)),
    "promotion:network_news": Page(PUBLIC, names=network, queries=NARROWED),
    "promotion:news": Page(PUBLIC, names=centre, queries=NARROWED),
    "promotion:network_subscribe": Page(PUBLIC, names=network, queries=("?audience=seniors",)),
    "promotion:subscribe": Page(
        PUBLIC, names=centre, queries=("?audience=seniors&kind=outdoor", "?what=rooms", "?what=rooms&room=sala-0")
    ),
    "promotion:network_frame": Page(PUBLIC, names=network, queries=("?theme=dark&most=30",)),
    "promotion:frame": Page(PUBLIC, names=centre, queries=("?theme=light&kind=trip",)),
    "promotion:network_on_your_site": Page(PUBLIC, names=network, queries=("?audience=seniors&most=5", "?theme=pink")),
    "promotion:on_your_site": Page(PUBLIC, names=centre, queries=("?theme=dark",)),
    "promotion:network_picture": Page(PUBLIC, names=picture("network")),
    "promotion:picture": Page(PUBLIC, names=picture("centre")),
    "promotion:activity_picture": Page(PUBLIC, names=picture("activity")),
    # The plan of somebody, from the page of one of their sign-ups: by a code.
    "portal:plan_of_sign_up": Page(REFUSED, by_link(302), names=enrolment("going"), form=lambda _world: {}),
}
