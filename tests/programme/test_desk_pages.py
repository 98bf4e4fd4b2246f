"""The desk of the programme through the front door: planning, changing, calling off, and who has signed up."""

import datetime as dt
import re

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.urls import reverse

from podworko.bookings import series
from podworko.bookings.drafts import When
from podworko.bookings.models import Occupancy
from podworko.core import audit
from podworko.core.models import AuditEvent, Message
from podworko.people.models import AssistedEntry, Role
from podworko.places.models import Part
from podworko.programme import menu
from podworko.programme.actions import enrolling, planning
from podworko.programme.drafts import Plan
from podworko.programme.models import Activity, Enrolment, Session
from podworko.programme.queries import desk as queries
from tests.factories import (
    make_activity,
    make_booking,
    make_centre,
    make_enrolment,
    make_organisation,
    make_room,
    make_staff,
    make_user,
)
from tests.programme.seen import line, told

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("tuesday")]
KEY = "3f6b5c7e-0d3e-4c53-9a37-0a4f5d2f9d11"
FEW = {"sign_up": "required", "capacity": 2}
WEEKLY = {"on": dt.date(2026, 12, 1), "rule": series.weekly(dt.date(2026, 12, 15))}


@pytest.fixture
def room():
    return make_room()


@pytest.fixture
def desk(client, room):
    """A browser in which a host of the place is signed in."""
    client.force_login(make_staff(Role.HOST, room.centre))
    return client


def url(name, centre, *more):
    return reverse(f"programme:{name}", args=[centre.network.slug, centre.slug, *more])


def of(name, activity, *more):
    return url(name, activity.centre, activity.slug, *more)


def filled(room=None, **changes):
    """Return the form of a new activity as somebody fills it in."""
    return {
        "title": "Szachy na podwórku",
        "kind": "integrating",
        "audience": "everybody",
        "where": "room" if room else "outdoors",
        "spot": "" if room else "Skwer",
        "room": room.slug if room else "",
        "sign_up": "none",
        "signs_up_for": "session",
        "initiator": "centre",
        "on": "2026-12-01",
        "starts": "17:00",
        "ends": "18:30",
        "repeats": "once",
        "submission_key": KEY,
    } | changes


def hours(**changes):
    """Return the form with which a session is moved."""
    return {"on": "2026-12-01", "starts": "18:00", "ends": "19:30", "scope": "this", "room": "", "why": ""} | changes


def said(answer):
    """Return the levels of what is said at the top of the next page."""
    return [message.level_tag for message in get_messages(answer.wsgi_request)]


def stands(activity):
    """Return when the sessions of an activity begin, by the clock of the place."""
    return [
        f"{each.starts_at.astimezone(activity.zone):%d.%m. %H:%M}" for each in activity.sessions.order_by("starts_at")
    ]


def typed_again(page):
    """Return the form that a page shows, as it would be sent."""
    return {each.html_name: each.value() for each in page.context["form"] if each.value() not in (None, "", [])}


def post_refused(desk, address, form):
    """Send a form that is refused, after which nothing of the deed is left, as outside of a test."""
    with transaction.atomic():
        answer = desk.post(address, form)
        transaction.set_rollback(True)
    return answer


# --- who may ---


def every_page(activity):
    session, enrolment = activity.sessions.first(), make_enrolment(activity)
    yield url("desk", activity.centre)
    yield url("new", activity.centre)
    for name in ("desk_activity", "edit", "publish", "call_off", "add_sessions", "people", "take"):
        yield of(name, activity)
    yield of("move_session", activity, session.pk)
    yield of("call_off_session", activity, session.pk)
    yield of("person", activity, enrolment.reference)
    yield of("remove", activity, enrolment.reference)


def test_who_is_not_signed_in_is_asked_to(client):
    for address in every_page(make_activity(draft=FEW)):
        assert client.get(address)["Location"].startswith("/account/login/")
        assert client.post(address)["Location"].startswith("/account/login/")


def test_for_others_none_of_it_exists(client):
    activity = make_activity(draft=FEW)
    addresses = [*every_page(activity)]
    for user in (make_user(), make_staff(Role.HOST, make_centre()), make_staff(Role.OFFICER, activity.centre.network)):
        client.force_login(user)
        assert {client.post(address).status_code for address in addresses} <= {404, 405}
        assert {client.get(address).status_code for address in addresses} <= {404, 405}


def test_what_another_place_holds_is_not_found_here(desk, room):
    own, other = make_activity(room.centre, draft=FEW), make_activity(draft=FEW)
    session, enrolment = other.sessions.first(), make_enrolment(other)
    for name in ("desk_activity", "edit", "call_off", "add_sessions", "people", "take"):
        assert desk.get(url(name, room.centre, "nie-ma")).status_code == 404
        assert desk.get(of(name, other)).status_code == 404
    for name, which in (
        ("move_session", session.pk),
        ("call_off_session", session.pk),
        ("move_session", 10**30),
        ("person", enrolment.reference),
        ("remove", enrolment.reference),
    ):
        assert desk.get(of(name, own, which)).status_code == 404
        assert desk.post(of(name, own, which), {"deed": "resign", "reason": "Tak"}).status_code == 404
    assert desk.get(of("people", own), {"session": session.pk}).status_code == 404
    assert Enrolment.objects.get().state == "going"


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 5000, "²", "\x00"])
@pytest.mark.parametrize("name", ["people", "take"])
def test_a_session_that_is_none_is_not_found(desk, room, name, nonsense):
    activity = make_activity(room.centre, draft=FEW)
    assert desk.get(of(name, activity), {"session": nonsense}).status_code == 404


# --- the list ---


def test_an_empty_desk_says_what_to_do(desk, room):
    page = desk.get(url("desk", room.centre))
    assert page.context["overview"].is_empty
    assert page.content.decode().count(url("new", room.centre)) == 2


def test_the_desk_tells_what_is_to_come_what_is_a_draft_and_what_is_over(desk, room, tuesday):
    place = room.centre
    past = make_activity(place, on=dt.date(2026, 11, 25), draft={"title": "Wczoraj"})
    off = make_activity(place, draft={"title": "Odwołane"})
    planning.call_off(activity=off, by=audit.SYSTEM, reason="Deszcz")
    tuesday.shift(dt.timedelta(days=3))
    later = make_activity(place, on=dt.date(2026, 12, 10), draft={"title": "Później"})
    sooner = make_activity(place, draft=FEW | {"title": "Wcześniej"}, **WEEKLY)
    draft = make_activity(place, is_draft=True, draft={"title": "Szkic"})
    make_activity(draft={"title": "Gdzie indziej"})
    for _number in range(3):
        make_enrolment(sooner)
    overview = desk.get(url("desk", place)).context["overview"]
    assert [each.activity for each in overview.coming] == [sooner, later]
    assert [each.activity for each in overview.drafts] == [draft]
    assert {each.activity for each in overview.over} == {past, off}
    assert overview.coming[0].session == sooner.sessions.first()
    assert overview.coming[0].places == queries.Places(taken=2, capacity=2, waiting=1)
    assert overview.coming[0].places.are_all_taken
    assert overview.coming[1].places == queries.Places()


def test_when_all_is_over_the_desk_says_so(desk, room, tuesday):
    make_activity(room.centre)
    tuesday.shift(dt.timedelta(days=10))
    page = desk.get(url("desk", room.centre))
    assert page.status_code == 200
    assert not page.context["overview"].is_empty


def test_of_what_is_over_only_the_newest_are_told(desk, room, tuesday, monkeypatch):
    monkeypatch.setattr(queries, "MOST_OVER", 1)
    make_activity(room.centre, on=dt.date(2026, 11, 25))
    newest = make_activity(room.centre, on=dt.date(2026, 11, 26))
    tuesday.shift(dt.timedelta(days=10))
    overview = desk.get(url("desk", room.centre)).context["overview"]
    assert [each.activity for each in overview.over] == [newest]
    assert overview.older == 1


def test_a_series_counts_its_places_as_a_whole(desk, room):
    activity = make_activity(room=room, draft=FEW | {"signs_up_for": "series"}, **WEEKLY)
    make_enrolment(activity)
    overview = desk.get(url("desk", room.centre)).context["overview"]
    assert overview.coming[0].places == queries.Places(taken=1, capacity=2)
    page = desk.get(of("desk_activity", activity))
    assert page.context["places"] == queries.Places(taken=1, capacity=2)
    assert [each.places for each in page.context["sessions"].coming] == [None] * 3


def test_the_desk_asks_as_often_however_much_there_is(
    desk, room, django_assert_num_queries, django_assert_max_num_queries
):
    def fill():
        activity = make_activity(room.centre, draft=FEW, **WEEKLY)
        planning.call_off(activity=make_activity(room.centre), by=audit.SYSTEM, reason="Deszcz")
        make_activity(room.centre, is_draft=True)
        make_enrolment(activity)

    fill()
    with django_assert_max_num_queries(30) as asked:
        desk.get(url("desk", room.centre))
    for _number in range(4):
        fill()
    with django_assert_num_queries(len(asked)):
        desk.get(url("desk", room.centre))


# --- planning ---


def test_the_form_begins_with_what_is_usual_for_the_kind_of_place(desk, room):
    form = desk.get(url("new", room.centre)).context["form"]
    assert form["sign_up"].value() == room.centre.kind.sign_up
    assert form["audience"].value() == room.centre.kind.audience
    assert form["room"].value() == room.slug
    make_room(room.centre)
    assert not desk.get(url("new", room.centre)).context["form"]["room"].value()


def test_a_new_activity_is_a_draft_with_its_rooms(desk, room):
    partner = make_organisation(room.centre.network)
    make_organisation()
    whole = {
        "lead": "Gramy co tydzień.",
        "about": "Każdy może przyjść.",
        "audience": "seniors",
        "age_from": "60",
        "languages": ["pl", "uk"],
        "sign_up": "required",
        "signs_up_for": "series",
        "capacity": "12",
        "largest_party": "2",
        "answer_hours": "48",
        "leader": "Jan Lis",
        "initiator": "residents",
        "partners": [partner.slug],
        "accessibility": "Winda",
        "bring": "Kubek",
        "repeats": "week",
        "until": "2026-12-15",
    }
    answer = desk.post(url("new", room.centre), filled(room, **whole))
    activity = Activity.objects.get()
    assert answer["Location"] == of("desk_activity", activity)
    assert said(answer) == ["success"]
    assert activity.state == "draft"
    assert stands(activity) == ["01.12. 17:00", "08.12. 17:00", "15.12. 17:00"]
    assert [each.room for each in activity.sessions.all()] == [room] * 3
    assert [*activity.partners.all()] == [partner]
    assert (activity.languages, activity.capacity, activity.answer_hours) == (["pl", "uk"], 12, 48)
    assert AuditEvent.objects.get(verb="programme.created").actor.email
    assert desk.get(answer["Location"]).status_code == 200


def test_the_same_form_sent_again_makes_nothing_more(desk, room):
    first, second = (desk.post(url("new", room.centre), filled()) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Activity.objects.count() == 1
    other = desk.post(url("new", room.centre), filled(submission_key="", title="Coś innego"))
    assert other["Location"] != first["Location"]


BAD = [
    ({"title": ""}, "title"),
    ({"title": "a" * 200}, "title"),
    ({"title": "null\x00"}, "title"),
    ({"kind": "war"}, "kind"),
    ({"on": "9999-12-31"}, "on"),
    ({"on": "0001-01-01"}, "on"),
    ({"on": "2026-11-01"}, "on"),
    ({"on": "kiedyś"}, "on"),
    ({"ends": "16:00"}, "ends"),
    ({"starts": "25:00"}, "starts"),
    ({"repeats": "week"}, "until"),
    ({"repeats": "week", "until": "9999-12-31"}, "until"),
    ({"repeats": "hourly"}, "repeats"),
    ({"where": "outdoors", "spot": ""}, "spot"),
    ({"where": "online", "link": ""}, "link"),
    ({"link": "javascript:alert(1)"}, "link"),
    ({"where": "room", "room": ""}, "room"),
    ({"where": "room", "room": "someone-elses"}, "room"),
    ({"age_from": "12", "age_to": "7"}, "age_to"),
    ({"age_from": "-1"}, "age_from"),
    ({"is_age_checked": "on"}, "age_from"),
    ({"capacity": "5"}, "capacity"),
    ({"capacity": "99999999999999999999"}, "capacity"),
    ({"sign_up": "required", "capacity": "1", "largest_party": "2"}, "largest_party"),
    ({"answer_hours": "0"}, "answer_hours"),
    ({"partners": ["someone-elses"]}, "partners"),
    ({"languages": ["tlh"]}, "languages"),
]


@pytest.mark.parametrize(("wrong", "where"), BAD)
def test_what_is_wrong_stands_beside_its_question_and_nothing_typed_is_lost(desk, room, wrong, where):
    answer = post_refused(desk, url("new", room.centre), filled(leader="Zuzanna Ź. 💛") | wrong)
    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert "Zuzanna Ź. 💛" in answer.content.decode()
    assert not Activity.objects.exists()


def test_days_on_which_the_room_is_taken_can_be_left_out(desk, room):
    make_booking(room, on=dt.date(2026, 12, 8))
    form = filled(room, repeats="week", until="2026-12-15")
    answer = post_refused(desk, url("new", room.centre), form)
    assert answer.status_code == 409
    assert answer.context["form"].has_error("room", "taken")
    assert 'name="without_taken"' in answer.content.decode()
    assert not Activity.objects.exists()
    answer = desk.post(url("new", room.centre), form | {"without_taken": "on"})
    assert stands(Activity.objects.get()) == ["01.12. 17:00", "15.12. 17:00"]
    assert "8 grudnia" in str(*get_messages(answer.wsgi_request))


def test_of_one_day_nothing_can_be_left_out(desk, room):
    make_booking(room, on=dt.date(2026, 12, 1))
    answer = desk.post(url("new", room.centre), filled(room))
    assert answer.status_code == 409
    assert 'name="without_taken"' not in answer.content.decode()


# --- one activity ---


def test_the_page_of_an_activity_tells_how_it_stands(desk, room, tuesday):
    activity = make_activity(room=room, draft=FEW | {"lead": "Gramy"}, **WEEKLY)
    first, second, _third = activity.sessions.all()
    make_enrolment(activity, second)
    planning.call_off_session(session=second, by=audit.SYSTEM, reason="Remont")
    tuesday.shift(dt.timedelta(days=8))
    page = desk.get(of("desk_activity", activity))
    sessions = page.context["sessions"]
    assert [each.session for each in sessions.over] == [first]
    assert sessions.coming[0].session == second
    assert [each.can_move for each in sessions.coming] == [False, True]
    assert [each.can_call_off for each in sessions.coming] == [False, True]
    assert "Remont" in page.content.decode()
    assert page.context["history"].events


@pytest.mark.parametrize("more", [{"is_draft": True}, {"draft": {"where": "online", "link": "https://example.org/x"}}])
def test_every_activity_has_a_page_at_the_desk(desk, room, more):
    assert desk.get(of("desk_activity", make_activity(room.centre, **more))).status_code == 200


def test_without_a_session_to_come_it_asks_for_one(desk, room, tuesday):
    activity = make_activity(room.centre)
    tuesday.shift(dt.timedelta(days=10))
    page = desk.get(of("desk_activity", activity))
    assert page.context["sessions"].coming == []
    assert page.content.decode().count(of("add_sessions", activity)) == 2


def test_an_activity_asks_as_often_however_many_sessions_it_has(
    desk, room, django_assert_num_queries, django_assert_max_num_queries
):
    activity = make_activity(room=room, draft=FEW)
    make_enrolment(activity)
    address = of("desk_activity", activity)
    with django_assert_max_num_queries(30) as asked:
        desk.get(address)
    for week in range(1, 5):
        on = dt.date(2026, 12, 1) + dt.timedelta(weeks=week)
        planning.add_sessions(activity=activity, plan=Plan(When(on, dt.time(17), dt.time(18)), room), by=audit.SYSTEM)
        make_enrolment(activity, activity.sessions.last())
    with django_assert_num_queries(len(asked)):
        desk.get(address)


def test_publishing_twice_is_publishing_once(desk, room):
    activity = make_activity(room.centre, is_draft=True)
    assert said(desk.post(of("publish", activity))) == ["success"]
    assert desk.post(of("publish", activity))["Location"] == of("desk_activity", activity)
    assert desk.get(of("publish", activity)).status_code == 405
    assert AuditEvent.objects.filter(verb="programme.published").count() == 1
    activity.refresh_from_db()
    assert activity.state == "published"


def test_what_has_nothing_to_come_cannot_be_published(desk, room, tuesday):
    activity = make_activity(room.centre, is_draft=True)
    tuesday.shift(dt.timedelta(days=10))
    assert said(desk.post(of("publish", activity))) == ["error"]


# --- changing ---


def test_what_is_changed_is_saved_and_more_places_go_to_those_who_wait(desk, room):
    activity = make_activity(room.centre, draft=FEW | {"languages": ["pl"]})
    people = [make_enrolment(activity) for _number in range(3)]
    page = desk.get(of("edit", activity))
    form = typed_again(page)
    assert form["title"] == activity.title
    answer = desk.post(of("edit", activity), form | {"capacity": "3", "title": "Szachy i warcaby"})
    assert answer["Location"] == of("desk_activity", activity)
    activity.refresh_from_db()
    assert (activity.title, activity.capacity) == ("Szachy i warcaby", 3)
    assert Enrolment.objects.get(pk=people[2].pk).state == "offered"
    # Pressed twice it is done with the first.
    assert desk.post(of("edit", activity), form | {"capacity": "3", "title": "Szachy i warcaby"}).status_code == 302
    assert AuditEvent.objects.filter(verb="programme.changed").count() == 1


def test_who_did_not_see_the_newest_state_is_told_and_may_save_again(desk, room):
    activity = make_activity(room.centre)
    form = typed_again(desk.get(of("edit", activity)))
    desk.post(of("edit", activity), form | {"bring": "Kubek"})
    answer = desk.post(of("edit", activity), form | {"bring": "Mata"})
    assert answer.status_code == 409
    assert 'value="Mata"' in answer.content.decode()
    again = typed_again(answer)
    assert desk.post(of("edit", activity), again).status_code == 302
    activity.refresh_from_db()
    assert activity.bring == "Mata"


def test_fewer_places_than_are_taken_are_refused(desk, room):
    activity = make_activity(room.centre, draft=FEW)
    make_enrolment(activity), make_enrolment(activity)
    form = typed_again(desk.get(of("edit", activity)))
    answer = desk.post(of("edit", activity), form | {"capacity": "1"})
    assert answer.status_code == 422
    assert answer.context["form"].has_error("capacity", "fewer-than-taken")


# --- further sessions ---


def test_further_sessions_begin_with_the_hours_of_the_last(desk, room):
    activity = make_activity(room=room)
    form = desk.get(of("add_sessions", activity)).context["form"]
    assert form["room"].value() == room.slug
    assert f"{form['starts'].value():%H:%M}" == "17:00"
    when = {"on": "2026-12-02", "starts": "10:00", "ends": "11:00", "repeats": "once", "room": room.slug}
    answer = desk.post(of("add_sessions", activity), when)
    assert answer["Location"] == of("desk_activity", activity)
    assert stands(activity) == ["01.12. 17:00", "02.12. 10:00"]
    answer = desk.post(of("add_sessions", activity), when)
    assert answer.status_code in {409, 422}
    assert activity.sessions.count() == 2


def test_further_sessions_leave_out_what_is_taken(desk, room):
    activity = make_activity(room=room)
    make_booking(room, on=dt.date(2026, 12, 8))
    when = {"on": "2026-12-02", "starts": "17:00", "ends": "18:00", "repeats": "week", "until": "2026-12-09"}
    when |= {"weekdays": ["1", "2"], "room": room.slug}
    assert post_refused(desk, of("add_sessions", activity), when).status_code == 409
    assert desk.post(of("add_sessions", activity), when | {"without_taken": "on"}).status_code == 302
    assert stands(activity) == ["01.12. 17:00", "02.12. 17:00", "09.12. 17:00"]


def test_an_activity_outdoors_without_sessions_takes_some(desk, room):
    activity = make_activity(room.centre)
    Session.objects.all().delete()
    when = {"on": "2026-12-02", "starts": "17:00", "ends": "18:00", "repeats": "once"}
    assert desk.get(of("add_sessions", activity)).status_code == 200
    assert desk.get(of("people", activity)).context["session"] is None
    assert desk.post(of("add_sessions", activity), when).status_code == 302


# --- calling off ---


@pytest.mark.parametrize("name", ["call_off", "call_off_session"])
def test_calling_off_asks_why_and_tells_those_who_come(desk, room, name):
    activity = make_activity(room=room, draft=FEW)
    session = activity.sessions.get()
    make_enrolment(activity, email="anna@example.org")
    address = of(name, activity, *([session.pk] if name == "call_off_session" else []))
    assert desk.get(address).status_code == 200
    answer = desk.post(address, {"reason": " "})
    assert answer.status_code == 422
    assert answer.context["form"].has_error("reason", "reason-needed")
    assert desk.post(address, {"reason": "Awaria"})["Location"] == of("desk_activity", activity)
    session.refresh_from_db()
    assert (session.state, session.reason) == ("called_off", "Awaria")
    assert not Occupancy.objects.exists()
    assert told("anna@example.org") == ["going", "called_off"]
    for again in (desk.get(address), desk.post(address, {"reason": "Awaria"})):
        assert again["Location"] == of("desk_activity", activity)
        assert said(again)[-1] == "info"
    assert told("anna@example.org") == ["going", "called_off"]
    assert desk.get(of("desk_activity", activity)).status_code == 200


def test_a_draft_is_called_off_without_a_reason(desk, room):
    activity = make_activity(room.centre, is_draft=True)
    assert desk.get(of("call_off", activity)).status_code == 200
    assert desk.post(of("call_off", activity)).status_code == 302
    assert desk.get(of("add_sessions", activity)).status_code == 302


def test_what_has_been_cannot_be_called_off(desk, room, tuesday):
    activity = make_activity(room.centre)
    tuesday.shift(dt.timedelta(days=10))
    answer = desk.post(of("call_off_session", activity, activity.sessions.get().pk), {"reason": "Awaria"})
    assert answer.status_code == 409


# --- moving ---


def test_a_session_is_moved_and_those_who_come_are_told(desk, room):
    activity = make_activity(room=room, draft=FEW)
    session = activity.sessions.get()
    make_enrolment(activity, email="anna@example.org")
    address = of("move_session", activity, session.pk)
    page = desk.get(address)
    form = typed_again(page) | hours(why="Sala zajęta rano")
    answer = desk.post(address, form)
    assert said(answer) == ["success"]
    assert stands(activity) == ["01.12. 18:00"]
    assert told("anna@example.org") == ["going", "moved"]
    # Pressed twice it is done with the first.
    assert said(desk.post(address, form))[-1] == "info"
    assert told("anna@example.org") == ["going", "moved"]


def test_a_series_is_moved_but_for_what_is_taken(desk, room):
    activity = make_activity(room=room, **WEEKLY)
    make_booking(room, on=dt.date(2026, 12, 9), starts="17:00", ends="20:00")
    first = activity.sessions.first()
    address = of("move_session", activity, first.pk)
    form = typed_again(desk.get(address))
    answer = desk.post(address, form | hours(on="2026-12-02", scope="all"))
    assert said(answer) == ["success", "warning"]
    assert stands(activity) == ["02.12. 18:00", "08.12. 17:00", "16.12. 18:00"]
    stayed = [str(each) for each in get_messages(answer.wsgi_request)][1]
    assert "8 grudnia" in stayed
    # Sent again from the page that knew it on Tuesday.
    assert said(desk.post(address, form | hours(on="2026-12-02", scope="all")))[-1] == "info"
    answer = desk.post(address, form | hours(on="2026-12-03", scope="all"))
    assert answer.status_code == 409
    assert stands(activity) == ["02.12. 18:00", "08.12. 17:00", "16.12. 18:00"]


def test_into_the_past_nothing_goes(desk, room):
    activity = make_activity(room.centre, on=dt.date(2026, 11, 25), rule=series.weekly(dt.date(2026, 12, 2)))
    address = of("move_session", activity, activity.sessions.last().pk)
    form = typed_again(desk.get(address))
    answer = desk.post(address, form | hours(on="2026-11-30", scope="all"))
    assert said(answer) == ["success", "warning"]
    assert stands(activity) == ["25.11. 17:00", "30.11. 18:00"]


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"on": "9999-12-31"}, "on"),
        ({"on": "2026-11-01"}, "on"),
        ({"ends": "17:00"}, "ends"),
        ({"starts": ""}, "starts"),
        ({"scope": "some"}, "scope"),
        ({"room": "someone-elses"}, "room"),
    ],
)
def test_what_is_wrong_with_a_move_stands_beside_it(desk, room, wrong, where):
    activity = make_activity(room=room)
    address = of("move_session", activity, activity.sessions.get().pk)
    answer = desk.post(address, typed_again(desk.get(address)) | hours(why="Ź 💛") | wrong)
    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert "Ź 💛" in answer.content.decode()
    assert stands(activity) == ["01.12. 17:00"]


def test_a_room_that_is_taken_is_told(desk, room):
    other = make_room(room.centre)
    activity = make_activity(room=room)
    make_booking(other, on=dt.date(2026, 12, 1))
    address = of("move_session", activity, activity.sessions.get().pk)
    answer = desk.post(address, typed_again(desk.get(address)) | hours(room=other.slug))
    assert answer.status_code == 409
    assert stands(activity) == ["01.12. 17:00"]


def test_outdoors_there_is_no_room_to_choose_and_nothing_new_changes_nothing(desk, room):
    activity = make_activity(room.centre)
    address = of("move_session", activity, activity.sessions.get().pk)
    page = desk.get(address)
    assert "room" not in page.context["form"].fields
    assert page.context["form"]["scope"].is_hidden
    form = typed_again(page) | hours(starts="17:00", ends="18:30")
    assert said(desk.post(address, form)) == ["info"]
    assert desk.post(address, form | hours()).status_code == 302
    assert stands(activity) == ["01.12. 18:00"]


def test_what_has_begun_or_is_called_off_is_not_moved(desk, room, tuesday):
    activity = make_activity(room.centre, **WEEKLY)
    first, second, _third = activity.sessions.all()
    planning.call_off_session(session=second, by=audit.SYSTEM, reason="Remont")
    assert said(desk.get(of("move_session", activity, second.pk))) == ["info"]
    tuesday.shift(dt.timedelta(days=8))
    assert said(desk.get(of("move_session", activity, first.pk)))[-1] == "info"


# --- who has signed up ---


def test_the_list_tells_who_comes_who_thinks_and_who_waits_in_order(desk, room):
    activity = make_activity(room.centre, draft=FEW, **WEEKLY)
    first, second = activity.sessions.all()[:2]
    names = ["Anna", "Bartek", "Celina", "Darek", "Ewa"]
    anna, bartek, *_rest = (make_enrolment(activity, first, person=name, phone="+48512345678") for name in names)
    make_enrolment(activity, second, person="Filip")
    enrolling.resign(enrolment=bartek, by=audit.RESIDENT)
    page = desk.get(of("people", activity))
    people = page.context["people"]
    assert page.context["session"] == first
    assert [each.enrolment.person for each in people.going] == ["Anna"]
    assert [each.enrolment.person for each in people.offered] == ["Celina"]
    assert [(each.place, each.enrolment.person) for each in people.waiting] == [(1, "Darek"), (2, "Ewa")]
    assert [each.enrolment.person for each in people.gone] == ["Bartek"]
    assert (people.heads, people.places.taken) == (1, 2)
    assert "512 345 678" in page.content.decode()
    around = page.context["around"]
    assert (around.before, around.after) == (None, second)
    other = desk.get(of("people", activity), {"session": second.pk}).context
    assert [each.enrolment.person for each in other["people"].going] == ["Filip"]
    assert other["around"].before == first
    assert anna.reference in page.content.decode()


def test_the_list_to_print_holds_those_who_come(desk, room):
    draft = {"sign_up": "required", "is_for_minors": True}
    activity = make_activity(room.centre, draft=draft)
    empty = desk.get(of("people", activity), {"list": ""})
    assert "<table" not in empty.content.decode()
    child = {"children": "Staś", "collected_by": "Babcia", "is_guardian": True, "phone": "+48512345678"}
    make_enrolment(activity, person="Anna", **child)
    page = desk.get(of("people", activity), {"list": ""}).content.decode()
    assert all(words in page for words in ("<table", "Anna", "Staś", "Babcia", "512 345 678"))


def test_nobody_yet_and_those_without_a_code(desk, room, client):
    activity = make_activity(room.centre, draft=FEW)
    people = desk.get(of("people", activity)).context["people"]
    assert (people.going, people.unconfirmed) == ([], 0)
    Enrolment.objects.filter(pk=make_enrolment(activity).pk).update(state="unconfirmed", arrival=None)
    page = desk.get(of("people", activity))
    assert page.context["people"].unconfirmed == 1
    assert page.context["people"].gone == []


def test_the_list_asks_as_often_however_many_come(desk, room, django_assert_num_queries, django_assert_max_num_queries):
    activity = make_activity(room.centre, draft=FEW, **WEEKLY)
    make_enrolment(activity)
    with django_assert_max_num_queries(30) as asked:
        desk.get(of("people", activity))
    for _number in range(5):
        make_enrolment(activity)
    with django_assert_num_queries(len(asked)):
        desk.get(of("people", activity))


# --- for somebody who calls ---


def caller(activity, **changes):
    """Return the form of a sign-up as staff fill it in for somebody who calls."""
    session = activity.sessions.first()
    return {
        "channel": "phone",
        "session": session.pk if activity.signs_up_for == "session" else "",
        "person": "Janina Kos",
        "phone": "512 345 678",
        "email": "",
        "letters": "pl",
        "answer_by": "fits",
        "why": "",
        "has_agreed": "on",
        "submission_key": KEY,
    } | changes


def test_a_caller_is_signed_up_and_told_by_text_message(desk, room):
    activity = make_activity(room.centre, draft=FEW, **WEEKLY)
    assert desk.get(of("take", activity)).status_code == 200
    first, second = (desk.post(of("take", activity), caller(activity, letters="uk")) for _time in range(2))
    enrolment = Enrolment.objects.get()
    assert first["Location"] == second["Location"] == of("person", activity, enrolment.reference)
    assert (enrolment.state, enrolment.channel, enrolment.language) == ("going", "phone", "uk")
    assert enrolment.taken_by
    assert AssistedEntry.objects.get().subject_id == str(enrolment.pk)
    assert Message.objects.get().channel == "sms"
    # The same words for another session are another sign-up.
    other = caller(activity, session=activity.sessions.last().pk)
    assert desk.post(of("take", activity), other)["Location"] != first["Location"]


def test_one_session_is_not_asked_for_and_a_full_one_has_a_line(desk, room):
    activity = make_activity(room.centre, draft=FEW | {"capacity": 1})
    make_enrolment(activity)
    session = activity.sessions.get()
    page = desk.get(of("take", activity), {"session": session.pk})
    assert page.context["form"]["session"].is_hidden
    desk.post(of("take", activity), caller(activity))
    assert [state for _person, state in line(session.intake)] == ["going", "waiting"]


def test_a_child_is_signed_up_for_a_series_by_a_parent(desk, room):
    draft = FEW | {"signs_up_for": "series", "is_for_minors": True, "is_age_checked": True, "age_to": 12}
    activity = make_activity(room.centre, draft=draft | {"largest_party": 2}, **WEEKLY)
    bare = desk.post(of("take", activity), caller(activity))
    assert bare.status_code == 422
    assert {"children", "is_guardian", "birth_year"} <= set(bare.context["form"].errors)
    child = {"children": "Staś", "is_guardian": "on", "birth_year": "2018", "seats": "1"}
    answer = desk.post(of("take", activity), caller(activity, **child))
    page = desk.get(answer["Location"]).content.decode()
    assert "Staś" in page
    assert "2018" in page


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"person": ""}, "person"),
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"session": ""}, "session"),
        ({"session": "9999"}, "session"),
        ({"answer_by": "email"}, "email"),
        ({"answer_by": "pigeon"}, "answer_by"),
        ({"has_agreed": ""}, "has_agreed"),
        ({"channel": "web"}, "channel"),
        ({"email": "nie"}, "email"),
    ],
)
def test_what_is_wrong_with_a_callers_words_stands_beside_it(desk, room, wrong, where):
    activity = make_activity(room.centre, draft=FEW, **WEEKLY)
    answer = desk.post(of("take", activity), caller(activity, why="Ź 💛", **wrong))
    assert answer.status_code == 422
    assert where in answer.context["form"].errors
    assert "Ź 💛" in answer.content.decode()
    assert not Enrolment.objects.exists()


def test_the_same_address_is_not_signed_up_twice(desk, room):
    activity = make_activity(room.centre, draft=FEW)
    make_enrolment(activity, email="janina@example.org")
    answer = desk.post(of("take", activity), caller(activity, email="Janina@example.org"))
    assert answer.status_code == 409
    assert answer.context["form"].has_error("email", "twice")


@pytest.mark.parametrize("draft", [{}, {"sign_up": "required"}, FEW | {"signs_up_for": "series"}])
def test_where_nobody_can_sign_up_one_is_led_back(desk, room, tuesday, draft):
    activity = make_activity(room.centre, draft=draft)
    if draft:
        tuesday.shift(dt.timedelta(days=10))
    answer = desk.get(of("take", activity))
    assert answer["Location"] == of("people", activity)
    assert said(answer) == ["info"]
    assert desk.get(of("people", activity)).status_code == 200


# --- one sign-up ---


def test_a_sign_up_tells_how_it_stands(desk, room):
    activity = make_activity(room.centre, draft=FEW | {"capacity": 1})
    going, waiting = make_enrolment(activity), make_enrolment(activity, phone="+48512345678")
    page = desk.get(of("person", activity, waiting.reference))
    assert page.context["ways"] == queries.Ways(place=1, can_take=False, can_resign=True, can_remove=True)
    assert page.context["history"].told
    assert "tel:+48512345678" in page.content.decode()
    enrolling.resign(enrolment=going, by=audit.RESIDENT)
    offered = desk.get(of("person", activity, waiting.reference))
    assert offered.context["ways"].can_take
    ended = desk.get(of("person", activity, going.reference))
    assert ended.context["ways"] == queries.Ways(place=None, can_take=False, can_resign=False, can_remove=False)
    assert not re.search(r'name="deed"', ended.content.decode())


def test_staff_take_a_place_or_resign_for_somebody_who_calls(desk, room):
    activity = make_activity(room.centre, draft=FEW | {"capacity": 1})
    first, second = make_enrolment(activity), make_enrolment(activity)
    one, two = (of("person", activity, each.reference) for each in (first, second))
    for _time in range(2):
        answer = desk.post(one, {"deed": "resign"})
        assert answer["Location"] == one
        assert said(answer)[-1] == "success"
    assert AuditEvent.objects.filter(verb="programme.resigned", on_behalf=True).count() == 1
    desk.post(two, {"deed": "take"})
    assert [state for _person, state in line(first.intake)] == ["resigned", "going"]
    assert said(desk.post(one, {"deed": "take"}))[-1] == "error"
    assert desk.post(one, {"deed": "dance"}).status_code == 302


def test_somebody_is_taken_off_the_list_with_a_reason(desk, room):
    activity = make_activity(room.centre, draft=FEW)
    enrolment = make_enrolment(activity, email="anna@example.org")
    address = of("remove", activity, enrolment.reference)
    assert desk.get(address).status_code == 200
    answer = desk.post(address, {"reason": ""})
    assert answer.status_code == 422
    assert answer.context["form"].has_error("reason", "reason-needed")
    answer = desk.post(address, {"reason": "Zajęcia są dla dzieci."})
    assert answer["Location"] == of("person", activity, enrolment.reference)
    assert told("anna@example.org") == ["going", "left"]
    assert "Zajęcia są dla dzieci." in desk.get(answer["Location"]).content.decode()
    assert said(desk.post(address, {"reason": "Zajęcia są dla dzieci."}))[-1] == "info"
    assert told("anna@example.org") == ["going", "left"]


def test_whom_we_do_not_write_to_staff_tell_themselves(desk, room):
    activity = make_activity(room.centre, draft=FEW)
    answer = desk.post(of("take", activity), caller(activity, answer_by="none"))
    page = desk.get(answer["Location"])
    assert page.context["reach"] is None
    assert 'class="alert is-warning"' in page.content.decode()


# --- the menu ---


def test_the_menu_leads_to_the_programme_and_those_who_plan_to_the_desk(room, rf):
    place = room.centre
    place.kind.parts = [Part.PROGRAMME]
    programme, desk = url("programme", place), url("desk", place)
    assert [each.url for each in menu.items({"centre": place})] == [programme]
    assert [each.url for each in menu.items({"centre": place, "user": make_user()})] == [programme]
    host = make_staff(Role.HOST, place)
    assert [each.url for each in menu.items({"centre": place, "user": host})] == [programme, desk]
    place.stage = "idea"
    assert [each.url for each in menu.items({"centre": place, "user": host})] == [desk]
    place.kind.parts = []
    assert [*menu.items({"centre": place, "user": host})] == []
    assert [*menu.items({})] == []
