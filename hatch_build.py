"""Put the built static files, translations and fonts into the wheel; `make dist` builds them and calls this."""

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Assets(BuildHookInterface):
    """Adds `podworko/assets`, where the installed program looks for what a checkout keeps in its data folder."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders; stop when they are not built, as a wheel without them could not show a page."""
        if version == "editable":
            return
        assets = Path(os.environ.get("PODWORKO_ASSETS", Path(self.root, ".podworko", "assets")))
        for folder in ("static", "locale", "fonts"):
            if not (assets / folder).is_dir():
                message = "Static files, translations and fonts are not built yet; make the package with: make dist"
                raise SystemExit(message)
            build_data["force_include"][str(assets / folder)] = f"podworko/assets/{folder}"
