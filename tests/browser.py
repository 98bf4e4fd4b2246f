"""A real browser for the gates and the journeys, which sees nothing but our own server."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Playwright, Route, sync_playwright

# Playwright's loop runs in the thread of the test; Django would take its own queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = os.environ.get("PODWORKO_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SHELL = shutil.which("chromium-headless-shell") or CHROMIUM


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers: a process can have one."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, started once for each worker; PODWORKO_CHROMIUM names another than the system's."""
    with _started(playwright, CHROMIUM) as browser:
        yield browser


@pytest.fixture(scope="session")
def shell(playwright: Playwright) -> Iterator[Browser]:
    """The same engine without windows, twice as quick, for those who look at hundreds of pages."""
    with _started(playwright, SHELL) as browser:
        yield browser


@contextmanager
def _started(playwright: Playwright, path: str | None) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@contextmanager
def browsing(
    chromium: Browser, site: str, *, client: Client | None = None, **options: object
) -> Iterator[BrowserContext]:
    """Open a browser of its own, signed in as `client` is; it fails at the end when a page asked for another site."""
    strangers: list[str] = []

    def only_ours(route: Route) -> None:
        if route.request.url.startswith((f"{site}/", "data:", "blob:")):
            route.fallback()
        else:
            strangers.append(route.request.url)
            route.abort()

    context = chromium.new_context(base_url=site, **{"locale": "pl-PL", "timezone_id": "Europe/Warsaw"} | options)
    context.route("**/*", only_ours)
    if client:
        context.add_cookies(
            [{"name": name, "value": morsel.value, "url": site} for name, morsel in client.cookies.items()]
        )
    try:
        yield context
        assert strangers == [], "A page asked for what is not ours."
    finally:
        context.close()
