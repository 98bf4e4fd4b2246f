"""Rooms: what is told about them, how a wall divides them, which can be removed."""

import pytest
from django.test import Client

from podworko.core import audit
from podworko.core.errors import Conflict, Refused
from podworko.people.models import Role
from podworko.places.actions.rooms import RoomDraft, add_room, change_room, draft_of, move_room, remove_room
from podworko.places.models import Room, RoomPart
from tests.factories import make_booking, make_centre, make_room, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def client(centre):
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_staff(Role.COORDINATOR, centre))
    return client


def address(centre, page):
    return f"/manage/{centre.network.slug}/places/{centre.slug}/rooms/{page}"


def add(centre, name, **fields):
    return add_room(centre=centre, draft=RoomDraft(name=name, capacity=20, **fields), by=audit.SYSTEM)


def fields_of(refused):
    return [problem.field for problem in refused.value.problems]


def test_a_coordinator_adds_a_room_that_visitors_see(centre, client):
    form = {"name": "New", "capacity": "25", "is_lent": "on", "area_m2": "41.5", "floor": "0"}
    more = {"layout-rows": "25", "layout-circle": "12", "equipment-mirror": "1", "equipment-mats": "14"}
    assert client.post(address(centre, "new/"), form | more).status_code == 302
    room = centre.rooms.get()
    assert draft_of(room).layouts == {"rows": 25, "circle": 12}
    assert draft_of(room).equipment == {"mirror": 1, "mats": 14}
    assert client.get(address(centre, f"of/{room.slug}/")).context["room"] == room
    # The same once more, by a double click.
    response = client.post(address(centre, "new/"), form | {"name": " new "})
    assert "name" in response.context["form"].errors
    assert centre.rooms.count() == 1


def test_numbers_that_cannot_be_get_a_sentence(centre, client):
    form = {"name": "Sala", "capacity": "0", "area_m2": "-4", "floor": "900", "layout-rows": "9000", "is_lent": "on"}
    response = client.post(address(centre, "new/"), form | {"equipment-chairs": "many"})
    assert set(response.context["form"].errors) >= {"equipment-chairs"}
    response = client.post(address(centre, "new/"), form)
    assert set(response.context["form"].errors) >= {"capacity", "area_m2", "floor", "layout-rows"}
    assert not Room.objects.exists()


def test_what_lies_inside_what_is_written_down_however_deep(centre):
    whole = add(centre, "Sala duża")
    left = add(centre, "Lewa", whole=whole.pk)
    quarter = add(centre, "Kąt", whole=left.pk)

    def held():
        return set(RoomPart.objects.values_list("whole", "part"))

    assert held() == {(whole.pk, left.pk), (whole.pk, quarter.pk), (left.pk, quarter.pk)}
    change_room(room=left, draft=RoomDraft("Lewa", 20), by=audit.SYSTEM)
    assert held() == {(left.pk, quarter.pk)}
    remove_room(room=quarter, by=audit.SYSTEM)
    assert held() == set()


def test_no_room_is_a_part_of_itself(centre):
    whole = add(centre, "Sala duża", is_lent=False)
    left = add(centre, "Lewa", whole=whole.pk)
    for part in (whole.pk, left.pk):
        with pytest.raises(Refused) as refused:
            change_room(room=whole, draft=RoomDraft("Sala duża", 20, is_lent=False, whole=part), by=audit.SYSTEM)
        assert fields_of(refused) == ["whole"]
    with pytest.raises(Refused):
        change_room(room=left, draft=RoomDraft("Lewa", 20, whole=make_room().pk), by=audit.SYSTEM)


def test_a_room_with_a_history_is_lent_no_longer_but_not_removed(centre, client):
    room = make_room(centre)
    booking = make_booking(room)
    with pytest.raises(Conflict):
        remove_room(room=room, by=audit.SYSTEM)
    url = address(centre, f"of/{room.slug}/")
    page = client.get(url)
    form = {"name": room.name, "capacity": "30", "seen": page.context["form"]["seen"].value()}
    response = client.post(url, form)
    assert booking.reference in response.content.decode()
    assert Room.objects.get().is_lent
    assert client.post(url, form | {"is_acknowledged": "on"}).status_code == 302
    assert not Room.objects.get().is_lent
    assert client.post(address(centre, f"of/{room.slug}/remove/")).status_code == 302
    assert Room.objects.exists()


def test_a_room_entered_by_mistake_is_removed(centre):
    whole = add(centre, "Sala", is_lent=False)
    part = add(centre, "Lewa", whole=whole.pk)
    with pytest.raises(Conflict):
        remove_room(room=whole, by=audit.SYSTEM)
    remove_room(room=part, by=audit.SYSTEM)
    remove_room(room=whole, by=audit.SYSTEM)
    assert not Room.objects.exists()


def test_rooms_stand_in_the_order_that_the_place_chooses(centre):
    names = [add(centre, name) for name in ("A", "B", "C")]
    move_room(room=names[2], is_up=True, by=audit.SYSTEM)
    assert [room.name for room in centre.rooms.all()] == ["A", "C", "B"]
    move_room(room=names[0], is_up=True, by=audit.SYSTEM)
    assert [room.name for room in centre.rooms.all()] == ["A", "C", "B"]
