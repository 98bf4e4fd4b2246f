"""The table of docs/permissions.md says what the rules say: every permission for every role, on every scope."""

import re
from pathlib import Path

import pytest
from rules.permissions import permissions

from podworko.people.models import GRANTED_ON, Role, Scope, User
from podworko.places.models import Stage
from tests.factories import grant, make_centre, make_network, make_organisation, make_staff, make_user

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "permissions.md"
ADMINISTRATOR = "administrator"
COLUMNS = [*Role.values, ADMINISTRATOR]
YES, NO = "●", ""


@pytest.fixture
def towns():
    return [town(), town()]


def town():
    """Return a network, an organisation and a place of it that nobody sees yet: the place is an idea."""
    network = make_network()
    organisation = make_organisation(network)
    centre = make_centre(operator=organisation, stage=Stage.IDEA)
    return {"network": network, "organisation": organisation, "centre": centre}


# What each permission is asked on; None: on nothing.
ASKED_ON = {
    "attendance.count": "centre",
    "attendance.see": "centre",
    "bookings.bring": "centre",
    "bookings.decide": "centre",
    "bookings.see_rules": "centre",
    "evaluation.moderate": "centre",
    "membership.keep": "centre",
    "people.grant": "centre scope",
    "people.keep_minors": "centre scope",
    "people.see_minors": "centre scope",
    "people.see_retention": None,
    "places.add_network": None,
    "places.change_centre": "centre",
    "places.change_network": "network",
    "places.change_organisation": "organisation",
    "places.see_centre": "centre",
    "places.see_network": "network",
    "programme.plan": "centre",
}


def table() -> dict[str, dict[str, str]]:
    """Return the table of the page: permission → column → what stands there."""
    rows = re.findall(
        r"^\| `([a-z_]+\.[a-z_]+)` \|(.+)\|$", PAGE.read_text().partition("## Who holds what")[2], re.MULTILINE
    )
    return {name: dict(zip(COLUMNS, map(str.strip, cells.split("|")), strict=True)) for name, cells in rows}


def asked(home, permission):
    """Return the object on which a permission is asked."""
    on = ASKED_ON[permission]
    found = on and home[on.split()[0]]
    return found.scope if found and on.endswith("scope") else found


def reaches(kind, permission):
    """Say whether a role held on `kind` lies on or above what the permission is asked on."""
    order = ["centre", "organisation", "network"]
    on = (ASKED_ON[permission] or "network").split()[0]
    return order.index(kind) >= order.index(on)


def holds(user, permission, home):
    # As the next request sees them.
    return User.objects.get(pk=user.pk).has_perm(permission, asked(home, permission))


def by_the_rules(home) -> dict[str, dict[str, str]]:
    """Return the same table as the rules say it; a role must mean the same on every scope above."""
    told: dict[str, dict[str, str]] = {name: {} for name in permissions}
    for role in Role:
        staff = {kind: make_staff(role, home[kind]) for kind in GRANTED_ON[role]}
        for name in permissions:
            found = {holds(user, name, home) for kind, user in staff.items() if reaches(kind, name)} or {False}
            assert len(found) == 1, f"{name}: {role} means one thing on one scope and another on the next"
            told[name][role] = YES if found.pop() else NO
    chief = make_user(is_staff=True)
    grant(chief, Role.HOST, make_centre())  # and so has a second factor
    for name in permissions:
        told[name][ADMINISTRATOR] = YES if holds(chief, name, home) else NO
    return told


def test_the_table_says_what_the_rules_say(towns):
    assert set(ASKED_ON) == set(permissions), "Say in ASKED_ON what the new permission is asked on."
    assert table() == by_the_rules(towns[0])


def test_no_role_of_one_town_holds_anything_in_another(towns):
    home, elsewhere = towns
    for role in Role:
        for kind in GRANTED_ON[role]:
            user = make_staff(role, elsewhere[kind])
            assert [name for name in permissions if holds(user, name, home)] == []


def test_without_a_second_factor_only_the_partner_keeps_anything(towns):
    for role in set(Role) - {Role.PARTNER}:
        for kind in GRANTED_ON[role]:
            user = make_staff(role, towns[0][kind])
            user.authenticator_set.all().delete()
            assert [name for name in permissions if holds(user, name, towns[0])] == []


def test_an_organisation_and_a_network_can_be_granted_on_by_those_above(towns):
    home = towns[0]
    expected = {"network": {"officer", "animator"}, "organisation": {"officer", "animator", "operator", "coordinator"}}
    for on, roles in expected.items():
        scope = Scope.objects.get(pk=home[on].scope_id)
        found = {
            role.value
            for role in Role
            for kind in GRANTED_ON[role]
            if make_staff(role, home[kind]).has_perm("people.grant", scope)
        }
        assert found == roles
