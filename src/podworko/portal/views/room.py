"""The page of a room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from podworko.bookings.queries import rules_said
from podworko.places.access import sheet
from podworko.places.access_questions import Subject
from podworko.places.queries import lent_rooms, visible_centre_or_404


@require_safe
def room(request: HttpRequest, network: str, centre: str, room: str) -> HttpResponse:
    """Show a room that is lent: how many it holds in which layout, what is in it, how one gets in."""
    place = visible_centre_or_404(request.user, network, centre)
    rooms = lent_rooms(place).select_related("whole").prefetch_related("layouts", "parts", "photos")
    found = get_object_or_404(rooms, slug=room)
    context = {
        "centre": place,
        "network": place.network,
        "kind": place.kind.look,
        "room": found,
        "layouts": sorted(found.layouts.all(), key=lambda each: -each.capacity),
        "whole": found.whole if found.whole and found.whole.is_lent else None,
        "parts": [part for part in found.parts.all() if part.is_lent],
        "photos": [photo for photo in found.photos.all() if photo.is_public],
        "said": rules_said.said(place, found),
        "said_today": rules_said.said_today(place, found),
        "sheet": sheet(Subject.ROOM, found.name, found.access_facts.all()),
    }
    return render(request, "portal/room_page.html", context)
