"""Which room a name in another calendar means."""

import pytest

from podworko.bookings.bringing.rooms import Names
from podworko.places.models import Room


def names(*given, parts=()):
    """Return rooms by name; `parts` are those that divide the first one."""
    rooms = [Room(pk=number, name=name, slug=f"r{number}") for number, name in enumerate(given, start=1)]
    for room in rooms:
        if room.name in parts:
            room.whole = rooms[0]
    return Names(rooms)


@pytest.mark.parametrize(
    ("text", "room", "is_sure"),
    [
        ("Sala duża", "Sala duża", True),
        ("SALA DUZA", "Sala duża", True),
        (" sala   duża ", "Sala duża", True),
        ("Sala duża, ul. Lipowa 3, Kraków", "Sala duża", True),
        ("MAM / Sala duża", "Sala duża", True),
        ("duża", "Sala duża", False),
        ("duza sala", "Sala duża", False),
        ("Sala dużą", "Sala duża", True),
        ("sala komink.", "Sala kominkowa", False),
        ("kominkowa", "Sala kominkowa", False),
        ("pracownia ceramiczna", "Pracownia ceramiki", False),
        ("Sala 1", "Sala 1", True),
        ("sala nr 2", "Sala 2", False),
        ("Sala 3", None, False),
        ("sala", None, False),
        ("Biuro", None, False),
        ("", None, False),
        ("Sala 1, Sala 2", None, False),
    ],
)
def test_a_name(text, room, is_sure):
    found = names("Sala duża", "Sala kominkowa", "Pracownia ceramiki", "Sala 1", "Sala 2").guess(text)
    assert ((found.room and found.room.name), found.is_sure) == (room, is_sure)


def test_all_parts_are_the_whole():
    divided = names("Aula", "Aula A", "Aula B", "Kuchnia", parts=("Aula A", "Aula B"))
    assert divided.guess("Aula A; Aula B").room.name == "Aula"
    assert divided.guess("Aula A + Aula B").is_sure
    assert divided.guess("Aula A").room.name == "Aula A"
    assert divided.guess("Aula A, Kuchnia").room is None


def test_a_place_with_one_room_needs_no_name():
    assert names("Sala").guess("").is_sure
    assert names("Sala", "Druga").guess("").room is None


def test_two_rooms_of_one_name_are_never_guessed():
    assert names("Sala", "Sala").guess("Sala").room is None
