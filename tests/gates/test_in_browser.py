"""Gate 3, and the weight of gate 4: each page in a real browser, for each role that sees it differently.

At 320 and 1280 px, light and dark: no violation of WCAG 2.2 AA that axe-core can find, nothing to scroll sideways on a
phone, nothing that the browser complains of, and all that the page needs in 120 kB.
"""

import gzip
import json
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, Route
from pytest_django.live_server_helper import LiveServer

from tests.browser import browsing
from tests.conftest import surroundings
from tests.gates.catalogue import NOWHERE, Visit, html_pages, looks
from tests.gates.test_html import error_pages
from tests.gates.town import BEFORE, World

pytestmark = [pytest.mark.slow, pytest.mark.any_database, pytest.mark.timeout(400)]

AXE = settings.DATA / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What another light changes: our style sheets ask for it in colours alone.
COLOURS = {"type": "rule", "values": ["color-contrast"]}
WIDTHS = {"phone": 320, "desk": 1280}
HEAVIEST = 120_000
# Files that are packed already.
PACKED = (".woff2", ".png", ".jpg", ".webp", ".avif")
# Chromium tells of the status of the page itself; the access matrix judges that.
STATUS = "the server responded with a status of"


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the world once where the server sees it too: committed, not in a transaction of ours."""
    with django_db_blocker.unblock(), override_settings(**surroundings(tmp_path_factory), DEMO=True):
        with time_machine.travel(BEFORE, tick=True):
            world = World()
        yield world
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def site(_built):
    """The address of a server that shows the world for as long as this module lasts."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def window(shell, site):
    """One window for all looks: each further one costs Chromium more than the page in it."""
    with browsing(shell, site, reduced_motion="reduce") as context:
        yield context


def violations(page: Page, rules: Mapping[str, Any]) -> list[str]:
    """Return what axe-core finds on the page as it stands, by these rules: rule, element, what is wrong."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", dict(rules))
    return [
        f"{rule['id']}: {node['html'][:160]} {' '.join(node['failureSummary'].split())}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """Return whether the page must be scrolled sideways, and what sticks out."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const all = [...document.querySelectorAll("body *")];
            const out = all.filter(e => e.getBoundingClientRect().right > width + 1);
            return ["scrolls sideways: " + out.slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")];
        }"""
    )


def weight(responses: Iterable[Response]) -> int:
    """Return how many bytes all that was loaded takes when it is packed."""
    bodies = {response.url: response.body() for response in responses if response.status == 200}
    return sum(
        len(body if urlsplit(url).path.endswith(PACKED) else gzip.compress(body)) for url, body in bodies.items()
    )


def complaints(page: Page) -> list[str]:
    """Return what is wrong with the open page in any width and any light."""
    wrong = []
    for size, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{size}: {fault}" for fault in too_wide(page)]
        for scheme, rules in (("light", STANDARDS), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{size}, {scheme}: {violation}" for violation in violations(page, rules)]
    return wrong


def look_at(window: BrowserContext, site: str, look: Visit) -> list[str]:
    """Open the page as somebody; return all that is wrong with it."""
    window.clear_cookies()
    window.add_cookies(
        [{"name": name, "value": morsel.value, "url": site} for name, morsel in look.client.cookies.items()]
    )
    with window.new_page() as page:
        told: list[ConsoleMessage] = []
        loaded: list[Response] = []
        page.on("console", lambda message: told.append(message))  # noqa: PLW0108 - Playwright marks what it is given
        page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 - the same
        opened = page.goto(look.address)
        assert opened.status not in NOWHERE, f"{look}: {opened.status}"
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.url == site + look.address, "The page led elsewhere."
        heavy = weight(loaded)
        if look.is_sent_empty:
            with page.expect_navigation():
                page.eval_on_selector("main form[method=post]", "form => { form.noValidate = true; form.submit(); }")
        wrong = complaints(page)
        wrong += [
            f"console: {message.text}" for message in told if message.type == "error" and STATUS not in message.text
        ]
        wrong += [
            f"not found: {response.url}"
            for response in loaded[1:]
            if response.status >= 400 and "/static/" in response.url
        ]
        if heavy > HEAVIEST:
            wrong.append(f"weighs {heavy} bytes")
    return wrong


@pytest.mark.parametrize("name", html_pages())
def test_page(window, site, world, name):
    # A part of a page is seen in the page that it is a part of.
    whole = [look for look, response in looks(world, name) if b"<html" in response.content]
    found = {str(look): look_at(window, site, look) for look in whole}
    wrong = {look: faults for look, faults in found.items() if faults}
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


def serve(html: str, route: Route) -> None:
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


def test_error_pages(shell, site, world):
    wrong = {}
    with browsing(shell, site) as context:
        for name, html in error_pages().items():
            page = context.new_page()
            page.route("**/what-went-wrong", partial(serve, html))
            page.goto("/what-went-wrong")
            wrong[name] = complaints(page)
    assert not any(wrong.values()), json.dumps(wrong, indent=1, ensure_ascii=False)


# --- negative controls ---------------------------------------------------------------------------


def test_bad_pages_are_seen(shell):
    with browsing(shell, "http://127.0.0.1") as context:
        page = context.new_page()
        page.set_content("<html lang=pl><title>.</title><main><h1 style='color:#bbb'>Blado</h1><img src=data:,></main>")
        found = " ".join(complaints(page))
        assert "color-contrast" in found
        assert "image-alt" in found
        assert "sideways" not in found
        page.set_content("<html lang=pl><title>.</title><main><h1 style='width:500px'>Szeroko</h1></main>")
        assert any("phone: scrolls sideways" in fault for fault in complaints(page))
        page.set_content(
            "<html lang=pl><title>.</title>"
            "<style>@media (prefers-color-scheme: dark) { body { background: #111 } }</style>"
            "<main><h1 style='color:#333'>Ciemno na ciemnym</h1></main>"
        )
        assert {fault.partition(":")[0] for fault in complaints(page)} == {"phone, dark", "desk, dark"}


def test_another_site_is_seen(shell, site):
    with pytest.raises(AssertionError, match="not ours"), browsing(shell, site) as context:
        context.new_page().set_content("<img src='https://example.org/a.png'>", wait_until="load")


def test_a_heavy_page_is_seen(window, site, world, monkeypatch):
    monkeypatch.setattr("tests.gates.test_in_browser.HEAVIEST", 1000)
    look, _response = next(looks(world, "portal:styleguide"))
    assert any(fault.startswith("weighs") for fault in look_at(window, site, look))
