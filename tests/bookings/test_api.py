"""Free time and requests through the API, from outside: what is answered, to whom, and what then stands."""

import datetime as dt
import json

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from podworko.bookings import series, terms
from podworko.bookings.actions import deciding
from podworko.bookings.drafts import When
from podworko.bookings.models import BookingRequest, Channel, DateState, Occupancy, RequestState
from podworko.bookings.queries.gaps import gaps
from podworko.core import clock
from podworko.core.models import AuditEvent, Message
from podworko.core.words import spoken
from podworko.people import api as people_api
from podworko.people.actions import issue_token
from podworko.people.models import Role, User
from podworko.places import hours
from podworko.places.models import Equipment
from tests.factories import (
    a_working_day,
    make_booking,
    make_centre,
    make_closure,
    make_network,
    make_request,
    make_room,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


class Caller:
    """A program that speaks to the API, with somebody's token or with none."""

    def __init__(self, client, token="", language="en"):
        self.client, self.token, self.language = client, token, language

    def _headers(self, more):
        said = {"Accept-Language": self.language} | more
        return said | {"Authorization": f"Bearer {self.token}"} if self.token else said

    def get(self, path, data=None):
        return self.client.get(f"/api/v1/{path}", data, headers=self._headers({}))

    def post(self, path, body=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = "" if body is None else body if isinstance(body, str) else json.dumps(body)
        return self.client.post(f"/api/v1/{path}", content, "application/json", headers=self._headers(named))


@pytest.fixture
def room():
    centre = make_centre(make_network(slug="krakow"), slug="kozlowka", terms={"notice_working_days": 3})
    return make_room(centre, slug="duza", name="Duża", capacity=40)


@pytest.fixture
def host(client, room):
    user = make_staff(Role.HOST, room.centre, email="host@example.org")
    return Caller(client, issue_token(email=user.email))


@pytest.fixture
def resident(client):
    return Caller(client, issue_token(email=make_user(email="anna@example.org").email))


@pytest.fixture
def stranger(client):
    """A host of another network."""
    centre = make_centre(make_network(slug="wroclaw"))
    return Caller(client, issue_token(email=make_staff(Role.HOST, centre).email))


@pytest.fixture
def visitor(client):
    return Caller(client)


ASK = "networks/krakow/places/kozlowka/requests"
FREE = "networks/krakow/places/kozlowka/rooms/duza/free"


def wish(room, /, **changes):
    """Return a request that every rule lets through."""
    return {
        "on": a_working_day(room.centre).isoformat(),
        "starts": "17:00",
        "ends": "19:00",
        "room": "duza",
        "people": 12,
        "topic": "Próba chóru",
        "person": "Anna Nowak",
        "phone": "600 700 800",
    } | changes


def problem_of(response, status):
    """Return the problem document, which is always complete."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    document = response.json()
    assert set(document) == {"type", "title", "status", "detail", "errors"}
    assert (document["type"], document["status"]) == ("about:blank", status)
    assert document["title"]
    assert document["detail"]
    return document


def codes_of(response, status):
    return [(error["field"], error["code"]) for error in problem_of(response, status)["errors"]]


class TestFreeTime:
    def spans(self, caller, on):
        answer = caller.get(FREE, {"on": on.isoformat()})
        assert answer.status_code == 200, answer.content
        return [(span["starts_at"][11:16], span["ends_at"][11:16]) for span in answer.json()["free"]]

    def test_is_told_to_everybody_between_what_is_taken(self, visitor, room):
        on = a_working_day(room.centre)
        make_booking(room, on=on, starts="10:00", ends="12:00")
        make_closure(room, on=on, starts="15:00", ends="16:30")
        assert self.spans(visitor, on) == [("09:00", "10:00"), ("12:00", "15:00"), ("16:30", "20:00")]

    def test_has_the_offset_of_the_place(self, visitor, room):
        on = a_working_day(room.centre)
        answer = visitor.get(FREE, {"on": on.isoformat()}).json()
        first = dt.datetime.fromisoformat(answer["free"][0]["starts_at"])
        assert first.utcoffset() == dt.datetime.combine(on, dt.time(9), room.centre.zone).utcoffset()
        assert answer["open"] == [{"starts": "09:00", "ends": "20:00"}]

    def test_leaves_the_minutes_between_two_uses(self, visitor, room):
        room.centre.booking_terms.buffer_minutes = 30
        room.centre.booking_terms.save()
        on = a_working_day(room.centre)
        booking = make_booking(room, on=on, starts="12:00", ends="13:00")
        ready = booking.dates.get().ends_at + dt.timedelta(minutes=30)
        Occupancy.objects.update(blocked_until=ready)
        assert self.spans(visitor, on) == [("09:00", "11:30"), ("13:30", "20:00")]

    def test_what_it_shows_can_be_had_to_the_minute(self, host, visitor, room):
        on = a_working_day(room.centre)
        make_booking(room, on=on, starts="10:00", ends="12:00")
        for starts, ends in self.spans(visitor, on):
            sent = wish(room, on=on.isoformat(), starts=starts, ends=ends, accept=True)
            assert host.post(ASK, sent).status_code == 201
        assert self.spans(visitor, on) == []

    def test_a_request_that_only_waits_takes_nothing(self, visitor, room):
        on = a_working_day(room.centre)
        make_request(room, on=on)
        assert self.spans(visitor, on) == [("09:00", "20:00")]

    @pytest.mark.usefixtures("room")
    def test_a_closed_day_has_none_and_says_why(self, visitor):
        answer = visitor.get(FREE, {"on": "2027-01-01"}).json()
        assert (answer["open"], answer["free"]) == ([], [])
        assert answer["reason"] == "New Year's Day"

    def test_a_day_with_an_hour_less_is_shorter(self, room):
        on = dt.date(2027, 3, 28)
        day = hours.Day(on, (hours.Span(dt.time(1), dt.time(5)),), ())
        (only,) = gaps(room, day, buffer=dt.timedelta())
        assert only[1] - only[0] == dt.timedelta(hours=3)

    @pytest.mark.parametrize("on", ["", "26.11.2026", "2026-02-30", "1767225600", "2026-11-26T00:00"])
    @pytest.mark.usefixtures("room")
    def test_a_day_that_is_none_is_refused_in_a_sentence(self, visitor, on):
        document = problem_of(visitor.get(FREE, {"on": on}), 422)
        assert document["errors"] == [
            {"field": "on", "code": "invalid-day", "detail": "Write the day like this: 2026-11-26."}
        ]

    @pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
    @pytest.mark.usefixtures("room")
    def test_the_calendar_ends_somewhere(self, visitor, on):
        assert codes_of(visitor.get(FREE, {"on": on}), 422) == [("on", "too-far")]

    def test_of_a_room_that_is_not_lent_nothing_is_told(self, visitor, room):
        room.is_lent = False
        room.save()
        problem_of(visitor.get(FREE, {"on": "2027-01-04"}), 404)

    def test_ten_times_the_uses_take_the_same_number_of_queries(self, visitor, room):
        on, counts = a_working_day(room.centre), []
        for first, last in ((9, 10), (10, 19)):
            for hour in range(first, last):
                make_booking(room, on=on, starts=f"{hour:02}:00", ends=f"{hour:02}:30")
            with CaptureQueriesContext(connection) as queries:
                self.spans(visitor, on)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestAsking:
    def test_a_host_asks_for_a_neighbour_and_it_waits_for_a_decision(self, host, room):
        response = host.post(ASK, wish(room, equipment=["chairs"], is_open_to_all=True))
        assert response.status_code == 201
        answer = response.json()
        assert response["Location"] == f"/api/v1/requests/{answer['reference']}"
        assert host.get(f"requests/{answer['reference']}").json() == answer
        booking = BookingRequest.objects.get()
        assert (booking.state, booking.channel) == (RequestState.WAITING, Channel.API)
        assert (booking.phone, booking.equipment, booking.is_open_to_all) == ("+48600700800", ["chairs"], True)
        assert booking.taken_by.email == "host@example.org"
        (date,) = answer["dates"]
        moment = dt.datetime.fromisoformat(date["starts_at"])
        assert moment == booking.dates.get().starts_at
        assert moment.astimezone(room.centre.zone).isoformat() == date["starts_at"]
        assert (date["starts_at"][11:16], date["state"], date["room"]) == ("17:00", "waiting", "duza")
        event = AuditEvent.objects.about(booking).get()
        assert (event.actor_kind, event.on_behalf) == ("staff", True)

    def test_a_resident_asks_in_their_own_name(self, resident, room):
        answer = resident.post(ASK, wish(room))
        assert answer.status_code == 201
        assert answer.json()["email"] == "anna@example.org"
        booking = BookingRequest.objects.get()
        assert booking.state == RequestState.WAITING
        event = AuditEvent.objects.about(booking).get()
        assert (event.actor_kind, event.on_behalf, event.actor.email) == ("resident", False, "anna@example.org")
        assert Message.objects.get(kind="bookings.received").to == "anna@example.org"

    def test_a_resident_asks_in_nobody_elses_name(self, resident, room):
        response = resident.post(ASK, wish(room, email="other@example.org"))
        assert codes_of(response, 422) == [("email", "not-yours")]
        assert not BookingRequest.objects.exists()

    def test_any_room_that_fits_each_week(self, host, room):
        on = a_working_day(room.centre)
        until = on + dt.timedelta(weeks=2)
        sent = wish(room, on=on.isoformat(), rule=series.weekly(until))
        del sent["room"]
        answer = host.post(ASK, sent).json()
        assert (answer["room"], answer["rule"]) == (None, series.weekly(until))
        local = [dt.datetime.fromisoformat(date["starts_at"]) for date in answer["dates"]]
        assert {moment.time() for moment in local} == {dt.time(17)}

    def test_messages_go_in_the_language_of_the_program_or_the_one_named(self, client, host, room):
        polish = Caller(client, host.token, language="pl")
        assert polish.post(ASK, wish(room)).json()["language"] == "pl"
        assert polish.post(ASK, wish(room, language="uk")).json()["language"] == "uk"

    def test_staff_waive_the_notice_with_a_reason(self, host, resident, room):
        soon = a_working_day(room.centre, ahead=1).isoformat()
        assert codes_of(host.post(ASK, wish(room, on=soon)), 422) == [("on", "notice")]
        assert host.post(ASK, wish(room, on=soon, waiver="Awaria w szkole")).status_code == 201
        refused = resident.post(ASK, wish(room, on=soon, waiver="Bardzo proszę"))
        assert codes_of(refused, 422) == [("on", "notice")]

    def test_all_that_is_wrong_is_said_at_once(self, host, room):
        response = host.post(ASK, wish(room, people=500, topic=" ", phone="", starts="19:00", ends="17:00"))
        assert set(codes_of(response, 422)) == {
            ("people", "too-many-people"),
            ("topic", "missing"),
            ("ends", "ends-first"),
            ("phone", "contact-needed"),
        }

    def test_the_sentences_are_those_of_the_rules(self, host, room):
        sent = wish(room, on=a_working_day(room.centre, ahead=1).isoformat())
        with translation.override("en"):
            on = dt.date.fromisoformat(sent["on"])
            (said,) = terms.judge(room.centre, when=When(on, dt.time(17), dt.time(19)), room=room, people=12).problems
        document = problem_of(host.post(ASK, sent), 422)
        assert document["errors"] == [{"field": "on", "code": "notice", "detail": str(said.sentence)}]
        assert document["detail"] == str(said.sentence)

    @pytest.mark.parametrize("language", ["pl", "uk", "en"])
    def test_in_the_language_of_the_reader(self, client, host, room, language):
        sent = wish(room, on=a_working_day(room.centre, ahead=1).isoformat())
        response = Caller(client, host.token, language).post(ASK, sent)
        first = terms.first_day(room.centre, room.centre.booking_terms)
        with translation.override(language):
            assert spoken(first) in problem_of(response, 422)["detail"]
        assert response["Content-Language"] == language

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"on": "26.11.2026"}, "on", "invalid-day"),
            ({"on": 5}, "on", "invalid-day"),
            ({"starts": "25:00"}, "starts", "invalid-hour"),
            ({"ends": "19:00:00Z"}, "ends", "invalid-hour"),
            ({"people": "12"}, "people", "int_type"),
            ({"people": True}, "people", "int_type"),
            ({"people": -1}, "people", "nobody"),
            ({"people": 10**30}, "people", "too-many-people"),
            ({"room": "piwnica"}, "room", "no-such-room"),
            ({"topic": 7}, "topic", "string_type"),
            ({"topic": "a\x00b"}, "topic", "null_characters_not_allowed"),
            ({"topic": "a" * 10_000}, "topic", "too-long"),
            ({"email": "a@example.org\nBcc: b@example.org"}, "email", "invalid"),
            ({"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.org"}, "email", "max_length"),
            ({"phone": "abc"}, "phone", "invalid"),
            ({"equipment": ["jacuzzi"]}, "equipment.0", "enum"),
            ({"language": "xx"}, "language", "literal_error"),
            ({"accept": "yes"}, "accept", "bool_type"),
            ({"on": "9999-12-31"}, "on", "too-far"),
            ({"on": "0001-01-01"}, "on", "past"),
            ({"rule": "FREQ=WEEKLY;UNTIL=99991231"}, "rule", "too-far"),
            ({"when": "later"}, "when", "extra_forbidden"),
        ],
    )
    def test_a_value_that_cannot_be_is_refused_beside_its_field(self, host, room, changes, field, code):
        assert (field, code) in codes_of(host.post(ASK, wish(room, **changes)), 422)
        assert not BookingRequest.objects.exists()

    def test_a_field_left_out_is_named(self, host, room):
        sent = wish(room)
        del sent["topic"]
        document = problem_of(host.post(ASK, sent), 422)
        assert document["errors"] == [{"field": "topic", "code": "missing", "detail": "This is missing."}]

    @pytest.mark.parametrize("body", [[], "text", 5, None])
    @pytest.mark.usefixtures("room")
    def test_a_body_that_is_no_object_is_refused(self, host, body):
        problem_of(host.post(ASK, json.dumps(body)), 422)

    @pytest.mark.parametrize("topic", ["Śpiew 🎶", "שלום שכנים", "<script>alert(1)</script>", "\ud800 half"])
    def test_odd_words_are_kept_or_refused_but_never_break(self, host, room, topic):
        response = host.post(ASK, wish(room, topic=topic))
        if response.status_code == 201:
            assert response.json()["topic"] == BookingRequest.objects.get().topic == topic
        else:
            assert codes_of(response, 422) == [("topic", "half-a-character")]

    def test_a_room_that_is_taken_is_a_conflict(self, host, room):
        make_booking(room)
        document = problem_of(host.post(ASK, wish(room)), 409)
        assert document["errors"][0]["code"] == "taken"

    def test_equipment_that_the_field_does_not_know_names_those_it_does(self, host, room):
        document = problem_of(host.post(ASK, wish(room, equipment=["jacuzzi"])), 422)
        assert Equipment.PIANO in document["detail"]


class TestAcceptingAtOnce:
    def test_gives_the_room(self, host, room):
        answer = host.post(ASK, wish(room, accept=True)).json()
        assert answer["state"] == "decided"
        assert answer["dates"][0]["state"] == "accepted"
        assert Occupancy.objects.get().room == room

    def test_is_for_staff_only(self, resident, stranger, room):
        problem_of(resident.post(ASK, wish(room, accept=True)), 403)
        problem_of(stranger.post(ASK, wish(room, accept=True)), 403)
        assert not BookingRequest.objects.exists()

    def test_a_clash_creates_nothing_and_sends_nothing(self, host, room):
        make_booking(room)
        assert codes_of(host.post(ASK, wish(room, accept=True)), 409)[0][1] == "taken"
        assert BookingRequest.objects.count() == 1
        assert not Message.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_a_clash_that_only_the_database_sees_creates_nothing_either(self, host, room, monkeypatch):
        make_booking(room)
        on, zone = a_working_day(room.centre), room.centre.zone
        span = clock.at(on, dt.time(17), zone), clock.at(on, dt.time(19), zone)
        free = terms.Judgement((), (terms.DateOutlook(on, terms.Outlook.FREE, (room,), room.pk, *span),))
        monkeypatch.setattr(terms, "judge_draft", lambda *_args, **_options: free)
        assert codes_of(host.post(ASK, wish(room, accept=True)), 409) == [("", "taken")]
        assert BookingRequest.objects.count() == Occupancy.objects.count() == 1
        assert not Message.objects.exists()


class TestIdempotency:
    def test_the_same_key_makes_one_request_and_gives_the_same_answer(self, host, room):
        first = host.post(ASK, wish(room), Idempotency_Key="abc")
        second = host.post(ASK, wish(room), Idempotency_Key="abc")
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json() == second.json()
        assert first["Location"] == second["Location"]
        assert BookingRequest.objects.count() == Message.objects.count() + 1 == 1

    def test_accepted_at_once_it_is_accepted_once(self, host, room):
        sent = wish(room, accept=True, email="anna@example.org")
        first, second = (host.post(ASK, sent, Idempotency_Key="abc") for _time in range(2))
        assert (second.status_code, first.json()) == (201, second.json())
        assert Occupancy.objects.count() == 1
        assert AuditEvent.objects.filter(verb="bookings.accepted").count() == 1

    def test_a_used_key_with_another_request_is_a_conflict(self, host, room):
        host.post(ASK, wish(room), Idempotency_Key="abc")
        response = host.post(ASK, wish(room, topic="Joga"), Idempotency_Key="abc")
        assert codes_of(response, 409) == [("", "key-used")]

    def test_a_used_key_at_another_place_is_a_conflict(self, resident, room):
        other = make_centre(room.centre.network, slug="inne")
        make_room(other)
        sent = wish(room)
        del sent["room"]
        assert resident.post(ASK, sent, Idempotency_Key="abc").status_code == 201
        response = resident.post("networks/krakow/places/inne/requests", sent, Idempotency_Key="abc")
        assert codes_of(response, 409) == [("", "key-used")]

    def test_keys_of_different_accounts_do_not_meet(self, host, resident, room):
        mine = host.post(ASK, wish(room, email="anna@example.org"), Idempotency_Key="abc").json()
        theirs = resident.post(ASK, wish(room), Idempotency_Key="abc").json()
        assert mine["reference"] != theirs["reference"]

    def test_what_was_refused_leaves_the_key_free(self, host, room):
        assert host.post(ASK, wish(room, people=500), Idempotency_Key="abc").status_code == 422
        assert host.post(ASK, wish(room), Idempotency_Key="abc").status_code == 201

    def test_without_a_key_each_sending_is_another_request(self, host, room):
        references = {host.post(ASK, wish(room)).json()["reference"] for _time in range(2)}
        assert len(references) == 2

    @pytest.mark.parametrize("key", ["a" * 81, "two words", "ż"])
    def test_a_key_that_cannot_be_is_refused(self, host, room, key):
        assert codes_of(host.post(ASK, wish(room), Idempotency_Key=key), 422)[0][0] == "Idempotency-Key"


class TestDeciding:
    def test_accept(self, host, room):
        booking = make_request(room)
        answer = host.post(f"requests/{booking.reference}/accept").json()
        assert (answer["state"], answer["dates"][0]["state"]) == ("decided", "accepted")
        assert Occupancy.objects.get().booking_date == booking.dates.get()

    def test_accept_some_dates_in_another_room(self, host, room):
        other = make_room(room.centre, slug="mala")
        booking = make_request(room, weeks=2)
        first, second = booking.dates.all()
        answer = host.post(f"requests/{booking.reference}/accept", {"dates": [second.pk], "room": "mala"}).json()
        assert [(date["state"], date["room"]) for date in answer["dates"]] == [
            ("waiting", "duza"),
            ("accepted", "mala"),
        ]
        assert Occupancy.objects.get().room == other
        assert answer["state"] == "waiting"
        assert first.state == DateState.WAITING

    def test_accept_what_somebody_else_was_given_is_a_conflict(self, host, room):
        make_booking(room)
        booking = make_request(room)
        assert codes_of(host.post(f"requests/{booking.reference}/accept"), 409) == [("", "taken")]

    def test_decline_with_a_reason(self, host, room):
        booking = make_request(room)
        address = f"requests/{booking.reference}/decline"
        assert codes_of(host.post(address, {"reason": " "}), 422) == [("reason", "reason-needed")]
        answer = host.post(address, {"reason": "Tego dnia malujemy."}).json()
        assert answer["dates"][0] | {"state": "declined", "reason": "Tego dnia malujemy."} == answer["dates"][0]

    def test_ask_for_changes(self, host, room):
        booking = make_request(room)
        answer = host.post(f"requests/{booking.reference}/ask-for-changes", {"question": "O 18:00?"}).json()
        assert (answer["state"], answer["question"]) == ("changes_asked", "O 18:00?")

    def test_cancel_frees_the_room(self, host, room):
        booking = make_booking(room)
        address = f"requests/{booking.reference}/cancel"
        assert codes_of(host.post(address), 422) == [("reason", "reason-needed")]
        assert host.post(address, {"reason": "Zalana sala."}).json()["dates"][0]["state"] == "cancelled"
        assert not Occupancy.objects.exists()

    def test_decided_once_is_decided(self, host, room):
        booking = make_request(room)
        assert host.post(f"requests/{booking.reference}/accept").status_code == 200
        again = host.post(f"requests/{booking.reference}/decline", {"reason": "Jednak nie."})
        assert codes_of(again, 409) == [("", "not-any-more")]

    @pytest.mark.parametrize("dates", [[10**30], [-1], [0]])
    def test_dates_that_are_not_of_the_request_are_a_conflict(self, host, room, dates):
        booking = make_request(room)
        assert codes_of(host.post(f"requests/{booking.reference}/accept", {"dates": dates}), 409) == [
            ("", "not-any-more")
        ]

    def test_a_resident_calls_off_their_own_and_decides_nothing(self, resident, room):
        reference = resident.post(ASK, wish(room)).json()["reference"]
        problem_of(resident.post(f"requests/{reference}/accept"), 403)
        problem_of(resident.post(f"requests/{reference}/decline", {"reason": "x"}), 403)
        problem_of(resident.post(f"requests/{reference}/ask-for-changes", {"question": "x"}), 403)
        assert resident.post(f"requests/{reference}/cancel").json()["state"] == "withdrawn"


class TestWhoSeesWhat:
    PATHS = ("", "/accept", "/decline", "/ask-for-changes", "/cancel")

    def send(self, caller, path):
        body = {"reason": "x"} if path in {"/decline", "/cancel"} else {"question": "x"}
        return caller.get if not path else lambda where: caller.post(where, None if path == "/accept" else body)

    @pytest.mark.parametrize("path", PATHS)
    def test_somebody_elses_request_is_not_there(self, stranger, resident, host, room, path):
        booking = make_request(room)
        address = f"requests/{booking.reference}{path}"
        for caller in (stranger, resident):
            problem_of(self.send(caller, path)(address), 404)
        booking.refresh_from_db()
        assert booking.state == RequestState.WAITING
        assert self.send(host, path)(address).status_code == 200

    @pytest.mark.parametrize("path", PATHS)
    def test_nor_is_that_of_the_strangers_place_for_us(self, host, path):
        theirs = make_request(make_room(make_centre(make_network())))
        problem_of(self.send(host, path)(f"requests/{theirs.reference}{path}"), 404)
        theirs.refresh_from_db()
        assert theirs.state == RequestState.WAITING

    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("token", ["", "pdw_nonsense"])
    def test_without_a_token_nothing_is_told(self, client, room, path, token):
        booking = make_request(room)
        response = self.send(Caller(client, token), path)(f"requests/{booking.reference}{path}")
        problem_of(response, 401)
        assert response["WWW-Authenticate"] == "Bearer"

    def test_asking_needs_a_token(self, visitor, room):
        problem_of(visitor.post(ASK, wish(room)), 401)
        problem_of(visitor.get("requests"), 401)

    def test_the_list_holds_what_one_may_see(self, host, stranger, resident, room):
        waiting = make_request(room)
        mine = resident.post(ASK, wish(room)).json()["reference"]
        make_request(room, state=RequestState.UNCONFIRMED)
        assert [each["reference"] for each in host.get("requests").json()["items"]] == [mine, waiting.reference]
        assert [each["reference"] for each in resident.get("requests").json()["items"]] == [mine]
        assert stranger.get("requests").json() == {"items": [], "count": 0}

    def test_the_list_can_be_narrowed_to_one_state(self, host, room):
        make_booking(room)
        waiting = make_request(room)
        assert [each["reference"] for each in host.get("requests", {"state": "waiting"}).json()["items"]] == [
            waiting.reference
        ]
        assert codes_of(host.get("requests", {"state": "lost"}), 422) == [("state", "enum")]

    def test_whoever_left_the_place_sees_its_people_no_longer(self, host, room):
        reference = host.post(ASK, wish(room)).json()["reference"]
        room.centre.scope.grants.update(until=clock.now())
        problem_of(host.get(f"requests/{reference}"), 404)

    def test_a_request_made_for_ones_address_by_others_stays_theirs(self, host, resident, room):
        reference = host.post(ASK, wish(room, email="anna@example.org")).json()["reference"]
        problem_of(resident.get(f"requests/{reference}"), 404)

    def test_ten_times_the_requests_take_the_same_number_of_queries(self, host, room):
        counts = []
        host.get("requests")  # notes when the token was used
        for more in (1, 9):
            for _number in range(more):
                make_request(make_room(room.centre), weeks=2)
            with CaptureQueriesContext(connection) as queries:
                host.get("requests")
            counts.append(len(queries))
        assert host.get("requests").json()["count"] == 10
        assert counts[0] == counts[1]


class TestWhenItGoesWrong:
    @pytest.mark.usefixtures("room")
    def test_what_is_no_json_is_told(self, host):
        problem_of(host.post(ASK, "{not json"), 400)
        problem_of(host.post(ASK, "[" * 100_000), 400)

    def test_too_much_is_told(self, host, room, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
        problem_of(host.post(ASK, wish(room)), 413)

    def test_guessing_tokens_is_slowed_down_and_keeps_nobody_else_out(self, client, host):
        guesser = Caller(client, "pdw_guess")
        for _try in range(people_api.WRONG_TOKENS):
            problem_of(guesser.get("requests"), 401)
        slowed = guesser.get("requests")
        problem_of(slowed, 429)
        assert int(slowed["Retry-After"]) > 0
        assert host.get("requests").status_code == 200

    def test_a_locked_database_is_told_and_nothing_is_lost(self, host, room, monkeypatch):
        booking = make_request(room)

        def locked(**_named):
            raise OperationalError("database is locked")

        with monkeypatch.context() as patch:
            patch.setattr(deciding, "accept", locked)
            response = host.post(f"requests/{booking.reference}/accept")
        problem_of(response, 503)
        assert response["Retry-After"] == "30"
        assert host.post(f"requests/{booking.reference}/accept").status_code == 200

    def test_a_mistake_of_ours_is_told_without_its_insides(self, host, room, monkeypatch):
        booking = make_request(room)

        def broken(**_named):
            raise RuntimeError("secret insides")

        monkeypatch.setattr(deciding, "accept", broken)
        document = problem_of(host.post(f"requests/{booking.reference}/accept"), 500)
        assert "secret" not in json.dumps(document)

    def test_a_token_of_an_account_that_was_closed_opens_nothing(self, host):
        User.objects.filter(email="host@example.org").update(is_active=False)
        problem_of(host.get("requests"), 401)
