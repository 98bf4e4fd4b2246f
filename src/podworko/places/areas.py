"""Areas of influence: which other places serve the same ground. That they overlap is allowed, and shown."""

from dataclasses import dataclass

from podworko.places.geo import Border, do_overlap
from podworko.places.models import AreaDistrict, Centre, DrawnArea, Stage


@dataclass(frozen=True)
class Neighbour:
    """Another place that serves the same ground, and where."""

    name: str
    url: str
    where: str


def neighbours_of(place: Centre) -> list[Neighbour]:
    """Return who else serves what `place` serves, in two queries."""
    at_work = {"centre__network": place.network_id}
    districts = AreaDistrict.objects.filter(**at_work).exclude(centre__stage=Stage.CLOSED)
    drawn = DrawnArea.objects.filter(**at_work).exclude(centre__stage=Stage.CLOSED)
    grounds: dict[Centre, list[tuple[str, Border, int | None]]] = {}
    for row in districts.select_related("centre__network", "district"):
        grounds.setdefault(row.centre, []).append((row.district.name, row.district.border, row.district_id))
    for area in drawn.select_related("centre__network"):
        grounds.setdefault(area.centre, []).append((area.name, area.border, None))
    own = grounds.pop(place, [])
    found = [
        Neighbour(other.name, other.get_absolute_url(), ", ".join(shared))
        for other, theirs in grounds.items()
        if (shared := _shared(own, theirs))
    ]
    return sorted(found, key=lambda neighbour: neighbour.name)


def _shared(own: list[tuple[str, Border, int | None]], theirs: list[tuple[str, Border, int | None]]) -> list[str]:
    """Name what of `own` overlaps with `theirs`; districts of one city by themselves never do."""
    return [
        name
        for name, border, district in own
        if any(
            district == other if district is not None and other is not None else do_overlap(border, ground)
            for _name, ground, other in theirs
        )
    ]
