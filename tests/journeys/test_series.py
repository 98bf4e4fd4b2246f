"""A weekly series: the free dates are given, the taken one is not, one is called off, and the calendar file follows."""

import datetime as dt

import pytest

from tests.journeys.conftest import TABLET
from tests.journeys.diary import Diary, events_in
from tests.journeys.steps import REQUEST, confirm, fill_in, own_page, sign_in
from tests.letterbox import calendar_in, text_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
TOPIC = REQUEST["What will happen?"]
EMAIL = "co.tydzien@example.org"


def test_a_weekly_series_date_by_date(enters, place, mails, tmp_path):
    weeks = [str(dt.date.fromisoformat(place.on) + dt.timedelta(weeks=week)) for week in range(4)]
    resident, host = enters(), enters(on=TABLET)

    # The first of the four is taken from 12 to 14.
    resident.goes_to(f"{place.path}borrow/")
    fill_in(resident, (place.on, "13:30", "15:00"), room="Sala mała", email=EMAIL, until=weeks[-1])
    resident.sees(resident.words("taken"))
    resident.presses("Send")
    confirm(resident, mails, EMAIL)

    sign_in(host, place.host)
    host.follows("To decide")
    host.follows("Decide", of=TOPIC)
    host.presses("Accept %(free)s free date", number=3, free=3)
    host.sees(host.words("taken"))
    host.opens("Ask for a change, or decline")
    host.writes("What do you want to tell them?", "Wtedy jest tu joga.")
    host.ticks(host.day(weeks[0]))
    host.presses("Decline")

    answer = mails.wait_for(EMAIL, 4)
    assert "Wtedy jest tu joga." in text_of(answer)
    diary = Diary(tmp_path / "before")
    diary.takes(calendar_in(answer))
    assert [line[:16] for line in diary.shows(weeks[0], days=60)] == [f"{on} 13:30" for on in weeks[1:]]

    own_page(resident, mails, EMAIL, 4)
    resident.follows("Call off")
    resident.ticks(resident.day(weeks[2]))
    resident.presses("Yes, call off")
    resident.reads("Called off. Thank you for telling us.")

    followed = calendar_in(mails.wait_for(EMAIL, 5))
    diary = Diary(tmp_path / "after")
    diary.takes(followed)
    assert [line[:16] for line in diary.shows(weeks[0], days=60)] == [f"{on} 13:30" for on in (weeks[1], weeks[3])]
    before, after = events_in(calendar_in(answer))[0], events_in(followed)[0]
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
