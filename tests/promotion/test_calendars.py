"""The programme as a calendar to subscribe to: of a place, of an activity, of a network, read by three programs."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest
import vobject
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from podworko.bookings import series
from podworko.bookings.drafts import When
from podworko.core import audit, clock
from podworko.places.models import Stage
from podworko.programme.actions import planning
from podworko.programme.drafts import Plan
from podworko.promotion.feeds import entries
from podworko.promotion.feeds.scope import Scope
from tests.factories import make_activity, make_centre
from tests.promotion.conftest import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def address(what, **query):
    if hasattr(what, "slug") and hasattr(what, "centre"):
        return reverse("promotion:activity_calendar", args=[what.centre.network.slug, what.centre.slug, what.slug])
    if hasattr(what, "network"):
        return reverse("promotion:calendar", args=[what.network.slug, what.slug], query=query)
    return reverse("promotion:network_calendar", args=[what.slug], query=query)


def read(path, **headers):
    response = Client().get(path, headers=headers)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def events(text):
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def titles(text):
    return {str(event["SUMMARY"]) for event in events(text)}


def test_each_session_is_an_event_with_all_that_a_program_asks_for(chess, settings):
    settings.SITE_URL = "https://podworko.example.org"
    first, *others = events(read(address(chess.centre)))
    assert len(others) == 3
    assert str(first["UID"]) == f"session-{chess.sessions.first().pk}@podworko.example.org"
    assert str(first["LOCATION"]).startswith("Sala duża, Dom sąsiedzki, ")
    assert first["URL"] == f"https://podworko.example.org{chess.get_absolute_url()}"
    assert [str(each) for each in first["CATEGORIES"].cats] == ["poznawanie się", "osoby starsze"]
    assert first["GEO"].to_ical() == "50.01;19.96"
    assert first["STATUS"] == "CONFIRMED"
    assert int(first["SEQUENCE"]) == 0
    assert first["LAST-MODIFIED"].dt == chess.sessions.first().changed_at.replace(microsecond=0)
    assert first["DTSTART"].params["TZID"] == "Europe/Warsaw"
    assert "VTIMEZONE" in read(address(chess.centre))


def test_what_is_called_off_stays_for_four_weeks_and_says_so(chess, tuesday):
    session = chess.sessions.first()
    before = events(read(address(chess.centre)))[0]
    planning.call_off_session(session=session, by=audit.SYSTEM, reason="Remont sali.")
    after = events(read(address(chess.centre)))[0]
    assert before["UID"] == after["UID"]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert "Remont sali." in after["DESCRIPTION"]
    tuesday.move_to(clock.at(TUESDAY + dt.timedelta(days=27), dt.time(12), chess.zone))
    assert str(events(read(address(chess.centre)))[0]["UID"]) == str(after["UID"])
    tuesday.shift(dt.timedelta(days=3))
    assert str(after["UID"]) not in read(address(chess.centre))


def test_a_feed_holds_its_own_and_nothing_that_is_not_for_everybody(chess):
    centre, network = chess.centre, chess.centre.network
    make_activity(centre, draft={"title": "Szkic"}, is_draft=True)
    on_line = {"title": "Rozmowa", "where": "online", "spot": "", "link": "https://meet.example.org/tajne"}
    talk = make_activity(centre, draft=on_line)
    beside = make_centre(network=network, name="Obok")
    make_activity(beside, draft={"title": "Tuż obok"})
    make_activity(make_centre(network=network, stage=Stage.IDEA), draft={"title": "Pomysł"})
    make_activity(make_centre(), draft={"title": "W innym mieście"})
    assert titles(read(address(centre))) == {chess.title, "Rozmowa"}
    assert titles(read(address(network))) == {chess.title, "Rozmowa", "Tuż obok"}
    assert titles(read(address(talk))) == {"Rozmowa"}
    assert "tajne" not in read(address(talk)).replace("\r\n ", "")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"audience": "seniors"}, {"Szachy", "Spacer"}),
        ({"audience": "youth"}, {"Spacer"}),
        ({"kind": "outdoor"}, {"Spacer"}),
        ({"language": "uk"}, {"Szachy"}),
        ({"audience": "nikt", "kind": "\x00", "language": '"'}, {"Szachy", "Spacer"}),
    ],
)
def test_it_is_narrowed_as_the_programme_is(room, query, found):
    make_activity(room.centre, draft={"title": "Szachy", "audience": "seniors", "languages": ["pl", "uk"]})
    make_activity(room.centre, draft={"title": "Spacer", "kind": "outdoor"})
    assert titles(read(address(room.centre, **query))) == found
    assert titles(read(address(room.centre.network, **query))) == found


def test_a_calendar_never_grows_without_end(chess, monkeypatch, tuesday):
    monkeypatch.setattr(entries, "MOST_AHEAD", 2)
    monkeypatch.setattr(entries, "MOST_BACK", 1)
    tuesday.move_to(clock.at(TUESDAY + dt.timedelta(days=8), dt.time(22), chess.zone))
    second, third, fourth = chess.sessions.all()[1:]
    assert [row.pk for row in entries.rows(Scope(chess.centre.network, chess.centre))] == [
        second.pk,
        third.pk,
        fourth.pk,
    ]


def test_a_place_that_is_an_idea_has_no_calendar_for_others(chess):
    chess.centre.stage = Stage.IDEA
    chess.centre.save()
    assert Client().get(address(chess.centre)).status_code == 404
    assert titles(read(address(chess.centre.network))) == set()


def test_whoever_has_it_gets_nothing_until_something_changes(chess, django_assert_max_num_queries):
    path = address(chess.centre)
    etag = Client().get(path)["ETag"]
    cache.clear()
    with django_assert_max_num_queries(4):
        again = Client().get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    chess.title = "Warcaby"
    chess.save()
    assert titles(read(path, if_none_match=etag)) == {"Warcaby"}
    assert Client().get(path, headers={"accept-language": "uk"})["ETag"] != Client().get(path)["ETag"]
    assert "people" not in read(f"{path}?lang=pl", accept_language="en")


def test_as_many_queries_however_full_it_is(chess, django_assert_num_queries):
    scope = Scope(chess.centre.network, chess.centre)
    with django_assert_num_queries(2):
        before = len(entries.entries(scope, entries.rows(scope)))
    later = TUESDAY + dt.timedelta(weeks=6)
    when = When(later, dt.time(9), dt.time(10), series.weekly(later + dt.timedelta(weeks=10)))
    plan = Plan(when, chess.sessions.first().room)
    planning.add_sessions(activity=chess, plan=plan, by=audit.SYSTEM)
    with django_assert_num_queries(2):
        assert len(entries.entries(scope, entries.rows(scope))) > before + 9


# --- programs read it ---


def test_a_reader_that_shares_nothing_with_ours_reads_it(chess):
    found = vobject.readOne(read(address(chess.centre))).vevent_list
    assert found[0].summary.value == chess.title
    assert found[0].dtstart.value.isoformat() == "2026-12-01T17:00:00+01:00"
    # Over the change of the clock it stays at five.
    assert {event.dtstart.value.hour for event in found} == {17}


@pytest.mark.slow
def test_khal_takes_it_in_and_lists_it(chess, tmp_path):
    """The program itself, as somebody would use it: its own folders, nothing of this machine's."""
    planning.call_off_session(session=chess.sessions.last(), by=audit.SYSTEM, reason="Remont.")
    (tmp_path / "programme.ics").write_text(read(address(chess.centre)))
    config = tmp_path / "config"
    config.write_text(
        f"[calendars]\n[[yard]]\npath = {tmp_path / 'yard'}\n[locale]\nlocal_timezone = Europe/Warsaw\n"
        "default_timezone = Europe/Warsaw\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {tmp_path / 'khal.db'}\n"
    )
    (tmp_path / "yard").mkdir()

    def khal(*words):
        folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "CACHE")}
        command = [str(Path(sys.executable).parent / "khal"), "-c", str(config), *words]
        env = folders | {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(tmp_path)}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=env, timeout=60).stdout

    khal("import", "--batch", "-a", "yard", str(tmp_path / "programme.ics"))
    listed = khal("list", "2026-12-01", "30d", "--format", "{start-long} {title}|{status}|{location}")
    lines = [line for line in listed.splitlines() if "Szachy" in line]
    assert len(lines) == 4
    assert lines[0].startswith(f"2026-12-01 17:00 {chess.title}|CONFIRMED")
    assert "Sala duża, Dom sąsiedzki" in lines[0]
    assert "|CANCELLED" in lines[-1]
