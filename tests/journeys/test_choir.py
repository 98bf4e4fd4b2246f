"""A choir gets its Tuesdays, the clash settled; later it needs other hours. Somebody waits for an hour, and gets it."""

import datetime as dt

import pytest

from tests.journeys.conftest import TABLET
from tests.journeys.diary import Diary
from tests.journeys.steps import REQUEST, confirm, fill_in, own_page, sign_in
from tests.letterbox import calendar_in, code_in, text_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
TOPIC = REQUEST["What will happen?"]


def in_weeks(place, count):
    return [str(dt.date.fromisoformat(place.on) + dt.timedelta(weeks=week)) for week in range(count)]


def test_the_clash_of_a_series_is_settled_while_it_is_asked_for_and_later_all_of_it_moves(
    enters, place, mails, tmp_path
):
    email = "chor@example.org"
    weeks = in_weeks(place, 4)
    choir, host = enters(), enters(on=TABLET)

    # The first of the four is taken from 12 to 14 in the small room; the third is not wanted.
    choir.goes_to(f"{place.path}borrow/")
    fill_in(choir, (place.on, "13:00", "15:00"), room="Sala mała", email=email, until=weeks[-1])
    choir.reads("taken")
    choir.page.locator(".instead select").select_option(label=choir.words("in %(room)s", room="Sala duża"))
    choir.reads("instead: %(what)s", what="Sala duża")
    choir.page.get_by_role("checkbox", name=choir.words("leave out")).nth(1).check()
    choir.reads("left out")
    choir.presses("Send")
    confirm(choir, mails, email)

    sign_in(host, place.host)
    host.follows("To decide")
    host.presses("Accept %(dates)s date", of=TOPIC, number=3, dates=3)
    host.reads("accepted")
    diary = Diary(tmp_path / "given")
    diary.takes(calendar_in(mails.wait_for(email, 3)))
    given = [weeks[0], weeks[1], weeks[3]]
    assert [line[:16] for line in diary.shows(weeks[0], days=60)] == [f"{on} 13:00" for on in given]

    # From the second one on an hour later; the first keeps its own room and hour.
    host.page.get_by_role("link", name=host.words("Another hour or room")).nth(1).click()
    host.writes("From", "14:00")
    host.writes("To", "16:00")
    host.chooses(host.words("This one and all that follow"))
    host.presses("Change")
    host.reads("What would change")
    host.presses("Change the ticked dates")
    answer = mails.wait_for(email, 4)
    assert "14:00–16:00" in text_of(answer)
    diary = Diary(tmp_path / "moved")
    diary.takes(calendar_in(answer))
    moved = [f"{weeks[0]} 13:00", f"{weeks[1]} 14:00", f"{weeks[3]} 14:00"]
    assert [line[:16] for line in diary.shows(weeks[0], days=60)] == moved


def test_who_waits_for_a_taken_hour_is_offered_it_when_it_is_given_back(enters, place, mails):
    first, second = "pierwsza@example.org", "druga@example.org"
    here, there, host = enters(), enters("uk"), enters(on=TABLET)
    here.goes_to(f"{place.path}borrow/")
    fill_in(here, (place.on, "17:00", "19:00"), room="Sala duża", email=first, topic="Szachy")
    here.presses("Send")
    confirm(here, mails, first)
    sign_in(host, place.host)
    host.follows("To decide")
    host.presses("Accept", of="Szachy")

    there.goes_to(f"{place.path}borrow/")
    fill_in(there, (place.on, "17:00", "19:00"), room="Sala duża", email=second, topic="Плетіння")
    there.presses("Send")
    there.sees("Sala mała")
    there.ticks(there.words("If it is taken, wait for it"))
    there.presses("Send")
    there.reads("One more step: the code")
    there.writes("Code from the e-mail", code_in(mails.wait_for(second, 1)))
    there.presses("Confirm")
    there.reads("It waits for the answer")
    host.goes_to(f"/desk{place.path}")
    host.follows("Decide", of="Плетіння")
    host.opens("Ask for a change, or decline")
    host.presses("Put on the waiting list")
    host.reads("on the waiting list")

    own_page(here, mails, first, 3)
    here.follows("Call off")
    here.presses("Yes, call off")

    own_page(there, mails, second, 4)
    there.reads("The place holds a room for you")
    there.presses("Take it")
    there.reads("The room is yours")
