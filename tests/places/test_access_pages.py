"""Facts about access, as somebody fills them in who walks through the place with a measuring tape."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.people.models import Role
from podworko.places.access_questions import ASKED, BY_CODE, Subject, verdict
from podworko.places.actions.access import Finding, add_entrance, answer
from podworko.places.models import AccessFact, AccessQuestion
from tests.factories import make_centre, make_room, make_staff

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 24)


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def client(centre):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_staff(Role.COORDINATOR, centre))
    return client


def address(centre, page):
    return f"/manage/{centre.network.slug}/places/{centre.slug}/access/{page}"


def test_every_question_is_asked_of_something():
    assert {asked.question for asked in ASKED} == {*AccessQuestion}
    assert all(set(asked.subjects) <= {*Subject} for asked in ASKED)


@pytest.mark.parametrize(
    ("question", "number", "comes_to"),
    [
        ("threshold", "2", "yes"),
        ("threshold", "2.1", "no"),
        ("door", "90", "yes"),
        ("door", "89.9", "partly"),
        ("door", "69", "no"),
        ("slope", "8", "yes"),
        ("slope", "9", "no"),
        ("steps", "0", "yes"),
        ("stop", "250", ""),
    ],
)
def test_limits(question, number, comes_to):
    assert verdict(AccessFact(question=question, number=Decimal(number))) == comes_to
    assert BY_CODE[question].measure


def test_an_entrance_is_measured(centre, client):
    assert client.post(address(centre, "entrances/new/"), {"name": "od podwórza"}).status_code == 302
    entrance = centre.entrances.get()
    assert entrance.is_main  # the first one is
    form = {"threshold-number": "1.5", "door-number": "92", "ramp-answer": "partly", "ramp-note": "zimą śliska"}
    assert client.post(address(centre, f"entrances/{entrance.pk}/"), form).status_code == 302
    facts = {fact.question: fact for fact in entrance.facts.all()}
    assert facts["threshold"].number == Decimal("1.5")
    assert (facts["ramp"].answer, facts["ramp"].note) == ("partly", "zimą śliska")
    response = client.post(address(centre, "entrances/new/"), {"name": "Od Podwórza"})
    assert "name" in response.context["form"].errors


def test_only_what_changed_is_of_today_unless_all_was_looked_at(centre):
    findings = {"toilet": Finding("yes"), "dog": Finding("yes")}
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)):
        answer(centre=centre, findings=findings, by=audit.SYSTEM)
    with time_machine.travel(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)):
        answer(centre=centre, findings=findings | {"dog": Finding("no")}, by=audit.SYSTEM)
        found = dict(centre.access_facts.values_list("question", "verified_on"))
        assert found == {"toilet": MONDAY, "dog": TUESDAY}
        answer(centre=centre, findings=findings, by=audit.SYSTEM, is_all_checked=True)
        assert {*centre.access_facts.values_list("verified_on", flat=True)} == {TUESDAY}
        answer(centre=centre, findings={"dog": Finding()}, by=audit.SYSTEM)
    assert [fact.question for fact in centre.access_facts.all()] == ["toilet"]


def test_what_cannot_be_gets_a_sentence(centre, client):
    entrance = add_entrance(centre=centre, name="z ulicy", is_main=True, by=audit.SYSTEM)
    url = address(centre, f"entrances/{entrance.pk}/")
    form = {"door-number": "9000", "threshold-number": "-1", "bell-note": "wysoko", "slope-number": "8"}
    response = client.post(url, form)
    assert set(response.context["form"].errors) == {"door-number", "threshold-number", "bell-answer"}
    assert 'value="9000"' in response.content.decode()
    assert "bell-answer" in client.post(url, {"bell-answer": "maybe"}).context["form"].errors
    with pytest.raises(Refused):
        answer(centre=centre, findings={"toilet": Finding("yes")}, entrance=entrance, by=audit.SYSTEM)
    assert not centre.access_facts.exists()


def test_rooms_and_entrances_of_another_place_do_not_exist(centre, client):
    other = make_room()
    assert client.get(address(centre, f"rooms/{other.slug}/")).status_code == 404
    stray = add_entrance(centre=other.centre, name="z ulicy", is_main=True, by=audit.SYSTEM)
    assert client.get(address(centre, f"entrances/{stray.pk}/")).status_code == 404
    assert client.post(address(centre, f"entrances/{stray.pk}/remove/")).status_code == 404
