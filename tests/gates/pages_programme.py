"""The pages of the programme that everybody sees, and those behind the link of a sign-up."""

import uuid
from typing import Any

from django.core.signing import Signer

from podworko.programme.links import token_of
from tests.gates.page import (
    PUBLIC,
    REFUSED,
    SIGN_IN,
    Named,
    Page,
    answers,
    by_any_token,
    by_link,
    by_staffs_token,
    centre,
    network,
    on_site,
    place,
)
from tests.gates.town import CODE, RESIDENT, TODAY, Who, World


def activity(kind: str) -> Named:
    """Name an activity of the place by what it is for."""
    return lambda world, who: centre(world, who) | {"activity": world.home.programme[kind].slug}


def enrolment(kind: str) -> Named:
    """Name a sign-up by the link that was sent to the person; others have an invented one."""

    def names(world: World, who: Who) -> dict[str, str]:
        token = token_of(world.home.enrolments[kind])
        if who == Who(RESIDENT):
            return {"token": token}
        own = token_of(world.elsewhere.enrolments[kind]) if who.role == RESIDENT else Signer().sign("x")
        return {"token": f"{token.rpartition(':')[0]}:{own.rpartition(':')[2]}"}

    return names


def empty(_world: World) -> dict[str, Any]:
    return {}


def sign_up(world: World) -> dict[str, Any]:
    """What a resident fills in."""
    return {
        "session": world.home.programme["weekly"].sessions.first().pk,
        "person": "Maria Lis",
        "email": "maria@example.org",
        "submission_key": str(uuid.uuid4()),
    }


def sign_up_by_program(world: World) -> dict[str, Any]:
    """The same through the API: a program that acts for an account gives that one's address."""
    return {name: sign_up(world)[name] for name in ("session", "person")} | {"phone": "600 100 200"}


def of_place(kind: str) -> Named:
    """Name an activity as programs do."""
    return lambda world, who: place(world, who) | {"activity": world.home.programme[kind].slug}


def number(kind: str) -> Named:
    """Name a sign-up by its number."""
    return lambda world, _who: {"sign_up": world.home.enrolments[kind].reference}


PROGRAMME: dict[str, Page] = {
    "programme:network_programme": Page(
        PUBLIC,
        names=network,
        queries=(
            "?view=day&on=2026-11-25",
            f"?view=week&on={TODAY.replace(day=30)}&audience=seniors",
            "?view=month&language=uk",
            "?view=map&where=50.062,19.938",
            "?on=weekend&age=2",
            "?on=rest&free=1&come=1&outdoors=1&step_free=1",
            "?kind=trip&hours=evening",
            # Nothing is on, however much there is.
            "?view=list&on=2027-11-22",
            "?on=%00&age=x",
        ),
    ),
    "programme:programme": Page(
        PUBLIC,
        names=centre,
        queries=(
            "?audience=seniors&kind=integrating",
            f"?view=week&on={TODAY.replace(day=30)}",
            "?view=month",
            "?view=day&on=2027-11-22",
        ),
    ),
    "programme:spread": Page(on_site(200), names=centre, queries=("?period=ahead&audience=seniors", "?period=quarter")),
    "programme:network_spread": Page(
        answers(404, anonymous=SIGN_IN, officer=200, animator=200), names=network, queries=("?period=ahead",)
    ),
    "programme:activity": Page(
        PUBLIC,
        names=activity("weekly"),
        queries=("?all=1",),
        others=tuple(activity(kind) for kind in ("open", "series", "called_off", "groups")),
    ),
    "programme:sign_up": Page(
        PUBLIC,
        answers(302),
        names=activity("weekly"),
        form=sign_up,
        others=tuple(activity(kind) for kind in ("series", "open", "called_off", "groups")),
    ),
    "programme:enrolment": Page(
        by_link(200),
        names=enrolment("going"),
        others=tuple(
            enrolment(kind)
            for kind in ("waiting", "offered", "resigned", "removed", "lapsed", "series", "unconfirmed", "grouped")
        ),
    ),
    "programme:code": Page(
        by_link(200), by_link(302), names=enrolment("unconfirmed"), form=lambda _world: {"code": CODE}
    ),
    "programme:new_code": Page(REFUSED, by_link(302), names=enrolment("unconfirmed"), form=empty),
    "programme:take_place": Page(REFUSED, by_link(302), names=enrolment("offered"), form=empty),
    "programme:resign": Page(
        by_link(200), by_link(302), names=enrolment("going"), form=empty, others=(enrolment("waiting"),)
    ),
    "programme:calendar_file": Page(by_link(200), names=enrolment("going")),
    # Programs
    "api-1:list_activities": Page(PUBLIC, names=place, by_token=True),
    "api-1:get_activity": Page(PUBLIC, names=of_place("weekly"), by_token=True),
    "api-1:create_sign_up": Page(
        REFUSED, by_any_token(201), names=of_place("weekly"), form=sign_up_by_program, by_token=True
    ),
    "api-1:get_sign_up": Page(by_staffs_token(200), names=number("going"), by_token=True),
    "api-1:resign": Page(REFUSED, by_staffs_token(200), names=number("going"), form=empty, by_token=True),
}
