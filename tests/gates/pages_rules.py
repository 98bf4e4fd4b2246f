"""The pages on which the rules of lending are set, and the school breaks of a network."""

from typing import Any

from tests.gates.page import REFUSED, SIGN_IN, Answers, Named, Page, answers, centre, network, room
from tests.gates.pages_imports import by_officer
from tests.gates.pages_kept import keepers, seen
from tests.gates.town import Who, World

READERS: Answers = answers(404, anonymous=SIGN_IN, host=200, coordinator=200, operator=200, officer=200)


def one(of: str) -> Named:
    """Name the centre and one of its rows."""

    def named(world: World, who: Who) -> dict[str, Any]:
        return centre(world, who) | {"number": world.home.rules[of].pk}

    return named


def school_break(world: World, who: Who) -> dict[str, Any]:
    return network(world, who) | {"number": world.home.rules["school_break"].pk}


def terms(_world: World) -> dict[str, Any]:
    return {
        "notice_working_days": "5",
        "longest_ahead_days": "200",
        "shortest_minutes": "",
        "longest_minutes": "180",
        "buffer_minutes": "15",
        "lends_to": ["resident", "group"],
        "uses_a_month": "4",
        "hours_a_month": "",
        "decision_working_days": "2",
        "answer_hours": "48",
        "change_hours": "24",
    }


def own_terms(_world: World) -> dict[str, Any]:
    return {"notice_working_days": "7", "has_walk_ins": "on"}


def days(_world: World) -> dict[str, Any]:
    return {"first_on": "2027-03-01", "last_on": "2027-03-05", "room": "*", "reason": "Remont", "is_acknowledged": "on"}


def words(_world: World) -> dict[str, Any]:
    return {"words": "Po spotkaniu zamykamy okna."}


def a_break(_world: World) -> dict[str, Any]:
    return {"name": "Ferie letnie", "first_on": "2028-06-24", "last_on": "2028-08-31"}


def empty(_world: World) -> dict[str, Any]:
    return {}


def down(_world: World) -> dict[str, Any]:
    return {"way": "down"}


RULES: dict[str, Page] = {
    "bookings:rules": Page(READERS, keepers(302), names=centre, form=seen(terms, "bookings:rules")),
    "bookings:room_rules": Page(
        keepers(200),
        keepers(302),
        names=room,
        form=seen(own_terms, "bookings:room_rules", room=lambda world: world.home.room.slug),
    ),
    "bookings:rules_days": Page(keepers(200), keepers(302), names=centre, form=days),
    "bookings:rules_day": Page(
        keepers(200),
        keepers(302),
        names=one("blackout"),
        form=seen(days, "bookings:rules_day", number=lambda world: world.home.rules["blackout"].pk),
    ),
    "bookings:remove_rules_day": Page(REFUSED, keepers(302), names=one("blackout"), form=empty),
    "bookings:rules_agreed": Page(keepers(200), keepers(302), names=centre, form=words),
    "bookings:declaration": Page(
        keepers(200),
        keepers(302),
        names=one("declaration"),
        form=seen(words, "bookings:declaration", number=lambda world: world.home.rules["declaration"].pk),
    ),
    "bookings:move_declaration": Page(REFUSED, keepers(302), names=one("declaration"), form=down),
    "bookings:remove_declaration": Page(REFUSED, keepers(302), names=one("declaration"), form=empty),
    "places:school_breaks": Page(by_officer(200), by_officer(302), names=network, form=a_break),
    "places:remove_school_break": Page(REFUSED, by_officer(302), names=school_break, form=empty),
}
