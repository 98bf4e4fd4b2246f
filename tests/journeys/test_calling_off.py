"""A resident cannot come: one press in the mail's page, and the room is free for the next one at once."""

import pytest

from tests.journeys.steps import fill_in, own_page
from tests.letterbox import calendar_in, code_in, text_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
GIVEN = """
from podworko.bookings.links import path_of
from podworko.places.models import Centre
from tests.factories import *

room = Centre.objects.get(network__slug="miasto", name="{place.name}").rooms.get(slug="duza")
on = dt.date.fromisoformat("{place.on}")
answer = path_of(make_booking(room, on=on, starts="16:00", ends="18:00", email="{email}", weeks={weeks}))
"""


def test_what_is_called_off_is_free_at_once(enters, place, installed, mails):
    email = "nie.moge@example.org"
    own = installed.shell(GIVEN.format(place=place, email=email, weeks=1))
    neighbour, resident = enters(), enters()
    neighbour.goes_to(f"{place.path}borrow/")
    fill_in(neighbour, (place.on, "16:30", "17:30"), room="Sala duża", email="nastepna@example.org")
    neighbour.reads("%(room)s is taken then. Free at that time: %(others)s.", room="Sala duża", others="Sala mała")

    resident.goes_to(own)
    resident.follows("Call off")
    resident.presses("Yes, call off")
    resident.reads("Called off. Thank you for telling us.")

    neighbour.presses("Send")
    neighbour.reads("One more step: the code")
    neighbour.writes("Code from the e-mail", code_in(mails.wait_for("nastepna@example.org", 1)))
    neighbour.presses("Confirm")
    neighbour.reads("It waits for the answer")

    farewell = mails.wait_for(email, 1)
    assert "METHOD:CANCEL" in calendar_in(farewell)
    assert neighbour.words("these dates are called off:") in text_of(farewell)
    own_page(resident, mails, email, 1)
    resident.reads("Called off")


def test_a_group_that_stops_meeting_calls_all_its_dates_off_at_once(enters, place, installed, mails):
    email = "konczymy@example.org"
    resident = enters()
    resident.goes_to(installed.shell(GIVEN.format(place=place, email=email, weeks=12)))
    resident.follows("Call off")
    resident.presses("Yes, call off")
    resident.reads("Choose all dates, or tick those that you call off.")
    resident.chooses(resident.words("All dates to come"))
    resident.presses("Yes, call off")
    resident.reads("Called off. Thank you for telling us.")
    farewell = mails.wait_for(email, 1)
    assert "METHOD:CANCEL" in calendar_in(farewell)
    assert text_of(farewell).count("16:00–18:00") == 12
