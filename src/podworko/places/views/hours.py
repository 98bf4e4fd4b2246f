"""Opening and duty hours: the week, seasons, single days."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from podworko.core import clock
from podworko.core.words import spoken
from podworko.places import concerned, hours
from podworko.places.actions import days as day_actions
from podworko.places.actions import hours as hour_actions
from podworko.places.actions import seasons as season_actions
from podworko.places.actions.hours import Slot
from podworko.places.forms.base import KeepingForm
from podworko.places.forms.hours import DaysForm, SeasonForm, WeekForm, initial_of
from podworko.places.models import Centre, DutyHours, OpeningHours, Season
from podworko.places.views.keeping import actor_of, filled_in, page, pressed, sent, shown, succeeded

TABLES: dict[str, hour_actions.Weekly] = {"week": OpeningHours, "duty": DutyHours}


@shown
def overview(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show all hours, each with the way to change it, and what lies outside them."""
    today = clock.today(place.zone)
    prefetch_related_objects([place], "opening_hours", "duty_hours")
    context = {
        "week": hours.usual_week(place),
        "seasons": [(each, hours.usual_week(place, each)) for each in place.seasons.filter(ends_on__gte=today)],
        "days": _different_days(place, today),
        "concerns": concerned.outside_hours(place),
        "today": today,
    }
    return page(request, place, "hours", **context)


def _different_days(place: Centre, today: dt.date) -> list[dict[str, Any]]:
    """Return the days from `today` on that are not as usual, with what is told about them."""
    openings, turns = place.opening_exceptions.filter(on__gte=today), place.duty_exceptions.filter(on__gte=today)
    found: dict[dt.date, dict[str, Any]] = {}
    for row in openings.order_by("on", "starts"):
        day = found.setdefault(row.on, {"on": row.on, "open": None, "duty": None})
        day["open"], day["reason"] = day["open"] or [], row.reason
        day["open"] += [Slot(row.starts, row.ends)] if row.starts and row.ends else []
    for turn in turns.order_by("on", "starts"):
        day = found.setdefault(turn.on, {"on": turn.on, "open": None, "duty": None})
        day["duty"] = day["duty"] or []
        day["duty"] += [Slot(turn.starts, turn.ends, host=turn.host)] if turn.starts and turn.ends else []
    return [found[on] for on in sorted(found)]


@filled_in
def week(request: HttpRequest, place: Centre, what: str, season: int | None = None) -> HttpResponse:
    """Change the opening or duty hours of the usual week, or of a season's."""
    part = get_object_or_404(place.seasons, pk=season) if season else None
    table = TABLES[what]
    rows = table.objects.filter(centre=place, season=part).order_by("weekday", "starts", "pk")
    slots = [Slot(row.starts, row.ends, row.weekday, getattr(row, "host", "")) for row in rows]

    def version() -> str:
        return hour_actions.week_version(table, place, part)

    form = WeekForm(sent(request), slots=slots, with_host=what == "duty", version=version())
    if request.method == "POST" and succeeded(
        form, lambda: _change_week(request, place, part, what, form), version=version
    ):
        messages.success(request, _("The hours are changed. Visitors see them already."))
        return redirect("places:hours", place.network.slug, place.slug)
    now = hours.usual_week(place, part)
    return page(request, place, "week", form=form, season=part, is_duty=what == "duty", now=now)


def _change_week(request: HttpRequest, place: Centre, season: Season | None, what: str, form: WeekForm) -> None:
    data, by = form.cleaned_data, actor_of(request)
    if what == "duty":
        hour_actions.change_duty(centre=place, slots=form.slots, season=season, by=by, seen=data["seen"])
        return
    hour_actions.change_week(
        centre=place,
        slots=form.slots,
        season=season,
        by=by,
        seen=data["seen"],
        is_acknowledged=data["is_acknowledged"],
    )


@filled_in
def new_season(request: HttpRequest, place: Centre) -> HttpResponse:
    """Add a season; its week is changed on the next page."""
    form = SeasonForm(sent(request))
    made: list[Season] = []

    def deed() -> None:
        data = form.cleaned_data
        made.append(
            season_actions.add_season(
                centre=place,
                name=data["name"],
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                by=actor_of(request),
                is_acknowledged=data["is_acknowledged"],
            )
        )

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("The season is added, with the usual hours. Now change them."))
        return redirect("places:season_week", place.network.slug, place.slug, made[0].pk)
    return page(request, place, "season", form=form)


@filled_in
def season(request: HttpRequest, place: Centre, season: int) -> HttpResponse:
    """Change the name and the dates of a season."""
    found = get_object_or_404(place.seasons.select_related("centre"), pk=season)
    values = {"name": found.name, "starts_on": found.starts_on, "ends_on": found.ends_on}

    def version() -> str:
        return season_actions.season_version(place.seasons.get(pk=season))

    form = SeasonForm(sent(request), initial=values, version=season_actions.season_version(found))

    def deed() -> None:
        data = form.cleaned_data
        season_actions.change_season(
            season=found,
            name=data["name"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            by=actor_of(request),
            seen=data["seen"],
            is_acknowledged=data["is_acknowledged"],
        )

    if request.method == "POST" and succeeded(form, deed, version=version):
        messages.success(request, _("The season is changed. Visitors see it already."))
        return redirect("places:hours", place.network.slug, place.slug)
    return page(request, place, "season", form=form, season=found)


@pressed
def remove_season(request: HttpRequest, place: Centre, season: int) -> HttpResponse:
    """Remove a season with its hours; name the accepted uses that this touches, and ask, before it is done."""
    found = get_object_or_404(place.seasons.select_related("centre"), pk=season)
    form = KeepingForm(request.POST)

    def deed() -> None:
        is_known = form.cleaned_data["is_acknowledged"]
        season_actions.remove_season(season=found, by=actor_of(request), is_acknowledged=is_known)

    if succeeded(form, deed):
        messages.success(request, _("The season is removed. The usual hours hold."))
        return redirect("places:hours", place.network.slug, place.slug)
    title, save = _("Remove the season: %(season)s") % {"season": found.name}, _("Remove the season")
    return page(request, place, "usual_again", form=form, title=title, save=save)


@filled_in
def new_day(request: HttpRequest, place: Centre) -> HttpResponse:
    """Say what is different on a day, or on several."""
    form = DaysForm(sent(request), initial={"door": "closed"})
    if request.method == "POST" and succeeded(form, lambda: _change_days(request, place, form, seen=None)):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:hours", place.network.slug, place.slug)
    return page(request, place, "day", form=form)


@filled_in
def day(request: HttpRequest, place: Centre, on: dt.date) -> HttpResponse:
    """Change what is different on a day."""
    facts = day_actions.day_facts(place, on)
    if not facts and request.method != "POST":
        raise Http404
    version = day_actions.day_version(place, on)
    form = DaysForm(sent(request), initial=_initial_of_day(place, on), on=on, version=version)

    def deed() -> None:
        _change_days(request, place, form, seen=form.cleaned_data["seen"])

    if request.method == "POST" and succeeded(form, deed, version=lambda: day_actions.day_version(place, on)):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:hours", place.network.slug, place.slug)
    return page(request, place, "day", form=form, on=on)


def _initial_of_day(place: Centre, on: dt.date) -> dict[str, Any]:
    opening = list(place.opening_exceptions.filter(on=on).order_by("starts"))
    turns = list(place.duty_exceptions.filter(on=on).order_by("starts"))
    spans = [Slot(row.starts, row.ends) for row in opening if row.starts and row.ends is not None]
    hosts = [Slot(row.starts, row.ends, host=row.host) for row in turns if row.starts and row.ends is not None]
    return {
        "door": "usual" if not opening else "other" if spans else "closed",
        "duty": "usual" if not turns else "other" if hosts else "nobody",
        "reason": opening[0].reason if opening else "",
        **initial_of("open", spans),
        **initial_of("duty", hosts),
    }


def _change_days(request: HttpRequest, place: Centre, form: DaysForm, *, seen: str | None) -> None:
    data = form.cleaned_data
    day_actions.change_days(
        centre=place,
        first=data["first"],
        last=data["last"],
        opening=form.opening,
        duty=form.turns,
        reason=data["reason"],
        by=actor_of(request),
        seen=seen,
        is_acknowledged=data["is_acknowledged"],
    )


@pressed
def remove_day(request: HttpRequest, place: Centre, on: dt.date) -> HttpResponse:
    """Let the usual hours hold on that day again; name the accepted uses that this touches, and ask, before it does."""
    form = KeepingForm(request.POST)

    def deed() -> None:
        is_known = form.cleaned_data["is_acknowledged"]
        day_actions.clear_day(centre=place, on=on, by=actor_of(request), is_acknowledged=is_known)

    if succeeded(form, deed):
        messages.success(request, _("%(day)s: the usual hours hold again.") % {"day": spoken(on)})
        return redirect("places:hours", place.network.slug, place.slug)
    title = _("As usual again: %(day)s") % {"day": spoken(on)}
    return page(request, place, "usual_again", form=form, title=title, save=_("As usual again"))
