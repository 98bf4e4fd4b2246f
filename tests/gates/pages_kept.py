"""The pages with which a place is kept right."""

import re
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.gates.page import PUBLIC, REFUSED, SIGN_IN, Answer, Answers, Named, Page, answers, centre
from tests.gates.town import Who, World
from tests.gates.town_kept import a_picture


def keepers(answer: Answer) -> Answers:
    """Those who keep the place right; to others these pages do not exist."""
    return answers(404, anonymous=SIGN_IN, coordinator=answer, operator=answer, officer=answer)


def watchers(answer: Answer) -> Answers:
    """They, and whoever sees the whole network."""
    return answers(404, anonymous=SIGN_IN, coordinator=answer, operator=answer, officer=answer, animator=answer)


def kept(name: str, key: str, attribute: str = "pk") -> Named:
    """Name the centre and one of the rows that are kept of it."""

    def named(world: World, who: Who) -> dict[str, Any]:
        row = world.home.kept[key]
        return centre(world, who) | {name: getattr(row, attribute) if attribute else row}

    return named


def point(world: World, who: Who) -> dict[str, str]:
    return centre(world, who) | {"point": "own-meters"}


def details(_world: World) -> dict[str, Any]:
    return {"name": "MAM Na Rogu", "street": "Rynek 1", "postcode": "30-001", "city": "Kraków"}


def week(_world: World) -> dict[str, Any]:
    hours = {"starts-day-0-0": "08:00", "ends-day-0-0": "21:00", "is_alike": "on"}
    return hours | {"starts-day-5-0": "09:00", "ends-day-5-0": "12:00"}


def seen(form: Any, page: str, **more: Any) -> Any:
    """Send what stands in the hidden field of the page, as a browser does."""

    def filled(world: World) -> dict[str, Any]:
        names = centre(world, Who("coordinator")) | {key: value(world) for key, value in more.items()}
        html = world.client(Who("coordinator")).get(reverse(page, kwargs=names)).content.decode()
        found = re.search(r'name="seen" value="([0-9a-f]*)"', html)
        assert found, page
        return form(world) | {"seen": found[1], "is_acknowledged": "on"}

    return filled


def season(_world: World) -> dict[str, Any]:
    return {"name": "Wakacje", "starts_on": "2027-07-01", "ends_on": "2027-08-31"}


def day(_world: World) -> dict[str, Any]:
    return {
        "first": "2026-12-30",
        "door": "closed",
        "duty": "usual",
        "reason": "Remont",
    }


def room(_world: World) -> dict[str, Any]:
    return {"name": "Sala lustrzana", "capacity": "25", "is_lent": "on", "layout-rows": "20", "equipment-mirror": "1"}


def photo(_world: World) -> dict[str, Any]:
    file = SimpleUploadedFile("drzwi.jpg", a_picture(), "image/jpeg")
    return {"file": file, "alt": "Drzwi od podwórza, obok ławka", "is_public": "on", "key": str(uuid.uuid4())}


def words(_world: World) -> dict[str, Any]:
    return {"alt": "Drzwi od podwórza, obok rower", "is_public": "on"}


def empty(_world: World) -> dict[str, Any]:
    return {}


ENTRANCE, SEASON = kept("entrance", "entrance"), kept("season", "season")
ROOM, PHOTO, ON = kept("room", "room", "slug"), kept("public_id", "photo", "public_id"), kept("on", "day", "")

KEPT: dict[str, Page] = {
    "places:photo": Page(
        PUBLIC,
        names=lambda world, _who: {"public_id": str(world.home.kept["photo"].public_id), "size": "small"},
    ),
    "places:setup": Page(keepers(200), names=centre),
    "places:changes": Page(keepers(200), names=centre),
    "places:details": Page(keepers(200), keepers(302), names=centre, form=seen(details, "places:details")),
    "places:hours": Page(keepers(200), names=centre),
    "places:week": Page(keepers(200), keepers(302), names=centre, form=seen(week, "places:week")),
    "places:duty": Page(keepers(200), keepers(302), names=centre, form=seen(week, "places:duty")),
    "places:new_season": Page(keepers(200), keepers(302), names=centre, form=season),
    "places:season": Page(
        keepers(200),
        keepers(302),
        names=SEASON,
        form=seen(season, "places:season", season=lambda world: world.home.kept["season"].pk),
    ),
    "places:season_week": Page(
        keepers(200),
        keepers(302),
        names=SEASON,
        form=seen(week, "places:season_week", season=lambda world: world.home.kept["season"].pk),
    ),
    "places:season_duty": Page(
        keepers(200),
        keepers(302),
        names=SEASON,
        form=seen(week, "places:season_duty", season=lambda world: world.home.kept["season"].pk),
    ),
    "places:remove_season": Page(REFUSED, keepers(302), names=SEASON, form=empty),
    "places:new_day": Page(keepers(200), keepers(302), names=centre, form=day),
    "places:day": Page(
        keepers(200),
        keepers(302),
        names=ON,
        form=seen(
            lambda _world: {"door": "usual", "duty": "nobody"}, "places:day", on=lambda world: world.home.kept["day"]
        ),
    ),
    "places:remove_day": Page(REFUSED, keepers(302), names=ON, form=empty),
    "places:rooms": Page(keepers(200), names=centre),
    "places:new_room": Page(keepers(200), keepers(302), names=centre, form=room),
    "places:room": Page(
        keepers(200),
        keepers(302),
        names=ROOM,
        form=seen(room, "places:room", room=lambda world: world.home.kept["room"].slug),
    ),
    "places:move_room": Page(REFUSED, keepers(302), names=ROOM, form=empty, changes=lambda _who: False),
    "places:remove_room": Page(REFUSED, keepers(302), names=ROOM, form=empty, changes=lambda _who: False),
    "places:photos": Page(keepers(200), keepers(302), names=centre, form=photo),
    "places:photo_words": Page(keepers(200), keepers(302), names=PHOTO, form=words),
    "places:move_photo": Page(REFUSED, keepers(302), names=PHOTO, form=empty),
    "places:remove_photo": Page(REFUSED, keepers(302), names=PHOTO, form=empty),
    "places:access": Page(keepers(200), names=centre),
    "places:access_place": Page(
        keepers(200), keepers(302), names=centre, form=lambda _world: {"dog-answer": "yes", "stop-number": "180"}
    ),
    "places:access_room": Page(keepers(200), keepers(302), names=ROOM, form=lambda _world: {"door-number": "92"}),
    "places:new_entrance": Page(keepers(200), keepers(302), names=centre, form=lambda _world: {"name": "z ulicy"}),
    "places:entrance": Page(keepers(200), keepers(302), names=ENTRANCE, form=lambda _world: {"steps-number": "3"}),
    "places:rename_entrance": Page(
        keepers(200), keepers(302), names=ENTRANCE, form=lambda _world: {"name": "z ulicy", "is_main": "on"}
    ),
    "places:remove_entrance": Page(REFUSED, keepers(302), names=ENTRANCE, form=empty),
    "places:premises": Page(watchers(200), names=centre),
    "places:premises_pdf": Page(watchers(200), names=centre),
    "places:premises_point": Page(
        keepers(200), keepers(302), names=point, form=lambda _world: {"verdict": "not", "remedy": "Podliczniki"}
    ),
}
