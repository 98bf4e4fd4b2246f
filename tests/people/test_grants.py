"""Who gives which role to whom, where and until when; and how roles end."""

import datetime as dt
from contextlib import suppress

import pytest
import time_machine
from django.db import transaction

from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.core.models import AuditEvent, Message
from podworko.people import actions, queries
from podworko.people.actions import endings
from podworko.people.models import Grant, Role, Scope, ScopeKind, User
from podworko.people.rules import grantable
from podworko.people.scopes import chain_of
from tests.factories import grant, make_centre, make_network, make_organisation, make_staff, make_user

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
EVERY_ROLE = (
    "host coordinator operator adviser officer animator cert_officer cert_commission cert_board cert_expert partner"
)

# The table of the glossary and of docs/permissions.md, written down once more by hand.
MAY_GIVE = {
    "officer": EVERY_ROLE,
    "operator": "operator coordinator host adviser partner",
    "coordinator": "host adviser partner",
    "animator": "partner",
}
HELD_ON = {
    "host": "centre organisation",
    "coordinator": "centre organisation",
    "operator": "organisation",
    "adviser": "centre",
    "partner": "centre organisation network",
}
REACHED_FROM = {
    "network": {"network", "organisation", "centre", "other organisation", "other centre"},
    "organisation": {"organisation", "centre"},
    "centre": {"centre"},
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def by(user):
    """Return `user` as actor, as the next request sees them."""
    return audit.staff(User.objects.get(pk=user.pk))


def held_on(role):
    return HELD_ON.get(role, "network").split()


@pytest.fixture
def town():
    """Return two towns; in the first a second organisation with a place of its own."""
    network, elsewhere = make_network(), make_network()
    operator, other = make_organisation(network), make_organisation(network)
    far = make_organisation(elsewhere)
    return {
        "network": network,
        "organisation": operator,
        "centre": make_centre(operator=operator),
        "other organisation": other,
        "other centre": make_centre(operator=other),
        "network elsewhere": elsewhere,
        "organisation elsewhere": far,
        "centre elsewhere": make_centre(operator=far),
    }


def gives(giver, role, scope, to):
    """Say whether the action let `giver` do it; leave nothing behind."""
    with suppress(Refused), transaction.atomic():
        actions.grant(user=to, role=Role(role), scope=scope, by=giver)
        transaction.set_rollback(True)
        return True
    return False


@pytest.mark.parametrize("own", EVERY_ROLE.split())
def test_every_role_on_every_scope_gives_what_the_table_says(town, own):
    newcomer = make_user()
    wrong = []
    for kind in held_on(own):
        giver = by(make_staff(Role(own), town[kind]))
        for where, place in town.items():
            for role in EVERY_ROLE.split():
                expected = (
                    where in REACHED_FROM[kind]
                    and where.split()[-1] in held_on(role)
                    and role in MAY_GIVE.get(own, "").split()
                )
                if gives(giver, role, place.scope, newcomer) != expected:
                    wrong.append(f"{own} on {kind} gives {role} on {where}: {not expected}")
                assert (Role(role) in grantable(giver.user, place.scope)) == expected
    assert wrong == []


def test_the_tables_name_every_role_and_every_kind_of_scope():
    assert set(EVERY_ROLE.split()) == set(Role.values)
    assert set(REACHED_FROM) == set(ScopeKind.values)


def test_the_administrator_gives_every_role_wherever_it_can_be_held(town):
    chief = by(make_staff(Role.PARTNER, town["centre"], is_staff=True))
    grant(chief.user, Role.HOST, town["centre elsewhere"])  # and so has a second factor
    chief = by(chief.user)
    for role in EVERY_ROLE.split():
        for where, place in town.items():
            assert gives(chief, role, place.scope, make_user()) == (where.split()[0] in held_on(role)) or " " in where


def test_a_role_that_does_not_count_gives_nothing(town):
    officer = make_staff(Role.OFFICER, town["network"])
    officer.authenticator_set.all().delete()
    assert not gives(by(officer), "host", town["centre"].scope, make_user())
    former = make_user()
    grant(former, Role.OFFICER, town["network"], until=NOON)
    assert not gives(by(former), "host", town["centre"].scope, make_user())


@pytest.mark.parametrize(("role", "on"), [(Role.OFFICER, "network"), (Role.HOST, "centre")])
def test_nobody_gives_a_role_to_themselves(town, role, on):
    officer = make_staff(Role.OFFICER, town["network"])
    with pytest.raises(Refused) as refused:
        actions.grant(user=officer, role=role, scope=town[on].scope, by=by(officer))
    assert refused.value.problems[0].code == "to-oneself"
    held = officer.grants.get()
    held.until = NOON + DAY
    held.save()
    with pytest.raises(Refused, match="to-oneself"):
        actions.prolong(grant=held, until=None, by=by(officer))


def test_what_is_given_is_written_down_with_its_days(town):
    officer = make_staff(Role.OFFICER, town["network"])
    user = make_user()
    given = actions.grant(
        user=user, role=Role.HOST, scope=town["centre"].scope, since=NOON + DAY, until=NOON + 3 * DAY, by=by(officer)
    )
    assert (given.since, given.until, given.granted_by) == (NOON + DAY, NOON + 3 * DAY, officer)
    line = AuditEvent.objects.about(given).get()
    assert (line.verb, line.actor, line.facts["role"]) == ("people.granted", officer, "host")
    assert queries.roles_on(user, [town["centre"].scope_id]) == frozenset()


@pytest.mark.parametrize("until", [NOON, NOON - DAY, NOON + DAY / 2])
def test_a_role_must_end_after_it_begins_and_after_now(town, until):
    with pytest.raises(Refused, match="ends-too-early"):
        actions.grant(user=make_user(), role=Role.HOST, scope=town["centre"].scope, since=NOON + DAY / 2, until=until)


def test_a_role_given_again_over_the_same_days_is_the_same(town):
    user, scope = make_user(), town["centre"].scope
    first = actions.grant(user=user, role=Role.HOST, scope=scope, since=NOON + 5 * DAY, until=NOON + 9 * DAY)
    again = actions.grant(user=user, role=Role.HOST, scope=scope, since=NOON + 6 * DAY)
    before = actions.grant(user=user, role=Role.HOST, scope=scope, until=NOON + 5 * DAY)
    assert again == first != before
    assert Grant.objects.filter(user=user).count() == 2


class TestEnding:
    def test_it_ends_at_once_and_only_once(self, town, clock):
        coordinator = make_staff(Role.COORDINATOR, town["centre"])
        held = grant(make_user(), Role.HOST, town["centre"])
        actions.end_grant(grant=held, by=by(coordinator))
        clock.shift(DAY)
        assert actions.end_grant(grant=held, by=by(coordinator)).until == NOON
        assert AuditEvent.objects.about(held).count() == 1
        with pytest.raises(Conflict, match="ended"):
            actions.prolong(grant=held, until=None, by=by(coordinator))

    def test_one_that_has_not_begun_is_taken_back(self, town):
        held = grant(make_user(), Role.HOST, town["centre"], since=NOON + DAY)
        actions.end_grant(grant=held, by=audit.SYSTEM)
        assert not Grant.objects.exists()
        with pytest.raises(Conflict, match="ended"):
            actions.end_grant(grant=held, by=audit.SYSTEM)

    def test_who_may_not_give_it_does_not_end_it(self, town):
        host, coordinator = (make_staff(role, town["centre"]) for role in (Role.HOST, Role.COORDINATOR))
        far = make_staff(Role.OFFICER, town["network elsewhere"])
        for user in (host, far):
            for held in (host.grants.get(), coordinator.grants.get()):
                with pytest.raises(Refused, match="may-not"):
                    actions.end_grant(grant=held, by=by(user))
                with pytest.raises(Refused, match="may-not"):
                    actions.prolong(grant=held, until=NOON + DAY, by=by(user))

    def test_longer_shorter_and_with_no_end(self, town):
        coordinator = make_staff(Role.COORDINATOR, town["centre"])
        held = grant(make_user(), Role.HOST, town["centre"], until=NOON + DAY)
        for until in (NOON + 9 * DAY, NOON + 2 * DAY, None, None):
            actions.prolong(grant=held, until=until, by=by(coordinator))
            held.refresh_from_db()
            assert held.until == until
        verbs = list(AuditEvent.objects.about(held).values_list("verb", flat=True))
        assert verbs == ["people.prolonged", "people.ended", "people.prolonged"]
        with pytest.raises(Refused, match="ends-too-early"):
            actions.prolong(grant=held, until=NOON, by=by(coordinator))

    @pytest.mark.parametrize(("role", "on"), [(Role.OFFICER, "network"), (Role.OPERATOR, "organisation")])
    def test_the_last_one_goes_only_when_somebody_is_sure(self, town, role, on):
        leaving, staying = make_staff(role, town[on]), make_staff(role, town[on])
        # Another town's, one who has left, and one who begins later are no help.
        grant(make_user(is_active=False), role, town[on])
        grant(make_user(), role, town[on], since=NOON + DAY)
        actions.end_grant(grant=leaving.grants.get(), by=by(leaving))
        last = staying.grants.get()
        for deed in (
            lambda: actions.end_grant(grant=last, by=by(staying)),
            lambda: actions.prolong(grant=last, until=NOON + DAY / 2, by=audit.SYSTEM),
        ):
            with pytest.raises(Refused) as refused:
                deed()
            assert [(each.code, each.field) for each in refused.value.problems] == [("last-one", "is_sure")]
        actions.end_grant(grant=last, by=by(staying), is_sure=True)
        assert queries.people_with(role, [town[on].scope_id]) == []

    def test_whose_role_is_ended_hears_of_it_once_in_their_language(self, town, clock):
        host = make_user(language="uk")
        held = grant(host, Role.HOST, town["centre"])
        actions.end_grant(grant=held, by=audit.SYSTEM)
        actions.end_grant(grant=held, by=audit.SYSTEM)
        clock.shift(DAY)
        endings.tell()
        letter = Message.objects.get(kind="people.role_ended")
        assert (letter.to, letter.language) == (host.email, "uk")
        assert "24 листопада" in letter.text

    def test_who_was_to_begin_and_does_not_hears_of_it(self, town):
        held = grant(make_user(language="en"), Role.HOST, town["centre"], since=NOON + DAY)
        actions.end_grant(grant=held, by=audit.SYSTEM)
        assert "taken back before it began" in Message.objects.get(kind="people.role_ended").text

    def test_the_last_day_is_told_when_it_is_over(self, town, clock):
        held = grant(make_user(language="en"), Role.HOST, town["centre"], until=NOON + 9 * DAY)
        actions.end_grant(grant=held, at=NOON + DAY, by=audit.SYSTEM)
        told = Message.objects.filter(kind="people.role_ended")
        endings.tell()
        assert not told.exists()
        clock.shift(DAY)
        endings.tell()
        endings.tell()
        assert told.get().to == held.user.email

    def test_nobody_hears_of_a_role_that_goes_on_of_a_closed_account_or_of_long_ago(self, town, clock):
        goes_on = grant(make_user(), Role.HOST, town["centre"], until=NOON + DAY)
        grant(goes_on.user, Role.HOST, town["centre"], since=NOON + DAY)
        grant(make_user(is_active=False), Role.HOST, town["centre"], until=NOON + DAY)
        grant(make_user(), Role.HOST, town["centre"], since=NOON - 90 * DAY, until=NOON - 30 * DAY)
        clock.shift(2 * DAY)
        endings.tell()
        assert not Message.objects.exists()

    def test_the_last_host_just_goes(self, town):
        held = grant(make_user(), Role.HOST, town["centre"])
        assert actions.end_grant(grant=held, by=audit.SYSTEM).until == NOON


def test_scopes_lie_in_one_another(town):
    centre, operator, network = (town[name].scope_id for name in ("centre", "organisation", "network"))
    assert chain_of(town["centre"].scope) == {centre, operator, network}
    assert chain_of(town["organisation"].scope) == {operator, network}
    assert chain_of(town["network"].scope) == {network}
    # Asked for anew, without what was loaded before.
    assert chain_of(Scope.objects.get(pk=centre)) == {centre, operator, network}
