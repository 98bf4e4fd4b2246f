"""Who may see who asks, and decide."""

import pytest
from django.contrib.auth.models import AnonymousUser

from podworko.people.models import Role
from tests.factories import grant, make_centre, make_network, make_organisation, make_staff, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.HOST, True),
        (Role.COORDINATOR, True),
        (Role.OPERATOR, True),
        (Role.ADVISER, False),
        (Role.OFFICER, False),
        (Role.ANIMATOR, False),
        (Role.CERT_OFFICER, False),
    ],
)
def test_those_on_site_decide_here_and_nowhere_else(role, may):
    network = make_network()
    operator = make_organisation(network)
    here, sister, elsewhere = make_centre(operator=operator), make_centre(network), make_centre()
    user = make_staff(role, here)
    assert user.has_perm("bookings.decide", here) == may
    assert not user.has_perm("bookings.decide", sister)
    assert not user.has_perm("bookings.decide", elsewhere)


def test_whoever_runs_several_places_decides_in_each_of_them():
    operator = make_organisation()
    first, second, other = make_centre(operator=operator), make_centre(operator=operator), make_centre(operator.network)
    user = make_staff(Role.OPERATOR, operator)
    assert [user.has_perm("bookings.decide", centre) for centre in (first, second, other)] == [True, True, False]


def test_nobody_else_decides():
    centre = make_centre()
    former = make_user(is_active=False)
    grant(former, Role.HOST, centre)
    for user in (AnonymousUser(), make_user(), former):
        assert not user.has_perm("bookings.decide", centre)
