"""What the journeys stand on: a real browser, a server that it can reach, a phone in the hand."""

import pytest

from tests.browser import browsing, chromium  # noqa: F401 - a fixture

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def phone(chromium, live_server):  # noqa: F811
    """A browser of somebody with a phone and no account; it sees no other site than ours."""
    with browsing(chromium, live_server.url, **PHONE) as context:
        yield context.new_page()


@pytest.fixture
def phone_without_javascript(chromium, live_server):  # noqa: F811
    """The same with JavaScript off."""
    with browsing(chromium, live_server.url, **PHONE, java_script_enabled=False) as context:
        yield context.new_page()


@pytest.fixture
def desktop(chromium, live_server):  # noqa: F811
    """A browser at a desk."""
    with browsing(chromium, live_server.url, viewport={"width": 1280, "height": 800}) as context:
        yield context.new_page()
