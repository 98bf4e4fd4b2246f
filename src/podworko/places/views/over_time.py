"""A place over time: opening it, how far it has come, who runs it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from podworko.places.actions import centres as actions
from podworko.places.forms.over_time import HandOverForm, OpenForm, StageForm
from podworko.places.models import Centre, Network
from podworko.places.views.keeping import actor_of, sent, succeeded
from podworko.places.views.network_frame import at, filled_in, form_page, over_centre, page, shown_over_centre

Event = dict[str, str]


@filled_in
def open_place(request: HttpRequest, network: Network) -> HttpResponse:
    """Open a place."""
    form = OpenForm(sent(request), network=network)
    opened: list[Centre] = []

    def deed() -> None:
        opened.append(actions.open_centre(network=network, draft=form.draft(), by=actor_of(request)))

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("The place is there. Tell next when it is open."))
        return redirect("places:setup", network.slug, opened[0].slug)
    more: dict[str, Any] = {"back": at(network, "board"), "back_words": network.name, "save": _("Open the place")}
    if not network.organisations.exists():
        more["before"] = at(network, "new_organisation")
    return form_page(request, network, form, title=_("Open a place"), **more)


@shown_over_centre
def story(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show the stages and the operators of a place, the oldest first."""
    return page(request, place.network, "over_time", centre=place, events=_events(place))


def _events(place: Centre) -> list[Event]:
    steps = [(step.on, 0, step.get_stage_display().capitalize(), step.contract) for step in place.stages.all()]
    runs = []
    for run in place.operations.select_related("organisation"):
        runs.append((run.since, 1, _("Run by: %(name)s") % {"name": run.organisation.name}, run.contract))
        if run.until:
            runs.append((run.until, 2, _("Last day of: %(name)s") % {"name": run.organisation.name}, ""))
    return [
        {"at": date_format(on, "j E Y"), "iso": on.isoformat(), "what": what, "words": words}
        for on, _order, what, words in sorted(steps + runs)
    ]


@over_centre
def stage(request: HttpRequest, place: Centre) -> HttpResponse:
    """Move a place to a stage."""
    form = StageForm(sent(request), place=place)

    def deed() -> None:
        actions.move_to_stage(centre=place, by=actor_of(request), **form.cleaned_data)

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Kept."))
        return redirect("places:over_time", place.network.slug, place.slug)
    under = _("Now: %(stage)s.") % {"stage": place.get_stage_display()}
    return _form(request, place, form, title=_("Move to a stage"), under=under)


@over_centre
def operator(request: HttpRequest, place: Centre) -> HttpResponse:
    """Hand a place over to another organisation."""
    form = HandOverForm(sent(request), place=place)

    def deed() -> None:
        actions.hand_over(centre=place, by=actor_of(request), **form.cleaned_data)

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Handed over. The people of the new operator have their rights at once."))
        return redirect("places:over_time", place.network.slug, place.slug)
    under = _("Now: %(name)s. What was accepted stays accepted; requests that wait are decided by the new operator.")
    return _form(request, place, form, title=_("Hand over"), under=under % {"name": place.operator.name})


def _form(request: HttpRequest, place: Centre, form: Any, **more: Any) -> HttpResponse:
    back = reverse("places:over_time", args=[place.network.slug, place.slug])
    return form_page(request, place.network, form, back=back, back_words=place.name, centre=place, **more)
