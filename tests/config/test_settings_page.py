"""The page about settings cannot drift from the code."""

import pytest

from tools import settings_page

pytestmark = pytest.mark.any_database


def test_page_is_what_the_code_says():
    assert settings_page.PAGE.read_text() == settings_page.page(), "Run: make settings-page"


def test_page_names_every_setting():
    for name in settings_page.Environment.model_fields:
        assert f"| `PODWORKO_{name.upper()}` |" in settings_page.page()
