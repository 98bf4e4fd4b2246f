"""What an entry of the catalogue is made of: who is answered what, and how a visit is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.gates.town import Who, World

SIGN_IN = "sign in first"
# An HTTP status, or SIGN_IN.
Answer = int | str
Answers = Callable[[Who], Answer]


def answers(usual: Answer, *, anonymous: Answer | None = None, **roles: Answer) -> Answers:
    """Return who is answered what: `roles` of the home town, people without an account, everybody else."""

    def of(who: Who) -> Answer:
        if not who.is_elsewhere and who.role in roles:
            return roles[who.role]
        return anonymous if anonymous is not None and who.is_anonymous else usual

    return of


def signed_in(answer: Answer) -> Answers:
    """Anybody who has an account."""
    return answers(answer, anonymous=SIGN_IN)


def on_site(answer: Answer) -> Answers:
    """Those who run the place; to others what it holds does not exist."""
    return answers(404, anonymous=SIGN_IN, host=answer, coordinator=answer, operator=answer)


def by_link(answer: Answer) -> Answers:
    """The one who has the signed link."""
    return answers(404, resident=answer)


def by_any_token(answer: Answer) -> Answers:
    """A program that acts for anybody who has an account."""
    return answers(answer, anonymous=401)


def by_staffs_token(answer: Answer) -> Answers:
    """A program that acts for those who run the place."""
    return answers(404, anonymous=401, host=answer, coordinator=answer, operator=answer)


def own_desk(who: Who) -> Answer:
    """Each sees their own places; who has only one is led straight to it."""
    if who.is_anonymous:
        return SIGN_IN
    return 302 if who.role in {"host", "coordinator"} else 200


def with_app(there: Answer, otherwise: Answer) -> Answers:
    """Those whose second factor is an app, and the others who have an account."""
    return lambda who: SIGN_IN if who.is_anonymous else otherwise if who.role in {"operator", "partner"} else there


def with_passkey(there: Answer, otherwise: Answer) -> Answers:
    """The operators, whose second factor is a passkey, and the others who have an account."""
    return lambda who: SIGN_IN if who.is_anonymous else there if who.role == "operator" else otherwise


def own_passkey(answer: Answer) -> Answers:
    """The one whose passkey it is."""
    return answers(404, anonymous=SIGN_IN, operator=answer)


PUBLIC = answers(200)
REFUSED = answers(405)

Named = Callable[[World, Who], dict[str, str]]
Form = Callable[[World], dict[str, Any]]


def passkey(world: World, _who: Who) -> dict[str, Any]:
    """Name the passkey of the operator."""
    return {"pk": Authenticator.objects.get(user=world.home.staff["operator"], type="webauthn").pk}


def nothing(_world: World, _who: Who) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Page:
    """One address: its answers, what stands in it, and how a visit is made."""

    get: Answers
    post: Answers = REFUSED
    names: Named = nothing
    # What is sent so that whoever may do it changes something that is kept.
    form: Form | None = None
    changes: Callable[[Who], bool] | None = None
    # Where the pattern has no name, and what must stand after the address.
    at: str = ""
    at_query: str = ""
    # Who asks is known by a token, not by a session.
    by_token: bool = False
    # The same page in other states: queries, and other objects.
    queries: tuple[str, ...] = ()
    others: tuple[Named, ...] = ()

    def must_change(self, who: Who) -> bool:
        """Say whether sending the form must leave a trace in the database."""
        if self.changes:
            return self.changes(who)
        return self.form is not None and self.post(who) in {200, 201, 302}

    def addresses(self, name: str, world: World, who: Who) -> list[str]:
        """Return the address of the page as `who` knows it, then those of its other states."""
        address = self.at or reverse(name, kwargs=self.names(world, who)) + self.at_query
        others = [reverse(name, kwargs=names(world, who)) for names in self.others]
        return [address, *(address + query for query in self.queries), *others]


def network(world: World, _who: Who) -> dict[str, str]:
    return {"network": world.home.network.slug}


def centre(world: World, who: Who) -> dict[str, str]:
    return network(world, who) | {"centre": world.home.centre.slug}


def place(world: World, who: Who) -> dict[str, str]:
    return network(world, who) | {"place": world.home.centre.slug}


def room(world: World, who: Who) -> dict[str, str]:
    return centre(world, who) | {"room": world.home.room.slug}


def reference(kind: str) -> Named:
    """Name a request as the staff know it."""
    return lambda world, _who: {"reference": world.home.requests[kind].reference}


def message(kind: str) -> Named:
    """Name a message to a resident as the staff know it."""
    return lambda world, _who: {"message": str(world.home.told[kind].pk)}


def link(kind: str) -> Named:
    """Name a request by the link that was sent to the person."""
    return lambda world, who: {"token": world.link(who, kind)}
