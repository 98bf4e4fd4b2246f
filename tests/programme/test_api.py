"""What is on, and sign-ups, through the API, from outside."""

import pytest

from podworko.core import audit
from podworko.people.actions import issue_token
from podworko.people.models import Role
from podworko.programme.actions import planning
from podworko.programme.models import Enrolment, Intake
from tests.bookings.test_api import Caller, codes_of, problem_of
from tests.factories import make_activity, make_centre, make_enrolment, make_network, make_staff, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
PLACE = "networks/krakow/places/kozlowka"


@pytest.fixture
def centre():
    return make_centre(make_network(slug="krakow"), slug="kozlowka")


@pytest.fixture
def activity(centre):
    return make_activity(centre, rule="FREQ=WEEKLY;COUNT=2", draft={"sign_up": "required", "capacity": 1})


@pytest.fixture
def host(client, centre):
    return Caller(client, issue_token(email=make_staff(Role.HOST, centre).email))


@pytest.fixture
def resident(client):
    return Caller(client, issue_token(email=make_user(email="anna@example.org").email))


@pytest.fixture
def stranger(client):
    return Caller(client, issue_token(email=make_staff(Role.HOST, make_centre()).email))


def sign_ups(activity):
    return f"{PLACE}/activities/{activity.slug}/sign-ups"


def wish(activity, **fields):
    return {"session": activity.sessions.first().pk, "person": "Anna Nowak", "email": "anna@example.org"} | fields


class TestReading:
    def test_published_activities_are_listed_and_drafts_are_not(self, client, centre, activity):
        make_activity(centre, is_draft=True, draft={"title": "Tajne"})
        answer = Caller(client).get(f"{PLACE}/activities").json()
        assert [(each["title"], each["capacity"]) for each in answer["items"]] == [("Szachy na podwórku", 1)]
        assert answer["items"][0]["url"] == activity.get_absolute_url()

    def test_an_activity_is_shown_with_its_dates_in_local_time(self, client, activity):
        answer = Caller(client).get(f"{PLACE}/activities/{activity.slug}").json()
        assert [each["starts_at"] for each in answer["sessions"]] == [
            "2026-12-01T17:00:00+01:00",
            "2026-12-08T17:00:00+01:00",
        ]
        assert answer["sessions"][0]["where"] == "Skwer przed wejściem"

    def test_the_address_on_line_is_told_to_nobody(self, client, centre):
        draft = {"where": "online", "link": "https://meet.example.org/secret", "sign_up": "required"}
        activity = make_activity(centre, draft=draft)
        answer = Caller(client).get(f"{PLACE}/activities/{activity.slug}")
        assert "secret" not in answer.content.decode()

    def test_a_draft_is_not_there(self, client, centre):
        draft = make_activity(centre, is_draft=True)
        problem_of(Caller(client).get(f"{PLACE}/activities/{draft.slug}"), 404)


class TestSigningUp:
    def test_staff_sign_anybody_up(self, host, activity):
        answer = host.post(sign_ups(activity), wish(activity))
        assert answer.status_code == 201
        assert (answer.json()["state"], answer.json()["email"]) == ("going", "anna@example.org")
        assert (
            host.client.get(answer["Location"], headers={"Authorization": f"Bearer {host.token}"}).json()
            == answer.json()
        )

    def test_the_second_one_waits(self, host, activity):
        host.post(sign_ups(activity), wish(activity))
        answer = host.post(sign_ups(activity), wish(activity, email="jan@example.org")).json()
        assert answer["state"] == "waiting"

    def test_a_resident_signs_up_themselves_and_nobody_else(self, resident, activity):
        refused = resident.post(sign_ups(activity), wish(activity, email="jan@example.org"))
        assert codes_of(refused, 422) == [("email", "not-yours")]
        assert resident.post(sign_ups(activity), wish(activity)).status_code == 201

    def test_sent_again_with_its_key_it_is_one(self, host, activity):
        answers = [host.post(sign_ups(activity), wish(activity), Idempotency_Key="a").json() for _time in range(2)]
        assert answers[0] == answers[1]
        assert Enrolment.objects.count() == 1

    def test_a_date_of_another_activity_is_refused(self, host, centre, activity):
        other = make_activity(centre, draft={"title": "Joga", "sign_up": "required"})
        answer = host.post(sign_ups(activity), wish(other))
        assert codes_of(answer, 422) == [("session", "no-such-session")]

    @pytest.mark.parametrize("number", [0, -1, 2**63, 10**40])
    def test_a_date_that_never_was_is_refused(self, host, activity, number):
        answer = host.post(sign_ups(activity), wish(activity, session=number))
        assert codes_of(answer, 422) == [("session", "no-such-session")]

    def test_what_is_called_off_takes_nobody(self, host, activity):
        planning.call_off(activity=activity, by=audit.SYSTEM, reason="Awaria.")
        assert codes_of(host.post(sign_ups(activity), wish(activity)), 422) == [("", "not-on")]

    def test_without_a_token_nobody_signs_up(self, client, activity):
        problem_of(Caller(client).post(sign_ups(activity), wish(activity)), 401)

    def test_unknown_fields_are_told(self, host, activity):
        problem_of(host.post(sign_ups(activity), wish(activity, pesel="80010112345")), 422)


class TestLeaving:
    def test_the_place_goes_to_the_next(self, resident, activity):
        reference = resident.post(sign_ups(activity), wish(activity)).json()["reference"]
        make_enrolment(activity, activity.sessions.first())
        answer = resident.post(f"sign-ups/{reference}/resign", {})
        assert answer.json()["state"] == "resigned"
        assert Intake.objects.get().taken == 1
        assert [each.state for each in Enrolment.objects.all()] == ["resigned", "offered"]

    def test_somebody_elses_sign_up_is_not_there(self, stranger, resident, activity):
        theirs = make_enrolment(activity, email="jan@example.org")
        for caller in (stranger, resident):
            problem_of(caller.get(f"sign-ups/{theirs.reference}"), 404)
            problem_of(caller.post(f"sign-ups/{theirs.reference}/resign", {}), 404)
        assert [each.state for each in Enrolment.objects.all()] == ["going"]
