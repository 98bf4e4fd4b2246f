"""The page "My things" of the resident, for whom a code has opened it, and how long things are kept."""

from podworko.people.models import Consent
from tests.gates.kept import MINE
from tests.gates.page import REFUSED, SIGN_IN, Page, answers, signed_in
from tests.gates.town import CODE, RESIDENT, Who, World

# Whoever has not typed a code is led to where one asks for it.
OWN = answers(302, resident=200)
LED = answers(302)


def is_resident(who: Who) -> bool:
    return who == Who(RESIDENT)


def consent(_world: World, _who: Who) -> dict[str, str]:
    return {"consent": str(Consent.objects.filter(email=MINE).earliest("pk").pk)}


MINE_PAGES: dict[str, Page] = {
    "portal:mine": Page(answers(200), LED, form=lambda _world: {"contact": "jan@example.org"}),
    "portal:mine_code": Page(OWN, LED, form=lambda _world: {"code": CODE}, changes=is_resident),
    "portal:mine_new_code": Page(REFUSED, LED, form=lambda _world: {}, changes=is_resident),
    "portal:mine_leave": Page(REFUSED, LED, form=lambda _world: {}, changes=is_resident),
    "portal:mine_withdraw": Page(REFUSED, LED, names=consent, form=lambda _world: {}, changes=is_resident),
    "portal:mine_export": Page(REFUSED, OWN, form=lambda _world: {}, changes=is_resident),
    "portal:mine_erase": Page(OWN, LED, form=lambda _world: {"code": CODE}, changes=is_resident),
    "portal:mine_erase_code": Page(REFUSED, LED, form=lambda _world: {}, changes=is_resident),
    # For the administrator of the installation, whom no role makes.
    "people:retention": Page(answers(404, anonymous=SIGN_IN), signed_in(405)),
    "people:try_retention": Page(signed_in(405), answers(404, anonymous=SIGN_IN), form=lambda _world: {}),
}
