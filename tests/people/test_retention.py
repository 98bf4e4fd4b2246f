"""How long things are kept: tried out first, carried out once a night, written down as numbers."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session

from podworko.bookings.models import BookingRequest, DateState
from podworko.core import audit, clock, retention
from podworko.core.models import AuditEvent, Message, RetentionRun
from podworko.people import consents
from podworko.people.models import Consent, ContactProof, EntryChannel
from tests.factories import Role, make_booking, make_centre, make_network, make_request, make_room, make_staff

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=WARSAW)


@pytest.fixture
def moment():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def room():
    return make_room(make_centre(make_network()))


def long_ago(room, days):
    """Return a booking whose last date ended so many days ago."""
    booking = make_booking(room, on=NOON.date() + dt.timedelta(days=7), question="Pani Anno?", phone="+48501234567")
    gone = dt.timedelta(days=days + 7)
    for date in booking.dates.all():
        use = date.occupancy
        for thing in (date, use):
            for name in {"starts_at", "ends_at", "blocked_from", "blocked_until"} & set(vars(thing)):
                setattr(thing, name, getattr(thing, name) - gone)
            thing.save()
    BookingRequest.objects.filter(pk=booking.pk).update(created_at=clock.now() - gone - dt.timedelta(days=10))
    booking.dates.update(reason="Do zobaczenia, Anno.")
    return booking


def test_the_person_is_taken_out_when_the_last_date_is_long_over_and_the_numbers_stay(moment, room, settings):
    settings.CONTACTS_KEPT_DAYS = 30
    old, young = long_ago(room, 31), long_ago(room, 29)
    retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    old.refresh_from_db()
    young.refresh_from_db()
    assert young.erased_at is None
    assert young.person == "Anna Nowak"
    assert old.erased_at == clock.now()
    assert not any((old.person, old.email, old.phone, old.question, old.accessibility))
    assert "Anna" not in old.topic
    date = old.dates.get()
    assert (date.state, date.reason, date.room, old.people) == (DateState.ACCEPTED, "", room, 12)
    assert date.occupancy.room == room


def test_trying_out_counts_the_same_and_changes_nothing(moment, room):
    long_ago(room, 400)
    tried = retention.carry_out(by=audit.SYSTEM, is_dry_run=True)
    assert BookingRequest.objects.get().person
    done = retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    assert tried.counts["bookings.people"] == done.counts["bookings.people"] == 1
    again = retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    assert set(again.counts.values()) == {0}


def test_what_is_still_waited_for_is_left_alone(moment, room):
    make_request(room, created_at=clock.now() - dt.timedelta(days=400))
    retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    assert BookingRequest.objects.get().person


def test_each_area_has_its_rules_and_each_a_sentence():
    codes = {rule.code for rule in retention.rules()}
    assert codes >= {
        "bookings.people",
        "bookings.unconfirmed",
        "core.messages",
        "core.rates",
        "core.sessions",
        "core.tasks",
        "people.codes",
        "people.consents",
        "people.invitations",
        "people.proofs",
    }
    assert all(str(rule.sentence).endswith(".") for rule in retention.rules())


def test_old_messages_sessions_proofs_and_withdrawn_consents_go(moment):
    Message.objects.create(key="a", kind="people.code", to="a@example.org", language="pl", state="failed")
    ContactProof.objects.create(email="a@example.org", expires_at=clock.now() + dt.timedelta(minutes=30))
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=clock.now() + dt.timedelta(days=14))
    given = {"purpose": "people.assisted", "channel": EntryChannel.PHONE, "by": audit.RESIDENT}
    kept = consents.give(email="kept@example.org", **given)
    consents.withdraw(consent=consents.give(email="gone@example.org", **given), by=audit.RESIDENT)
    run = retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    assert set(run.counts.values()) == {0}
    moment.shift(dt.timedelta(days=31))
    run = retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    met = {code for code, count in run.counts.items() if count}
    assert met == {"core.messages", "core.sessions", "people.proofs"}
    moment.shift(dt.timedelta(days=3 * 366))
    retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    assert list(Consent.objects.all()) == [kept]


def test_once_a_night_whoever_comes_first(moment):
    moment.move_to(dt.datetime(2026, 11, 25, 1, 59, tzinfo=WARSAW))
    retention.nightly()
    assert not RetentionRun.objects.exists()
    moment.shift(60)
    for _worker in range(3):
        retention.nightly()
    run = RetentionRun.objects.get()
    assert (run.night, run.is_dry_run) == (dt.date(2026, 11, 25), False)
    assert run.finished_at
    moment.shift(dt.timedelta(days=1))
    retention.nightly()
    assert RetentionRun.objects.count() == 2


def test_a_night_whose_worker_died_is_taken_over(moment):
    RetentionRun.objects.create(night=NOON.date(), is_dry_run=False)
    retention.nightly()
    assert RetentionRun.objects.get().finished_at is None
    moment.shift(retention.GIVEN_UP + dt.timedelta(seconds=1))
    retention.nightly()
    assert RetentionRun.objects.get().finished_at


def test_a_rule_that_fails_stops_no_other(moment, room, monkeypatch):
    def broken():
        raise ValueError

    rules = {**retention._rules, "a.broken": retention.Rule("a.broken", "It breaks.", broken, broken)}
    monkeypatch.setattr(retention, "_rules", rules)
    long_ago(room, 60)
    run = retention.carry_out(by=audit.SYSTEM, is_dry_run=False)
    assert (run.counts["a.broken"], run.counts["bookings.people"]) == (None, 1)


def test_the_report_is_for_whoever_runs_the_installation(moment, client, settings):
    settings.DEMO = True
    boss = make_staff(Role.HOST, make_centre(), is_staff=True)
    client.force_login(boss)
    page = client.get("/manage/retention/")
    assert page.status_code == 200, page.headers
    assert [rule for rule, _count in page.context["rules"]] == retention.rules()
    assert client.post("/manage/retention/try/").status_code == 302
    run = RetentionRun.objects.get()
    assert (run.is_dry_run, run.by) == (True, boss)
    assert AuditEvent.objects.get(verb="core.retention_run").actor == boss
    client.force_login(make_staff(Role.COORDINATOR, make_centre()))
    assert client.get("/manage/retention/").status_code == 404
    assert client.post("/manage/retention/try/").status_code == 404
    assert RetentionRun.objects.count() == 1
