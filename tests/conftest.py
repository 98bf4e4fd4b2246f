"""What every test stands on."""

from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.cache import cache


def pytest_configure():
    # WhiteNoise complains of a missing folder; tests serve static files from their sources.
    Path(configured.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _surroundings(settings):
    """Static files straight from their sources, hashes of passwords that cost nothing, nothing left in the cache."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
