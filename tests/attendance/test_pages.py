"""Counting through the front door: with no script, by the telephone's batches, by those who come themselves."""

import datetime as dt
import json
import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse

from podworko.attendance import occasions
from podworko.attendance.links import token_of
from podworko.attendance.models import Mark, Presence, Sheet
from podworko.attendance.queries import desk
from podworko.people.models import Role
from podworko.places.models import ModelKind
from tests.attendance.conftest import NOW
from tests.factories import make_centre, make_enrolment, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
KEY = "3f6b5c7e-0d3e-4c53-9a37-0a4f5d2f9d11"


def url(name, place, *more):
    return reverse(f"attendance:{name}", args=[place.network.slug, place.slug, *more])


@pytest.fixture
def place(session):
    return session.activity.centre


@pytest.fixture
def page(session, place):
    return url("session", place, session.pk)


@pytest.fixture
def desk_client(client, host):
    client.force_login(host)
    return client


def totals(session):
    found = desk.totals_of(desk.sheet_of(occasions.of_session(session)))
    return {what: count for what, count in found.items() if count}


# --- with no script ---


def test_a_press_is_kept_and_a_double_click_is_one(desk_client, page, session):
    form = {"key": KEY, "press": "adult:1"}
    for _twice in range(2):
        answer = desk_client.post(page, form)
        assert (answer.status_code, answer["Location"]) == (302, f"{page}#at-adult")
    desk_client.post(page, {"key": str(uuid.uuid4()), "press": "adult:1"})
    assert totals(session) == {"adult": 2}
    assert b'data-count="2"' in desk_client.get(page).content


def test_a_tick_turns_and_turns_back(desk_client, page, session):
    anna = make_enrolment(session.activity, session, person="Anna Nowak", seats=2)
    desk_client.post(page, {"key": str(uuid.uuid4()), "tick": f"{anna.reference}:1"})
    shown = desk_client.get(page).content.decode()
    assert 'aria-pressed="true"' in shown
    assert f'value="{anna.reference}:0"' in shown
    assert totals(session) == {"adult": 2}
    desk_client.post(page, {"key": str(uuid.uuid4()), "tick": f"{anna.reference}:0"})
    assert totals(session) == {}


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"key": "x", "press": "adult:1"},
        {"key": KEY, "press": "adult"},
        {"key": KEY, "press": "adult:9999999"},
        {"key": KEY, "press": "<script>:1"},
        {"key": KEY, "tick": "zzz\u0000:1"},
    ],
)
def test_what_no_button_sends_counts_nobody(desk_client, page, form):
    assert desk_client.post(page, form).status_code == 302
    assert not Sheet.objects.exists()


@pytest.mark.parametrize("more", ["days/2026-13-01/", "days/x/", "days/0001-01-01/", f"sessions/{'9' * 3000}/"])
def test_what_is_no_day_and_no_session_is_not_there(desk_client, place, more):
    assert desk_client.get(url("count", place) + more).status_code == 404


def test_a_session_of_another_place_is_not_there(desk_client, place, session):
    other = make_centre(operator=place.operator)
    make_staff(Role.HOST, other)
    assert desk_client.get(url("session", other, session.pk)).status_code == 404


def test_a_club_asks_no_name_and_shows_none(desk_client, place, session, page):
    make_enrolment(session.activity, session, person="Anna Nowak")
    place.kind = place.network.kinds.get(code=ModelKind.CLUB)
    place.save()
    for address in (page, url("count", place)):
        assert "Anna Nowak" not in desk_client.get(address).content.decode()
    assert "contact" not in desk_client.get(reverse("attendance:here", args=[token_of(session)])).content.decode()


def test_numbers_typed_in_by_two_are_told_to_the_second(desk_client, place, session):
    address = url("session_numbers", place, session.pk)
    seen = desk_client.get(address).context["form"]["seen"].initial
    assert desk_client.post(address, {"adult": "6", "seen": seen, "submission_key": KEY}).status_code == 302
    late = desk_client.post(address, {"adult": "9", "seen": seen, "submission_key": str(uuid.uuid4())})
    assert (late.status_code, totals(session)) == (409, {"adult": 6})
    assert 'value="9"' in late.content.decode()
    wrong = desk_client.post(address, {"adult": "-3", "child": "dużo"})
    assert wrong.status_code == 422
    assert {*wrong.context["form"].errors} == {"adult", "child"}


# --- by the telephone ---


def batch(*strokes, sheets=(), now=NOW):
    made = {"now": now.timestamp() * 1000, "strokes": strokes, "sheets": sheets}
    return {"batch": json.dumps(made)}


def stroke(session, *, at=NOW, **of):
    made = {"uuid": str(uuid.uuid4()), "sheet": f"session-{session.pk}", "at": at.timestamp() * 1000}
    return made | (of or {"what": "adult", "delta": 1})


def test_a_batch_is_kept_once_and_what_is_refused_is_told(desk_client, place, session):
    anna = make_enrolment(session.activity, session)
    good, ticked = stroke(session), stroke(session, person=anna.reference, here=True)
    bad, gone = stroke(session, what="child", delta=-1), stroke(session) | {"sheet": "session-999999"}
    day = stroke(session, what="first", delta=1) | {"sheet": "day-2026-11-24"}
    for _twice in range(2):
        answer = desk_client.post(url("sync", place), batch(good, ticked, bad, gone, day)).json()
        assert {*answer["kept"]} == {good["uuid"], ticked["uuid"], day["uuid"]}
        assert {each["uuid"]: each["code"] for each in answer["refused"]} == {
            bad["uuid"]: "below-zero",
            gone["uuid"]: "gone",
        }
        assert answer["sheets"][f"session-{session.pk}"]["totals"] == {"adult": 2}
        assert answer["sheets"][f"session-{session.pk}"]["here"] == {anna.reference: True}
    assert Mark.objects.count() == 3


def test_a_clock_that_goes_wrong_is_set_by_ours(desk_client, place, session):
    slow = NOW - dt.timedelta(days=3)
    pressed = stroke(session, at=slow - dt.timedelta(minutes=2))
    assert desk_client.post(url("sync", place), batch(pressed, now=slow)).json()["kept"] == [pressed["uuid"]]
    assert Mark.objects.get().at == NOW - dt.timedelta(minutes=2)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "[]",
        "{",
        '{"strokes": [{}]}',
        '{"now": 1e400, "strokes": [{}]}',
        '{"now": "x", "strokes": [{"uuid": 1}]}',
        json.dumps({"now": NOW.timestamp() * 1000, "strokes": [{"uuid": "x", "sheet": "day-2026-11-24", "at": 0}]}),
        json.dumps({"now": NOW.timestamp() * 1000, "strokes": [{}] * 201}),
    ],
)
def test_what_no_telephone_of_ours_sends_is_refused(desk_client, place, sent):
    assert desk_client.post(url("sync", place), {"batch": sent}).status_code == 400
    assert not Sheet.objects.exists()


def test_who_is_signed_out_keeps_it_and_who_is_a_stranger_finds_nothing(client, place, session):
    assert client.post(url("sync", place), batch(stroke(session))).json() == {"problem": "sign-in"}
    client.force_login(make_staff(Role.HOST, make_centre()))
    assert client.post(url("sync", place), batch(stroke(session))).status_code == 404
    assert not Sheet.objects.exists()


def test_the_worker_reaches_the_pages_of_counting_and_no_further(desk_client, place):
    worker = desk_client.get(url("worker", place))
    assert worker["Content-Type"].startswith("text/javascript")
    assert url("worker", place).startswith(url("count", place))
    manifest = desk_client.get(url("manifest", place)).json()
    assert manifest["scope"] == manifest["start_url"] == url("count", place)


# --- by themselves ---


@pytest.fixture
def here(session):
    return reverse("attendance:here", args=[token_of(session)])


def test_who_comes_counts_themselves_once_with_each_telephone(client, here, session):
    for _twice in range(2):
        assert client.post(here, {"key": str(uuid.uuid4()), "what": "senior"}).status_code == 302
    assert totals(session) == {"senior": 1}
    assert "count-own" not in client.get(here).content.decode()


@pytest.mark.parametrize("contact", ["anna@example.org", "ANNA@example.org ", "512 345 678"])
def test_a_contact_ticks_the_sign_up(client, here, session, contact):
    make_enrolment(session.activity, session, email="anna@example.org", phone="+48512345678", seats=2)
    assert client.post(here, {"key": KEY, "contact": contact}).status_code == 302
    assert Presence.objects.get().is_here
    assert totals(session) == {"adult": 2}


def test_nobody_learns_who_has_signed_up(client, django_user_model, here, session):
    make_enrolment(session.activity, session, email="anna@example.org")
    answers = []
    for contact in ("anna@example.org", "obca@example.org"):
        client.cookies.clear()
        answer = client.post(here, {"key": str(uuid.uuid4()), "contact": contact}, follow=True)
        answers.append((answer.status_code, answer.redirect_chain, answer.context["is_here"]))
        cache.clear()
    assert answers[0] == answers[1]
    assert sum(totals(session).values()) == 2


@pytest.mark.parametrize("form", [{}, {"what": "dogs"}, {"contact": "nic"}, {"contact": ""}])
def test_what_cannot_be_understood_is_said_on_the_page(client, here, form):
    answer = client.post(here, form)
    assert answer.status_code == 422
    assert not Sheet.objects.exists()


@pytest.mark.parametrize("minutes", [-40, 60 * 2])
def test_the_code_works_about_the_session_alone(client, tuesday, here, session, minutes):
    tuesday.shift(dt.timedelta(minutes=minutes))
    assert client.post(here, {"key": KEY, "what": "senior"}).status_code == 302
    assert "count-own" not in client.get(here).content.decode()
    assert totals(session) == {}


def test_the_sheet_for_the_wall_is_a_pdf_of_this_session(desk_client, place, session):
    sheet = desk_client.get(url("code_sheet", place, session.pk))
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")


def test_an_altered_code_leads_nowhere(client, here):
    assert client.get(here[:-3] + "xx/").status_code == 404
    assert client.get(reverse("attendance:here", args=["9" * 4000])).status_code == 404


def test_there_is_an_end_to_trying_contacts(client, here):
    answers = {client.post(here, {"key": KEY, "contact": f"a{n}"}).status_code for n in range(62)}
    assert answers == {422, 429}
