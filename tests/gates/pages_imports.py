"""The pages of tables that people bring."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.gates.page import SIGN_IN, Answer, Answers, Named, Page, answers, network, signed_in
from tests.gates.town import Who, World


def by_officer(answer: Answer) -> Answers:
    """The city's officer; to others what stands there does not exist."""
    return answers(404, anonymous=SIGN_IN, officer=answer)


def brought(state: str) -> Named:
    """Name a table in this state."""
    return lambda world, who: network(world, who) | {"public_id": world.home.imports[state].public_id}


def template(world: World, who: Who) -> dict[str, str]:
    return network(world, who) | {"kind": "hours"}


class Table(SimpleUploadedFile):
    """A file that everybody sends anew."""

    def read(self, *_size: int) -> bytes:
        return self.file.getvalue()


def table(_world: World) -> dict[str, Any]:
    content = "Miejsce;Sala;Osób\nDom;Duża;40".encode()
    return {"kind": "places.rooms", "file": Table("sale.csv", content)}


def nothing_more(_world: World) -> dict[str, Any]:
    return {}


SHOWN = ("reading", "writing", "done", "failed", "dropped")
IMPORTS: dict[str, Page] = {
    "places:imports": Page(by_officer(200), by_officer(302), names=network, form=table),
    "places:import_template": Page(by_officer(200), signed_in(405), names=template),
    "places:import": Page(
        by_officer(200),
        signed_in(405),
        names=brought("ready"),
        queries=("?show=all", "?show=change"),
        others=tuple(brought(state) for state in SHOWN),
    ),
    "places:import_confirm": Page(signed_in(405), by_officer(302), names=brought("ready"), form=nothing_more),
    "places:import_again": Page(signed_in(405), by_officer(302), names=brought("failed"), form=nothing_more),
    "places:import_drop": Page(signed_in(405), by_officer(302), names=brought("ready"), form=nothing_more),
    "places:import_wrong": Page(by_officer(200), signed_in(405), names=brought("ready")),
}
