"""What a town of the gates holds of membership: somebody who stands in each way, in a place that has members."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from podworko.core import audit
from podworko.membership.actions import declaring, keeping
from podworko.membership.drafts import MemberDraft
from podworko.membership.models import Membership, Roll
from podworko.people.models import ContactCode
from podworko.places.models import Centre, Part
from tests.factories import make_member

if TYPE_CHECKING:
    from tests.gates.town import Town

CODE = "123456"


def fill(town: "Town", number: int, on: dt.date) -> None:
    """Put one more of everything into the town, each `number` once; `on` is a day with room for more.

    `town.members` holds the memberships by how they stand.
    """
    if not number:
        kind = town.centre.kind
        kind.parts = [*kind.parts, Part.MEMBERSHIP]
        kind.save()
    # Every place that has members has one book.
    Roll.objects.create(centre=town.network.centres.get(slug=f"osiedle-{number}"))
    found = _members(town.centre, number, on)
    if not number:
        town.members = {name: Membership.objects.get(pk=each.pk) for name, each in found.items()}


def _members(centre: Centre, number: int, on: dt.date) -> dict[str, Membership]:
    """Write a member in each state; each of the round `number` is called otherwise."""
    long_ago = on - dt.timedelta(days=400)
    member = make_member(
        centre,
        since=long_ago,
        email=f"czlonkini{number}@{centre.network.slug}.example.org",
        phone="+48512345678",
        emergency_person="Ola Lis",
        emergency_phone="+48512345679",
    )
    notice, resigned, died, struck = (make_member(centre, since=long_ago) for _turn in range(4))
    for each in (struck, notice):
        keeping.give_notice(membership=each, by=audit.SYSTEM, reason="Od pół roku nie ma wiadomości.")
        if each == struck:
            Membership.objects.filter(pk=struck.pk).update(answer_until=on - dt.timedelta(days=1))
            keeping.strike_off_due()
    keeping.resign(membership=resigned, by=audit.RESIDENT)
    keeping.note_death(membership=died, by=audit.SYSTEM)
    unconfirmed, waiting, refused = (_declared(centre, f"{name}{number}") for name in ("ktos", "czeka", "odmowa"))
    for each in (waiting, refused):
        declaring.confirm(membership=each, code=CODE)
    keeping.refuse(membership=refused, by=audit.SYSTEM, reason="Prosimy najpierw o rozmowę.")
    return {
        "member": member,
        "notice": notice,
        "resigned": resigned,
        "died": died,
        "struck_off": struck,
        "unconfirmed": unconfirmed,
        "waiting": waiting,
        "refused": refused,
    }


def _declared(centre: Centre, name: str) -> Membership:
    email = f"{name}@{centre.network.slug}.example.org"
    draft = MemberDraft(person="Janina Kos", email=email, birth_year=1950)
    membership = declaring.declare(centre=centre, draft=draft, submission_key=email)
    ContactCode.objects.filter(purpose=declaring.purpose_of(membership)).update(code_hash=make_password(CODE))
    return membership
