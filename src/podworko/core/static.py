"""How static files are collected."""

from functools import cache
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Named by what is in them; a module of ours names the very version of another that it was written for."""

    # Django's own switch for this reads the modules of every package, and stumbles over theirs.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("podworko/js/*.js", ((r"""(?P<matched>from ["'](?P<url>\./[^"']+)["'];)""", 'from "%(url)s";'),)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page names two dozen files, which stay the same as long as the process runs.
        self.url = cache(super().url)
