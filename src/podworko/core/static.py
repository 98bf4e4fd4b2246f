"""How static files are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Named by what is in them; a module of ours names the very version of another that it was written for."""

    # Django's own switch for this reads the modules of every package, and stumbles over theirs.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("podworko/js/*.js", ((r"""(?P<matched>from ["'](?P<url>\./[^"']+)["'];)""", 'from "%(url)s";'),)),
    )
