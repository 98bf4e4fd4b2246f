"""What is on, for everybody: the calendar of a place and that of a whole network, by day, week, month, list and map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from podworko.bookings.views.asking import frame
from podworko.core import clock
from podworko.core.kept import CACHING, is_for_all, kept
from podworko.core.words import spoken
from podworko.places.directory import districts
from podworko.places.drawing import map_of
from podworko.places.models import Audience, District
from podworko.places.queries import networks, visible_centre_or_404
from podworko.programme import ways as onward
from podworko.programme.forms.calendars import CalendarForm
from podworko.programme.looks import DAY, LIST, MAP, MONTH, VIEWS, WEEK, Look, quarter
from podworko.programme.queries import calendars
from podworko.programme.queries.kept import word
from podworko.programme.queries.wishes import Ground, ground
from podworko.programme.quick import topic, ways
from podworko.programme.ways import Spot

PLAN, SEE = "programme.plan", "places.see_network"
AT_A_PLACE = (LIST, DAY, WEEK, MONTH)


@dataclass(frozen=True)
class Filter:
    """One part of the wish that is in force, in words, and the address without it."""

    name: str
    words: str
    without: str
    # How many dates there would be without it; told when there is none with it.
    instead: int = 0


@require_safe
def of_network(request: HttpRequest, network: str) -> HttpResponseBase:
    """Show what is on in all places of a network; the view, the days and all filters stand in the address."""
    return _page(request, network)


@require_safe
def of_centre(request: HttpRequest, network: str, centre: str) -> HttpResponseBase:
    """Show what is on at one place; as `of_network`."""
    return _page(request, network, centre)


def _page(request: HttpRequest, network: str, centre: str = "") -> HttpResponseBase:
    """Return the page, for visitors as it is kept under the word of what it shows (`programme.versions`)."""
    make = _of_centre if centre else _of_network
    found = word(network, centre) if is_for_all(request) else None
    if found is None:
        return make(request, network, centre)
    # Pages of what is near are as many as there are places to be, and not kept: without districts no place is known.
    form = CalendarForm(request.GET, None if centre else ())
    look = Look.read(request.GET, form.wish, today=clock.today(found.zone), views=_views(centre))
    if not look.is_kept:
        return make(request, network, centre)
    # As time passes, what is over is not shown any more.
    moment = quarter(clock.now()) if look.first <= look.today <= look.last else look.today
    words = request.path, str(look.pairs), str(look.today), str(moment), str(found.pk), found.version
    return kept(request, lambda token: make(request, network, centre, csrf_token=token), *words)


def _of_network(request: HttpRequest, network: str, _centre: str, **more: object) -> HttpResponse:
    town = get_object_or_404(networks(), slug=network)
    is_map = request.GET.get("view") == MAP
    parts = districts(town, with_borders=is_map)
    form = CalendarForm(request.GET, parts)
    around = ground(town, form.wish, form.near)
    return _made(request, form, around, {"network": town, "can_see": request.user.has_perm(SEE, town)} | more, parts)


def _of_centre(request: HttpRequest, network: str, centre: str, **more: object) -> HttpResponse:
    place = visible_centre_or_404(request.user, network, centre)
    context = frame(place) | {"can_plan": request.user.has_perm(PLAN, place)}
    return _made(request, CalendarForm(request.GET), Ground(place.network, place), context | more)


def _made(
    request: HttpRequest, form: CalendarForm, around: Ground, context: dict[str, Any], parts: Sequence[District] = ()
) -> HttpResponse:
    """Return the page as it is now."""
    wish, place, today = form.wish, around.centre, clock.today(around.network.zone)
    look = Look.read(request.GET, wish, today=today, views=_views(place))
    context |= {
        "look": look,
        "form": form,
        "ways": ways(look, is_for_all=place is None or place.kind.audience == Audience.EVERYBODY),
        "filters": [Filter(name, form.said(name), look.without(name)) for name in wish.set_names],
        "topic": topic(wish),
        "onward": onward.of(Spot.CALENDAR, place, look.first) if place else [],
    }
    context |= _shown(around, look, parts)
    if not context["has_any"]:
        context |= _instead(around, look, context["filters"], form)
    response = render(request, "programme/calendar.html", context)
    response["Cache-Control"] = CACHING
    return response


def _shown(around: Ground, look: Look, parts: Sequence[District]) -> dict[str, Any]:
    """Return what fills the page."""
    if look.view in {WEEK, MONTH}:
        weeks = calendars.sheet(around, look)
        return {"weeks": weeks, "has_any": any(day.has_any for week in weeks for day in week)}
    if look.view == MAP:
        found = calendars.spots(around, look)
        return {"spots": found, "has_any": bool(found)} | map_of(parts, [each.centre for each in found])
    listing = calendars.listed(around, look)
    shown: dict[str, Any] = {
        "listing": listing,
        "has_any": bool(listing.count),
        "first_page": look.at_page(1),
        "most": calendars.MOST,
    }
    if listing.pages > 1:
        shown["pager"] = {
            "previous": look.at_page(min(look.page, listing.pages + 1) - 1) if look.page > 1 else "",
            "next": look.at_page(look.page + 1) if listing.has_next else "",
        }
    return shown


def _instead(around: Ground, look: Look, filters: Sequence[Filter], form: CalendarForm) -> dict[str, Any]:
    """Return what leads on from a page on which there is nothing: the next day with something, what to leave out."""
    found: dict[str, Any] = {"ways_out": [each for each in _ways_out(around, look, filters, form) if each.instead]}
    if on := calendars.next_day(around, look):
        view = look.view if look.view in {DAY, WEEK, MONTH} else LIST
        found |= {"next_day": spoken(on), "next_address": look.address(view=view, on=on, named="")}
    return found


def _ways_out(around: Ground, look: Look, filters: Sequence[Filter], form: CalendarForm) -> Iterator[Filter]:
    """Yield each filter with how many dates there would be without it."""
    for each in filters:
        wish = look.wish.without(each.name)
        # Of a place there is nothing to choose among.
        wider = around if around.centre else ground(around.network, wish, form.near if wish.where else None)
        yield replace(each, instead=calendars.counted(wider, replace(look, wish=wish)))


def _views(centre: object) -> Sequence[str]:
    return AT_A_PLACE if centre else VIEWS
