"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of a page needs."""
    tiles = {"url": settings.TILES_URL, "attribution": settings.TILES_ATTRIBUTION}
    return {"demo": settings.DEMO, "site_url": settings.SITE_URL, "tiles": tiles}
