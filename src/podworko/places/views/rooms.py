"""The rooms of a place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from podworko.core.web import told
from podworko.places.actions import rooms as actions
from podworko.places.forms.rooms import RoomForm
from podworko.places.models import Centre, Room
from podworko.places.views.keeping import actor_of, filled_in, page, pressed, sent, shown, succeeded


@shown
def rooms(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show the rooms in their order, each with the way to change it."""
    found = list(place.rooms.select_related("whole").prefetch_related("layouts", "equipment", "photos", "access_facts"))
    return page(request, place, "rooms", rooms=found)


@filled_in
def new(request: HttpRequest, place: Centre) -> HttpResponse:
    """Add a room."""
    form = RoomForm(sent(request), centre=place)

    def deed() -> None:
        actions.add_room(centre=place, draft=form.draft(), by=actor_of(request))

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("The room is added. Visitors see it already."))
        return redirect("places:rooms", place.network.slug, place.slug)
    return page(request, place, "room", form=form)


@filled_in
def room(request: HttpRequest, place: Centre, room: str) -> HttpResponse:
    """Change what is told about a room, lend it no longer, or remove it."""
    found = _room(place, room)

    def version() -> str:
        return actions.room_version(_room(place, room))

    initial = RoomForm.initial_of(actions.draft_of(found))
    form = RoomForm(sent(request), centre=place, room=found, initial=initial, version=actions.room_version(found))

    def deed() -> None:
        actions.change_room(
            room=found,
            draft=form.draft(),
            by=actor_of(request),
            seen=form.cleaned_data["seen"],
            is_acknowledged=form.cleaned_data["is_acknowledged"],
        )

    if request.method == "POST" and succeeded(form, deed, version=version):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:rooms", place.network.slug, place.slug)
    return page(request, place, "room", form=form, room=found)


@pressed
def move(request: HttpRequest, place: Centre, room: str) -> HttpResponse:
    """Put a room one place higher or lower."""
    actions.move_room(room=_room(place, room), is_up=request.POST.get("way") != "down", by=actor_of(request))
    return redirect("places:rooms", place.network.slug, place.slug)


@pressed
def remove(request: HttpRequest, place: Centre, room: str) -> HttpResponse:
    """Remove a room that nobody ever asked for."""
    found = _room(place, room)
    with told(request):
        actions.remove_room(room=found, by=actor_of(request))
        messages.success(request, _("The room is removed."))
    return redirect("places:rooms", place.network.slug, place.slug)


def _room(place: Centre, slug: str) -> Room:
    return get_object_or_404(place.rooms.select_related("centre__network", "whole"), slug=slug)
