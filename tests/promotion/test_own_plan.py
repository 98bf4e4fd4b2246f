"""One's own plan: one secret address for all that a contact has, made only by whoever reads what is sent to it."""

import datetime as dt
import re

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from podworko.bookings import feed_holding, own_calendar, series
from podworko.bookings.actions import feed_keys
from podworko.bookings.models import FeedKey
from podworko.core import audit
from podworko.core.holdings import Contact
from podworko.core.models import AuditEvent, Message
from podworko.people.erasing import erase
from podworko.people.models import ContactCode
from podworko.programme.actions import enrolling, planning
from podworko.programme.links import path_of
from tests.factories import make_activity, make_booking, make_enrolment, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ANNA = Contact("anna@example.org")
MINE = {"person": "Anna Nowak", "email": "Anna@Example.org"}


@pytest.fixture
def mine(chess):
    activity = make_activity(
        chess.centre, draft={"title": "Kurs", "sign_up": "required", "capacity": 1, "signs_up_for": "session"}
    )
    return make_enrolment(activity, **MINE)


def read(contact=ANNA):
    """Return the events of the contact's calendar, by title, as a program reads it."""
    secret = feed_keys.make_own_key(contact=contact)
    response = Client().get(reverse("bookings:feed_by_key", args=[secret]))
    assert response["X-Robots-Tag"] == "noindex"
    return icalendar.Calendar.from_ical(response.content.decode()).walk("VEVENT")


def statuses():
    return {(str(event["SUMMARY"]), str(event["STATUS"])) for event in read()}


def test_rooms_and_sign_ups_stand_in_one_calendar_and_nobody_elses(mine):
    make_booking(make_room(), topic="Próba", email=ANNA.email)
    make_enrolment(mine.intake.activity, email="kto@example.org", person="Kto Inny")
    assert statuses() == {("Kurs", "CONFIRMED"), ("Próba", "CONFIRMED")}
    (event,) = [event for event in read() if event["SUMMARY"] == "Kurs"]
    assert str(event["UID"]).startswith(f"session-{mine.intake.session_id}-{mine.reference}@")
    assert path_of(mine) in str(event["DESCRIPTION"])
    assert "Nowak" not in event.to_ical().decode()


def test_who_waits_reads_that_it_is_not_certain_and_what_is_left_or_called_off_is_cancelled(mine):
    activity = mine.intake.activity
    other = make_enrolment(activity, email="b@example.org")
    assert {str(event["STATUS"]) for event in read(Contact("b@example.org"))} == {"TENTATIVE"}
    enrolling.resign(enrolment=mine, by=audit.RESIDENT)
    assert statuses() == {("Kurs", "CANCELLED")}
    planning.call_off(activity=activity, by=audit.SYSTEM, reason="Remont.")
    assert {str(event["STATUS"]) for event in read(Contact(other.email))} == {"CANCELLED"}


def test_a_series_stands_there_with_each_of_its_dates(room, django_assert_num_queries):
    draft = {"title": "Kurs", "sign_up": "required", "signs_up_for": "series"}
    activity = make_activity(room.centre, draft=draft, rule=series.weekly(dt.date(2026, 12, 22)))
    make_enrolment(activity, **MINE)
    assert len(read()) == activity.sessions.count() > 2
    with django_assert_num_queries(3):
        own_calendar.entries(ANNA)


def test_the_key_goes_with_the_last_thing_that_is_kept(mine, tuesday):
    feed_keys.make_own_key(contact=ANNA)
    feed_keys.make_own_key(contact=Contact("kto@example.org"))
    tuesday.shift(2 * 86400)
    assert [key.contact for key in feed_holding.of_nobody()] == ["kto@example.org"]
    assert own_calendar.language_of(ANNA) == "pl"
    assert erase(contact=ANNA, by=audit.RESIDENT).counts["bookings.feed_keys"] == 1
    assert [key.contact for key in FeedKey.objects.all()] == ["kto@example.org"]


def ask(client, enrolment):
    return client.post(reverse("portal:plan_of_sign_up", args=[path_of(enrolment).split("/")[-2]]))


def test_the_link_of_one_sign_up_opens_the_plan_only_by_a_code_sent_to_its_contact(mine, client):
    assert ask(client, mine)["Location"] == reverse("portal:mine_code")
    assert client.get(reverse("portal:mine_calendar")).status_code == 302
    assert not FeedKey.objects.exists()
    message = Message.objects.filter(kind="people.code").latest("pk")
    assert message.to == ANNA.email
    answer = client.post(reverse("portal:mine_code"), {"code": re.search(r"\b\d{6}\b", message.text)[0]})
    assert answer["Location"] == reverse("portal:mine_calendar")
    page = client.get(answer["Location"]).content.decode()
    assert "Kurs" in page
    made = client.post(answer["Location"])
    secret = made.context["calendar"]["address"].split("/")[-1].removesuffix(".ics")
    assert FeedKey.objects.get().digest == FeedKey.digest_of(secret)
    assert not any(secret in str(value) for row in AuditEvent.objects.values() for value in row.values())
    # Whose page is open already goes straight there.
    assert ask(client, mine)["Location"] == reverse("portal:mine_calendar")


@pytest.mark.parametrize("token", ["x", "x:y", "9" * 4000])
def test_an_invented_link_sends_nothing(mine, client, token):
    assert client.post(reverse("portal:plan_of_sign_up", args=[token])).status_code == 404
    assert not ContactCode.objects.filter(purpose__startswith="mine").exists()
