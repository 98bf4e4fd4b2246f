"""What is held about a member, and about whom they named: shown, handed over, erased by wish and by rule."""

import datetime as dt

import pytest

from podworko.core import audit, holdings, retention
from podworko.core.holdings import Contact
from podworko.core.models import AuditEvent, Message
from podworko.membership.actions import declaring, keeping
from podworko.membership.models import Membership
from podworko.people.models import AssistedEntry, Consent
from tests.factories import make_member
from tests.membership.seen import again, declared, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
ANNA = Contact("anna@example.org")
PERSONAL = {
    "person": "Anna Zuzanna",
    "email": "Anna@Example.org",
    "phone": "+48600100200",
    "birth_year": 1951,
    "emergency_person": "Ola Zuzanna",
    "emergency_phone": "+48600100300",
}


@pytest.fixture
def member(centre):
    return make_member(centre, **PERSONAL)


def holding(code="membership.declarations"):
    return next(each for each in holdings.holdings() if each.code == code)


def rule():
    return next(each for each in retention.rules() if each.code == "membership.people")


def written_anywhere():
    """Return all that the database still holds, as one text."""
    tables = (Membership, Message, AuditEvent, AssistedEntry, Consent)
    return repr([[*table.objects.values_list()] for table in tables])


def left_of(values):
    text = written_anywhere().lower()
    return [value for value in values if str(value).lower() in text]


def test_my_things_show_it_and_everything_is_handed_over(member):
    (thing,) = holding().things(ANNA)
    assert (thing.state, thing.is_over) == ("member", False)
    assert member.reference in thing.url
    (record,) = holding().records(ANNA)
    assert {name: record[name] for name in PERSONAL} == PERSONAL
    assert {field.key for field in holding().fields} <= set(record)


def test_a_wish_ends_membership_and_takes_the_person_out(member):
    keeping.give_notice(membership=member, by=audit.SYSTEM, reason="Pani Zuzanna nie odpowiada.")
    assert left_of([*PERSONAL.values(), "Zuzanna nie", member.reference])  # the negative control
    assert holding().erase(ANNA) == 1
    assert left_of([*PERSONAL.values(), "Zuzanna nie", member.reference]) == []
    left = again(member)
    assert (left.state, left.number, left.since) == ("resigned", None, dt.date(2026, 11, 24))
    assert [*holding().records(ANNA)] == []


def test_a_declaration_that_counted_for_nothing_is_gone(centre):
    declared(centre)
    assert holding().erase(ANNA) == 1
    assert not Membership.objects.exists()


def test_whoever_was_named_for_an_emergency_sees_it_and_may_have_it_erased(member):
    named = Contact(phone="+48600100300")
    (record,) = holding("membership.emergency").records(named)
    assert (record["emergency_person"], record["emergency_phone"]) == ("Ola Zuzanna", "+48600100300")
    assert "Anna" not in repr(record)
    assert holding("membership.emergency").erase(named) == 1
    assert (again(member).emergency_person, again(member).person) == ("", "Anna Zuzanna")
    assert [*holding("membership.emergency").records(Contact("ola@example.org"))] == []


def test_the_rule_forgets_whoever_has_gone_long_ago(member, tuesday):
    stays = make_member(member.centre, person="Ewa Mak")
    keeping.resign(membership=member, by=audit.RESIDENT)
    tuesday.shift(dt.timedelta(days=30))
    assert rule().due() == 0
    tuesday.shift(dt.timedelta(days=1))
    assert rule().due() == 1
    assert rule().carry_out() == 1
    assert left_of(PERSONAL.values()) == []
    assert again(stays).person == "Ewa Mak"
    assert "30" in str(rule().sentence)


def test_unconfirmed_declarations_are_forgotten_after_a_day(centre, tuesday):
    declared(centre)
    confirmed = waiting(centre, "other", person="Ewa", email="ewa@example.org")
    tuesday.shift(dt.timedelta(hours=25))
    declaring.forget_unconfirmed()
    assert [*Membership.objects.all()] == [confirmed]
