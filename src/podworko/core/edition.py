"""Which edition of the program this is: pages that another one has made may look otherwise."""

import hashlib
import os
from functools import cache
from pathlib import Path

from django.conf import settings

from podworko import __version__

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def edition() -> str:
    """Return a short print of the program's files and of the settings that stand on pages, made once in a process.

    Files count by name, size and time: processes of one installation agree, and another deployment differs.
    """
    found = [__version__, settings.SITE_URL, str(settings.DEMO)]
    for root in (PACKAGE, *map(Path, settings.LOCALE_PATHS)):
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(each for each in folders if each != "__pycache__")
            for name in sorted(names):
                stat = Path(folder, name).stat()
                found.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.blake2b("\n".join(found).encode(), digest_size=8).hexdigest()
