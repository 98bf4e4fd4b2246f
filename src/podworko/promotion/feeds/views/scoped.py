"""Whose programme an address names."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from podworko.places.models import Network
from podworko.places.queries import public_centre_or_404, visible_centre_or_404
from podworko.programme.queries.showing import activity_or_404
from podworko.promotion.feeds.choice import Choice
from podworko.promotion.feeds.scope import Scope


def scope_or_404(
    request: HttpRequest, network: str, centre: str = "", activity: str = "", *, for_all: bool = False
) -> Scope:
    """Return what the address names, as whoever asks may see it; `for_all`: as everybody may. Raises Http404."""
    choice = Choice() if activity else Choice.read(request.GET.dict())
    if not centre:
        return Scope(get_object_or_404(Network, slug=network), choice=choice)
    place = public_centre_or_404(network, centre) if for_all else visible_centre_or_404(request.user, network, centre)
    return Scope(place.network, place, activity_or_404(place, activity) if activity else None, choice)


def language_of(request: HttpRequest) -> str:
    """Return the language that the address asks for, else that of whoever asks."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
