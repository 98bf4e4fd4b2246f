"""The pages on which dates that stand are moved, offered and waited for."""

from typing import Any

from podworko.bookings.models import BookingDate, BookingRequest, OfferState
from tests.gates.page import REFUSED, Named, Page, by_link, link, on_site, reference, signed_in
from tests.gates.town import SOON, Who, World


def first_date(request: BookingRequest) -> BookingDate:
    return request.dates.order_by("starts_at")[0]


def taken_date(request: BookingRequest) -> BookingDate:
    return request.dates.order_by("starts_at")[2]


def of_staff(kind: str, which: Any) -> Named:
    """Name a date of a request as the staff know it."""
    return lambda world, who: reference(kind)(world, who) | {"date": which(world.home.requests[kind]).pk}


def of_resident(kind: str, which: Any) -> Named:
    """Name a date of a request by the link that was sent."""
    return lambda world, who: link(kind)(world, who) | {"date": which(world.home.requests[kind]).pk}


def offer(world: World, who: Who) -> dict[str, Any]:
    found = world.home.requests["offered"].dates.get(offers__state=OfferState.OPEN).offers.get()
    return link("offered")(world, who) | {"offer": found.pk}


def hours(_world: World) -> dict[str, str]:
    return {"scope": "this", "on": SOON.isoformat(), "starts": "10:00", "ends": "11:00", "room": ""}


def another(world: World) -> dict[str, str]:
    return hours(world) | {"room": world.home.room.slug}


SERIES: dict[str, Page] = {
    "bookings:staff_edit": Page(
        on_site(200),
        on_site(302),
        names=of_staff("waiting", first_date),
        form=hours,
        others=(of_staff("offered", first_date), of_staff("accepted", first_date)),
    ),
    "bookings:own_edit": Page(
        by_link(200),
        by_link(302),
        names=of_resident("waiting", first_date),
        form=hours,
        others=(of_resident("offered", first_date), of_resident("accepted", first_date)),
    ),
    "bookings:offer": Page(on_site(200), on_site(302), names=of_staff("offered", taken_date), form=another),
    "bookings:answer": Page(REFUSED, by_link(302), names=offer, form=lambda _world: {"take": "1"}),
    "bookings:queue": Page(signed_in(405), on_site(302), names=reference("waiting"), form=lambda _world: {"words": ""}),
}
