"""The pages of attendance."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from podworko.attendance.links import token_of
from tests.gates.page import PUBLIC, REFUSED, SIGN_IN, Named, Page, answers, centre, network, on_site, signed_in
from tests.gates.town import NOW, TODAY, Who, World

# Those who work there and those who see it from above.
ALL_WHO_SEE = answers(404, anonymous=SIGN_IN, host=200, coordinator=200, operator=200, officer=200, animator=200)
OVER = answers(404, anonymous=SIGN_IN, officer=200, animator=200)


def on_day(on: str = TODAY.isoformat()) -> Named:
    return lambda world, who: centre(world, who) | {"on": on}


def session(world: World, who: Who) -> dict[str, Any]:
    return centre(world, who) | {"session": world.home.attendance["session"].pk}


def early(world: World, who: Who) -> dict[str, Any]:
    """Name a session that is still to come."""
    return centre(world, who) | {"session": world.home.programme["weekly"].sessions.last().pk}


def press(_world: World) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "press": "adult:1"}


def numbers(_world: World) -> dict[str, Any]:
    return {"adult": "12", "reason": "Policzone z kartki.", "submission_key": str(uuid.uuid4())}


def batch(world: World) -> dict[str, Any]:
    """What a telephone sends."""
    now = NOW.timestamp() * 1000
    stroke = {"uuid": str(uuid.uuid4()), "sheet": f"day-{TODAY}", "at": now, "what": "adult", "delta": 1}
    return {"batch": json.dumps({"now": now, "strokes": [stroke], "sheets": [f"day-{TODAY}"]})}


def code(world: World, _who: Who) -> dict[str, str]:
    """Name the code that hangs on the wall: whoever sees it may use it."""
    return {"token": token_of(world.home.attendance["session"])}


def coming(_world: World) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "what": "adult"}


def file(form: str, of: Named) -> Callable[[World, Who], dict[str, Any]]:
    return lambda world, who: of(world, who) | {"form": form}


ATTENDANCE: dict[str, Page] = {
    "attendance:count": Page(on_site(200), on_site(302), names=centre, form=press),
    "attendance:day": Page(
        on_site(200), on_site(302), names=on_day(), form=press, others=(on_day("2026-11-23"), on_day("2026-11-29"))
    ),
    "attendance:day_numbers": Page(on_site(200), on_site(302), names=on_day(), form=numbers),
    "attendance:session": Page(on_site(200), on_site(302), names=session, form=press, others=(early,)),
    "attendance:session_numbers": Page(on_site(200), on_site(302), names=session, form=numbers),
    "attendance:code": Page(on_site(200), signed_in(405), names=session),
    "attendance:code_sheet": Page(on_site(200), signed_in(405), names=session),
    "attendance:worker": Page(on_site(200), signed_in(405), names=centre),
    "attendance:manifest": Page(on_site(200), signed_in(405), names=centre),
    "attendance:sync": Page(
        REFUSED,
        answers(404, anonymous=401, host=200, coordinator=200, operator=200),
        names=centre,
        form=batch,
    ),
    "attendance:visits": Page(
        ALL_WHO_SEE,
        signed_in(405),
        names=centre,
        queries=(
            "?first=2026-11-01&last=2026-11-24",
            "?first=2026-11-01&last=2026-10-01",
            "?first=2020-01-01&last=2020-01-31",
        ),
    ),
    "attendance:visits_file": Page(
        ALL_WHO_SEE, signed_in(405), names=file("csv", centre), others=(file("xlsx", centre),)
    ),
    "attendance:network_visits": Page(OVER, signed_in(405), names=network),
    "attendance:network_visits_file": Page(
        OVER, signed_in(405), names=file("csv", network), others=(file("xlsx", network),)
    ),
    "attendance:here": Page(PUBLIC, answers(302), names=code, form=coming),
}
