"""The tablet and the link in a real browser whose JavaScript is off, which is all that the styles promise."""

import datetime as dt

import pytest

from podworko.core import clock
from podworko.evaluation.links import digest_of, tablet_path
from podworko.evaluation.models import Right, Ticket
from podworko.programme.models import Session
from tests.browser import browsing
from tests.evaluation.heard import counts
from tests.factories import make_activity

pytestmark = [
    pytest.mark.slow,
    pytest.mark.any_database,
    pytest.mark.timeout(120),
    pytest.mark.django_db(transaction=True),
]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def session():
    """What is held at this very moment."""
    made = make_activity().sessions.get()
    now = clock.now()
    Session.objects.filter(pk=made.pk).update(starts_at=now - HOUR, ends_at=now + HOUR)
    return Session.objects.get(pk=made.pk)


def test_the_tablet_thanks_and_goes_back_by_itself(live_server, shell, session):
    with browsing(shell, live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(tablet_path(session))
        for presses in (1, 2):
            page.locator("button[value='5']").click()
            thanks = page.locator(".thanks")
            assert thanks.is_visible()
            # Nothing is pressed through it, and nobody has to press it away.
            thanks.wait_for(state="hidden")
            assert counts(session) == (0, 0, 0, 0, presses)


def test_the_face_that_the_link_names_is_framed_and_one_press_answers(live_server, shell, session):
    Ticket.objects.create(digest=digest_of("x" * 16), right=Right.RATE, session=session, expires_on=dt.date(2099, 1, 1))
    with browsing(shell, live_server.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"/rate/{'x' * 16}/#face-2")
        assert page.locator("button:target").get_attribute("value") == "2"
        assert counts(session) == (0, 0, 0, 0, 0)
        page.locator("button:target").click()
        assert counts(session) == (0, 1, 0, 0, 0)
