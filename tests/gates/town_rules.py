"""Fills the town with rules of lending: of a room, days without lending, sentences to agree to, school breaks."""

import datetime as dt
from typing import TYPE_CHECKING

from podworko.bookings.models import Blackout, Declaration, RoomTerms
from podworko.places.models import Room, SchoolBreak

if TYPE_CHECKING:
    from tests.gates.town import Town

DAY = dt.timedelta(days=1)


def fill(town: "Town", number: int, room: Room, today: dt.date) -> None:
    """Put one more of everything into the place of `town`; keep the first of each in `town.rules`."""
    RoomTerms.objects.create(room=room, longest_minutes=240, uses_a_month=8, lends_to=["resident", "organisation"])
    begin = today + dt.timedelta(days=300 + 10 * number)
    reason = f"Inwentaryzacja {number}"
    blackout = Blackout.objects.create(centre=town.centre, first_on=begin, last_on=begin + DAY, reason=reason)
    other = Blackout.objects.create(centre=town.centre, room=room, first_on=begin, last_on=begin, reason=reason)
    words = [f"Zostawiamy porządek, {number}.", f"Udział jest bezpłatny, {number}."]
    first, _second = (
        Declaration.objects.create(centre=town.centre, words=each, position=2 * number + place)
        for place, each in enumerate(words)
    )
    school_break = SchoolBreak.objects.create(
        network=town.network, name=f"Ferie {number}", first_on=begin, last_on=begin + 5 * DAY
    )
    rows = {"blackout": blackout, "other": other, "declaration": first, "school_break": school_break}
    for name, row in rows.items():
        town.rules.setdefault(name, row)
