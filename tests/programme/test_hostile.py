"""What nobody types by hand, and what is asked of nobody: told in words, or not kept."""

import pytest

from podworko.people.actions import issue_token
from podworko.people.models import Role
from podworko.programme.models import Enrolment
from tests.bookings.test_api import Caller, codes_of
from tests.factories import make_activity, make_centre, make_network, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def centre():
    return make_centre(make_network(slug="krakow"), slug="kozlowka")


@pytest.fixture
def host(client, centre):
    return Caller(client, issue_token(email=make_staff(Role.HOST, centre).email))


def sent(host, centre, draft=None, **fields):
    """Sign somebody up through the API, who types no form, and return the answer."""
    activity = make_activity(centre, draft={"sign_up": "required"} | (draft or {}))
    body = {"session": activity.sessions.get().pk, "person": "Anna", "email": "anna@example.org"} | fields
    return host.post(f"networks/krakow/places/kozlowka/activities/{activity.slug}/sign-ups", body)


@pytest.mark.parametrize("field", ["person", "children", "collected_by"])
def test_words_longer_than_can_be_kept_are_told_beside_their_field(host, centre, field):
    asked = {"children": "Ola", "collected_by": "Ewa", "phone": "600 100 200", "is_guardian": True}
    answer = sent(host, centre, {"is_for_minors": True}, **asked | {field: "x" * 121})
    assert codes_of(answer, 422) == [(field, "too-long")]


def test_a_name_that_nobody_sees_is_none(host, centre):
    assert codes_of(sent(host, centre, person="\u200b"), 422) == [("person", "no-name")]


def test_what_the_activity_does_not_ask_for_is_not_kept(host, centre):
    answer = sent(host, centre, birth_year=10**9, children="Ola", collected_by="Babcia")
    assert answer.status_code == 201
    enrolment = Enrolment.objects.get()
    assert (enrolment.birth_year, enrolment.children, enrolment.collected_by) == (None, "", "")


def test_so_many_people_are_told(host, centre):
    assert codes_of(sent(host, centre, seats=10**9), 422) == [("seats", "party-too-large")]


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "٣", "-1", "1e3"])
def test_a_number_that_nothing_has_is_not_found(client, centre, number):
    activity = make_activity(centre, draft={"sign_up": "required"})
    assert client.get(f"{activity.get_absolute_url()}sign-up/", {"session": number}).status_code == 404
