"""The calendar of a place as a page and as a feed, and the paper form."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from podworko.bookings import calendar_files, paper
from podworko.bookings.forms import DayChoice
from podworko.bookings.queries import plans, requests
from podworko.bookings.views.asking import frame
from podworko.core import clock
from podworko.places.queries import visible_centre_or_404

VIEWS = ("day", "week", "list")
LISTED_DAYS = 14


@require_safe
def calendar(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show a day, a week or a list of the place, or of one of its rooms; staff see who and what waits."""
    place = visible_centre_or_404(request.user, network, centre)
    rooms = list(place.rooms.all())
    room = next((each for each in rooms if each.slug == request.GET.get("room")), None)
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else VIEWS[0]
    today = clock.today(place.zone)
    on = DayChoice.read(request.GET, usual=today)
    is_staff = request.user.has_perm("bookings.decide", place)
    context: dict[str, Any] = {
        "view": view,
        "views": VIEWS,
        "on": on,
        "today": today,
        "room": room,
        "rooms": rooms,
        "is_staff": is_staff,
    }
    if view == "day":
        shown = [room] if room else rooms
        context |= {"plan": plans.day_plan(place, on, for_staff=is_staff, rooms=shown), "step": 1}
    else:
        first = on - dt.timedelta(days=on.weekday()) if view == "week" else on
        length = 7 if view == "week" else LISTED_DAYS
        dates = [first + dt.timedelta(days=number) for number in range(length)]
        days = plans.listed_days(place, dates, for_staff=is_staff, room=room)
        if view == "list":
            days = [day for day in days if day.uses]
        context |= {"days": days, "first": dates[0], "last": dates[-1], "step": length}
    step = dt.timedelta(days=context["step"])
    context |= {"previous": on - step, "next": on + step}
    response = render(request, "bookings/calendar.html", context | frame(place))
    response["Cache-Control"] = "private" if is_staff else "public, max-age=0, must-revalidate"
    return response


@require_safe
@conditional_page
def feed(request: HttpRequest, network: str, centre: str, room: str | None = None) -> HttpResponse:
    """Return the public calendar of the place, or of one room, to subscribe to."""
    place = visible_centre_or_404(request.user, network, centre)
    of_room = get_object_or_404(place.rooms, slug=room) if room else None
    name = f"{place.name}, {of_room.name}" if of_room else place.name
    text = calendar_files.feed(place, name, requests.feed_entries(place, room=of_room))
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


@require_safe
def paper_form(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the request form on paper, to print and lay out at the place."""
    place = visible_centre_or_404(request.user, network, centre)
    headers = {"Content-Disposition": f'inline; filename="{place.slug}-{_("room-request")}.pdf"'}
    return HttpResponse(paper.form_pdf(place), content_type="application/pdf", headers=headers)
