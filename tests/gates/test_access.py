"""Gate 1: every address for every role, by GET and by POST; whatever is refused changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseNotFound
from django.urls import path

from podworko.config import urls
from tests.gates.catalogue import PAGES, answer_of, url_names
from tests.gates.page import Answers, Page, answers, on_site
from tests.gates.town import EVERYBODY, RESIDENT, Who, World

# What a visit writes about itself, whoever makes it: its session, and when an account or a token was used.
SESSIONS = "sessions.Session"
OWN_MOMENTS = {"last_login", "last_used_at"}

Rows = dict[str, list[tuple[object, ...]]]


@cache
def select_all() -> dict[str, str]:
    """Return what asks for every row of each table, without the traces that each visit leaves."""
    return {
        model._meta.label: str(
            model._base_manager.order_by("pk")
            .values_list(*(field.attname for field in model._meta.concrete_fields if field.name not in OWN_MOMENTS))
            .query
        )
        for model in apps.get_models()
        if model._meta.label != SESSIONS
    }


def dump() -> Rows:
    """Return every row of every table as the database holds it."""
    rows = {}
    with connection.cursor() as cursor:
        for label, sql in select_all().items():
            cursor.execute(sql)
            rows[label] = cursor.fetchall()
    return rows


def wrong_by_get(world: World, name: str, page: Page, expected: Answers) -> list[str]:
    """Open the page as everybody; return where the answer is not as the table says."""
    given = {
        who: answer_of(world.client(who, by_token=page.by_token).get(page.addresses(name, world, who)[0]))
        for who in EVERYBODY
    }
    return [
        f"GET {name} as {who}: {given[who]}, not {expected(who)}" for who in EVERYBODY if given[who] != expected(who)
    ]


def wrong_by_post(world: World, name: str, page: Page, expected: Answers) -> list[str]:
    """Send the page's form as everybody; return where the answer, or what it changed, is not as the table says."""
    wrong = []
    form = page.form(world) if page.form else {}
    kind = {"content_type": "application/json"} if page.by_token else {}
    clients = {who: world.client(who, by_token=page.by_token) for who in EVERYBODY}
    before = dump()
    for who, client in clients.items():
        must_change = expected is page.post and page.must_change(who)
        for value in form.values():
            if hasattr(value, "seek"):  # a file that the one before has read to its end
                value.seek(0)
        with transaction.atomic():
            given = answer_of(client.post(page.addresses(name, world, who)[0], form, **kind))
            if must_change and dump() == before:
                wrong.append(f"POST {name} as {who}: was allowed and changed nothing")
            # What is refused is left as it is: one look at the end is enough for all of it.
            transaction.set_rollback(must_change)
        if given != expected(who):
            wrong.append(f"POST {name} as {who}: {given}, not {expected(who)}")
    if dump() != before:
        wrong.append(f"POST {name}: somebody was refused and changed something")
    return wrong


def wrong_by_other_methods(world: World, name: str, page: Page) -> list[str]:
    """Try methods that no page knows; return where they change something."""
    clients = {who: world.client(who, by_token=page.by_token) for who in (Who("host"), Who(RESIDENT))}
    before = dump()
    for who, client in clients.items():
        for method in (client.put, client.patch, client.delete):
            method(page.addresses(name, world, who)[0])
    return [] if dump() == before else [f"{name}: PUT, PATCH or DELETE changed something"]


def wrong_from_another_site(world: World, name: str, page: Page) -> list[str]:
    """Send the form as another site would make the browser do; return where that is not refused.

    A form from another site comes without our token (403). Where a program must show its own token, being signed in
    as well is worth nothing.
    """
    wrong = []
    for who in filter(page.must_change, EVERYBODY):
        client = world.client(who, enforce_csrf_checks=True)
        before = dump()
        given = client.post(page.addresses(name, world, who)[0], page.form(world)).status_code
        if given != (401 if page.by_token else 403) or dump() != before:
            wrong.append(f"POST {name} from another site as {who}: {given}")
    return wrong


def test_every_address_is_in_the_table():
    assert sorted({*url_names()} ^ {*PAGES}) == []


@pytest.fixture(autouse=True)
def _bare_refusals(monkeypatch):
    """Answer what is refused in a word: most of these visits are, and other gates look at the page of it."""
    monkeypatch.setattr(urls, "handler404", lambda *_refused, **_why: HttpResponseNotFound(), raising=False)


@contextmanager
def left_as_it_was() -> Iterator[None]:
    """Undo what is done meanwhile, signing out among it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.matrix
@pytest.mark.parametrize("name", PAGES)
def test_page(world, name):
    page = PAGES[name]
    with left_as_it_was():
        assert wrong_by_get(world, name, page, page.get) == []
    with left_as_it_was():
        assert wrong_by_post(world, name, page, page.post) == []
    with left_as_it_was():
        assert wrong_by_other_methods(world, name, page) == []
    assert wrong_from_another_site(world, name, page) == []


@pytest.mark.parametrize("name", ["portal:mailbox", "portal:mailbox_file"])
def test_pages_of_the_demo_are_nowhere_else(world, settings, name):
    settings.DEMO = False
    assert wrong_by_get(world, name, PAGES[name], answers(404)) == []


# --- negative controls ---------------------------------------------------------------------------


def test_an_address_missing_from_the_table_is_seen():
    class Resolver:
        url_patterns = [path("secret/", HttpResponse, name="secret")]

    assert [*url_names(Resolver())] == ["secret"]
    assert "secret" not in PAGES


def test_a_page_that_is_more_open_than_the_table_says_is_seen(world):
    wrong = wrong_by_get(world, "portal:place", PAGES["portal:place"], on_site(200))
    assert "GET portal:place as visitor: 200, not sign in first" in wrong
    assert "GET portal:place as host elsewhere: 200, not 404" in wrong
    assert not any(" as host:" in line for line in wrong)


def test_a_refusal_that_changes_something_is_seen(world):
    wrong = wrong_by_post(world, "bookings:ask", PAGES["bookings:ask"], answers(404))
    assert "POST bookings:ask: somebody was refused and changed something" in wrong


def test_a_form_that_proves_nothing_is_seen(world):
    page = Page(answers(302), answers(302), form=lambda _world: {})
    wrong = wrong_by_post(world, "set_language", page, page.post)
    assert "POST set_language as visitor: was allowed and changed nothing" in wrong


def test_a_form_without_our_token_is_seen(world, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "Csrf" not in name]
    wrong = wrong_from_another_site(world, "bookings:accept", PAGES["bookings:accept"])
    assert "POST bookings:accept from another site as host: 302" in wrong
