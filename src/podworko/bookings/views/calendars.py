"""The calendar of a place as a page, and the paper form."""

import hashlib
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from podworko.bookings import looks, paper
from podworko.bookings.looks import DAY, LIST, MONTH, Look
from podworko.bookings.queries import plans, versions
from podworko.bookings.views.asking import frame
from podworko.core import clock
from podworko.core.edition import edition
from podworko.places.models import Centre, Room
from podworko.places.queries import visible_centre_or_404

# A page holds the token of whoever looks at it: kept, and fresh only when the place, the day or the program changes.
CACHING = "private, max-age=0, must-revalidate"
KEPT_SECONDS = 24 * 60 * 60
# More rooms than these are chosen from a list, not by buttons.
FEW_ROOMS = 8
# Stands in a kept page where each visitor's own token goes.
TOKEN = "token-of-the-visitor"  # noqa: S105 - it stands for one


@require_safe
def calendar(request: HttpRequest, network: str, centre: str) -> HttpResponseBase:
    """Show a day, a week, a month or a list of the place, or of one of its rooms; staff see who and what waits.

    For visitors pages are kept whole, under the words of what they show (`queries.versions`).
    """
    if request.user.is_authenticated or len(get_messages(request)):
        return _made(request, network, centre)
    first, last = looks.widest(request.GET, clock.now().date())
    words = versions.words(network, centre, first, last)
    if words is None:
        return _made(request, network, centre)
    look = Look.read(request.GET, today=clock.today(words.zone))
    if not look.is_plain:
        return _made(request, network, centre)
    kept_under = _print(
        edition(),
        get_language() or "",
        f"{request.path}?{urlencode(sorted(request.GET.items()))}",
        str(look.today),
        *words.of(look.first, look.last),
    )
    token = get_token(request)
    etag = f'W/"{_print(kept_under, request.META["CSRF_COOKIE"])}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        key = f"calendar:{kept_under}"
        parts = cast("list[bytes] | None", cache.get(key))
        if parts is None:
            page = _made(request, network, centre, csrf_token=TOKEN)
            parts = page.content.split(TOKEN.encode())
            if not look.room or _has_room(network, centre, look.room):
                cache.set(key, parts, KEPT_SECONDS)
        response = HttpResponse(token.encode().join(parts))
    response["ETag"] = etag
    response["Cache-Control"] = CACHING
    return response


def _has_room(network: str, centre: str, room: str) -> bool:
    """Say whether there is such a room: nobody fills the cache with pages of others."""
    return Room.objects.filter(centre__network__slug=network, centre__slug=centre, slug=room).exists()


def _print(*words: str) -> str:
    """Return a short print of the `words`."""
    return hashlib.blake2b("\n".join(words).encode(), digest_size=16).hexdigest()


def _made(request: HttpRequest, network: str, centre: str, **more: object) -> HttpResponse:
    """Return the page as it is now. Raises Http404."""
    place = visible_centre_or_404(request.user, network, centre)
    look = Look.read(request.GET, today=clock.today(place.zone))
    rooms = list(place.rooms.all())
    room = next((each for each in rooms if each.slug == look.room), None)
    look = look if room else replace(look, room="")
    is_staff = request.user.has_perm("bookings.decide", place)
    context: dict[str, Any] = {"look": look, "room": room, "rooms": rooms, "is_staff": is_staff}
    context["room_links"] = [(each, look.of_room(each.slug)) for each in rooms] if len(rooms) <= FEW_ROOMS else []
    context |= _shown(place, look, rooms, room, for_staff=is_staff)
    response = render(request, "bookings/calendar.html", context | frame(place) | more)
    response["Cache-Control"] = CACHING
    return response


def _shown(place: Centre, look: Look, rooms: list[Room], room: Room | None, *, for_staff: bool) -> dict[str, Any]:
    """Return what fills the page."""
    if look.view == DAY:
        return {"plan": plans.day_plan(place, look.on, for_staff=for_staff, rooms=[room] if room else rooms)}
    if look.view == MONTH:
        weeks = plans.month(place, look.on, for_staff=for_staff, room=room, rooms=rooms)
        return {"weeks": [[replace(day, url=look.day(day.on)) for day in week] for week in weeks]}
    days = plans.listed_days(place, look.dates, for_staff=for_staff, room=room, rooms=rooms)
    days = [replace(day, url=look.day(day.on)) for day in days]
    return {"days": [day for day in days if day.uses or day.more] if look.view == LIST else days}


@require_safe
def paper_form(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the request form on paper, to print and lay out at the place."""
    place = visible_centre_or_404(request.user, network, centre)
    headers = {"Content-Disposition": f'inline; filename="{place.slug}-{_("room-request")}.pdf"'}
    return HttpResponse(paper.form_pdf(place), content_type="application/pdf", headers=headers)
