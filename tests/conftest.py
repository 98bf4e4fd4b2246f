"""What every test stands on."""

from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.utils import translation

from tests.browser import chromium, playwright, shell  # noqa: F401 - fixtures, defined once for all


def pytest_addoption(parser):
    parser.addoption("--second-database", action="store_true", help="what needs no second database is left out")


def pytest_collection_modifyitems(config, items):
    """On the second database leave out what is marked any_database, and keep the matrices for the slow run."""
    is_second, is_slow = config.getoption("--second-database"), config.option.markexpr.startswith("slow")

    def is_left_out(item):
        if item.get_closest_marker("matrix"):
            return is_second != is_slow
        return is_second and item.get_closest_marker("any_database")

    left_out = {item for item in items if is_left_out(item)}
    config.hook.pytest_deselected(items=[*left_out])
    items[:] = [item for item in items if item not in left_out]


def pytest_configure():
    # WhiteNoise complains of a missing folder; tests serve static files from their sources.
    Path(configured.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def surroundings(tmp_path_factory):
    """Return the settings under which tests run."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path_factory.getbasetemp() / "files")},
    }
    return {
        "STORAGES": {**configured.STORAGES, "default": files, "staticfiles": plain},
        # Each test client would read the whole folder anew.
        "WHITENOISE_AUTOREFRESH": True,
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }


@pytest.fixture(autouse=True)
def _surroundings(settings, tmp_path_factory):
    """Static files straight from their sources, hashes of passwords that cost nothing, no traces, no files."""
    for name, value in surroundings(tmp_path_factory).items():
        setattr(settings, name, value)
    cache.clear()
    # A request leaves its language behind in the thread.
    translation.activate(settings.LANGUAGE_CODE)
