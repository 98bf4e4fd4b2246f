"""The main story: somebody borrows a room, from the first look at the place to their own calendar."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import TABLET
from tests.journeys.diary import Diary, events_in
from tests.journeys.steps import REQUEST, confirm, fill_in, own_page, sign_in
from tests.letterbox import calendar_in, text_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
WARSAW = ZoneInfo("Europe/Warsaw")
TOPIC, PERSON = REQUEST["What will happen?"], REQUEST["Who is responsible?"]
QUESTION = "Czy możecie zacząć godzinę później?"


@pytest.mark.parametrize(("language", "by_keyboard"), [("pl", False), ("uk", True)])
def test_from_the_page_of_the_place_to_ones_own_calendar(  # noqa: PLR0917 - fixtures have no order
    language, by_keyboard, enters, place, mails, address, tmp_path
):
    email = f"barbara.{language}@example.org"
    resident = enters(language, by_keyboard=by_keyboard)
    host = enters(language, by_keyboard=by_keyboard, on=TABLET)
    asks(resident, place, email)
    confirm(resident, mails, email)
    waits_with_the_host(host, place)
    is_asked_for_a_change(host, mails, email)
    changes_it(resident, mails, email)
    is_accepted(host, place)
    stands_in_ones_own_calendar(mails, email, place, Diary(tmp_path))
    stands_in_the_calendar_of_the_place(resident, host, place, address)


def asks(resident, place, email):
    """From the page of the place, with nobody's help; the person wants what cannot be had, is told, and corrects it."""
    resident.goes_to(place.path)
    resident.sees(place.name)
    resident.follows("Borrow a room")
    fill_in(resident, (place.on, "16:00", "18:00"), room="Sala duża", email=email, open="yes")
    resident.presses("Send")


def waits_with_the_host(host, place):
    """The host is told of it on Today, and finds it on the desk, beside the plan of its day."""
    sign_in(host, place.host)
    host.sees(TOPIC)
    host.follows("To decide")
    host.follows("Look closer", of=TOPIC)
    host.sees(PERSON)
    host.sees("Joga na krzesłach")


def is_asked_for_a_change(host, mails, email):
    host.opens("Ask for a change, or decline")
    host.writes("What do you want to tell them?", QUESTION)
    host.presses("Ask for a change")
    host.reads("We asked for a change.")
    assert QUESTION in text_of(mails.wait_for(email, 3))


def changes_it(resident, mails, email):
    """By the link in the mail, with no account."""
    own_page(resident, mails, email, 3)
    resident.sees(QUESTION)
    resident.follows("Change the request")
    resident.sees(QUESTION)
    resident.writes("From", "17:00")
    resident.writes("To", "19:00")
    resident.presses("Send the change")
    resident.reads("Changed. The place will decide anew.")


def is_accepted(host, place):
    """From the desk, with one press."""
    host.goes_to("/desk/")
    host.presses("Accept", of=TOPIC)
    host.sees(host.words("accepted"))


def stands_in_ones_own_calendar(mails, email, place, diary):
    """The mail carries a file that calendar programs understand."""
    mail = mails.wait_for(email, 4)
    text = calendar_in(mail)
    methods = {part.get_param("method") for part in mail.walk() if part.get_content_type() == "text/calendar"}
    assert methods == {"REQUEST"}
    (event,) = events_in(text)
    assert event["SUMMARY"] == TOPIC
    assert event.start == dt.datetime.fromisoformat(f"{place.on}T17:00").replace(tzinfo=WARSAW)
    diary.takes(text)
    (line,) = diary.shows(place.on)
    assert line.startswith(f"{place.on} 17:00-19:00 {TOPIC}, Sala duża, {place.name}")


def stands_in_the_calendar_of_the_place(resident, host, place, address):
    """Neighbours see that it is on, staff see whose it is; programs subscribe to it."""
    day = f"{place.path}calendar/?on={place.on}"
    resident.goes_to(day)
    resident.sees(TOPIC)
    resident.misses(PERSON)
    host.goes_to(day)
    host.sees(PERSON)
    resident.follows("Take the calendar with you")
    feed = resident.question("Or copy this address into the program:").input_value()
    assert feed.startswith(address)
    text = resident.page.request.get(feed).text()
    assert TOPIC in {str(event["SUMMARY"]) for event in events_in(text)}
    assert PERSON not in text
