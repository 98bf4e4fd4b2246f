"""The display in a real browser: right for days with no network, back by itself, no storm of questions."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from tests.browser import browsing
from tests.factories import make_booking, make_centre, make_closure, make_room

pytestmark = [pytest.mark.slow, pytest.mark.any_database]
WARSAW = ZoneInfo("Europe/Warsaw")
NOW = dt.datetime(2026, 11, 24, 10, 5, tzinfo=WARSAW)
TODAY = NOW.date()


@pytest.fixture
def room(transactional_db):
    with time_machine.travel(NOW, tick=False):
        room = make_room(make_centre(opens="09:00-20:00"), name="Sala duża")
        make_booking(room, on=TODAY, starts="12:00", ends="13:00", topic="Joga na krzesłach", is_open_to_all=True)
        make_booking(room, on=TODAY, starts="14:00", ends="15:00", topic="Rozmowa")
        make_closure(room, on=TODAY, starts="16:00", ends="17:00")
        tomorrow = TODAY + dt.timedelta(days=1)
        make_booking(room, on=tomorrow, starts="09:00", ends="10:00", topic="Kawa", is_open_to_all=True)
        yield room


@pytest.fixture
def display(room, chromium, live_server):
    """The page on a tablet, its clock where the server's stands."""
    with browsing(chromium, live_server.url, viewport={"width": 1024, "height": 768}) as context:
        page = context.new_page()
        page.clock.install(time=NOW)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(reverse("bookings:door", args=[room.centre.network.slug, room.centre.slug, room.slug]))
        yield page
        assert errors == []


def shown(page):
    return {name: page.locator(f"[data-{name}]").inner_text() for name in ("word", "until", "what", "clock")}


def to(page, hour, minute=0, *, days=0):
    """Bring the tablet's clock to a time on the wall."""
    at = dt.datetime.combine(TODAY + dt.timedelta(days=days), dt.time(hour, minute), tzinfo=WARSAW)
    page.clock.set_system_time(at)
    page.clock.run_for(1100)


def test_with_the_network_cut_it_goes_on_for_days(display):
    assert shown(display)["word"] == "Wolne"
    display.context.set_offline(True)
    to(display, 12, 30)
    display.clock.run_for(90_000)
    said = shown(display)
    assert (said["word"], said["until"], said["what"]) == ("Zajęte", "do 13:00", "Joga na krzesłach")
    assert display.locator("[data-lost]").inner_text() == "brak sieci od 10:05"
    assert display.locator("[data-open]").is_visible()
    to(display, 14, 30)
    assert (shown(display)["word"], shown(display)["what"]) == ("Zajęte", "")
    to(display, 16, 30)
    assert (shown(display)["word"], shown(display)["what"]) == ("Zamknięte", "Remont stołu")
    to(display, 21)
    assert shown(display)["until"] == "otwieramy: środa, 25 listopada, 09:00"
    assert display.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert "środa" in display.locator("[data-next]").inner_text()
    to(display, 9, 30, days=1)
    assert (shown(display)["word"], shown(display)["what"]) == ("Zajęte", "Kawa")
    assert display.locator("[data-today]").inner_text() == "Środa, 25 listopada"
    to(display, 12, days=9)
    assert display.locator("main").get_attribute("data-state") == "unknown"


def test_it_comes_back_by_itself_and_brings_what_is_new(display, room):
    display.context.set_offline(True)
    display.clock.run_for(120_000)
    assert display.locator("[data-lost]").inner_text() != ""
    make_booking(room, on=TODAY, starts="10:00", ends="11:00", topic="Nagle", is_open_to_all=True)
    display.context.set_offline(False)
    for _time in range(20):
        display.clock.run_for(30_000)
        display.evaluate("0")
        if shown(display)["what"] == "Nagle":
            break
    assert shown(display)["word"] == "Zajęte"
    assert display.locator("[data-lost]").inner_text() == ""


def test_a_server_that_fails_is_no_news_and_not_asked_in_a_storm(display):
    asked = []
    display.route("**/door/", lambda route: (asked.append(1), route.fulfill(status=503, body="<p>503</p>")))
    for _minute in range(60):
        display.clock.run_for(60_000)
        display.evaluate("0")
    assert shown(display)["word"] in {"Wolne", "Zajęte"}
    assert "brak sieci od" in display.locator("[data-lost]").inner_text()
    assert 8 <= len(asked) <= 40
