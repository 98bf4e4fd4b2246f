"""Where is it? The map lives where the browser can draw it, by keyboard too; elsewhere the drawing stays."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser import CHROMIUM, browsing
from tests.journeys.conftest import PHONE
from tests.journeys.steps import Person, sign_in

pytestmark = [pytest.mark.slow, pytest.mark.any_database, pytest.mark.timeout(300)]
DRAWS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
DESK = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}

# The link in the list that leads to its place on the map.
ON_MAP = ".find:has(h3 :text('Zajezdnia')) a.on-map"

SEED = """
from django.contrib.auth.hashers import make_password
from podworko.places.models import District
from tests.factories import *

network = make_network(slug="mapa", name="Mapa")
corners = [[20.0, 50.0], [20.1, 50.0], [20.1, 50.1], [20.0, 50.1], [20.0, 50.0]]
border = {"type": "MultiPolygon", "coordinates": [[corners]]}
District.objects.create(network=network, code="a", name="Stare", border=border, latitude=50.05, longitude=20.05)
arka = make_centre(network, slug="arka", name="Arka", latitude=50.01, longitude=20.02)
make_centre(network, slug="barka", name="Barka", latitude=50.0102, longitude=20.0203)
make_centre(network, slug="zajezdnia", name="Zajezdnia", latitude=50.05, longitude=20.09)
answer = make_staff(Role.COORDINATOR, arka).email
User.objects.filter(email=answer).update(password=make_password(PASSWORD))
"""


@pytest.fixture(scope="module")
def coordinator(installed):
    """The town on the map; the e-mail of somebody who looks after Arka."""
    return installed.shell(SEED)


@pytest.fixture(scope="module")
def address(installed, coordinator):
    """Where the server of the town on the map answers."""
    with installed.running() as url:
        yield url


@pytest.fixture(scope="module")
def drawing_browser(chromium):
    """A browser that draws WebGL, in software."""
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=DRAWS)
    yield browser
    browser.close()


@contextmanager
def uncomplaining(context) -> Iterator[Page]:
    """Open a page, which fails the test when it complains."""
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    # That a form with a mistake was answered with 422 is no mistake of ours.
    assert [each for each in complaints if "status of 422" not in each] == []


@pytest.fixture
def desk(drawing_browser, address):
    """A page on a wide screen."""
    with browsing(drawing_browser, address, **DESK) as context, uncomplaining(context) as page:
        yield page


@pytest.fixture
def phone(drawing_browser, address):
    """A page on a telephone, in Ukrainian."""
    options = PHONE | {"locale": "uk-UA", "reduced_motion": "reduce"}
    with browsing(drawing_browser, address, **options) as context, uncomplaining(context) as page:
        yield page


def test_a_card_is_opened_by_keyboard_and_leads_to_the_place(desk):
    desk.goto("/mapa/places/")
    # Beside the list, with nothing pressed; what makes it live is heavy, and loaded for who turns to it.
    assert desk.locator("svg.city .spot").first.is_visible()
    assert desk.locator(".live").count() == 0
    desk.get_by_role("button", name="Przybliż").focus()
    desk.locator("[data-alive]").wait_for()
    assert desk.locator(".pin").count() == 2
    desk.locator(".maplibregl-canvas").focus()
    desk.keyboard.press("Tab")
    together = desk.locator(".pin:focus").get_attribute("aria-label")
    assert together == "Miejsca tuż obok siebie: 2. Arka, Barka"
    assert desk.locator(".find.is-pointed").count() == 2
    # What is too near is gone nearer to, and the keys stay where they were.
    desk.keyboard.press("Enter")
    desk.locator(".pin[aria-label=Barka]").wait_for()
    assert desk.locator(".pin:focus").get_attribute("aria-label") == "Arka"
    desk.keyboard.press("Enter")
    desk.locator(".map-card a").first.wait_for()
    desk.keyboard.press("Escape")
    assert desk.locator(".map-card").count() == 0
    assert desk.locator(".pin:focus").get_attribute("aria-label") == "Arka"
    desk.keyboard.press("Enter")
    desk.locator(".map-card a:focus").press("Enter")
    desk.wait_for_url("**/mapa/arka/")


def test_the_map_shows_what_the_list_was_narrowed_to(desk):
    desk.goto("/mapa/places/?q=Zajezdnia")
    desk.locator(".town-map").hover()
    desk.locator("[data-alive]").wait_for()
    assert [pin.get_attribute("aria-label") for pin in desk.locator(".pin").all()] == ["Zajezdnia"]


def test_buttons_go_nearer_away_and_back_to_the_whole(desk):
    desk.goto("/mapa/places/")
    for _ in range(4):
        desk.get_by_role("button", name="Przybliż").click()
        desk.wait_for_timeout(400)
    assert desk.locator(".has-names .part-name").inner_text() == "Stare"
    whole = desk.get_by_role("button", name="Cała mapa")
    whole.click()
    desk.locator(".pin.is-group").wait_for()
    desk.get_by_role("button", name="Oddal").press("Enter")


def test_on_a_telephone_the_map_is_one_touch_away_and_in_step_with_the_list(phone):
    phone.goto("/mapa/places/")
    assert phone.locator(".live").count() == 0
    phone.get_by_role("link", name="Мапа", exact=True).tap()
    phone.locator("#map").wait_for()
    phone.locator(ON_MAP).tap()
    phone.locator("[data-alive]").wait_for()
    phone.locator(".map-card").get_by_role("link", name="Zajezdnia").wait_for()
    phone.get_by_role("link", name="У списку").tap()
    assert phone.locator(".find:target h3").inner_text() == "Zajezdnia"


@pytest.mark.parametrize("with_script", [False, True])
def test_without_script_or_webgl_the_drawing_stays(chromium, address, with_script):
    with browsing(chromium, address, java_script_enabled=with_script) as context:
        page = context.new_page()
        if with_script:
            page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
        page.goto("/mapa/places/")
        page.locator(ON_MAP).click()
        page.locator(".map svg.city .spot:target").wait_for()
        assert page.locator(".live").count() == 0
        assert page.locator(".map-tools").is_hidden()
        page.locator(".map svg.city .spot:target").click()
        page.wait_for_url("**/mapa/zajezdnia/")


@contextmanager
def tile_server() -> Iterator[tuple[str, list[str]]]:
    """Serve one grey picture for every tile; yield the address and the paths that were asked for."""
    picture = BytesIO()
    Image.new("RGB", (256, 256), "gray").save(picture, "PNG")
    asked: list[str] = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(picture.getvalue())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_towns_own_tiles_are_asked_for_only_where_they_are_set(installed, drawing_browser, address, desk):
    with tile_server() as (host, asked):
        desk.goto("/mapa/places/")
        desk.locator(".town-map").hover()
        desk.locator("[data-alive]").wait_for()
        assert asked == []
        pattern, whose = f"{host}/{{z}}/{{x}}/{{y}}.png", "© Ktoś od ulic"
        town = installed.with_settings(tiles_url=pattern, tiles_attribution=whose)
        with town.running() as url:
            context = drawing_browser.new_context(base_url=url, **DESK)
            with uncomplaining(context) as page:
                policy = page.goto("/mapa/places/").header_value("Content-Security-Policy")
                page.locator(".town-map").hover()
                page.locator("[data-alive]").wait_for()
                assert page.get_by_text(whose).is_visible()
            context.close()
        assert policy.count(host) == 2
        assert "script-src 'self';" in policy
        assert asked
        assert all(path.count("/") == 3 and path.endswith(".png") for path in asked)


@pytest.fixture
def office(desk, coordinator):
    """The page of somebody who looks after Arka, signed in."""
    sign_in(Person(desk, "pl"), coordinator)
    desk.wait_for_url("**/desk/**")
    return desk


def test_the_position_of_a_place_is_put_by_pointer_and_by_keyboard(office):
    office.goto("/manage/mapa/places/arka/details/")
    office.locator("[data-point]").hover()
    office.locator("[data-alive]").wait_for()
    office.locator(".maplibregl-canvas").click(position={"x": 50, "y": 60})
    pressed = office.locator("#id_longitude").input_value(), office.locator("#id_latitude").input_value()
    assert pressed[0] < "20.02"
    assert pressed[1] > "50.01"
    office.locator(".maplibregl-canvas").focus()
    office.keyboard.press("ArrowRight")
    office.keyboard.press("Enter")
    assert office.locator("#id_longitude").input_value() > "20.02"
    office.locator("#id_longitude").fill("20.02")
    office.locator("#id_latitude").fill("50.01")
    assert office.locator(".put").count() == 1


def test_an_area_is_drawn_mended_and_kept(office):
    office.goto("/manage/mapa/places/arka/area/draw/")
    office.locator("[data-corners]").hover()
    office.locator("[data-alive]").wait_for()
    canvas = office.locator(".maplibregl-canvas")
    for x, y in ((400, 150), (700, 350), (700, 150), (400, 350)):
        canvas.click(position={"x": x, "y": y})
    border = office.locator("#id_border")
    assert len(border.input_value().splitlines()) == 4
    office.get_by_role("button", name="Zapisz").click()
    office.get_by_text("przecina").first.wait_for()
    assert len(border.input_value().splitlines()) == 4
    office.locator("[data-corners]").hover()
    office.locator("[data-alive]").wait_for()
    office.get_by_role("button", name="Cofnij ostatni narożnik").click()
    assert len(border.input_value().splitlines()) == 3
    # Without a mouse: one corner back, another put in the middle of the map.
    canvas.focus()
    office.keyboard.press("Backspace")
    assert len(border.input_value().splitlines()) == 2
    office.keyboard.press("ArrowDown")
    office.keyboard.press("Enter")
    assert len(border.input_value().splitlines()) == 3
    office.locator("#id_name").fill("Za parkiem")
    office.get_by_role("button", name="Zapisz").click()
    office.wait_for_url("**/arka/area/")
    office.locator(".dates").get_by_text("Za parkiem", exact=True).wait_for()
