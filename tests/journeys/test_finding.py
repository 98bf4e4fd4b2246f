"""Somebody new in town, in a wheelchair, reads Ukrainian: where can they go on Saturday afternoon, near their home?

On the smallest telephone, by keyboard, with no script: in at most four steps, and the same by search.
"""

import pytest

from tests.journeys.steps import said

pytestmark = [pytest.mark.slow, pytest.mark.any_database, pytest.mark.timeout(300)]
SMALLEST = {"viewport": {"width": 320, "height": 640}}
MOST_STEPS = 4

SEED = """
import datetime as dt
from podworko.core import search
from podworko.places.models import AccessFact, District, ModelKind, OpeningHours
from tests.factories import *

network = make_network(slug="rzeka", name="Rzeka")
corners = [[20.0, 50.0], [20.1, 50.0], [20.1, 50.1], [20.0, 50.0]]
for code, name, north in (("most", "Przy Moście", 50.0), ("las", "Pod Lasem", 50.2)):
    border = {"type": "MultiPolygon", "coordinates": [[corners]]}
    District.objects.create(network=network, code=code, name=name, border=border, latitude=north, longitude=20.0)
for name, north, on_saturday, step_free in (
    ("Schody", 0.001, True, False),
    ("Tylko w tygodniu", 0.002, False, True),
    ("Bliski Próg", 0.010, True, True),
    ("Daleka Łąka", 0.100, True, True),
):
    centre = make_centre(
        network, name=name, kind=ModelKind.CAS, latitude=50.0 + north, longitude=20.0, is_open_on_holidays=True
    )
    answer = "yes" if step_free else "no"
    AccessFact.objects.create(centre=centre, question="step_free", answer=answer, verified_on=dt.date(2026, 9, 1))
    if on_saturday:
        OpeningHours.objects.create(centre=centre, weekday=5, starts=dt.time(10), ends=dt.time(18))
search.rebuild()
answer = []
"""


@pytest.fixture(scope="module")
def address(installed):
    """Where the server of the town by the river answers."""
    installed.shell(SEED)
    with installed.running() as url:
        yield url


def test_the_nearest_without_steps_open_on_saturday_afternoon(enters):
    visitor = enters("uk", by_keyboard=True, on=SMALLEST)
    visitor.goes_to("/rzeka/")
    steps = [
        lambda: visitor.picks("Where are you?", "Przy Moście"),
        lambda: visitor.picks("Open when?", saturday_afternoon(visitor)),
        lambda: visitor.ticks_by_keyboard(visitor.words("Entrance without steps")),
        lambda: visitor.presses("Show places"),
    ]
    assert len(steps) <= MOST_STEPS
    for step in steps:
        step()
    assert visitor.headings() == ["Bliski Próg", "Daleka Łąka"]
    opens_the_first(visitor)


def test_the_same_by_search(enters):
    visitor = enters("uk", by_keyboard=True, on=SMALLEST)
    visitor.goes_to("/rzeka/places/?where=most&when=sat-15:00")
    visitor.writes("What are you looking for?", visitor.words("Entrance without steps"))
    visitor.presses("Show places")
    assert visitor.headings()[0] == "Bliski Próg"
    opens_the_first(visitor)


def saturday_afternoon(visitor):
    """Return the choice as this person's list says it."""
    day, part = said("Saturday", visitor.language), said("afternoon", visitor.language)
    return f"{day}, {part} (15:00)"


def opens_the_first(visitor):
    visitor.follows_to("Bliski Próg")
    visitor.reads("Can I get in?")
    visitor.sees("10:00–18:00")
    visitor.sees(visitor.words("Entrance without steps"))
