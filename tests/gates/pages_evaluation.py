"""The pages of ratings: for those who came, with no account, and for those who work at the place."""

from typing import Any

from django.core.signing import Signer

from podworko.evaluation.links import tablet_token
from podworko.evaluation.models import RemarkState, Right
from tests.gates.page import SIGN_IN, Answers, Named, Page, answers, by_link, centre, network, on_site, signed_in
from tests.gates.town import RESIDENT, Who, World


def with_name(name: str) -> Named:
    """Name the place with the activity that is rated."""
    return lambda world, who: centre(world, who) | {name: world.home.ratings["activity"].slug}


def session(which: str) -> Named:
    """Name a session of the activity that is rated."""
    return lambda world, who: with_name("activity")(world, who) | {"session": world.home.ratings[which].pk}


def remark(state: RemarkState) -> Named:
    return lambda world, who: centre(world, who) | {"remark": world.home.ratings[state].pk}


def figures(form: str) -> Named:
    return lambda world, who: centre(world, who) | {"form": form}


def tablet(which: str) -> Named:
    """Name the tablet by its address; others than the resident have signed it themselves."""

    def names(world: World, who: Who) -> dict[str, str]:
        token = tablet_token(world.home.ratings[which])
        return {"token": token if who == Who(RESIDENT) else Signer().sign(token.partition(":")[0])}

    return names


def ticket(right: Right) -> Named:
    """Name the link in a message; others have that of nobody."""

    def names(world: World, who: Who) -> dict[str, str]:
        return {"token": world.home.ratings[right] if who == Who(RESIDENT) else "AAAAAAAAAAAAAAAA"}

    return names


def said(**words: str) -> Any:
    return lambda _world: words


def above(answer: int) -> Answers:
    """Those who look after the network."""
    return answers(404, anonymous=SIGN_IN, officer=answer, animator=answer)


ON_PAPER = {"face_5": "4", "face_4": "2", "remarks": "Więcej takich wieczorów"}

EVALUATION: dict[str, Page] = {
    "evaluation:tablet": Page(
        by_link(200),
        by_link(302),
        names=tablet("today"),
        form=said(face="5"),
        queries=("?thanks",),
        others=(tablet("old"),),
    ),
    "evaluation:tablet_words": Page(
        by_link(200), by_link(302), names=tablet("today"), form=said(text="Za ciasno w sali.")
    ),
    "evaluation:rate": Page(
        by_link(200), by_link(302), names=ticket(Right.RATE), form=said(face="4"), others=(ticket(Right.WRITE),)
    ),
    "evaluation:overview": Page(on_site(200), signed_in(405), names=centre),
    "evaluation:figures": Page(on_site(200), signed_in(405), names=figures("csv"), others=(figures("xlsx"),)),
    "evaluation:remarks": Page(on_site(200), signed_in(405), names=centre),
    "evaluation:show_remark": Page(
        signed_in(405), on_site(302), names=remark(RemarkState.WAITING), form=lambda _world: {}
    ),
    "evaluation:hide_remark": Page(
        on_site(200), on_site(302), names=remark(RemarkState.WAITING), form=said(reason="rude")
    ),
    "evaluation:activity": Page(on_site(200), signed_in(405), names=with_name("activity")),
    "evaluation:asking": Page(signed_in(405), on_site(302), names=with_name("activity"), form=said(asking="off")),
    "evaluation:open_tablet": Page(on_site(200), on_site(302), names=session("today"), others=(session("old"),)),
    "evaluation:paper": Page(on_site(200), on_site(302), names=session("today"), form=said(**ON_PAPER)),
    "evaluation:network": Page(above(200), signed_in(405), names=network),
}
