"""The pages of calendars that a place brings along."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.gates.page import SIGN_IN, Answer, Answers, Named, Page, answers, centre, signed_in
from tests.gates.town import Who, World


def by_those_who_run_it(answer: Answer) -> Answers:
    """Coordinator and operator; to others these pages do not exist."""
    return answers(404, anonymous=SIGN_IN, coordinator=answer, operator=answer)


def brought(state: str) -> Named:
    """Name the centre and a calendar that stands so."""
    return lambda world, who: centre(world, who) | {"public_id": world.home.kept[f"brought-{state}"].public_id}


def a_use(world: World, who: Who) -> dict[str, Any]:
    return brought("done")(world, who) | {"use": world.home.kept["brought-use"].pk}


class Sent(SimpleUploadedFile):
    """A file that everybody sends anew."""

    def read(self, *_size: int) -> bytes:
        return self.file.getvalue()


CALENDAR = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T170000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)


def calendar(_world: World) -> dict[str, Any]:
    return {"file": Sent("kalendarz.ics", CALENDAR)}


def nothing_more(_world: World) -> dict[str, Any]:
    return {}


def another_room(world: World) -> dict[str, Any]:
    return {"date-0-4": world.home.room.pk}


def open_to_all(_world: World) -> dict[str, Any]:
    return {"is_open_to_all": "yes"}


SHOWN = ("reading", "writing", "done", "failed", "dropped", "undone")
BRINGING: dict[str, Page] = {
    "bookings:bring": Page(by_those_who_run_it(200), by_those_who_run_it(302), names=centre, form=calendar),
    "bookings:brought": Page(
        by_those_who_run_it(200),
        signed_in(405),
        names=brought("ready"),
        queries=("?show=all", "?show=clash", "?show=left"),
        others=tuple(brought(state) for state in SHOWN),
    ),
    "bookings:brought_answer": Page(signed_in(405), by_those_who_run_it(302), names=brought("ready"), form=open_to_all),
    "bookings:brought_dates": Page(signed_in(405), by_those_who_run_it(302), names=brought("ready"), form=another_room),
    "bookings:brought_keep": Page(signed_in(405), by_those_who_run_it(302), names=brought("ready"), form=nothing_more),
    "bookings:brought_again": Page(
        signed_in(405), by_those_who_run_it(302), names=brought("failed"), form=nothing_more
    ),
    "bookings:brought_drop": Page(signed_in(405), by_those_who_run_it(302), names=brought("ready"), form=nothing_more),
    "bookings:brought_uses": Page(by_those_who_run_it(200), signed_in(405), names=brought("done")),
    "bookings:brought_remove": Page(signed_in(405), by_those_who_run_it(302), names=a_use, form=nothing_more),
    "bookings:brought_show": Page(signed_in(405), by_those_who_run_it(302), names=a_use, form=open_to_all),
    "bookings:brought_undo": Page(
        by_those_who_run_it(200), by_those_who_run_it(302), names=brought("done"), form=nothing_more
    ),
}
