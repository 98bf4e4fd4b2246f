"""What holds for every page."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from podworko.core.errors import TooMany

# Everything comes from ourselves, the map's tiles apart where a town has set them; nothing inline, nothing evaluated.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:{tiles}; font-src 'self'; "
    "connect-src 'self'{tiles}; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)

Next = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicy:
    """Say what a page may load."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        parts = urlsplit(settings.TILES_URL)
        self.policy = POLICY.format(tiles=f" {parts.scheme}://{parts.netloc}" if parts.netloc else "")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the header."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class TooManyRequests:
    """Answer 429 to one who tries too often, whatever the page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn TooMany into its page."""
        if not isinstance(exception, TooMany):
            return None
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(exception.retry_after)
        return response
