"""The pages with which a whole network is looked after."""

import json
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from podworko.people.models import Role
from tests.gates.page import REFUSED, SIGN_IN, Answer, Answers, Named, Page, answers, centre, network, signed_in
from tests.gates.town import NOW, Who, World
from tests.gates.town_places import SQUARE

ABOVE = {Role.OFFICER, Role.ANIMATOR}


def by_officer(answer: Answer) -> Answers:
    """The city's officer; to others what stands there does not exist."""
    return answers(404, anonymous=SIGN_IN, officer=answer)


def keepers(answer: Answer) -> Answers:
    """Those who keep the place right."""
    return answers(404, anonymous=SIGN_IN, coordinator=answer, operator=answer, officer=answer)


def own_networks(who: Who) -> Answer:
    """Each officer and animator sees their own networks."""
    return SIGN_IN if who.is_anonymous else 200 if who.role in ABOVE else 404


def row(relation: str) -> Named:
    """Name a row of the network: the one that was entered first."""

    def named(world: World, who: Who) -> dict[str, Any]:
        return network(world, who) | {"number": getattr(world.home.network, relation).order_by("pk").last().pk}

    return named


def drawn(world: World, who: Who) -> dict[str, Any]:
    return centre(world, who) | {"number": world.home.centre.drawn_areas.order_by("pk").first().pk}


def organisation(world: World, who: Who) -> dict[str, Any]:
    return network(world, who) | {"organisation": world.home.operator.slug}


def filled(**values: Any):
    return lambda _world: dict(values)


def place(world: World) -> dict[str, Any]:
    kind = world.home.network.kinds.order_by("pk").first()
    address = {"street": "Rynek 2", "postcode": "30-001", "city": "Kraków"}
    return {"name": "CAL Nowy", "kind": kind.pk, "operator": world.home.operator.pk, "stage": "idea"} | address


def other_operator(world: World) -> dict[str, Any]:
    other = world.home.network.organisations.exclude(pk=world.home.operator.pk).first()
    return {"to": other.pk, "since": NOW.date().isoformat()}


def packed(world: World) -> dict[str, Any]:
    rows = [{"number": 1, "name": "Nowa", "code": "n", "border": SQUARE, "problem": ""}]
    return {"packed": signing.dumps(["", rows], salt=f"places.districts.{world.home.network.pk}", compress=True)}


def file(_world: World) -> dict[str, Any]:
    feature = {"type": "Feature", "properties": {"name": "Nowa"}, "geometry": SQUARE}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    return {"file": SimpleUploadedFile("osiedla.geojson", content)}


STATEMENT = {
    "body": "Gmina",
    "site_published_on": "2026-01-01",
    "site_changed_on": "2026-02-01",
    "status": "partly",
    "exceptions": "Mapa.",
    "basis": "self",
    "made_on": "2026-02-01",
    "person": "Zespół",
    "email": "dostepnosc@example.org",
    "phone": "12 555 01 02",
}
KIND = {"own_name": "Świetlica", "look": "cal", "audience": "everybody", "sign_up": "none"}
NETWORK: dict[str, Page] = {
    "places:networks": Page(own_networks),
    "places:new_network": Page(signed_in(404), signed_in(404)),
    "places:board": Page(
        answers(404, anonymous=SIGN_IN, officer=200, animator=200),
        names=network,
        queries=("?stage=idea", "?missing=photos", "?stage=nonsense", "?page=7"),
    ),
    "places:network_details": Page(by_officer(200), by_officer(302), names=network, form=filled(name="Sieć")),
    "places:network_changes": Page(by_officer(200), names=network),
    "places:network_statement": Page(by_officer(200), by_officer(302), names=network, form=filled(**STATEMENT)),
    "places:kinds": Page(by_officer(200), names=network),
    "places:new_kind": Page(by_officer(200), by_officer(302), names=network, form=filled(**KIND)),
    "places:kind": Page(by_officer(200), by_officer(302), names=row("kinds"), form=filled(**KIND)),
    "places:remove_kind": Page(REFUSED, by_officer(302), names=row("kinds"), form=filled(), changes=lambda _who: False),
    "places:network_days": Page(
        by_officer(200), by_officer(302), names=network, form=filled(on="2027-01-02", name="Święto", is_free="yes")
    ),
    "places:remove_network_day": Page(REFUSED, by_officer(302), names=row("days"), form=filled()),
    "places:team": Page(by_officer(200), names=network),
    "places:new_member": Page(by_officer(200), by_officer(302), names=network, form=filled(unit="Wydział Kultury")),
    "places:member": Page(by_officer(200), by_officer(302), names=row("team"), form=filled(unit="Wydział Sportu")),
    "places:remove_member": Page(REFUSED, by_officer(302), names=row("team"), form=filled()),
    "places:kept_organisations": Page(by_officer(200), names=network),
    "places:new_organisation": Page(
        by_officer(200), by_officer(302), names=network, form=filled(name="Fundacja Łąka", kind="ngo")
    ),
    "places:kept_organisation": Page(
        answers(404, anonymous=SIGN_IN, officer=200, operator=200),
        answers(404, anonymous=SIGN_IN, officer=302, operator=302),
        names=organisation,
        form=filled(name="Fundacja Rzeka", kind="ngo"),
    ),
    "places:new_place": Page(by_officer(200), by_officer(302), names=network, form=place),
    "places:over_time": Page(by_officer(200), names=centre),
    "places:stage": Page(
        by_officer(200), by_officer(302), names=centre, form=filled(stage="closed", on=NOW.date().isoformat())
    ),
    "places:hand_over": Page(by_officer(200), by_officer(302), names=centre, form=other_operator),
    "places:districts": Page(by_officer(200), by_officer(422), names=network, form=file, changes=lambda _who: False),
    "places:import_districts": Page(REFUSED, by_officer(302), names=network, form=packed),
    "places:area": Page(keepers(200), keepers(302), names=centre, form=filled(districts=[])),
    "places:draw_area": Page(
        keepers(200), keepers(302), names=centre, form=filled(name="Za parkiem", border=json.dumps(SQUARE))
    ),
    "places:remove_area": Page(REFUSED, keepers(302), names=drawn, form=filled()),
}
