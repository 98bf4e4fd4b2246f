"""Every address of the product, and what each role is answered there. An address missing here fails the gates.

Somebody else's object is a 404. A page of the desk leads visitors to the sign-in. Whatever is not answered by a page or
by the way onward changes nothing.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import PASSWORD
from tests.gates.markup import same
from tests.gates.page import (
    PUBLIC,
    REFUSED,
    SIGN_IN,
    Answer,
    Page,
    answers,
    by_any_token,
    by_link,
    by_staffs_token,
    centre,
    link,
    message,
    network,
    on_site,
    own_desk,
    own_passkey,
    passkey,
    place,
    reference,
    room,
    signed_in,
    with_app,
    with_passkey,
)
from tests.gates.pages_attendance import ATTENDANCE
from tests.gates.pages_bringing import BRINGING
from tests.gates.pages_evaluation import EVALUATION
from tests.gates.pages_finding import FOUND
from tests.gates.pages_imports import IMPORTS
from tests.gates.pages_kept import KEPT
from tests.gates.pages_membership import MEMBERSHIP
from tests.gates.pages_mine import MINE_PAGES
from tests.gates.pages_network import NETWORK
from tests.gates.pages_people import PEOPLE
from tests.gates.pages_posters import POSTERS
from tests.gates.pages_programme import PROGRAMME
from tests.gates.pages_programme_desk import DESK_PROGRAMME
from tests.gates.pages_promotion import PROMOTION
from tests.gates.pages_public import PUBLIC_PAGES
from tests.gates.pages_rules import RULES
from tests.gates.pages_series import SERIES
from tests.gates.pages_showing import SHOWING
from tests.gates.pages_today import DAY
from tests.gates.town import CODE, RESIDENT, SOON, VISITOR, Who, World

NEW_PASSWORD = "a longer way round the yard"


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
        "agrees": "on",
    }


ASSISTED = {"channel": "phone", "answer_by": "fits", "why": "Nie ma internetu.", "has_agreed": "on"}


def booking_by_program(world: World) -> dict[str, Any]:
    """The same through the API."""
    names = ("on", "starts", "ends", "room", "topic", "person", "phone")
    return {name: booking(world)[name] for name in names} | {"people": 8, "agrees": True}


def empty(_world: World) -> dict[str, Any]:
    return {}


def reason(_world: World) -> dict[str, Any]:
    return {"reason": "Wtedy jest tu remont."}


def accepted_dates(world: World) -> dict[str, Any]:
    return {"dates": [date.pk for date in world.home.requests["accepted"].dates.all()]}


def words(_world: World) -> dict[str, Any]:
    return {"words": "Wtedy jest tu remont."}


PAGES: dict[str, Page] = {
    **MINE_PAGES,
    **PUBLIC_PAGES,
    **IMPORTS,
    **BRINGING,
    **NETWORK,
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
    "my_account": Page(
        signed_in(200), signed_in(302), form=lambda _world: {"name": "Barbara Zielińska", "language": "en"}
    ),
    # The city has no sign-in of its own.
    "oidc_sign_in": Page(answers(404), REFUSED),
    "oidc_callback": Page(answers(404), REFUSED),
    # The second factor.
    "mfa_authenticate": Page(answers(302), answers(302)),
    "mfa_reauthenticate": Page(signed_in(200), signed_in(200)),
    "mfa_reauthenticate_webauthn": Page(with_passkey(200, 302), signed_in(302)),
    "mfa_index": Page(signed_in(200), signed_in(405)),
    "mfa_activate_totp": Page(with_app(302, 200), with_app(302, 200)),
    "mfa_deactivate_totp": Page(with_app(200, 404), with_app(302, 404), form=empty),
    "mfa_list_webauthn": Page(signed_in(200), signed_in(405)),
    "mfa_add_webauthn": Page(signed_in(200), signed_in(200)),
    "mfa_edit_webauthn": Page(
        own_passkey(200), own_passkey(302), names=passkey, form=lambda _world: {"name": "Klucz w szufladzie"}
    ),
    "mfa_remove_webauthn": Page(own_passkey(200), own_passkey(302), names=passkey, form=empty),
    "mfa_view_recovery_codes": Page(signed_in(200), signed_in(405)),
    "mfa_generate_recovery_codes": Page(
        signed_in(200),
        # A partner has neither app nor passkey that the codes could stand in for.
        lambda who: SIGN_IN if who.is_anonymous else 200 if who.role == "partner" else 302,
        form=empty,
        changes=lambda who: not who.is_anonymous and who.role != "partner",
    ),
    # The same for other programs, by a token.
    "api-1:api-root": Page(answers(404), answers(404), by_token=True),
    "api-1:<>": Page(answers(404), answers(404), at="/api/v1/nothing/here", by_token=True),
    "api-1:openapi-json": Page(PUBLIC, PUBLIC, by_token=True),
    "api-1:list_networks": Page(PUBLIC, by_token=True),
    "api-1:list_places": Page(
        PUBLIC, names=network, by_token=True, queries=("?near=50.02,20&when=sat-15:00&access=step_free&q=sala",)
    ),
    "api-1:get_place": Page(PUBLIC, names=place, by_token=True),
    "api-1:list_rooms": Page(PUBLIC, names=place, by_token=True),
    "api-1:search": Page(PUBLIC, names=network, by_token=True, queries=("?q=sala&kind=rooms",)),
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
    "portal:search": Page(
        PUBLIC,
        names=network,
        queries=("?q=seniorow", "?q=sala", "?q=sala&what=rooms&page=2", "?q=kozlufka", "?q=zzqqxx", "?q=sala+zzqqxx"),
    ),
    "portal:search_everywhere": Page(PUBLIC, queries=("?q=sala",)),
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
            f"?on={SOON}&starts=21:00&ends=20:00&repeats=week&people=900&room=sala-0",
            f"?on={SOON}&starts=17:00&ends=19:00&repeats=week&until=2027-02-01&people=12&room=sala-0",
        ),
    ),
    "bookings:paper": Page(PUBLIC, names=centre),
    "bookings:calendar": Page(
        PUBLIC,
        names=centre,
        queries=(
            "?view=week",
            "?view=month",
            "?view=list",
            "?room=sala-0",
            "?view=month&room=sala-0",
            f"?view=week&on={SOON}&room=sala-0",
            "?on=2026-11-11",
        ),
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
    "bookings:again": Page(
        by_link(200), by_link(302), names=link("accepted"), form=booking, others=(link("any"), link("waiting"))
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
        form=lambda world: booking(world) | {"email": "", "letters": "uk", **ASSISTED},
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
    # What was written to residents: letters are printed, what failed is sent again.
    "core:letter": Page(on_site(200), signed_in(405), names=message("letter")),
    "core:letter_printed": Page(signed_in(405), on_site(302), names=message("letter"), form=empty),
    "core:send_again": Page(signed_in(405), on_site(302), names=message("failed"), form=empty),
    "bookings:accept": Page(signed_in(405), on_site(302), names=reference("waiting"), form=empty),
    "bookings:decline": Page(signed_in(405), on_site(302), names=reference("waiting"), form=words),
    "bookings:ask_for_changes": Page(signed_in(405), on_site(302), names=reference("waiting"), form=words),
    "bookings:call_off": Page(signed_in(405), on_site(302), names=reference("accepted"), form=words),
    **PEOPLE,
    **KEPT,
    **DAY,
    **RULES,
    **SERIES,
    **SHOWING,
    **FOUND,
    **PROGRAMME,
    **DESK_PROGRAMME,
    **MEMBERSHIP,
    **ATTENDANCE,
    **EVALUATION,
    **PROMOTION,
    **POSTERS,
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
WATCHERS = (Who(VISITOR), Who(RESIDENT), Who("host"), Who("operator"), Who("officer"))


# Where nobody is led who may see a page; some of its states lead on, or tell that a thing is past.
NOWHERE = {
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
}


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
        page = visit.client.get(visit.address)
        assert page.status_code not in NOWHERE, f"{visit}: {page.status_code}"
        answered = [(visit, page)]
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
