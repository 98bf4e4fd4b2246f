"""Where is it? The map lives where the browser can draw it, by keyboard too; elsewhere the drawing stays."""

import pytest

from tests.browser import CHROMIUM, browsing

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
DRAWS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]

SEED = """
from podworko.places.models import District
from tests.factories import *

network = make_network(slug="mapa", name="Mapa")
corners = [[20.0, 50.0], [20.1, 50.0], [20.1, 50.1], [20.0, 50.0]]
border = {"type": "MultiPolygon", "coordinates": [[corners]]}
District.objects.create(network=network, code="a", name="Stare", border=border, latitude=50.05, longitude=20.05)
make_centre(network, slug="arka", name="Arka", latitude=50.01, longitude=20.02)
make_centre(network, slug="zajezdnia", name="Zajezdnia", latitude=50.05, longitude=20.09)
answer = []
"""


@pytest.fixture(scope="module")
def address(installed):
    """Where the server of the town on the map answers."""
    installed.shell(SEED)
    with installed.running() as url:
        yield url


@pytest.fixture
def drawing_browser(chromium):
    """A browser that draws WebGL, in software."""
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=DRAWS)
    yield browser
    browser.close()


def test_a_card_is_opened_by_keyboard_and_leads_to_the_place(drawing_browser, address):
    with browsing(drawing_browser, address) as context:
        page = context.new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/mapa/places/")
        assert page.locator(".pin").count() == 0
        page.locator(".map summary").press("Enter")
        page.locator("[data-alive]").wait_for()
        assert page.locator(".pin").count() == 2
        page.locator(".maplibregl-canvas").focus()
        page.keyboard.press("Tab")
        assert page.locator(".pin:focus").get_attribute("aria-label") == "Arka"
        assert page.locator(".find.is-pointed h3").inner_text() == "Arka"
        page.keyboard.press("Enter")
        page.locator(".maplibregl-popup a").wait_for()
        page.keyboard.press("Escape")
        assert page.locator(".maplibregl-popup").count() == 0
        assert page.locator(".pin:focus").get_attribute("aria-label") == "Arka"
        page.keyboard.press("Enter")
        page.locator(".maplibregl-popup a:focus").press("Enter")
        page.wait_for_url("**/mapa/arka/")
        assert complaints == []


@pytest.mark.parametrize("with_script", [False, True])
def test_without_script_or_webgl_the_drawing_stays(chromium, address, with_script):
    with browsing(chromium, address, java_script_enabled=with_script) as context:
        page = context.new_page()
        if with_script:
            page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        page.goto("/mapa/places/")
        page.locator(".map summary").click()
        page.locator(".map svg.city").wait_for()
        assert page.locator(".live").count() == 0
