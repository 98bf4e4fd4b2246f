"""The programme in a frame on somebody else's site, and the page on which one puts its line together."""

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from podworko.bookings.views.asking import frame
from podworko.bookings.views.showing import FRAMED, THEMES
from podworko.core import art
from podworko.places.models import Centre
from podworko.places.searchable import WORKING
from podworko.promotion.feeds import frames
from podworko.promotion.feeds.choice import query_of
from podworko.promotion.feeds.forms import FrameForm
from podworko.promotion.feeds.offers import choices
from podworko.promotion.feeds.scope import Scope, whole
from podworko.promotion.feeds.views.scoped import language_of, scope_or_404

# The page on which the line is made shows our own frame.
WITH_FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)


@require_safe
@xframe_options_exempt
def embedded(request: HttpRequest, network: str, centre: str = "") -> HttpResponse:
    """Show what is on, small, for the frame of another site: no session is opened and no cookie set."""
    scope = scope_or_404(request, network, centre, for_all=True)
    theme = request.GET.get("theme", "")
    with override(language_of(request)):
        place = scope.centre
        context = {
            "scope": scope,
            "days": frames.days(scope, most=_most(request)),
            "theme": theme if theme in THEMES else "",
            "site": settings.SITE_URL,
            "more": whole(scope.path),
            "owner": place or scope.network,
            "mark": art.kind_mark(place.kind.look if place else "cal"),
            "kind": place.kind.look if place else "cal",
        }
        response = render(None, "promotion/frame.html", context)
        response["Content-Language"] = get_language() or "pl"
    response["Content-Security-Policy"] = FRAMED
    response["Cache-Control"] = "public, max-age=60"
    return response


def _most(request: HttpRequest) -> int:
    """Return how many dates the address asks for; as many as usual where it asks for nonsense."""
    asked = request.GET.get("most", "")[:4]
    with suppress(ValueError):
        return min(max(int(asked), 1), frames.MOST)
    return frames.USUAL


@require_safe
def on_your_site(request: HttpRequest, network: str, centre: str = "") -> HttpResponse:
    """Put the line together that somebody pastes into their own site, and show what it will look like."""
    scope = scope_or_404(request, network, centre, for_all=True)
    places = None if scope.centre else Centre.objects.filter(network=scope.network, stage__in=WORKING).order_by("name")
    usual = {"lang": get_language() or "pl", "most": str(frames.USUAL)}
    said = usual | request.GET.dict() if request.GET else None
    form = FrameForm(said, offered=choices(scope), places=places)
    is_wrong = form.is_bound and not form.is_valid()
    asked = form.asked if form.is_bound else {"lang": get_language() or "pl"}
    chosen = form.cleaned_data.get("place", "") if form.is_bound else ""
    path = _frame_path(scope, chosen) + query_of(asked)
    title = _("What is on: %(place)s") % {"place": form.name_of(chosen) or scope.centre or scope.network}
    context = {
        "form": form,
        "line": _line(whole(path), title),
        "preview": path,
        "title": title,
        "network": scope.network,
        **(frame(scope.centre) if scope.centre else {}),
    }
    response = render(request, "promotion/on_your_site.html", context, status=422 if is_wrong else 200)
    response["Content-Security-Policy"] = WITH_FRAME
    return response


def _frame_path(scope: Scope, chosen: str) -> str:
    slugs = [scope.network.slug, chosen] if chosen else scope.slugs
    return reverse("promotion:frame" if len(slugs) > 1 else "promotion:network_frame", args=slugs)


def _line(address: str, title: str) -> str:
    """Return the HTML that is pasted, as words to be shown."""
    line = format_html(
        '<iframe src="{}" title="{}" width="100%" height="560" loading="lazy"></iframe>\n'
        '<script src="{}" defer></script>',
        address,
        title,
        whole("/static/podworko/js/embed_frame.js"),
    )
    return "".join(line)
