"""The pages that show what is on outside the product, and hand the calendar out."""

from tests.gates.page import PUBLIC, REFUSED, Page, answers, centre, on_site, room, signed_in
from tests.gates.pages_mine import LED, OWN, is_resident
from tests.gates.town import SOON, Who, World


def key(world: World, who: Who) -> dict[str, str]:
    """Name the calendar of the staff by its secret; somebody from elsewhere tries an invented one."""
    return {"secret": world.home.shown["secret"]}


def empty(_world: World) -> dict[str, str]:
    return {}


def runs_the_place(who: Who) -> bool:
    return not who.is_elsewhere and who.role in {"host", "coordinator", "operator"}


def is_host(who: Who) -> bool:
    """The one who has the calendar already."""
    return who == Who("host")


SHOWING: dict[str, Page] = {
    "bookings:door": Page(PUBLIC, names=room),
    "bookings:embed": Page(PUBLIC, names=centre, queries=("?theme=dark",)),
    "bookings:day_sheet": Page(PUBLIC, names=centre, queries=("?paper=a3",)),
    "bookings:week_plan": Page(PUBLIC, names=centre, queries=(f"?on={SOON}",)),
    "bookings:staff_day_sheet": Page(on_site(200), signed_in(405), names=centre),
    "bookings:staff_week_plan": Page(on_site(200), signed_in(405), names=centre),
    "bookings:staff_feed": Page(on_site(200), on_site(200), names=centre, form=empty, changes=runs_the_place),
    "bookings:revoke_staff_feed": Page(signed_in(405), on_site(302), names=centre, form=empty, changes=is_host),
    # Whoever has the address has the calendar: it is all that they need.
    "bookings:feed_by_key": Page(PUBLIC, names=key),
    "bookings:use": Page(
        on_site(200), signed_in(405), names=centre, queries=("?room=sala-0", "?first=2026-11-20&last=2026-11-01")
    ),
    "bookings:use_file": Page(on_site(200), signed_in(405), names=centre),
    "portal:mine_calendar": Page(OWN, answers(302, resident=200), form=empty, changes=is_resident),
    "portal:mine_calendar_revoke": Page(REFUSED, LED, form=empty, changes=is_resident),
}
