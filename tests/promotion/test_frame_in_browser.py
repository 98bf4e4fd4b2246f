"""The frame on another site, in a real browser: as high as what is in it, and read without any script."""

import pytest
from django.urls import reverse

from tests.browser import browsing
from tests.factories import make_activity, make_centre

pytestmark = [pytest.mark.slow, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]
CITY = """<!doctype html><html lang=pl><title>Miasto</title><main><h1>Miasto</h1>
<iframe src="{site}{path}" title="Co się dzieje" width="100%" height="200" loading="lazy"></iframe>
<script src="{site}/static/podworko/js/embed_frame.js" defer></script></main>"""


@pytest.fixture
def centre():
    found = make_centre(name="Dom sąsiedzki")
    for number in range(8):
        make_activity(found, draft={"title": f"Spotkanie {number}"})
    return found


def city(context, site, centre):
    """Open the page of the city, which has pasted the line."""
    path = reverse("promotion:frame", args=[centre.network.slug, centre.slug])
    page = context.new_page()
    html = CITY.format(site=site, path=path)
    page.route("**/city", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/city")
    return page


def test_the_frame_grows_with_what_is_in_it_and_needs_no_script_to_be_read(chromium, live_server, centre):
    with browsing(chromium, live_server.url) as context:
        page = city(context, live_server.url, centre)
        page.frame_locator("iframe").get_by_role("link", name="Spotkanie 7").wait_for()
        page.wait_for_function("Number(document.querySelector('iframe').height) > 400")
        frame = next(each for each in page.frames if each != page.main_frame)
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
        assert context.cookies() == []
    with browsing(chromium, live_server.url, java_script_enabled=False) as context:
        page = city(context, live_server.url, centre)
        page.frame_locator("iframe").get_by_role("link", name="Spotkanie 0").wait_for()
