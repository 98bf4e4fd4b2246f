"""The pages of the desk at which what is held is planned, and who has signed up is kept."""

import uuid
from collections.abc import Callable
from typing import Any

from podworko.programme.models import Enrolment, Session
from podworko.programme.queries.drafts import session_version
from tests.gates.page import Form, Named, Page, centre, on_site, signed_in
from tests.gates.pages_programme import activity, empty
from tests.gates.town import SOON, Who, World

HOURS = {"on": SOON.isoformat(), "starts": "06:00", "ends": "07:00"}


def last(world: World) -> Session:
    """Return a session that nobody has signed up for."""
    return world.home.programme["weekly"].sessions.last()


def first(world: World) -> Session:
    return world.home.programme["weekly"].sessions.first()


def session(which: Callable[[World], Session]) -> Named:
    """Name a session of the weekly activity."""
    return lambda world, who: activity("weekly")(world, who) | {"session": which(world).pk}


def person(kind: str, what: str = "weekly") -> Named:
    """Name a sign-up by how it stands."""

    def names(world: World, who: Who) -> dict[str, Any]:
        enrolment: Enrolment = world.home.enrolments[kind]
        return activity(what)(world, who) | {"reference": enrolment.reference}

    return names


def said(**words: str) -> Form:
    return lambda _world: words


def what(_world: World) -> dict[str, Any]:
    """What staff say of an activity."""
    return {
        "title": "Wieczór gier",
        "kind": "integrating",
        "audience": "everybody",
        "where": "outdoors",
        "spot": "Skwer",
        "sign_up": "none",
        "signs_up_for": "session",
        "initiator": "residents",
    }


def new(world: World) -> dict[str, Any]:
    return what(world) | HOURS | {"repeats": "once", "submission_key": str(uuid.uuid4())}


def sessions(world: World) -> dict[str, Any]:
    return HOURS | {"repeats": "once", "room": world.home.room.slug}


def moved(world: World) -> dict[str, Any]:
    return HOURS | {"scope": "this", "seen": session_version(last(world))}


def caller(world: World) -> dict[str, Any]:
    """What staff write down for somebody who calls."""
    return {
        "channel": "phone",
        "session": last(world).pk,
        "person": "Janina Kos",
        "phone": "512 345 678",
        "letters": "pl",
        "answer_by": "fits",
        "has_agreed": "on",
        "submission_key": str(uuid.uuid4()),
    }


DESK_PROGRAMME: dict[str, Page] = {
    "programme:desk": Page(on_site(200), signed_in(405), names=centre),
    "programme:new": Page(on_site(200), on_site(302), names=centre, form=new),
    "programme:desk_activity": Page(
        on_site(200),
        signed_in(405),
        names=activity("weekly"),
        others=tuple(activity(kind) for kind in ("open", "series", "draft", "called_off", "groups")),
    ),
    "programme:edit": Page(
        on_site(200),
        on_site(302),
        names=activity("draft"),
        form=what,
        others=tuple(activity(kind) for kind in ("weekly", "series", "groups")),
    ),
    "programme:publish": Page(signed_in(405), on_site(302), names=activity("draft"), form=empty),
    "programme:call_off": Page(
        on_site(200), on_site(302), names=activity("draft"), form=empty, others=(activity("weekly"),)
    ),
    "programme:add_sessions": Page(on_site(200), on_site(302), names=activity("weekly"), form=sessions),
    "programme:move_session": Page(on_site(200), on_site(302), names=session(last), form=moved),
    "programme:call_off_session": Page(
        on_site(200), on_site(302), names=session(last), form=said(reason="Remont sali."), others=(session(first),)
    ),
    "programme:people": Page(
        on_site(200),
        signed_in(405),
        names=activity("weekly"),
        queries=("?list",),
        others=(activity("series"), activity("open"), activity("groups")),
    ),
    "programme:take": Page(
        on_site(200),
        on_site(302),
        names=activity("weekly"),
        form=caller,
        others=(activity("series"), activity("groups")),
    ),
    "programme:person": Page(
        on_site(200),
        on_site(302),
        names=person("going"),
        form=said(deed="resign"),
        others=(
            *(person(kind) for kind in ("resigned", "offered", "waiting", "removed", "lapsed", "unconfirmed")),
            person("series", "series"),
            person("grouped", "groups"),
        ),
    ),
    "programme:remove": Page(on_site(200), on_site(302), names=person("going"), form=said(reason="To nie dla nich.")),
}
