"""The pages of people: invitations, tokens, who has which role where, the register for work with minors."""

from typing import Any

from tests.factories import PASSWORD
from tests.gates.page import SIGN_IN, Answer, Answers, Named, Page, answers, signed_in
from tests.gates.town import SOON, TODAY, Who, World

# Who may grant something on what, and who keeps or sees the register there; the operator has an organisation, the
# coordinator a place of it.
GRANT = {
    "network": ("officer", "animator"),
    "organisation": ("officer", "animator", "operator"),
    "centre": ("officer", "animator", "operator", "coordinator"),
}
KEEP = {"organisation": ("operator",), "centre": ("operator", "coordinator")}
SEE = {kind: (*roles, "officer") for kind, roles in KEEP.items()}


def only(roles: tuple[str, ...], answer: Answer) -> Answers:
    """These roles; to others what stands there does not exist."""
    return answers(404, anonymous=SIGN_IN, **dict.fromkeys(roles, answer))


def at(kind: str, **more: str) -> Named:
    """Name the network, the organisation or the centre of the home town; and a row of `more`."""

    def named(world: World, _who: Who) -> dict[str, Any]:
        town = world.home
        names: dict[str, Any] = {"network": town.network.slug}
        if kind == "centre":
            names["centre"] = town.centre.slug
        if kind == "organisation":
            names["organisation"] = town.operator.slug
        return names | {name: town.people[f"{kind} {row}"].pk for name, row in more.items()}

    return named


def invited(_world: World) -> dict[str, Any]:
    return {"email": "iryna@example.org", "name": "Iryna Koval", "language": "uk", "role": "partner"}


def account(_world: World) -> dict[str, Any]:
    return {"name": "Iryna Koval", "language": "uk", "password1": PASSWORD, "password2": PASSWORD}


def looked(_world: World) -> dict[str, Any]:
    return {
        "person": "Adam Kot",
        "role": "kółko teatralne",
        "checked_on": TODAY.isoformat(),
        "checker": "Marek Sikora",
        "reference": "KRS/2026/140",
        "is_cleared": "yes",
    }


def invitation(kind: str) -> Named:
    """Name an invitation by its link."""
    return lambda world, _who: {"token": world.home.invitation_link(kind)}


PEOPLE: dict[str, Page] = {
    # Whoever has the link may take the role, save who wrote the letter.
    "people:invitation": Page(
        answers(200),
        answers(302, coordinator=422),
        names=invitation("waiting"),
        form=account,
        others=(invitation("has account"), invitation("used"), invitation("withdrawn"), invitation("too old")),
    ),
    "people:tokens": Page(signed_in(200), signed_in(200), form=lambda _world: {"name": "Kalendarz biblioteki"}),
    # Their own token, which nobody else has.
    "people:revoke_token": Page(
        signed_in(405),
        answers(404, anonymous=SIGN_IN, host=302),
        names=lambda world, _who: {"token": world.home.staff["host"].api_tokens.earliest("pk").pk},
        form=lambda _world: {},
    ),
}
for kind, roles in GRANT.items():
    page, posted = only(roles, 200), only(roles, 302)
    PEOPLE |= {
        f"staff:{kind}_people": Page(page, only(roles, 405), names=at(kind)),
        f"staff:{kind}_invite": Page(page, posted, names=at(kind), form=invited),
        f"staff:{kind}_grant": Page(
            page, posted, names=at(kind, grant="grant"), form=lambda _world: {"until": SOON.isoformat()}
        ),
        f"staff:{kind}_end": Page(only(roles, 405), posted, names=at(kind, grant="grant"), form=lambda _world: {}),
        f"staff:{kind}_send_again": Page(
            only(roles, 405), posted, names=at(kind, invitation="invitation"), form=lambda _world: {}
        ),
        f"staff:{kind}_withdraw": Page(
            only(roles, 405), posted, names=at(kind, invitation="invitation"), form=lambda _world: {}
        ),
    }
for kind, roles in KEEP.items():
    page, posted, entry = only(roles, 200), only(roles, 302), at(kind, check="check")
    PEOPLE |= {
        f"staff:{kind}_minors": Page(only(SEE[kind], 200), only(SEE[kind], 405), names=at(kind)),
        f"staff:{kind}_minors_check": Page(
            only(SEE[kind], 200), only(SEE[kind], 405), names=entry, others=(at(kind, check="left"),)
        ),
        f"staff:{kind}_minors_add": Page(page, posted, names=at(kind), form=looked),
        f"staff:{kind}_minors_renew": Page(page, posted, names=entry, form=looked),
        f"staff:{kind}_minors_correct": Page(page, posted, names=entry, form=looked),
        f"staff:{kind}_minors_leave": Page(
            only(roles, 405), posted, names=entry, form=lambda _world: {"left_on": TODAY.isoformat()}
        ),
    }
