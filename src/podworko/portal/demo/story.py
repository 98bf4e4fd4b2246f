"""Adds what a place has behind and around it: stages, who ran it, its premises, the area it serves, checked staff."""

import datetime as dt
from collections.abc import Mapping

from podworko.core import clock
from podworko.people.models import MinorsCheck
from podworko.places.models import (
    AccessQuestion,
    AreaDistrict,
    Centre,
    District,
    DrawnArea,
    Equipment,
    ModelKind,
    Operation,
    Organisation,
    PremisesFinding,
    PremisesPoint,
    Stage,
    StageStep,
)
from podworko.portal.demo import quarters
from podworko.portal.demo.residents import TEAM_NAMES
from podworko.portal.demo.rows import Rows
from podworko.portal.demo.shapes import Place

Verdict = PremisesFinding.Verdict
# How a place came to where it is, and for how many days it stayed at each stage before.
WAYS: dict[Stage, tuple[tuple[Stage, int], ...]] = {
    Stage.IDEA: ((Stage.IDEA, 90),),
    Stage.DIAGNOSIS: ((Stage.IDEA, 160), (Stage.DIAGNOSIS, 60)),
    Stage.PILOT: ((Stage.DIAGNOSIS, 330), (Stage.PILOT, 210)),
    Stage.PERMANENT: ((Stage.DIAGNOSIS, 1500), (Stage.PILOT, 1380), (Stage.PERMANENT, 1010)),
    Stage.CLOSED: ((Stage.PILOT, 1500), (Stage.PERMANENT, 1200), (Stage.CLOSED, 100)),
}
# Whose premises are held against the urban model.
MEASURED = {ModelKind.CAL, ModelKind.MAM, ModelKind.CIVIC}
WITH_MINORS = {ModelKind.YOUTH, ModelKind.CLUB}
LARGE_ENOUGH = 100


def add(
    place: Place,
    centre: Centre,
    *,
    operators: Mapping[str, Organisation],
    districts: Mapping[str, District],
    number: int,
    rows: Rows,
) -> tuple[list[StageStep], list[Operation]]:
    """Add the story of `place`; its number shifts the days, so that no two places have the same.

    Return its stages and operators, oldest first.
    """
    today = clock.today(centre.zone)
    shift = dt.timedelta(days=number % 97)
    stages = []
    for stage, ago in WAYS[place.stage]:
        began = today - dt.timedelta(days=ago) - shift
        contract = f"Umowa na pokaz {number % 97 + 1}/{began.year}" if stage in {Stage.PILOT, Stage.PERMANENT} else ""
        stages.append(StageStep(centre=centre, stage=stage, on=began, contract=contract))
    rows.add(*stages)
    began = today - dt.timedelta(days=WAYS[place.stage][0][1]) - shift
    closed_on = stages[-1].on if place.stage == Stage.CLOSED else None
    operations = _operations(place, centre, operators, began, closed_on)
    rows.add(*operations)
    _add_area(place, centre, districts, number, rows)
    looked = today - dt.timedelta(days=30 + number % 60)
    if place.premises:
        _add_found(place, centre, looked, rows)
    elif place.kind in MEASURED and centre.is_at_work and (number % 4 or place.asks):
        _add_premises(place, centre, looked, rows)
    if place.works_with_minors or (place.kind in WITH_MINORS and number % 3 == 0):
        _add_checks(centre, number, today, rows)
    return stages, operations


def _operations(
    place: Place, centre: Centre, operators: Mapping[str, Organisation], began: dt.date, closed_on: dt.date | None
) -> list[Operation]:
    contract = f"Umowa na pokaz, {place.district}"
    if place.earlier_operator:
        handed_over = began + dt.timedelta(days=400)
        earlier = operators[place.earlier_operator]
        last = handed_over - dt.timedelta(days=1)
        return [
            Operation(centre=centre, organisation=earlier, since=began, until=last, contract=contract),
            Operation(centre=centre, organisation=centre.operator, since=handed_over, contract=contract),
        ]
    return [Operation(centre=centre, organisation=centre.operator, since=began, until=closed_on, contract=contract)]


def _add_area(place: Place, centre: Centre, districts: Mapping[str, District], number: int, rows: Rows) -> None:
    """Add the part of the city where it lies, for some a neighbouring one, for some an area drawn by hand."""
    served = [districts[place.district]]
    if number % 3 == 0:
        others = [district for name, district in districts.items() if name != place.district]
        served.append(min(others, key=lambda each: _apart(each, centre)))
    rows.add(*(AreaDistrict(centre=centre, district=district) for district in served))
    if number % 7 == 0 and centre.latitude is not None and centre.longitude is not None:
        border = quarters.hexagon(place.slug, (centre.latitude, centre.longitude))
        rows.add(DrawnArea(centre=centre, name="ulice najbliżej nas", border=border))


def _apart(district: District, centre: Centre) -> float:
    assert centre.latitude is not None and centre.longitude is not None  # noqa: PT018 - places of the demo have both
    return (district.latitude - centre.latitude) ** 2 + ((district.longitude - centre.longitude) * 0.64) ** 2


def _add_found(place: Place, centre: Centre, looked: dt.date, rows: Rows) -> None:
    """Add what somebody wrote down point by point."""
    rows.add(
        *(
            PremisesFinding(
                centre=centre,
                point=found.point,
                verdict=found.verdict,
                note=found.note,
                remedy=found.remedy,
                looked_on=looked,
            )
            for found in place.premises
        )
    )


def _add_premises(place: Place, centre: Centre, looked: dt.date, rows: Rows) -> None:
    """Add findings that agree with what else is known of the place."""
    area = sum(hall.area_m2 for hall in place.rooms if not hall.whole)
    is_step_free, _note = place.access.get(AccessQuestion.STEP_FREE, (False, ""))
    has_toilet, _note = place.access.get(AccessQuestion.TOILET, (False, ""))
    has_kitchen = any(Equipment.KITCHENETTE in hall.equipment for hall in place.rooms)
    met = {
        PremisesPoint.AREA: area >= LARGE_ENOUGH,
        PremisesPoint.TWO_ROOMS: len(place.rooms) > 1,
        PremisesPoint.LARGE_AND_SMALL: len(place.rooms) > 1,
        PremisesPoint.TOILETS: has_toilet,
        PremisesPoint.KITCHENETTE: has_kitchen,
        PremisesPoint.GROUND_FLOOR: is_step_free,
        PremisesPoint.DAYLIGHT: True,
        PremisesPoint.HEATING: True,
        PremisesPoint.OWN_ENTRANCE: True,
        PremisesPoint.SAFETY: True,
    }
    notes = {PremisesPoint.AREA: f"Razem {area} m² w salach."}
    remedies = {
        PremisesPoint.AREA: "Dołączyć lokal obok, który stoi pusty.",
        PremisesPoint.TOILETS: "Poszerzyć drzwi i dołożyć poręcze.",
        PremisesPoint.GROUND_FLOOR: "Podjazd od strony podwórka.",
        PremisesPoint.KITCHENETTE: "Zlew i czajnik we wnęce.",
    }
    for point, is_met in met.items():
        rows.add(
            PremisesFinding(
                centre=centre,
                point=point,
                verdict=Verdict.MET if is_met else Verdict.NOT,
                note=notes.get(point, ""),
                remedy="" if is_met else remedies.get(point, ""),
                looked_on=looked,
            )
        )
    rows.add(
        PremisesFinding(
            centre=centre,
            point=PremisesPoint.TENURE,
            verdict=Verdict.PARTLY,
            note="Użyczenie na czas umowy z miastem.",
            looked_on=looked,
        )
    )


def _add_checks(centre: Centre, number: int, today: dt.date, rows: Rows) -> None:
    """Add two people who were looked up in the register: one of them is soon to be looked up again."""
    for turn, role in enumerate(("animatorka", "wolontariat")):
        checked = today - dt.timedelta(days=712 - number % 5 if turn else 300 + number % 60)
        rows.add(
            MinorsCheck(
                scope=centre.scope,
                person=TEAM_NAMES[(number + turn) % len(TEAM_NAMES)],
                role=role,
                checked_on=checked,
                checker="Kadry operatora",
                reference=f"KP/{number + 1}/{checked.year}",
                is_cleared=True,
                statement_on=checked,
                renew_on=checked + dt.timedelta(days=730),
                # Whoever keeps the register has been reminded of what comes due.
                reminded_on=today - dt.timedelta(days=3) if turn else None,
            )
        )
