"""What programs ask for again and again: drawn up once for each version, nothing for whoever has that version already.

There is an ETag and no Last-Modified: what a feed holds also moves with the day, and a moment that misses one change
would hide it for good.
"""

import datetime as dt
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

KEPT = dt.timedelta(hours=1)
# What is larger is drawn up anew when somebody asks for it: the cache is for many.
LARGEST_KEPT = 1_000_000


def answer(request: HttpRequest, version: str, draw: Callable[[], str], *, content_type: str) -> HttpResponse:
    """Return what `draw` makes of this version, from the cache when it was made; 304 to whoever has it already."""
    etag = f'"{version}"'
    unchanged = get_conditional_response(request, etag)
    if isinstance(unchanged, HttpResponseNotModified):
        return unchanged
    key = f"core.conditional:{content_type.partition(';')[0]}:{version}"
    text = cache.get(key)
    if text is None:
        text = draw()
        if len(text) <= LARGEST_KEPT:
            cache.set(key, text, KEPT.total_seconds())
    response = HttpResponse(text, content_type=content_type, headers={"ETag": etag})
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
