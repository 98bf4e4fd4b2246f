"""Make the pictures of docs/pictures: the demo, on a Tuesday morning, as a resident and a host see it in Polish.

The server runs in this process with its clock set, on a database of its own, so that the same code gives the same
pictures. The browser is Chromium of the system, or the one that PODWORKO_CHROMIUM names.
"""

import datetime as dt
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import django
import time_machine
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

if TYPE_CHECKING:
    from podworko.portal.demo import SignIn

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
MOMENT = dt.datetime(2026, 11, 24, 10, 5, tzinfo=ZoneInfo("Europe/Warsaw"))
# Fields for dates and hours follow the language of the page, as in the browser of somebody who lives there.
LIKE_IN_POLAND = "--enable-blink-features=LangAttributeAwareFormControlUI"
PHONE = ViewportSize(width=390, height=1000)
DESK = ViewportSize(width=1280, height=900)
PLACE, DESK_OF_PLACE = "/krakow/na-kozlowce/", "/desk/krakow/na-kozlowce/"

Visit = Callable[[Page], None]


def main() -> None:
    """Make all of them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(MOMENT, tick=True):
        host = prepare(Path(folder))
        with serving() as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("PODWORKO_CHROMIUM") or shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu", LIKE_IN_POLAND],
            )
            picture(browser, site, "place-phone", PHONE, lambda page: go(page, PLACE))
            picture(browser, site, "form-phone", PHONE, fill_in)
            picture(browser, site, "mine-phone", PHONE, lambda page: go(page, address_of_a_waiting_request()))
            picture(browser, site, "plan-desktop", DESK, lambda page: go(page, f"{PLACE}calendar/"))
            picture(browser, site, "inbox-desktop-dark", DESK, lambda page: sign_in(page, host), is_dark=True)
            browser.close()


def prepare(folder: Path) -> "SignIn":
    """Set the demo up in `folder`, with the assets of the installation in PODWORKO_DATA; return its host."""
    (folder / "assets").symlink_to(Path(os.environ["PODWORKO_DATA"]).absolute() / "assets")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "podworko.config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # the loop of playwright runs in this thread
        "PODWORKO_DATA": str(folder),
        "PODWORKO_DATABASE_URL": "",
        "PODWORKO_DEMO": "true",
    }
    django.setup()
    from django.core.management import call_command

    from podworko.portal import demo

    call_command("migrate", verbosity=0)
    return demo.build()[0]


@contextmanager
def serving() -> Iterator[str]:
    """Answer requests on a free port while inside; return the address."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_words: object) -> None:
            pass

    with ThreadedWSGIServer(("127.0.0.1", 0), Quiet) as server:
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def picture(browser: Browser, site: str, name: str, size: ViewportSize, visit: Visit, *, is_dark: bool = False) -> None:
    """Take the picture `name` of what `visit` leads to."""
    scale = 2 if size is PHONE else 1
    context = browser.new_context(
        base_url=site,
        viewport=size,
        device_scale_factor=scale,
        locale="pl-PL",
        color_scheme="dark" if is_dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    visit(page)
    page.wait_for_load_state("networkidle")
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file)
    context.close()
    print(f"{file.name}: {file.stat().st_size // 1024} kB")


def go(page: Page, path: str) -> None:
    """Open a page."""
    page.goto(path)


def fill_in(page: Page) -> None:
    """Ask for two hours a week ahead, and look at what is free."""
    page.goto(f"{PLACE}borrow/?on={MOMENT.date() + dt.timedelta(days=7)}")
    page.fill("[name=starts]", "15:00")
    with page.expect_response("**/check/**"):
        page.fill("[name=ends]", "17:00")
        page.locator("[name=ends]").blur()
    page.locator("h1").evaluate("heading => heading.scrollIntoView()")


def sign_in(page: Page, person: "SignIn") -> None:
    """Sign in as somebody of the demo, whose day opens, and look at their desk."""
    page.goto("/account/login/")
    page.fill("main form.sheet [name=login]", person.email)
    page.fill("main form.sheet [name=password]", person.password)
    page.locator("main form.sheet button[type=submit]").click()
    page.wait_for_url(f"**{DESK_OF_PLACE}today/")
    page.goto(DESK_OF_PLACE)


def address_of_a_waiting_request() -> str:
    """Return the signed address of the choir's request."""
    from podworko.bookings.links import path_of
    from podworko.bookings.models import BookingRequest

    return path_of(BookingRequest.objects.filter(state="waiting", topic__startswith="Próba chóru").latest("pk"))


if __name__ == "__main__":
    main()
