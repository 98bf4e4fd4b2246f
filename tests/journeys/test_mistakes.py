"""While a request is filled in: the day is seen as it is, and what cannot be had is said where it was asked for."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import fill_in
from tests.letterbox import code_in

TAKEN = "%(room)s is taken then. Free at that time: %(others)s."
NO_PHONE = "This does not look like a telephone number. Nine digits are enough."
pytestmark = [pytest.mark.slow, pytest.mark.any_database, pytest.mark.timeout(300)]


def day_of(person, room):
    """Return the hours of a room on the day asked for, in words."""
    return person.page.get_by_role("list", name=room)


def test_the_hours_of_the_day_are_seen_while_the_form_is_filled_in(enters, place):
    resident = enters()
    resident.goes_to(f"{place.path}borrow/")

    fill_in(resident, (place.on, "13:00", "15:00"), room="Sala mała")

    expect(day_of(resident, "Sala mała")).to_contain_text(f"12:00–14:00 {resident.words('taken')}")
    expect(day_of(resident, "Sala mała")).to_contain_text(f"13:00–15:00 {resident.words('your hours, not free')}")
    told = resident.words(TAKEN, room="Sala mała", others="Sala duża")
    resident.sees(told)

    resident.chooses("Sala duża")

    expect(day_of(resident, "Sala duża")).to_contain_text(f"13:00–15:00 {resident.words('your hours')}")
    resident.reads("Free at these hours:")
    resident.misses(told)


def test_without_javascript_the_same_is_seen_after_asking_for_it(enters, place):
    resident = enters(by_keyboard=True)
    resident.goes_to(f"{place.path}borrow/")
    fill_in(resident, (place.on, "13:00", "15:00"), room="Sala mała")

    resident.presses("Show the hours of that day")

    expect(day_of(resident, "Sala mała")).to_contain_text(f"13:00–15:00 {resident.words('your hours, not free')}")
    expect(resident.question("What will happen?")).not_to_have_value("")


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_everything_wrong_is_said_at_once_beside_its_question(by_keyboard, enters, place):
    resident = enters(by_keyboard=by_keyboard)
    resident.goes_to(f"{place.path}borrow/")
    fill_in(resident, (place.on, "12:00", "13:00"), room="Sala mała", email="barbara bez małpy")
    resident.writes("How many people?", "99")
    resident.writes("Telephone", "brak")

    resident.presses("Send")

    resident.reads("Not sent yet. Please look at this:")
    words = "That is too many people for this place. The largest room, %(room)s, holds %(count)s."
    resident.is_told_at("How many people?", resident.words(words, room="Sala duża", count=40))
    resident.is_told_at("E-mail", resident.words("This does not look like an e-mail address."))
    resident.is_told_at("Telephone", resident.words(NO_PHONE))
    expect(resident.question("What will happen?")).to_have_value("Próba chóru sąsiedzkiego")

    resident.writes("How many people?", "9")
    resident.writes("E-mail", "barbara@example.org")
    resident.writes("Telephone", "")
    resident.presses("Send")

    resident.reads(TAKEN, room="Sala mała", others="Sala duża")

    resident.chooses("Sala duża")
    resident.presses("Send")

    resident.reads("One more step: the code")


def test_a_wrong_code_is_told_and_a_new_one_takes_its_place(enters, place, mails):
    email = "nowy.kod@example.org"
    resident = enters()
    resident.goes_to(f"{place.path}borrow/")
    fill_in(resident, (place.on, "16:00", "17:00"), email=email)
    resident.presses("Send")
    first = code_in(mails.wait_for(email, 1))

    resident.writes("Code from the e-mail", f"{(int(first) + 1) % 1_000_000:06}")
    resident.presses("Confirm")
    resident.is_told_at("Code from the e-mail", resident.words("This is not the code that we sent. Please look again."))

    resident.presses("Send a new code")
    second = code_in(mails.wait_for(email, 2))
    resident.writes("Code from the e-mail", f" {second[:3]} {second[3:]} ")
    resident.presses("Confirm")

    resident.reads("It waits for the answer")
