"""How to have the programme, and the use of the rooms, in a telephone, on paper, at a door and on one's own site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from podworko.bookings.views.asking import frame
from podworko.bookings.views.feeds import ways
from podworko.promotion.feeds.choice import query_of
from podworko.promotion.feeds.offers import choices
from podworko.promotion.feeds.scope import Scope, whole
from podworko.promotion.feeds.views.scoped import scope_or_404

ROOMS = "rooms"


@require_safe
def subscribe(request: HttpRequest, network: str, centre: str = "") -> HttpResponse:
    """Show how to have what is on at a place, or in a whole network; of a place also the use of its rooms."""
    scope = scope_or_404(request, network, centre)
    place = scope.centre
    context = {"network": scope.network, "scope": scope, "choice": scope.choice}
    of_rooms = place is not None and request.GET.get("what") == ROOMS
    context |= _of_rooms(request, scope) if of_rooms else _of_programme(scope)
    if place:
        context |= frame(place) | {
            "rooms": list(place.rooms.all()),
            "can_embed": place.is_public,
            "is_staff": request.user.has_perm("bookings.decide", place),
        }
    return render(request, "promotion/subscribe.html", context | {"what": ROOMS if of_rooms else ""})


def _of_programme(scope: Scope) -> dict[str, Any]:
    in_language = scope.choice.asked | {"lang": get_language() or "pl"}
    path = scope.address_of("calendar").partition("?")[0] + query_of(in_language)
    news = scope.address_of("news").partition("?")[0] + query_of(in_language)
    return {"calendar": ways(path, scope.title), "news": whole(news), "offered": choices(scope)}


def _of_rooms(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    place = scope.centre
    assert place
    words = [place.network.slug, place.slug]
    room = next((each for each in place.rooms.all() if each.slug == request.GET.get("room")), None)
    path = reverse("bookings:room_feed", args=[*words, room.slug]) if room else reverse("bookings:feed", args=words)
    return {"room": room, "calendar": ways(path, room.name if room else _("All rooms"))}
