"""What the journeys stand on: the real server and a real mail server, a real browser, a town with places to borrow."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.browser import browsing, chromium  # noqa: F401 - a fixture
from tests.journeys.steps import ByKeyboard, Person
from tests.letterbox import Letterbox, letterbox
from tests.server import Installation, installation

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 834, "height": 1112}, "has_touch": True, "is_mobile": True}
LOCALES = {"pl": "pl-PL", "uk": "uk-UA", "en": "en-GB"}

SEED = """
from tests.factories import *

network = make_network(slug="miasto", name="Miasto")
answer = []
for number in range(8):
    centre = make_centre(network, slug=f"miejsce-{number}", name=f"Miejsce {number}", is_open_on_holidays=True)
    make_room(centre, slug="duza", name="Sala duża", capacity=40)
    small = make_room(centre, slug="mala", name="Sala mała", capacity=14)
    host = make_staff(Role.HOST, centre, name="Halina Wójcik", password=PASSWORD)
    on = a_working_day(centre, ahead=6)
    make_booking(small, on=on, starts="12:00", ends="14:00", topic="Joga na krzesłach", is_open_to_all=True)
    answer.append({"name": centre.name, "path": centre.get_absolute_url(), "host": host.email, "on": str(on)})
"""


@dataclass(frozen=True)
class Place:
    """A place with a large room (40) and a small one (14, taken from 12 to 14 on the day `on`), and its host."""

    name: str
    path: str
    host: str
    on: str


@pytest.fixture(scope="session")
def post() -> Iterator[tuple[Letterbox, int]]:
    """The mail server that the whole town writes to, and its port."""
    with letterbox() as box:
        yield box


@pytest.fixture(scope="session")
def installed(post, tmp_path_factory) -> Iterator[Installation]:
    """Podwórko as a town runs it."""
    folder = tmp_path_factory.mktemp("town")
    with installation(folder, smtp_host="127.0.0.1", smtp_port=post[1]) as done:
        yield done


@pytest.fixture(scope="session")
def places(installed) -> Iterator[Place]:
    """Places that nobody has used yet: each story takes one for itself."""
    return iter([Place(**each) for each in installed.shell(SEED)])


@pytest.fixture(scope="session")
def address(installed, places) -> Iterator[str]:
    """Where the server answers."""
    with installed.running() as url:
        yield url


@pytest.fixture
def place(places) -> Place:
    """A place for this story."""
    return next(places)


@pytest.fixture
def mails(post) -> Letterbox:
    """The mails that came."""
    return post[0]


Enter = Callable[..., Person]


@pytest.fixture
def enters(chromium: Browser, address: str) -> Iterator[Enter]:  # noqa: F811
    """Let somebody open a browser: their language, what they hold it with, with JavaScript or without.

    The story fails when a page breaks the rule of what it may load, throws an error, or the server does.
    """
    wrong: list[str] = []
    stack = []

    def heard(message: ConsoleMessage) -> None:
        # That a form with a mistake was answered with 422 is no mistake of ours.
        if message.type == "error" and "status of 4" not in message.text:
            wrong.append(message.text)

    def answered(response: Response) -> None:
        if response.status >= 500:  # noqa: PLR2004
            wrong.append(f"{response.status} {response.url}")

    def watch(page: Page) -> None:
        page.on("console", heard)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("response", answered)

    def enter(language: str = "pl", *, by_keyboard: bool = False, on: dict[str, object] = PHONE) -> Person:
        options = {"locale": LOCALES[language], **on}
        if by_keyboard:
            options = {"locale": LOCALES[language], "viewport": on["viewport"], "java_script_enabled": False}
        context = browsing(chromium, address, **options)
        stack.append(context)
        browser = context.__enter__()
        browser.on("page", watch)
        return (ByKeyboard if by_keyboard else Person)(browser.new_page(), language)

    yield enter
    for context in stack:
        context.__exit__(None, None, None)
    assert wrong == []
