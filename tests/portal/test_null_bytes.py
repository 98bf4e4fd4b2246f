"""Signs that PostgreSQL cannot hold, in addresses: they find nothing, and break nothing."""

import pytest

from podworko.people.models import Role
from tests.factories import make_centre, make_room, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=a%00b&what=%00&page=%00",
        "/{network}/?q=%00&at=%00",
        "/{network}/places/?q=a%00&district=%00&kind=%00&at=%00&near=%00&language=%00",
        "/{network}/map/?q=%00&district=%00",
        "/{network}/organisations/?q=%00&page=%00",
        "/manage/{network}/?district=%00&kind=%00&stage=%00&missing=%00",
        "/manage/{network}/imports/?kind=%00",
        "/{network}/dom/calendar/?room=%00&view=%00&on=%00",
        "/{network}/dom/calendar/day.pdf?room=%00&on=%00",
        "/{network}/dom/borrow/?room=%00&on=%00&starts=%00&people=%00",
        "/{network}/dom/borrow/check/?room=%00&on=%00&starts=%00",
        "/{network}/dom/subscribe/?room=%00",
        "/{network}/dom/embed/?room=%00&days=%00",
        "/{network}/find/?people=%00&where=%00&layout=%00&access=%00&equipment=%00&order=%00",
        "/desk/{network}/dom/new/?again=%00&room=%00",
        "/desk/{network}/dom/use/?from=%00&room=%00",
        "/desk/{network}/dom/today/?on=%00",
        "/api/v1/networks/{network}/places?q=a%00&district=%00&kind=%00",
        "/api/v1/networks/a%00/places",
        "/invitation/a%00b/",
        "/account/login/?next=%00",
        "/{network}%00/",
    ],
)
def test_it_finds_nothing_and_breaks_nothing(client, address):
    centre = make_centre(slug="dom")
    make_room(centre)
    role, on = (Role.HOST, centre) if address.startswith("/desk/") else (Role.OFFICER, centre.network)
    client.force_login(make_staff(role, on))
    assert client.get(address.format(network=centre.network.slug)).status_code < 500


def test_neither_does_a_null_byte_in_a_password_or_a_contact(client):
    assert client.post("/account/login/", {"login": "a\0@example.org", "password": "x\0"}).context["form"].errors
    assert client.post("/mine/", {"contact": "a\0@example.org"}).status_code == 422
