"""The pictures that go with links to us."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import override
from django.views.decorators.http import require_safe

from podworko.core.web import limit_address
from podworko.promotion.feeds import pictures
from podworko.promotion.feeds.pictures import Picture
from podworko.promotion.feeds.scope import Scope
from podworko.promotion.feeds.views.scoped import scope_or_404

HOUR = dt.timedelta(hours=1)
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def picture(request: HttpRequest, version: str, network: str, centre: str = "", activity: str = "") -> HttpResponse:
    """Return the picture of that version; from an older one, or an invented one, lead to the present one.

    So nobody can make us draw more than one in each language.
    """
    scope = scope_or_404(request, network, centre, activity)
    language = version.partition("-")[0]
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        found = _of(scope)
        if found.version != version:
            return redirect(found.path)
        drawn = pictures.kept(found)
        if drawn is None:
            limit_address(request, "picture", limit=120, per=HOUR)
            drawn = pictures.drawn(found)
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": FOR_EVER})


def _of(scope: Scope) -> Picture:
    if scope.activity:
        return pictures.of_activity(scope.activity)
    return pictures.of_centre(scope.centre) if scope.centre else pictures.of_network(scope.network)
