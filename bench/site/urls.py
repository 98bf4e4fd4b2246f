"""The product's addresses, and one that answers with nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from podworko.config.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what the server, the framework and the middleware cost before a page begins."""
    return HttpResponse()


urlpatterns = [path("bench/empty/", empty), *urlpatterns]
