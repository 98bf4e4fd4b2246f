"""Names further places after parts of the town, for looking at the product at the size of a city and beyond."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from podworko.places.models import ModelKind
from podworko.portal.demo.many import STREETS, slug_of
from podworko.portal.demo.shapes import Place, Town

FIRST_NAMES = {
    ModelKind.CAL: "Punkt Sąsiedzki",
    ModelKind.MAM: "MAM",
    ModelKind.CAS: "CAS",
    ModelKind.CLUB: "Klub Rodziców",
    ModelKind.YOUTH: "Pracownia Młodych",
    ModelKind.CIVIC: "Centrum Obywatelskie",
    ModelKind.MULTICULTURAL: "Centrum Wielokulturowe",
}


def further(town: Town, times: int) -> Iterator[Place]:
    """Return so many more of each place of `town`, each with a name and an address of its own."""
    made: Counter[ModelKind] = Counter()
    names = [*town.districts]
    for _time in range(times):
        for model in town.places:
            yield _after(names, model, made[model.kind])
            made[model.kind] += 1


def _after(districts: list[str], model: Place, number: int) -> Place:
    round_number, position = divmod(number, len(districts))
    district = districts[position]
    name = f"{FIRST_NAMES[model.kind]} {district}" + (f" {round_number + 1}" if round_number else "")
    return replace(
        model,
        name=name,
        slug=slug_of(name),
        district=district,
        street=f"ul. {STREETS[number % len(STREETS)]} {number + 3}",
        # Pictures take long to paint, and tell nothing about growth.
        pictures=(),
        phone=f"{model.phone[:-2]}{30 + number % 70}" if model.phone else "",
    )
