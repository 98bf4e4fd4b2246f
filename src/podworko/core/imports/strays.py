"""Files of imports that came to nothing: whoever is killed between keeping a file and its row leaves one behind."""

import datetime as dt
from contextlib import suppress

from django.core.cache import cache
from django.core.files.storage import default_storage

from podworko.core import clock
from podworko.core.models import Import

FOLDER = "imports"
# What is younger may belong to a row that is just being written.
STRAY_AFTER = dt.timedelta(days=1)


def clear() -> None:
    """Remove files that belong to no import, once they are a day old; looks once an hour in each process."""
    if cache.add("core.imports.strays", value=True, timeout=3600):
        known = set(Import.objects.values_list("file", flat=True))
        for name in _files():
            # Another process that looks in the same hour may have removed it first.
            with suppress(FileNotFoundError):
                if name not in known and default_storage.get_modified_time(name) < clock.now() - STRAY_AFTER:
                    default_storage.delete(name)


def _files() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    years, _files = default_storage.listdir(FOLDER)
    return [f"{FOLDER}/{year}/{file}" for year in years for file in default_storage.listdir(f"{FOLDER}/{year}")[1]]
