"""The page of a place."""

import datetime as dt

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from podworko.bookings import terms
from podworko.bookings.queries.plans import day_plan
from podworko.core import clock
from podworko.membership.terms import takes_members
from podworko.places import hours
from podworko.places.access import highlights
from podworko.places.audience import audience_rule, coming_rule
from podworko.places.directory import districts
from podworko.places.distances import Point
from podworko.places.drawing import map_of
from podworko.places.hours.timetable import AHEAD, Timetable
from podworko.places.models import Centre, Spoken, Stage
from podworko.places.queries import areas_of, lent_rooms, visible_centre_or_404
from podworko.portal.soon import soon

TWO_WEEKS = 14
# Hours on duty, and the name of who is there; "" for nobody named.
Duty = tuple[hours.Span, str]


@require_safe
def place(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show a place: what it is, where, when, who is there, what is on, its rooms, how to get in."""
    found = visible_centre_or_404(request.user, network, centre)
    if found.stage == Stage.CLOSED:
        return _closed(request, found)
    prefetch_related_objects([found], "opening_hours", "duty_hours")
    today = clock.today(found.zone)
    table = hours.timetable(found, today - dt.timedelta(days=1), today + AHEAD)
    facts = list(found.access_facts.all())
    context = _of(found) | {
        "now": table.now(clock.now()),
        "today": table.day(today),
        "week": _week(found, table),
        "seasons": [(season, hours.usual_week(found, season)) for season in found.seasons.filter(ends_on__gte=today)],
        "unusual": _unusual(table, today),
        "rooms": lent_rooms(found).prefetch_related("photos"),
        "plan": day_plan(found, today),
        "coming": soon(found),
        "access": highlights(facts),
        "verified_on": min((fact.verified_on for fact in facts), default=None),
        "photos": found.photos.filter(is_public=True, room=None),
        "audience": audience_rule(found.kind),
        "coming_rule": coming_rule(found.kind),
        "languages": [Spoken(code).label for code in found.languages],
        "serves": areas_of(found),
        "terms": terms.terms_of(found),
        "is_staff": request.user.has_perm("bookings.decide", found),
        "takes_members": takes_members(found),
    }
    if found.latitude is not None and found.longitude is not None:
        context |= map_of(districts(found.network, with_borders=True), [found])
    return render(request, "portal/place.html", context)


def _of(centre: Centre) -> dict[str, object]:
    return {"centre": centre, "network": centre.network, "kind": centre.kind.look}


def _closed(request: HttpRequest, centre: Centre) -> HttpResponse:
    """Say that the place is no more, since when, and where to look for another."""
    steps = {step.stage: step for step in centre.stages.all()}
    near = None
    if centre.latitude is not None and centre.longitude is not None:
        near = Point(centre.latitude, centre.longitude)
    context = _of(centre) | {"closed": steps.get(Stage.CLOSED), "near": near}
    return render(request, "portal/place_closed.html", context)


def _week(centre: Centre, table: Timetable) -> list[tuple[str, tuple[hours.Span, ...], list[Duty]]]:
    """Return the usual week: the day, the hours, and who is on duty when."""
    return [
        (name, opening, _named(table, day) or [(span, "") for span in duty])
        for day, (name, opening, duty) in enumerate(hours.usual_week(centre))
    ]


def _named(table: Timetable, weekday: int) -> list[Duty]:
    """Return the duty of a day of the usual week with the hosts' names; nothing where nobody gave theirs."""
    rows = sorted(table.duty.get((None, weekday), ()), key=lambda row: row.starts)
    if not any(row.host for row in rows):
        return []
    return [(hours.Span(row.starts, row.ends), row.host) for row in rows]


def _unusual(table: Timetable, today: dt.date) -> list[hours.Day]:
    """Return the days of the next two weeks that are not as usual, each with its reason."""
    days = (table.day(today + dt.timedelta(days=passed)) for passed in range(TWO_WEEKS))
    return [day for day in days if day.reason or day.on in table.exceptions]
