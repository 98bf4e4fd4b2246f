"""What is on, shown outside: the display by a door, a part of the city's page, sheets for the wall."""

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from podworko.bookings import sheets
from podworko.bookings.forms import DayChoice
from podworko.bookings.queries import doors, plans
from podworko.bookings.queries.doors import Door
from podworko.bookings.queries.showing import Shown
from podworko.bookings.views.asking import frame
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import art, clock, qr
from podworko.core.web import limit_address
from podworko.core.words import spoken
from podworko.places import hours
from podworko.places.models import Centre
from podworko.places.queries import public_centre_or_404, visible_centre_or_404

# A screen that shines white into a dark hall is switched off by somebody.
LIGHT_FROM, LIGHT_UNTIL = 7, 20
# Of the address that a city puts into its own page: it may stand in a frame of any site, and does nothing there.
FRAMED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors http: https:"
)
THEMES = ("light", "dark")
SHOWN_AHEAD, SHOWN = 28, 8
# What of a use goes to the script of a door display.
SENT = ("title", "time", "tone", "day")
HOUR = dt.timedelta(hours=1)


@require_safe
def door(request: HttpRequest, network: str, centre: str, room: str) -> HttpResponse:
    """Show a room on the screen by its door; the page knows a week ahead, and what of it is now."""
    place = public_centre_or_404(network, centre)
    here = get_object_or_404(place.rooms, slug=room)
    known = doors.door_of(place, here)
    at = clock.now()
    wall = at.astimezone(place.zone)
    words = _door_words()
    standing = known.standing(at)
    borrow = reverse("bookings:ask", args=[network, centre]) + f"?room={here.slug}"
    address = f"{settings.SITE_URL}{borrow}" if place.lends_rooms and here.is_lent else ""
    context = {
        "room": here,
        "standing": standing,
        "word": words[standing.state],
        "until": _until(known, standing, place),
        "what": _on_door(known, standing.use, place)["title"]
        if standing.use and standing.use.tone != "private"
        else "",
        "is_open": standing.use is not None and standing.use.tone == "open",
        "next": [_on_door(known, use, place) for use in known.next_uses(at)],
        "today": capfirst(spoken(known.first)),
        "clock": f"{wall:%H:%M}",
        "theme": "light" if LIGHT_FROM <= wall.hour < LIGHT_UNTIL else "dark",
        "words": words,
        "words_json": json.dumps(words),
        "known": json.dumps(_known(known, place) | {"light": [LIGHT_FROM, LIGHT_UNTIL], "zone": str(place.zone)}),
        "address": address,
        "code": qr.drawn(address) if address else "",
        "mark": art.kind_mark(place.kind.look),
    }
    response = render(request, "bookings/door.html", context | frame(place))
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _door_words() -> dict[str, str]:
    """Return the words of the display, for the page and for its script."""
    return {
        "free": _("Free"),
        "used": _("In use"),
        "closed": _("Closed"),
        "unknown": _("No news"),
        "until": _("until %(time)s"),
        "opens": _("opens %(time)s"),
        "open": _("Come in, neighbours are welcome"),
        "nothing": _("Nothing more this week"),
        "lost": _("no network since %(time)s"),
    }


def _until(known: Door, standing: doors.Standing, place: Centre) -> str:
    """Return the line below the word: until when it is so, or when the place opens."""
    if standing.until is None:
        return ""
    words = _door_words()
    if standing.state == "closed" and standing.use is None:
        return words["opens"] % {"time": _moment(standing.until, known.first, place)}
    return words["until"] % {"time": _moment(standing.until, known.first, place)}


def _moment(at: dt.datetime, today: dt.date, place: Centre) -> str:
    """Return the time on the wall, with the day when it is another than today, or the midnight that ends today."""
    local = at.astimezone(place.zone)
    if local.date() == today:
        return f"{local:%H:%M}"
    if local.date() == today + dt.timedelta(days=1) and local.time() == dt.time():
        return "24:00"
    return f"{spoken(local.date())}, {local:%H:%M}"


def _on_door(known: Door, use: Shown, place: Centre) -> dict[str, Any]:
    """Return a use as the list on the display has it; of another part of the room it says which."""
    start, end = use.starts_at.astimezone(place.zone), use.ends_at.astimezone(place.zone)
    where = "" if use.room_id == known.room.pk else f" · {use.room}"
    return {
        "title": f"{use.title}{where}",
        "time": f"{start:%H:%M}–{end:%H:%M}",
        "tone": use.tone,
        "day": str(start.date()),
        "day_name": spoken(start.date()) if start.date() != known.first else "",
    }


def _known(known: Door, place: Centre) -> dict[str, Any]:
    """Return the week for the script: moments as milliseconds, and words where it would have to know a language."""

    def stamp(at: dt.datetime) -> int:
        return round(at.timestamp() * 1000)

    days = [(clock.day(on, place.zone), on) for on in known.days]
    uses = [(use, _on_door(known, use, place)) for use in known.uses]
    return {
        "days": [
            {"from": stamp(start), "until": stamp(end), "name": spoken(on), "on": str(on)} for (start, end), on in days
        ],
        "open": [[stamp(start), stamp(end)] for start, end in known.open],
        "uses": [
            {"from": stamp(use.starts_at), "until": stamp(use.ends_at)} | {name: told[name] for name in SENT}
            for use, told in uses
        ],
    }


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show what is on, small, for the frame of another site: no session is opened and no cookie set."""
    place = public_centre_or_404(network, centre)
    language = request.GET.get("lang", "")
    with override(language if language in dict(settings.LANGUAGES) else get_language()):
        context = {
            "coming": plans.coming(place, days=SHOWN_AHEAD, most=SHOWN),
            "now": hours.now(place),
            "today": clock.today(place.zone),
            "theme": request.GET.get("theme") if request.GET.get("theme") in THEMES else "",
            "site": settings.SITE_URL,
            "mark": art.kind_mark(place.kind.look),
        }
        response = render(None, "bookings/embed.html", context | frame(place))
        response["Content-Language"] = get_language() or "pl"
    response["Content-Security-Policy"] = FRAMED
    response["Cache-Control"] = "public, max-age=60"
    return response


@require_safe
def day_sheet(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the sheet of one day for the wall, with nothing that is not for everybody."""
    limit_address(request, "sheet", limit=120, per=HOUR)
    return _day(request, visible_centre_or_404(request.user, network, centre), for_staff=False)


@require_safe
def week_plan(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the plan of one week for the wall, with nothing that is not for everybody."""
    limit_address(request, "sheet", limit=120, per=HOUR)
    return _week(request, visible_centre_or_404(request.user, network, centre), for_staff=False)


@login_required
@require_safe
def staff_day_sheet(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the sheet of one day for those on duty: who comes, keys and rooms to be ticked off."""
    return _day(request, staffed_centre_or_404(request, network, centre), for_staff=True)


@login_required
@require_safe
def staff_week_plan(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Return the plan of one week for those on duty, with topics and names."""
    return _week(request, staffed_centre_or_404(request, network, centre), for_staff=True)


def _day(request: HttpRequest, place: Centre, *, for_staff: bool) -> HttpResponse:
    on = DayChoice.read(request.GET, usual=clock.today(place.zone))
    sheet = sheets.day_pdf(place, on, paper=_paper(request), for_staff=for_staff)
    return _pdf(sheet, f"{place.slug}-{on}.pdf", for_staff=for_staff)


def _week(request: HttpRequest, place: Centre, *, for_staff: bool) -> HttpResponse:
    on = DayChoice.read(request.GET, usual=clock.today(place.zone))
    monday = on - dt.timedelta(days=on.weekday())
    sheet = sheets.week_pdf(place, monday, paper=_paper(request), for_staff=for_staff)
    return _pdf(sheet, f"{place.slug}-{monday}-{_('week')}.pdf", for_staff=for_staff)


def _paper(request: HttpRequest) -> str:
    return "a3" if request.GET.get("paper") == "a3" else "a4"


def _pdf(sheet: bytes, name: str, *, for_staff: bool) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    if for_staff:
        headers["Cache-Control"] = "private, no-store"
    return HttpResponse(sheet, content_type="application/pdf", headers=headers)
