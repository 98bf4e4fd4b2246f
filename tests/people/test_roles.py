"""Who has which role where, now; and the keys with which programs act."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from podworko.people import actions, queries
from podworko.people.models import ApiToken, Grant, Role, User
from tests.factories import grant, make_centre, make_network, make_organisation, make_user

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def again(user):
    """Return `user` as the next request sees them."""
    return User.objects.get(pk=user.pk)


def test_a_role_holds_on_what_it_was_granted_on_and_nowhere_else():
    here, elsewhere = make_centre(), make_centre()
    user = make_user()
    grant(user, Role.HOST, here)
    assert queries.roles_on(user, here.scope_ids) == {Role.HOST}
    assert queries.roles_on(user, elsewhere.scope_ids) == frozenset()
    assert queries.scopes_of(user, [Role.HOST, Role.OPERATOR]) == {here.scope_id}
    assert queries.scopes_of(user, [Role.OPERATOR]) == frozenset()


def test_a_role_on_the_operator_or_the_network_reaches_their_centres():
    network = make_network()
    operator = make_organisation(network)
    own, other = make_centre(operator=operator), make_centre(network)
    user = make_user()
    grant(user, Role.OPERATOR, operator)
    grant(user, Role.ANIMATOR, network)
    assert queries.roles_on(user, own.scope_ids) == {Role.OPERATOR, Role.ANIMATOR}
    assert queries.roles_on(user, other.scope_ids) == {Role.ANIMATOR}


def test_a_role_holds_from_until(clock):
    centre, user = make_centre(), make_user()
    grant(user, Role.HOST, centre, since=NOON + HOUR, until=NOON + 2 * HOUR)
    held = []
    for _hour in range(4):
        held.append(bool(queries.roles_on(again(user), centre.scope_ids)))
        assert bool(queries.people_with(Role.HOST, centre.scope_ids)) == held[-1]
        clock.shift(HOUR)
    assert held == [False, True, False, False]


def test_nobody_signed_in_and_nobody_left_has_a_role():
    centre = make_centre()
    former = make_user(is_active=False)
    grant(former, Role.HOST, centre)
    for user in (former, AnonymousUser(), None):
        assert queries.roles_on(user, centre.scope_ids) == frozenset()
        assert queries.scopes_of(user, Role) == frozenset()
    assert queries.people_with(Role.HOST, centre.scope_ids) == []


def test_granting_what_is_held_already_changes_nothing():
    centre, user = make_centre(), make_user()
    first = actions.grant(user=user, role=Role.HOST, scope=centre.scope)
    assert actions.grant(user=user, role=Role.HOST, scope=centre.scope) == first
    assert actions.grant(user=user, role=Role.COORDINATOR, scope=centre.scope) != first


def test_a_grant_that_ended_can_be_given_again(clock):
    centre, user = make_centre(), make_user()
    first = actions.grant(user=user, role=Role.HOST, scope=centre.scope)
    clock.shift(HOUR)
    Grant.objects.filter(pk=first.pk).update(until=NOON + HOUR)
    assert actions.grant(user=user, role=Role.HOST, scope=centre.scope) != first


def test_a_grant_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError, match="grant_ends_after_it_begins"):
        grant(make_user(), Role.HOST, make_centre(), until=NOON - 2 * HOUR)


def test_an_address_is_one_account_whatever_its_capitals():
    user = make_user(email="Anna@Example.org")
    assert user.email == "anna@example.org"
    assert User.objects.get_by_natural_key("ANNA@example.org") == user
    with pytest.raises(IntegrityError):
        User.objects.bulk_create([User(email="ANNA@example.org", name="Anna")])


def test_a_token_acts_for_its_account_and_is_kept_as_a_hash_only(clock):
    user = make_user(email="host@example.org")
    token = actions.issue_token(email="Host@example.org")
    entry = ApiToken.objects.get()
    assert token.startswith("pdw_")
    assert len(token) > 40
    assert token not in entry.token_hash
    clock.shift(HOUR)
    assert queries.user_of_token(token) == user
    entry.refresh_from_db()
    assert entry.last_used_at == NOON + HOUR


def test_when_a_token_was_used_is_noted_once_in_a_while_and_not_at_each_call(clock, django_assert_num_queries):
    token = actions.issue_token(email=make_user().email)
    queries.user_of_token(token)
    clock.shift(dt.timedelta(minutes=4))
    with django_assert_num_queries(1):
        queries.user_of_token(token)
    clock.shift(dt.timedelta(minutes=2))
    queries.user_of_token(token)
    assert ApiToken.objects.get().last_used_at == NOON + dt.timedelta(minutes=6)


def test_a_token_that_is_wrong_or_of_somebody_who_left_acts_for_nobody():
    user = make_user(email="host@example.org")
    token = actions.issue_token(email=user.email)
    assert queries.user_of_token(token[:-1]) is None
    assert queries.user_of_token("") is None
    User.objects.update(is_active=False)
    assert queries.user_of_token(token) is None
    with pytest.raises(User.DoesNotExist):
        actions.issue_token(email=user.email)
