"""Every address of the product, and what each role is answered there. An address missing here fails the gates.

Somebody else's object is a 404. A page of the desk leads visitors to the sign-in. Whatever is not answered by a page or
by the way onward changes nothing.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import PASSWORD
from tests.gates.markup import same
from tests.gates.town import CODE, RESIDENT, SOON, VISITOR, Who, World

NEW_PASSWORD = "a longer way round the yard"
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


PUBLIC = answers(200)
REFUSED = answers(405)

Named = Callable[[World, Who], dict[str, str]]
Form = Callable[[World], dict[str, Any]]


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


def link(kind: str) -> Named:
    """Name a request by the link that was sent to the person."""
    return lambda world, who: {"token": world.link(who, kind)}


def booking(world: World) -> dict[str, Any]:
    """What a resident fills in."""
    return {
        "on": SOON.isoformat(),
        "starts": "10:00",
        "ends": "12:00",
        "repeats": "once",
        "people": "8",
        "room": world.home.room.slug,
        "topic": "Klub książki",
        "is_open_to_all": "yes",
        "person": "Olena Kowal",
        "email": "olena@example.org",
        "phone": "12 555 01 03",
        "submission_key": str(uuid.uuid4()),
    }


def booking_by_program(world: World) -> dict[str, Any]:
    """The same through the API."""
    names = ("on", "starts", "ends", "room", "topic", "person", "phone")
    return {name: booking(world)[name] for name in names} | {"people": 8}


def empty(_world: World) -> dict[str, Any]:
    return {}


def reason(_world: World) -> dict[str, Any]:
    return {"reason": "Wtedy jest tu remont."}


def accepted_dates(world: World) -> dict[str, Any]:
    return {"dates": [date.pk for date in world.home.requests["accepted"].dates.all()]}


def words(_world: World) -> dict[str, Any]:
    return {"words": "Wtedy jest tu remont."}


PAGES: dict[str, Page] = {
    "health": Page(PUBLIC),
    "set_language": Page(answers(302), answers(302)),
    # Accounts are for staff and made by invitation: the sign-up only says so.
    "account_login": Page(
        answers(302, anonymous=200),
        answers(302),
        form=lambda world: {"login": world.home.staff["host"].email, "password": PASSWORD},
        # A session begins, which is not kept among the records.
        changes=lambda _who: False,
    ),
    "account_logout": Page(answers(200, anonymous=302), answers(302)),
    "account_signup": Page(answers(302, anonymous=200), answers(302, anonymous=200)),
    "account_inactive": Page(PUBLIC),
    "account_reauthenticate": Page(signed_in(200), signed_in(200)),
    "account_change_password": Page(
        signed_in(200),
        signed_in(302),
        form=lambda _world: {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    ),
    "account_set_password": Page(signed_in(302), signed_in(302)),
    "account_reset_password": Page(PUBLIC, PUBLIC),
    "account_reset_password_done": Page(PUBLIC),
    "account_reset_password_from_key": Page(
        PUBLIC, answers(200), names=lambda _world, _who: {"uidb36": "1", "key": "invented-key"}
    ),
    "account_reset_password_from_key_done": Page(PUBLIC),
    # The same for other programs, by a token.
    "api-1:api-root": Page(answers(404), answers(404), by_token=True),
    "api-1:<>": Page(answers(404), answers(404), at="/api/v1/nothing/here", by_token=True),
    "api-1:openapi-json": Page(PUBLIC, PUBLIC, by_token=True),
    "api-1:list_networks": Page(PUBLIC, by_token=True),
    "api-1:list_places": Page(PUBLIC, names=network, by_token=True),
    "api-1:get_place": Page(PUBLIC, names=place, by_token=True),
    "api-1:list_rooms": Page(PUBLIC, names=place, by_token=True),
    "api-1:get_free_time": Page(
        PUBLIC,
        names=lambda world, who: place(world, who) | {"room": world.home.room.slug},
        at_query=f"?on={SOON}",
        by_token=True,
    ),
    "api-1:create_request": Page(REFUSED, by_any_token(201), names=place, form=booking_by_program, by_token=True),
    "api-1:list_requests": Page(by_any_token(200), by_token=True),
    "api-1:get_request": Page(by_staffs_token(200), names=reference("waiting"), by_token=True),
    "api-1:accept": Page(REFUSED, by_staffs_token(200), names=reference("waiting"), form=empty, by_token=True),
    "api-1:decline": Page(REFUSED, by_staffs_token(200), names=reference("waiting"), form=reason, by_token=True),
    "api-1:ask_for_changes": Page(
        REFUSED,
        by_staffs_token(200),
        names=reference("waiting"),
        form=lambda _world: {"question": "Może w środę?"},
        by_token=True,
    ),
    "api-1:cancel": Page(REFUSED, by_staffs_token(200), names=reference("accepted"), form=reason, by_token=True),
    # Places
    "portal:home": Page(PUBLIC),
    "portal:styleguide": Page(PUBLIC),
    "portal:after_sign_in": Page(signed_in(302), signed_in(405)),
    "portal:network": Page(PUBLIC, names=network),
    "portal:place": Page(PUBLIC, names=centre),
    "portal:mailbox": Page(PUBLIC),
    "portal:mailbox_file": Page(
        PUBLIC, names=lambda world, _who: {"message": str(world.home.messages[0].pk), "number": "0"}
    ),
    # A resident asks.
    "bookings:ask": Page(PUBLIC, answers(302), names=centre, form=booking, queries=(f"?on={SOON}&room=sala-0",)),
    "bookings:check": Page(
        PUBLIC,
        names=centre,
        queries=(
            f"?on={SOON}&starts=16:00&ends=18:00&repeats=once&people=12&room=any",
            f"?on={SOON}&starts=21:00&ends=20:00&repeats=weekly&people=900&room=sala-0",
            f"?on={SOON}&starts=17:00&ends=19:00&repeats=weekly&weekly_until=2027-02-01&people=12&room=sala-0",
        ),
    ),
    "bookings:paper": Page(PUBLIC, names=centre),
    "bookings:calendar": Page(
        PUBLIC,
        names=centre,
        queries=("?view=week", "?view=list", "?room=sala-0", f"?view=week&on={SOON}&room=sala-0", "?on=2026-11-11"),
    ),
    "bookings:feed": Page(PUBLIC, names=centre),
    "bookings:room_feed": Page(PUBLIC, names=room),
    # Behind the link that was sent to the resident.
    "bookings:mine": Page(
        by_link(200),
        names=link("waiting"),
        others=tuple(
            link(kind)
            for kind in (
                "any",
                "changes_asked",
                "unconfirmed",
                "accepted",
                "declined",
                "withdrawn",
                "lapsed",
                "by_phone",
            )
        ),
    ),
    "bookings:code": Page(by_link(200), by_link(302), names=link("unconfirmed"), form=lambda _world: {"code": CODE}),
    "bookings:new_code": Page(REFUSED, by_link(302), names=link("unconfirmed"), form=empty),
    "bookings:change": Page(
        by_link(200), by_link(302), names=link("changes_asked"), form=booking, others=(link("waiting"), link("any"))
    ),
    "bookings:cancel": Page(
        by_link(200), by_link(302), names=link("accepted"), form=accepted_dates, others=(link("any"), link("waiting"))
    ),
    "bookings:calendar_file": Page(by_link(200), names=link("accepted")),
    # The desk of those on site.
    "bookings:desk": Page(own_desk, signed_in(405)),
    "bookings:inbox": Page(on_site(200), signed_in(405), names=centre),
    "bookings:take": Page(
        on_site(200),
        on_site(302),
        names=centre,
        form=lambda world: booking(world) | {"channel": "phone", "letters": "uk", "email": ""},
    ),
    "bookings:decide": Page(
        on_site(200),
        signed_in(405),
        names=reference("waiting"),
        others=tuple(
            reference(kind)
            for kind in (
                "any",
                "by_phone",
                "changes_asked",
                "accepted",
                "declined",
                "withdrawn",
                "lapsed",
                "unconfirmed",
            )
        ),
    ),
    "bookings:accept": Page(signed_in(405), on_site(302), names=reference("waiting"), form=empty),
    "bookings:decline": Page(signed_in(405), on_site(302), names=reference("waiting"), form=words),
    "bookings:ask_for_changes": Page(signed_in(405), on_site(302), names=reference("waiting"), form=words),
    "bookings:call_off": Page(signed_in(405), on_site(302), names=reference("accepted"), form=words),
}


def url_names(resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the name of every address that is served, with its namespace; those without a name by their pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join((*namespaces, pattern.name or f"<{pattern.pattern}>"))
        else:
            deeper = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from url_names(pattern, deeper)


@dataclass(frozen=True)
class Visit:
    """Somebody looks at one state of a page that is open to them."""

    name: str
    who: Who
    address: str
    client: Client
    is_sent_empty: bool = False

    def __str__(self) -> str:
        return f"{self.address}{' sent empty' if self.is_sent_empty else ''} as {self.who}"


# Of those who see the same, these look at every page.
WATCHERS = (Who(VISITOR), Who(RESIDENT), Who("host"), Who("operator"))


def visits(world: World, name: str, language: str = "pl") -> Iterator[Visit]:
    """Yield every state of the page for all watchers who may see it."""
    page = PAGES[name]
    for who in WATCHERS:
        if page.get(who) == 200:
            client = world.client(who, by_token=page.by_token, language=language)
            for address in page.addresses(name, world, who):
                yield Visit(name, who, address, client)


def looks(world: World, name: str, language: str = "pl") -> Iterator[tuple[Visit, HttpResponse]]:
    """Yield every state of an HTML page once, however many see the same; and as it stands after an empty form."""
    seen = set()
    for visit in visits(world, name, language):
        cache.clear()  # nobody tries too often
        answered = [(visit, visit.client.get(visit.address))]
        if PAGES[name].post != REFUSED and PAGES[name].post(visit.who) not in {404, 405}:
            with transaction.atomic():
                again = world.client(visit.who, language=language)
                answered.append((replace(visit, is_sent_empty=True), again.post(visit.address, {})))
                transaction.set_rollback(True)
        for look, response in answered:
            print_of = same(response.content.decode()) if response["Content-Type"].startswith("text/html") else ""
            if response.status_code != 302 and print_of and print_of not in seen:
                seen.add(print_of)
                yield look, response


def open_pages() -> list[str]:
    """Return the names of the pages that a watcher may see."""
    return [name for name, page in PAGES.items() if 200 in map(page.get, WATCHERS)]


def html_pages() -> list[str]:
    """Return those of them that people read."""
    return [name for name in open_pages() if not PAGES[name].by_token]


def answer_of(response: HttpResponse) -> Answer:
    """Return the status of a response; SIGN_IN when it leads to the sign-in."""
    if response.status_code == 302 and response["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?"):
        return SIGN_IN
    return response.status_code
