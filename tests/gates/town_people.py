"""Fills the town with people: roles that hold, come and ended, invitations, tokens, the register for minors."""

import datetime as dt
from typing import TYPE_CHECKING

from podworko.people.models import ApiToken, Grant, Invitation, MinorsCheck, Role
from tests.factories import make_user

if TYPE_CHECKING:
    from tests.gates.town import Town

DAY = dt.timedelta(days=1)


def fill(town: "Town", number: int, now: dt.datetime) -> None:
    """Put one more of everything that people have into `town`; keep the first of each in `town.people`."""
    user = make_user(email=f"ktos-{number}@{town.slug}.example.org", name=f"Osoba {number}")
    for kind, owner in (("network", town.network), ("organisation", town.operator), ("centre", town.centre)):
        scope = owner.scope
        coming = make_user(email=f"{kind}-{number}@{town.slug}.example.org", name=f"Nowa {number}")
        held = Grant.objects.create(user=user, role=Role.PARTNER, scope=scope, since=now - DAY)
        Grant.objects.create(user=coming, role=Role.PARTNER, scope=scope, since=now + DAY)
        Grant.objects.create(user=coming, role=Role.PARTNER, scope=scope, since=now - 9 * DAY, until=now - DAY)
        town.people.setdefault(f"{kind} grant", held)
        invite(town, f"{kind} invitation", scope, number, now)
        if kind != "network":
            check_minors(town, kind, scope, number, now.date())
    for kind in ("waiting", "has account", "used", "withdrawn", "too old"):
        invite(town, kind, town.centre.scope, number, now)
    for role in (Role.HOST, Role.OPERATOR):
        name, secret = f"Program {number}", ApiToken.hash_of(f"{town.slug}-{role}-{number}")
        ApiToken.objects.create(user=town.staff[role], name=name, token_hash=secret, last_used_at=now - DAY)


def invite(town: "Town", kind: str, scope: object, number: int, now: dt.datetime) -> None:
    """Write an invitation of the coordinator's in the state that `kind` names."""
    words = kind.replace(" ", "-")
    has_account = kind == "has account"
    found = Invitation.objects.create(
        email=town.staff["host"].email if has_account and not number else f"{words}-{number}@{town.slug}.example.org",
        name="Olena Kowal",
        language="uk",
        role=Role.PARTNER,
        scope=scope,
        since=now,
        token_hash=Invitation.hash_of(town.invitation_link(kind) if not number else f"{words}-{town.slug}-{number}"),
        invited_by=town.staff["coordinator" if "centre" in kind or " invitation" not in kind else "officer"],
        expires_at=now if kind == "too old" else now + 9 * DAY,
        accepted_at=now if kind == "used" else None,
        withdrawn_at=now if kind == "withdrawn" else None,
    )
    town.people.setdefault(kind, found)


def check_minors(town: "Town", kind: str, scope: object, number: int, today: dt.date) -> None:
    """Write an entry of each state: checked again, to be checked again soon, not cleared, left."""
    rows = {"earlier": 400, "check": 30, "refused": 20, "left": 100}
    made = {
        name: MinorsCheck.objects.create(
            scope=scope,
            person=f"Osoba {name} {number}",
            role="prowadzi kółko teatralne",
            checked_on=today - ago * DAY,
            checker="Marek Sikora",
            reference=f"KRS/{number}/{ago}",
            is_cleared=name != "refused",
            renew_on=today + (ago - 10) * DAY,
            left_on=today if name == "left" else None,
            entered_by=town.staff["operator"],
        )
        for name, ago in rows.items()
    }
    made["check"].renews = made["earlier"]
    made["check"].save()
    for name, row in made.items():
        town.people.setdefault(f"{kind} {name}", row)
