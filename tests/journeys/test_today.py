"""A duty on a tablet, with one hand, between two conversations: walk-ins in two taps, the hand-over, a photo."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.conftest import TABLET
from tests.journeys.steps import sign_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

# The day of the place as the story needs it: its door is open all day, somebody is in the small room.
DAY = """
from django.utils import timezone
from podworko.bookings.models import *
from podworko.places.models import *
from tests.factories import *

place = Centre.objects.get(network__slug="miasto", slug="{slug}")
now = clock.now().replace(second=0, microsecond=0)
on = now.astimezone(place.zone).date()
for day in (on - dt.timedelta(days=1), on, on + dt.timedelta(days=1)):
    times = {{"starts": dt.time(0), "ends": dt.time(0), "reason": "Dzień sąsiada"}}
    OpeningException.objects.update_or_create(centre=place, on=day, defaults=times)
small = place.rooms.get(slug="mala")
request = make_request(small, on=on, starts="10:00", ends="11:00", state=RequestState.DECIDED, topic="Klub książki")
date = request.dates.get()
date.starts_at, date.ends_at = now - dt.timedelta(minutes=20), now + dt.timedelta(minutes=40)
date.rule_at, date.state = date.starts_at, DateState.ACCEPTED
date.save()
Occupancy.objects.create(
    room=small, kind="booking", booking_date=date, starts_at=date.starts_at, ends_at=date.ends_at,
    blocked_from=date.starts_at, blocked_until=date.ends_at,
)
answer = date.pk
"""
LOST = "No connection. What you see may be old, and the last tap may not have been saved: try again in a moment."
COUNT = """
from podworko.bookings.models import WalkIn
answer = WalkIn.objects.filter(room__centre__network__slug="miasto", room__centre__slug="{slug}").count()
"""


@pytest.fixture
def slug(place):
    return place.path.strip("/").split("/")[-1]


@pytest.fixture
def day(installed, place, slug):
    """The address of the day of the place."""
    installed.shell(DAY.format(slug=slug))
    return f"/desk{place.path}today/"


def card(person, name):
    return person.page.locator(".room-now", has_text=name)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "sienna").save(out, "JPEG")
    return out.getvalue()


def test_a_walk_in_takes_two_taps_and_a_double_tap_is_one(enters, place, day, installed, slug):
    host = enters(on=TABLET)
    sign_in(host, place.host)
    host.goes_to(day)
    hall = card(host, "Sala duża")

    hall.locator("summary", has_text=host.words("Start")).tap()
    hall.get_by_role("button", name=host.words("30 minutes")).dblclick()

    expect(hall).to_contain_text(host.words("End now"))
    expect(host.page.locator("#today-said")).to_contain_text("Sala duża")
    expect(hall).to_have_count(1)
    assert installed.shell(COUNT.format(slug=slug)) == 1

    # The same hand ends it, and the room is free at once.
    hall.get_by_role("button", name=re.compile(host.words("Undo"))).tap()
    expect(hall.locator("summary", has_text=host.words("Start"))).to_be_visible()


def test_what_is_unfolded_stays_so_when_the_board_is_drawn_anew(enters, place, day):
    host = enters(on=TABLET)
    sign_in(host, place.host)
    host.goes_to(day)
    hall = card(host, "Sala duża")
    hall.locator("summary", has_text=host.words("Start")).tap()
    expect(hall.locator("details")).to_have_attribute("open", "")

    card(host, "Sala mała").get_by_role("button", name=re.compile(host.words("Keys given"))).tap()

    host.reads("Keys are out:")
    expect(hall.locator("details")).to_have_attribute("open", "")


def test_a_use_is_handed_over_with_the_photo_of_a_damage(enters, place, day):
    host = enters(on=TABLET)
    sign_in(host, place.host)
    host.goes_to(day)
    small = card(host, "Sala mała")

    small.get_by_role("button", name=re.compile(host.words("They came"))).tap()
    expect(small.locator(".noted")).to_contain_text(host.words("They came"))
    small.get_by_role("link", name=re.compile(host.words("Untidy or damaged"))).tap()
    host.writes("Is something damaged?", "Pęknięta noga krzesła")
    host.question("Photo of the damage").set_input_files(
        {"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    host.presses("Save")

    host.sees("Pęknięta noga krzesła")
    image = host.page.locator(".damage img").first
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    host.page.wait_for_function("() => document.querySelector('.damage img').naturalWidth > 0")


def test_without_script_every_tap_does_the_same(enters, place, day, installed, slug):
    host = enters(by_keyboard=True, on=TABLET)
    sign_in(host, place.host)
    host.goes_to(day)
    host.opens("Start")
    host.presses("1 hour", of="Sala duża")
    host.reads("End now")
    assert installed.shell(COUNT.format(slug=slug)) == 1

    host.presses("Nobody came", of="Klub książki, Sala mała")
    host.presses("Free the room for others", of="Klub książki, Sala mała")
    expect(card(host, "Sala mała").locator("summary").first).to_be_visible()


def test_the_board_follows_what_others_do_and_every_target_is_large(enters, place, day):
    host = enters(on=TABLET)
    sign_in(host, place.host)
    host.goes_to(day)
    small = host.page.evaluate(
        """() => [...document.querySelectorAll("#today :is(button, summary, .btn)")]
          .map(each => each.getBoundingClientRect())
          .filter(box => box.height && (box.height < 48 || box.width < 48)).length"""
    )
    assert small == 0

    other = enters(on=TABLET)
    sign_in(other, place.host)
    other.goes_to(day)
    card(other, "Sala duża").locator("summary", has_text=other.words("Start")).tap()
    card(other, "Sala duża").get_by_role("button", name=other.words("1 hour")).tap()
    expect(card(other, "Sala duża")).to_contain_text(other.words("End now"))
    # What every half minute does, at once.
    host.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(card(host, "Sala duża")).to_contain_text(host.words("End now"))


def test_a_tap_that_got_lost_is_told_and_the_next_one_counts(enters, place, day):
    host = enters(on=TABLET)
    sign_in(host, place.host)
    host.goes_to(day)
    small = card(host, "Sala mała")
    came = small.get_by_role("button", name=re.compile(host.words("They came")))

    host.page.evaluate("() => document.body.dispatchEvent(new Event('htmx:sendError', {bubbles: true}))")
    expect(host.page.get_by_role("alert")).to_contain_text(host.words(LOST))
    came.tap()
    expect(small.locator(".noted")).to_contain_text(host.words("They came"))
    expect(host.page.get_by_role("alert")).to_have_count(0)


def test_whoever_was_signed_out_meanwhile_signs_in_again(enters, place, day):
    host = enters(on=TABLET)
    sign_in(host, place.host)
    host.goes_to(day)
    host.page.context.clear_cookies(name="sessionid")
    host.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    host.page.wait_for_url("**/account/login/**")
    expect(host.page.get_by_role("main")).to_have_count(1)
