"""The parts of a city, and the areas that centres serve."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from podworko.core import audit
from podworko.core.errors import Refused
from podworko.core.transactions import action
from podworko.places import geo
from podworko.places.actions.keeping import lock, record
from podworko.places.geo import Border, Feature
from podworko.places.models import AreaDistrict, Centre, District, DrawnArea, Network

MOST_AREAS = 20


@action
def import_districts(*, network: Network, features: Sequence[Feature], attribution: str, by: audit.Actor) -> int:
    """Write the good ones of `features` into `network`: new ones, and those known by their code anew; return how many.

    Districts that the file does not hold stay as they are, with the centres that serve them.
    """
    network = Network.objects.select_for_update().get(pk=network.pk)
    known = {district.code: district for district in network.districts.all()}
    new: list[District] = []
    changed: list[District] = []
    for feature in features:
        if feature.border is None:
            continue
        latitude, longitude = feature.centre
        district = known.get(feature.code) or District(network=network, code=feature.code)
        district.name, district.border = feature.name, feature.border
        district.latitude, district.longitude = latitude, longitude
        (changed if district.pk else new).append(district)
    District.objects.bulk_create(new)
    District.objects.bulk_update(changed, ["name", "border", "latitude", "longitude"])
    network.districts_attribution = attribution.strip()[:200]
    network.save(update_fields=["districts_attribution"])
    audit.record("places.districts_imported", network, by=by, new=len(new), changed=len(changed))
    return len(new) + len(changed)


@action
def serve_districts(*, centre: Centre, district_ids: Collection[int], by: audit.Actor) -> None:
    """Let `centre` serve these districts and no others. Raises Refused for one of another network."""
    centre = lock(centre)
    wanted = {district.pk: district for district in centre.network.districts.filter(pk__in=[*district_ids])}
    if len(wanted) < len(set(district_ids)):
        raise Refused.because("elsewhere", _("Choose parts of this city."), field="districts")
    rows = {row.district_id: row for row in centre.area_districts.select_related("district")}
    before = sorted(row.district.name for row in rows.values())
    centre.area_districts.exclude(district__in=wanted).delete()
    AreaDistrict.objects.bulk_create(AreaDistrict(centre=centre, district_id=pk) for pk in wanted if pk not in rows)
    after = sorted(district.name for district in wanted.values())
    record("places.area_changed", centre, by=by, before={"districts": before}, after={"districts": after})


@action
def draw_area(*, centre: Centre, name: str, geometry: object, by: audit.Actor) -> DrawnArea:
    """Keep an area drawn by hand that `centre` serves. Raises Refused for a border that cannot be."""
    centre = lock(centre)
    border: Border = geo.border_of(geometry)
    if centre.drawn_areas.count() >= MOST_AREAS:
        raise Refused.because("too-many", _("There are twenty areas already. Remove one first."))
    area = DrawnArea.objects.create(centre=centre, name=name.strip()[:80] or _("Drawn area"), border=border)
    record("places.area_changed", centre, by=by, before={}, after={"drawn": area.name})
    return area


@action
def remove_area(*, area: DrawnArea, by: audit.Actor) -> None:
    """Forget an area that was drawn."""
    centre = lock(area.centre)
    record("places.area_changed", centre, by=by, before={"drawn": area.name}, after={})
    area.delete()
