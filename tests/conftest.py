"""What every test stands on."""

from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.utils import translation

from tests.browser import chromium  # noqa: F401 - a fixture, defined once: a process can have one playwright


def pytest_configure():
    # WhiteNoise complains of a missing folder; tests serve static files from their sources.
    Path(configured.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _surroundings(settings):
    """Static files straight from their sources, hashes of passwords that cost nothing, no traces of other tests."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    # A request leaves its language behind in the thread.
    translation.activate(settings.LANGUAGE_CODE)
