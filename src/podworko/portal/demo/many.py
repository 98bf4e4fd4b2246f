"""Puts places together from words: what their texts, hours and rooms have in common, in turns and never at random."""

from collections.abc import Sequence
from typing import TypedDict, TypeVar

from django.utils.text import slugify

from podworko.places.models import AccessQuestion, Equipment
from podworko.portal.demo.shapes import Hall, Place

T = TypeVar("T")
# Every fourth place is closed on a day soon.
CLOSED_OF_FOUR = 2
Access = dict[AccessQuestion, tuple[bool, str]]

STREETS = (
    "Lipowa", "Kasztanowa", "Akacjowa", "Ogrodowa", "Szkolna", "Polna", "Klonowa", "Słoneczna", "Łąkowa",
    "Parkowa", "Wierzbowa", "Spokojna", "Ptasia",
)  # fmt: skip
WAYS = (
    "Autobus zatrzymuje się po drugiej stronie ulicy.",
    "Od przystanku tramwajowego trzy minuty prosto, potem w bramę.",
    "Wejście między apteką a piekarnią.",
    "Szukaj zielonych drzwi w podwórku.",
    "Za szkołą w lewo; nad drzwiami wisi nasz szyld.",
    "Parter bloku, dzwonek przy drugich drzwiach.",
    "Idź wzdłuż placu zabaw, aż zobaczysz ławki.",
)
STEPS = (
    "jeden stopień, mamy podjazd przenośny",
    "dwa stopnie, pomożemy",
    "cztery stopnie i poręcz",
    "kilka schodów w dół, pomożemy",
)
CLOSED = (
    "Szkolenie zespołu",
    "Przegląd ogrzewania",
    "Spotkanie wszystkich miejsc",
    "Remont podłogi",
    "Wyjazd całym klubem",
)


class Address(TypedDict):
    """Where a place is."""

    street: str
    postcode: str
    district: str
    way: str


class Closing(TypedDict, total=False):
    """A day on which a place is closed: so many working days from now, and why."""

    closed_ahead: int
    closed_why: str


def turn(choices: Sequence[T], number: int) -> T:
    """Return the choice whose turn it is."""
    return choices[number % len(choices)]


def says(number: int, openings: Sequence[str], middles: Sequence[str], ends: Sequence[str]) -> str:
    """Return three sentences, other ones for each number as long as the three counts share no divisor."""
    return " ".join((turn(openings, number), turn(middles, number), turn(ends, number)))


def slug_of(name: str) -> str:
    """Return the name as it stands in addresses."""
    return slugify(name.replace("ł", "l").replace("Ł", "L"))[:50]


def address(number: int, district: str, postcode: str) -> Address:
    """Return street, postcode, part of the city and how to get there; the numbers are made up."""
    return {
        "street": f"ul. {turn(STREETS, number)} {3 + number * 7 % 83}",
        "postcode": f"{postcode}-{100 + number * 37 % 890}",
        "district": district,
        "way": turn(WAYS, number),
    }


def access(number: int, *, is_for_small_children: bool = False) -> Access:
    """Return what is said of access: two of three places are step-free, and few know everything."""
    is_step_free = number % 3 != 1
    found: Access = {AccessQuestion.STEP_FREE: (is_step_free, "" if is_step_free else turn(STEPS, number // 3))}
    if number % 5:
        found[AccessQuestion.TOILET] = (is_step_free and number % 4 > 0, "" if number % 4 else "drzwi mają 70 cm")
    if number % 2:
        found[AccessQuestion.DOG] = (True, "")
    if number % 4 == 0:
        found[AccessQuestion.LOOP] = (number % 8 == 0, "")
    if number % 6 == 0:
        found[AccessQuestion.SIGN] = (True, "napisz do nas tydzień wcześniej")
    if number % 7 in {0, 1, 2}:
        found[AccessQuestion.PARKING] = (number % 7 != 0, "")
    if is_for_small_children or number % 9 == 0:
        found[AccessQuestion.CHANGING] = (True, "")
    return found


def closing(number: int) -> Closing:
    """Return the day in the coming weeks on which every fourth place is closed."""
    if number % 4 != CLOSED_OF_FOUR:
        return {}
    return {"closed_ahead": 3 + number % 12, "closed_why": turn(CLOSED, number // 4)}


def divisible(number: int) -> tuple[Hall, ...]:
    """Return a hall with a movable wall, and its two halves; lent as a whole and in parts."""
    people = 40 + number % 3 * 10
    half = people // 2 - 2
    chairs = {Equipment.CHAIRS: half}
    return (
        Hall(
            "sala",
            "Sala",
            people,
            people + 18,
            "Przesuwna ściana dzieli ją na dwie mniejsze.",
            {Equipment.CHAIRS: people, Equipment.TABLES: 10, Equipment.PROJECTOR: 1, Equipment.SOUND: 1},
        ),
        Hall("sala-od-ulicy", "Sala od ulicy", half, half + 10, "", chairs, whole="sala"),
        Hall("sala-od-podworka", "Sala od podwórka", half, half + 8, "", chairs, whole="sala"),
    )


def told_apart(places: Sequence[Place]) -> tuple[Place, ...]:
    """Return `places`; no two may have the same address. Raises ValueError."""
    slugs = [place.slug for place in places]
    if len(slugs) != len({*slugs}):
        raise ValueError(sorted({slug for slug in slugs if slugs.count(slug) > 1}))
    return tuple(places)
