"""An activity from the desk to the last place: planned, published, full, a place given up and taken by the next."""

import pytest

from tests.journeys.conftest import TABLET
from tests.journeys.steps import sign_in
from tests.letterbox import calendar_in, code_in, link_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
TITLE = "Wieczór planszówek"


@pytest.mark.parametrize(
    ("language", "by_keyboard"), [("pl", False), pytest.param("uk", True, marks=pytest.mark.any_database)]
)
def test_from_the_plan_to_the_last_place(language, by_keyboard, enters, place, mails):
    first, second = (f"{name}.{language}.{by_keyboard}@example.org".lower() for name in ("grandmother", "neighbour"))
    host = enters(language, by_keyboard=by_keyboard, on=TABLET)
    plans_and_publishes(host, place)
    grandmother = enters(language, by_keyboard=by_keyboard)
    neighbour = enters(language, by_keyboard=by_keyboard)
    signs_up(grandmother, place, first, mails)
    grandmother.sees(TITLE)
    assert "METHOD:REQUEST" in calendar_in(mails.wait_for(first, 2))
    signs_up(neighbour, place, second, mails, deed="Join the waiting list")
    neighbour.reads("You are number %(place)s in line", place=1)
    gives_it_up(grandmother)
    takes_the_place(neighbour, mails, second)


def plans_and_publishes(host, place):
    """A host plans it in the large room, for one only, sees the draft and shows it to everybody."""
    sign_in(host, place.host)
    host.goes_to(f"/desk{place.path}programme/")
    host.follows("Plan an activity")
    host.writes("What is it called?", TITLE)
    host.writes("Which day?", place.on)
    host.writes("From", "16:00")
    host.writes("To", "18:00")
    host.picks("Which room?", "Sala duża")
    host.chooses(host.words("sign-up needed"))
    host.writes("How many places are there?", "1")
    host.presses("Save as a draft")
    host.presses("Publish")
    host.sees(TITLE)


def signs_up(person, place, email, mails, deed="Sign up"):
    """From the page of the place, with no account: the form, the code from the mail, and there it stands."""
    person.goes_to(f"{place.path}programme/?on={place.on}")
    person.follows_to(TITLE)
    person.follows_first(deed)
    person.writes("Your first name and surname", "Anna Nowak")
    person.writes("E-mail", email)
    person.presses(deed)
    person.writes("Code from the e-mail", code_in(mails.wait_for(email, 1)))
    person.presses("Confirm")


def gives_it_up(person):
    person.follows("I cannot come")
    person.presses("Yes, give it up")
    person.reads("You have given up your place")


def takes_the_place(person, mails, email):
    """Who was next reads of it, follows the link and takes the place."""
    mail = mails.wait_for(email, 3)
    assert TITLE in mail["Subject"]
    person.goes_to(link_in(mail))
    person.presses("Take it")
    person.reads("A place is kept for you", number=1, seats=1)
