"""What is held about somebody who signed up: shown, handed over, erased by wish and by rule."""

import datetime as dt

import pytest

from podworko.core import holdings, retention
from podworko.core.holdings import Contact
from podworko.core.models import AuditEvent, Message
from podworko.programme.actions import forgetting
from podworko.programme.models import Enrolment, EnrolmentState, Intake
from tests.factories import make_activity, make_enrolment
from tests.programme.seen import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ANNA = Contact("anna@example.org")
PERSONAL = {
    "person": "Anna Nowak",
    "email": "Anna@Example.org",
    "phone": "+48600100200",
    "birth_year": 1950,
    "children": "Ola",
    "collected_by": "Babcia Zofia",
}
ASKED_SOMETIMES = ("birth_year", "children", "collected_by")


@pytest.fixture
def activity():
    return make_activity(draft={"sign_up": "required", "capacity": 1})


@pytest.fixture
def enrolment(activity):
    made = make_enrolment(activity, **{name: PERSONAL[name] for name in ("person", "email", "phone")})
    # As of an activity that asks for all of it.
    Enrolment.objects.filter(pk=made.pk).update(**{name: PERSONAL[name] for name in ASKED_SOMETIMES})
    return Enrolment.objects.get(pk=made.pk)


def holding():
    return next(each for each in holdings.holdings() if each.code == "programme.sign_ups")


def rule():
    return next(each for each in retention.rules() if each.code == "programme.people")


def written_anywhere():
    """Return all that the database still holds of sign-ups, messages and the trail, as one text."""
    rows = [*Enrolment.objects.values_list(), *Message.objects.values_list(), *AuditEvent.objects.values_list()]
    return repr(rows)


def test_my_things_show_it_with_a_link_and_how_it_stands(enrolment):
    (thing,) = holding().things(ANNA)
    assert (thing.title, thing.state, thing.is_over) == ("Szachy na podwórku", "going", False)
    assert enrolment.reference in thing.url


def test_everything_is_handed_over(enrolment):
    (record,) = holding().records(ANNA)
    assert {name: record[name] for name in PERSONAL} == PERSONAL | {"email": enrolment.email}
    assert {field.key for field in holding().fields} <= set(record)


def test_it_is_found_by_the_telephone_too(activity):
    make_enrolment(activity, email="", phone="+48600100200")
    assert len(list(holding().records(Contact(phone="+48600100200")))) == 1


def test_erased_the_person_is_nowhere_and_the_place_goes_to_the_next(activity, enrolment):
    make_enrolment(activity, person="Jan", email="jan@example.org")
    assert holding().erase(ANNA) == 1
    text = written_anywhere()
    for value in ("Anna", "anna@", "600100200", "1950", "Ola", "Zofia", enrolment.reference):
        assert value not in text, value
    states = list(Enrolment.objects.order_by("arrival").values_list("state", flat=True))
    assert states == [EnrolmentState.RESIGNED, EnrolmentState.OFFERED]
    assert told("jan@example.org") == ["waiting", "offered"]
    assert Intake.objects.get().taken == 1


def test_somebody_else_is_left_alone(enrolment):
    assert holding().erase(Contact("jan@example.org")) == 0
    enrolment.refresh_from_db()
    assert enrolment.person == "Anna Nowak"


def test_long_after_it_the_rule_takes_the_person_out_and_the_count_stays(enrolment, tuesday, settings):
    tuesday.shift(dt.timedelta(days=settings.CONTACTS_KEPT_DAYS))
    assert rule().due() == 0
    tuesday.shift(dt.timedelta(days=30))
    assert rule().due() == 1
    rule().carry_out()
    assert rule().due() == 0
    enrolment.refresh_from_db()
    assert (enrolment.person, enrolment.birth_year, enrolment.state) == ("", None, EnrolmentState.GOING)
    assert "Anna" not in written_anywhere()


def test_a_series_that_goes_on_keeps_those_who_come(tuesday, settings):
    activity = make_activity(rule="FREQ=WEEKLY;COUNT=40", draft={"sign_up": "required", "signs_up_for": "series"})
    make_enrolment(activity)
    tuesday.shift(dt.timedelta(days=settings.CONTACTS_KEPT_DAYS + 30))
    assert not forgetting.over().exists()
