"""The pages of membership: the declaration, those behind the link of a member, the desk."""

import uuid
from typing import Any

from django.core.signing import Signer

from podworko.membership.links import token_of
from tests.gates.page import PUBLIC, REFUSED, Form, Named, Page, answers, by_link, centre, on_site, signed_in
from tests.gates.pages_kept import keepers
from tests.gates.town import CODE, RESIDENT, Who, World


def member(kind: str) -> Named:
    """Name a member by the link that was sent to them; others have an invented one."""

    def names(world: World, who: Who) -> dict[str, str]:
        token = token_of(world.home.members[kind])
        if who == Who(RESIDENT):
            return {"token": token}
        own = token_of(world.elsewhere.members[kind]) if who.role == RESIDENT else Signer().sign("x")
        return {"token": f"{token.rpartition(':')[0]}:{own.rpartition(':')[2]}"}

    return names


def person(kind: str) -> Named:
    """Name a member as the desk does."""
    return lambda world, who: centre(world, who) | {"reference": world.home.members[kind].reference}


def said(**words: str) -> Form:
    return lambda _world: words


def declaration(_world: World) -> dict[str, Any]:
    """What somebody fills in who wants to belong."""
    return {
        "person": "Maria Lis",
        "email": "maria@example.org",
        "phone": "",
        "emergency_person": "",
        "emergency_phone": "",
        "submission_key": str(uuid.uuid4()),
    }


def on_paper(world: World) -> dict[str, Any]:
    """What staff type in from a sheet."""
    assisted = {"channel": "paper", "answer_by": "fits", "has_agreed": "on", "letters": "pl"}
    return declaration(world) | assisted | {"phone": "512 345 999"}


MEMBERSHIP: dict[str, Page] = {
    "membership:join": Page(PUBLIC, answers(302), names=centre, form=declaration),
    "membership:form_pdf": Page(PUBLIC, names=centre),
    "membership:mine": Page(
        by_link(200),
        names=member("member"),
        others=tuple(
            member(kind) for kind in ("notice", "waiting", "resigned", "refused", "struck_off", "died", "unconfirmed")
        ),
    ),
    "membership:code": Page(
        by_link(200), by_link(302), names=member("unconfirmed"), form=lambda _world: {"code": CODE}
    ),
    "membership:new_code": Page(REFUSED, by_link(302), names=member("unconfirmed"), form=said()),
    "membership:resign": Page(
        by_link(200), by_link(302), names=member("member"), form=said(), others=(member("waiting"),)
    ),
    "membership:declaration": Page(by_link(200), names=member("member")),
    "membership:card": Page(by_link(200), names=member("member")),
    # The desk
    "membership:desk": Page(
        on_site(200),
        signed_in(405),
        names=centre,
        queries=("?part=waiting", "?part=notice", "?part=ended", "?q=krystyna", "?part=nothing&q=%00&page=-9"),
    ),
    "membership:take": Page(on_site(200), on_site(302), names=centre, form=on_paper),
    "membership:list": Page(on_site(200), signed_in(405), names=centre),
    "membership:export_csv": Page(on_site(200), signed_in(405), names=centre),
    "membership:export_xlsx": Page(on_site(200), signed_in(405), names=centre),
    "membership:figures": Page(on_site(200), signed_in(405), names=centre),
    "membership:rules": Page(
        keepers(200), keepers(302), names=centre, form=said(notice_days="21", is_for_residents="on")
    ),
    "membership:person": Page(
        on_site(200),
        on_site(302),
        names=person("waiting"),
        form=said(deed="accept"),
        others=tuple(person(kind) for kind in ("member", "notice", "resigned", "died", "struck_off", "refused")),
    ),
    "membership:refuse": Page(
        on_site(200), on_site(302), names=person("waiting"), form=said(reason="Prosimy najpierw o rozmowę.")
    ),
    "membership:notice": Page(
        on_site(200), on_site(302), names=person("member"), form=said(reason="Od pół roku nie ma wiadomości.")
    ),
    "membership:end": Page(
        on_site(200), on_site(302), names=person("member"), form=said(how="died"), others=(person("waiting"),)
    ),
    "membership:kept_declaration": Page(on_site(200), signed_in(405), names=person("member")),
}
