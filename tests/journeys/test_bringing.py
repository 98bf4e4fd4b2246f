"""A centre throws its wall calendar away: a file out of another program is brought, answered, kept and taken back."""

import pytest
from playwright.sync_api import expect

from tests.bookings.brought import calendar_of, event
from tests.journeys.conftest import PHONE, TABLET
from tests.journeys.steps import sign_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
# The reading is in the background, by a real worker.
SOON = 60_000

COORDINATOR = """
from django.contrib.auth.hashers import make_password
from tests.factories import *

centre = Centre.objects.get(network__slug="miasto", name={name!r})
coordinator = make_staff(Role.COORDINATOR, centre, name="Ewa Lis", email=f"{{centre.slug}}@coordinators.example.org")
coordinator.password = make_password(PASSWORD)
coordinator.save()
answer = coordinator.email
"""


def calendar(on):
    day = on.replace("-", "")

    def between(first, last):
        return f"DTSTART;TZID=Europe/Warsaw:{day}T{first:02}0000", f"DTEND;TZID=Europe/Warsaw:{day}T{last:02}0000"

    return calendar_of(
        event(*between(17, 19), uid="1", title="Chór z zeszytu", room="Sala duża"),
        event(*between(12, 13), uid="2", title="Szachy z zeszytu", room="Sala mała"),
        event(*between(9, 10), uid="3", title="Kawa z zeszytu", room="Świetlica"),
    )


@pytest.mark.parametrize("hand", [PHONE, TABLET], ids=["phone", "tablet"])
def test_a_calendar_is_brought_and_taken_back(enters, place, installed, hand):
    coordinator = enters(on=hand)
    sign_in(coordinator, installed.shell(COORDINATOR.format(name=place.name)))
    coordinator.follows("To decide")
    coordinator.follows("Bring your calendar")
    content = {"name": "zeszyt.ics", "mimeType": "text/calendar", "buffer": calendar(place.on).encode()}
    coordinator.page.locator("input[type=file]").set_input_files(content)
    coordinator.presses("Read the calendar")
    _waits(coordinator, "Which rooms are these?")

    coordinator.reads("Nothing is written yet.")
    coordinator.sees("Świetlica")
    coordinator.page.get_by_label("Świetlica").first.select_option(label="Sala duża")
    coordinator.presses("Save the answers")
    _waits(coordinator, "Date by date")
    coordinator.sees("12:00–14:00")

    button = coordinator.page.locator("section.decision-card button").first
    expect(button).to_contain_text("2", timeout=SOON)
    button.click()
    _waits(coordinator, "See the calendar")
    coordinator.goes_to(f"{place.path}calendar/?on={place.on}")
    coordinator.sees("Chór z zeszytu")
    coordinator.sees("Kawa z zeszytu")
    coordinator.misses("Szachy z zeszytu")

    coordinator.page.go_back()
    coordinator.follows("Take all of it back…")
    coordinator.page.locator("main form button").click()
    _waits(coordinator, "This calendar was taken back")
    coordinator.goes_to(f"{place.path}calendar/?on={place.on}")
    coordinator.misses("Chór z zeszytu")
    coordinator.sees("Joga na krzesłach")


def _waits(person, msgid):
    expect(person.page.locator("main").get_by_text(person.words(msgid)).first).to_be_visible(timeout=SOON)
