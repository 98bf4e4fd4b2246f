"""What the journeys stand on: the real server and a real mail server, a real browser, a town with places to borrow."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.browser import browsing
from tests.journeys.steps import ByKeyboard, Person
from tests.letterbox import Letterbox, letterbox
from tests.server import Installation, installation

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 834, "height": 1112}, "has_touch": True, "is_mobile": True}
LOCALES = {"pl": "pl-PL", "uk": "uk-UA", "en": "en-GB"}

SEED = """
from django.contrib.auth.hashers import make_password
from tests.factories import *

network = make_network(slug="miasto", name="Miasto")
answer = []
for number in range(40):  # more than there are stories, should one worker get them all
    centre = make_centre(network, slug=f"miejsce-{number}", name=f"Miejsce {number}", is_open_on_holidays=True)
    make_room(centre, slug="duza", name="Sala duża", capacity=40)
    small = make_room(centre, slug="mala", name="Sala mała", capacity=14)
    host = make_staff(Role.HOST, centre, name="Halina Wójcik")
    on = a_working_day(centre, ahead=6)
    make_booking(small, on=on, starts="12:00", ends="14:00", topic="Joga na krzesłach", is_open_to_all=True)
    answer.append({"name": centre.name, "path": centre.get_absolute_url(), "host": host.email, "on": str(on)})
# One hash for all: it is slow on purpose, and there are forty of them.
User.objects.update(password=make_password(PASSWORD))
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
def places(installed: Installation) -> Iterator[Place]:
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


@dataclass
class Watch:
    """Hears what a page complains of: what it may not load, what its script throws, what the server cannot do."""

    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch a page."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._look_at)

    def _hear(self, message: ConsoleMessage) -> None:
        # That a form with a mistake was answered with 422 is no mistake of ours.
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def _look_at(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")


Enter = Callable[..., Person]


@pytest.fixture
def enters(chromium: Browser, address: str) -> Iterator[Enter]:
    """Let somebody open a browser: in their language, with what they hold in their hand; by keyboard, with no script.

    The story fails when a page complained.
    """
    watch = Watch()
    with ExitStack() as browsers:

        def enter(language: str = "pl", *, by_keyboard: bool = False, on: dict[str, object] = PHONE) -> Person:
            keys = {"viewport": on["viewport"], "java_script_enabled": False}
            options = {"locale": LOCALES[language]} | (keys if by_keyboard else on)
            browser = browsers.enter_context(browsing(chromium, address, **options))
            browser.on("page", watch.over)
            return (ByKeyboard if by_keyboard else Person)(browser.new_page(), language)

        yield enter
    assert watch.complaints == []
