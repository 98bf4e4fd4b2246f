"""How the places of the demo lend: rules of one room, days without lending, what people agree to, school breaks."""

import datetime as dt
from collections.abc import Iterator, Mapping

from django.db.models import Model

from podworko.bookings.models import Applicant, Blackout, BookingTerms, Declaration, RoomTerms
from podworko.core import clock
from podworko.places.models import Centre, Network, Room, SchoolBreak
from podworko.portal.demo.sign_ins import KOZLOWKA, OLBIN

DAY = dt.timedelta(days=1)
# In these places somebody coordinates whom anybody may be: here all of it is set.
SHOWN = {KOZLOWKA, OLBIN}
SENTENCES = (
    "Udział w spotkaniu jest bezpłatny, przyjść może każdy, kto chce.",
    "Zostawiamy salę w porządku: okna zamknięte, światło zgaszone, krzesła na miejscu.",
)
# The winter break of 2027: małopolskie and dolnośląskie, as the ministry announced them.
WINTER = {
    "krakow": (dt.date(2027, 2, 15), dt.date(2027, 2, 28)),
    "wroclaw": (dt.date(2027, 1, 18), dt.date(2027, 1, 31)),
}
CHRISTMAS = (dt.date(2026, 12, 23), dt.date(2026, 12, 31))
# Far enough that the calendar of the demo is still empty then.
AHEAD = 80


def rules(centre: Centre, rooms: Mapping[str, Room]) -> Iterator[Model]:
    """Yield the rules of a place, and where somebody coordinates it to be looked at, what else can be set."""
    if centre.slug not in SHOWN:
        yield BookingTerms(centre=centre)
        return
    yield BookingTerms(centre=centre, change_hours=24, asks_in_return=True)
    for position, words in enumerate(SENTENCES):
        yield Declaration(centre=centre, words=words, position=position)
    lent = [room for room in rooms.values() if room.is_lent]
    smallest = min(lent, key=lambda room: (room.capacity, room.slug))
    largest = max(lent, key=lambda room: (room.capacity, room.slug))
    yield RoomTerms(room=smallest, longest_minutes=180, lends_to=[Applicant.RESIDENT, Applicant.GROUP])
    first = clock.today(centre.zone) + AHEAD * DAY
    monday = first + DAY * (-first.weekday() % 7)
    yield Blackout(
        centre=centre, room=largest, first_on=monday, last_on=monday + 4 * DAY, reason="malowanie ścian i mycie okien"
    )


def school_breaks(network: Network) -> Iterator[SchoolBreak]:
    """Yield the school breaks of a town."""
    for name, (first_on, last_on) in (("Zimowa przerwa świąteczna", CHRISTMAS), ("Ferie zimowe", WINTER[network.slug])):
        yield SchoolBreak(network=network, name=name, first_on=first_on, last_on=last_on)
