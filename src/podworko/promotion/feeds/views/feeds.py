"""What programs subscribe to: the programme as a calendar, and its news."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from podworko.bookings import calendar_files
from podworko.core import conditional
from podworko.core.versions import version_of
from podworko.promotion.feeds import entries, news
from podworko.promotion.feeds.views.scoped import language_of, scope_or_404

CALENDAR, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"


@require_safe
def calendar(request: HttpRequest, network: str, centre: str = "", activity: str = "") -> HttpResponse:
    """Return the programme of a network, of a place or of one activity as a calendar (RFC 5545)."""
    scope = scope_or_404(request, network, centre, activity)
    with override(language_of(request)):
        found = entries.rows(scope)
        version = version_of("calendar", language_of(request), scope.name, str(scope.zone), found)

        def drawn() -> str:
            return calendar_files.feed(scope.name, entries.entries(scope, found))

        return conditional.answer(request, version, drawn, content_type=CALENDAR)


@require_safe
def latest(request: HttpRequest, network: str, centre: str = "") -> HttpResponse:
    """Return what was lately planned, changed and called off, as an Atom feed (RFC 4287)."""
    scope, language = scope_or_404(request, network, centre), language_of(request)
    with override(language):
        found = news.rows(scope)
        version = version_of("news", language, scope.name, str(scope.zone), found)

        def drawn() -> str:
            return news.written(scope, found, language=language, address=scope.address_of("news"))

        return conditional.answer(request, version, drawn, content_type=ATOM)
