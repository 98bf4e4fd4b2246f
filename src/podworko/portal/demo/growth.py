"""Names further places after parts of the town, for looking at the product at the size of a city and beyond."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from django.utils.text import slugify

from podworko.places.models import CentreKind
from podworko.portal.demo.shapes import Place, Town

FIRST_NAMES = {
    CentreKind.CAL: "Przystań",
    CentreKind.MAM: "MAM",
    CentreKind.CAS: "CAS",
    CentreKind.CLUB: "Klub Rodziców",
    CentreKind.YOUTH: "Pracownia Młodych",
    CentreKind.CIVIC: "Centrum Obywatelskie",
    CentreKind.MULTICULTURAL: "Centrum Wielokulturowe",
}
STREETS = ("Lipowa", "Kasztanowa", "Akacjowa", "Ogrodowa", "Szkolna", "Polna", "Klonowa", "Słoneczna", "Łąkowa")


def further(town: Town, times: int) -> Iterator[Place]:
    """Return so many more of each place of `town`, each with a name and an address of its own."""
    made: Counter[CentreKind] = Counter()
    for _time in range(times):
        for model in town.places:
            yield _after(town, model, made[model.kind])
            made[model.kind] += 1


def _after(town: Town, model: Place, number: int) -> Place:
    round_number, position = divmod(number, len(town.districts))
    district = town.districts[position]
    name = f"{FIRST_NAMES[model.kind]} {district}" + (f" {round_number + 1}" if round_number else "")
    return replace(
        model,
        name=name,
        slug=slugify(name.replace("ł", "l").replace("Ł", "L"))[:50],
        district=district,
        street=f"ul. {STREETS[number % len(STREETS)]} {number + 3}",
        phone=f"{model.phone[:-2]}{30 + number % 70}",
    )
