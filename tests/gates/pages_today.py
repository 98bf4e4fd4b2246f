"""The pages of the day at the desk."""

from typing import Any

from podworko.bookings.models import Handover, WalkIn
from tests.gates.page import Named, Page, centre, on_site, signed_in
from tests.gates.town import Who, World


def walk_in(deed: str = "") -> Named:
    """Name the walk-in of the home town, with a deed."""

    def names(world: World, _who: Who) -> dict[str, Any]:
        return {"walk_in": world.home.today["walk_in"].pk} | ({"deed": deed} if deed else {})

    return names


def use(kind: str, step: str = "") -> Named:
    """Name a use of the home town, with a step."""

    def names(world: World, _who: Who) -> dict[str, str]:
        found = world.home.today[kind]
        word = f"{'walk-in' if isinstance(found, WalkIn) else 'date'}-{found.pk}"
        return {"use": word} | ({"step": step} if step else {})

    return names


def room(world: World, who: Who) -> dict[str, str]:
    return centre(world, who) | {"room": world.home.room.slug}


def photo(world: World, _who: Who) -> dict[str, str]:
    handover: Handover = world.home.today["handover"]
    return {"photo": str(handover.photo), "size": "small"}


def form(**values: Any) -> Any:
    return lambda _world: values


DAY: dict[str, Page] = {
    "bookings:today": Page(on_site(200), signed_in(405), names=centre),
    "bookings:start": Page(signed_in(405), on_site(302), names=room, form=form(key="tap", minutes="30")),
    "bookings:walk_in": Page(on_site(200), on_site(302), names=walk_in(), form=form(topic="Kolędy", people="9")),
    "bookings:walk_in_deed": Page(signed_in(405), on_site(302), names=walk_in("end"), form=form()),
    "bookings:hand_over": Page(signed_in(405), on_site(302), names=use("over", "left"), form=form()),
    "bookings:left": Page(
        on_site(200),
        on_site(302),
        names=use("over"),
        form=form(how="untidy", words="Stół się chwieje"),
        others=(use("damaged"), use("walk_in")),
    ),
    "bookings:damage_photo": Page(on_site(200), signed_in(405), names=photo),
}
