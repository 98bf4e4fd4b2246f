"""On a Sunday somebody old asks what is on near her at the weekend: on a telephone, by keyboard, with no script."""

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.any_database, pytest.mark.timeout(300)]
SMALLEST = {"viewport": {"width": 320, "height": 640}}

SEED = """
import datetime as dt
from podworko.core import clock
from podworko.places.models import District, ModelKind
from podworko.programme.looks import weekend
from tests.factories import *

network = make_network(slug="gora", name="Góra")
corners = [[20.0, 50.0], [20.1, 50.0], [20.1, 50.1], [20.0, 50.0]]
for code, name, north in (("dol", "Dolne", 50.0), ("gorne", "Górne", 50.4)):
    border = {"type": "MultiPolygon", "coordinates": [[corners]]}
    District.objects.create(network=network, code=code, name=name, border=border, latitude=north, longitude=20.0)
# A day of the weekend of which something is always still to come.
sunday = weekend(clock.today(network.zone))
sunday += dt.timedelta(days=6 - sunday.weekday())
for number in range(3):
    near = make_centre(network, name=f"Blisko {number}", latitude=50.001, longitude=20.0, is_open_on_holidays=True)
    words = {"title": f"Śpiewanie {number}", "audience": "seniors", "lead": "Każdy umie śpiewać."}
    make_activity(near, on=sunday, starts="23:30", ends="23:55", draft=words)
make_activity(near, on=sunday, starts="23:30", ends="23:55", draft={"title": "Rap", "audience": "youth"})
make_activity(near, on=sunday + dt.timedelta(days=3), draft={"title": "W tygodniu", "audience": "seniors"})
far = make_centre(network, name="Daleko", latitude=50.4, longitude=20.0, is_open_on_holidays=True)
make_activity(far, on=sunday, starts="23:30", ends="23:55", draft={"title": "Za daleko", "audience": "seniors"})
answer = []
"""


@pytest.fixture(scope="module")
def address(installed):
    """Where the server of the town on the hill answers."""
    installed.shell(SEED)
    with installed.running() as url:
        yield url


def test_what_is_on_at_the_weekend_near_her(enters):
    grandmother = enters("pl", by_keyboard=True, on=SMALLEST)
    grandmother.goes_to("/gora/")
    grandmother.follows_to(capitalised(grandmother, "this weekend"))
    grandmother.sees("Za daleko")
    grandmother.misses("W tygodniu")
    grandmother.opens("Near me, or something else")
    grandmother.picks("Where are you?", "Dolne")
    grandmother.picks("For whom?", grandmother.words("older people"))
    grandmother.presses("Show")
    grandmother.sees("Śpiewanie 0")
    grandmother.misses("Za daleko")
    grandmother.misses("Rap")
    # One tap takes the place off again, and the days stay.
    grandmother.follows_to(near_with_way_off(grandmother))
    grandmother.sees("Za daleko")
    grandmother.misses("W tygodniu")
    grandmother.follows_to("Śpiewanie 0")
    grandmother.sees("Każdy umie śpiewać.")


def capitalised(person, msgid):
    """Return the words of a quick way as they stand on the page."""
    words = person.words(msgid)
    return words[:1].upper() + words[1:]


def near_with_way_off(person):
    """Return what is said of the filter that one tap takes off."""
    return f"{person.words('Near: %(place)s', place='Dolne')} : {person.words('take off')}"
