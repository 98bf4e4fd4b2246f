"""Facts about access: of the place, of each entrance and room."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from podworko.places.access_questions import Subject, asked_of
from podworko.places.actions import access as actions
from podworko.places.forms.access import EntranceForm, FactsForm
from podworko.places.models import AccessFact, Centre, Entrance, Room
from podworko.places.views.keeping import actor_of, filled_in, page, pressed, sent, shown, succeeded


@dataclass(frozen=True)
class Checked:
    """One thing whose access is told: how many questions have answers, and since when the oldest of them stands."""

    name: str
    url: str
    answered: int
    asked: int
    oldest: object


@shown
def overview(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show the place, its entrances and rooms, each with how much is known of it."""
    facts = list(place.access_facts.all())
    address = [place.network.slug, place.slug]

    def checked(name: str, subject: Subject, url: str, **of: int | None) -> Checked:
        own = [fact for fact in facts if all(getattr(fact, key) == value for key, value in of.items())]
        oldest = min((fact.verified_on for fact in own), default=None)
        return Checked(name, url, len(own), len(asked_of(subject)), oldest)

    whole = checked(
        str(place), Subject.PLACE, reverse("places:access_place", args=address), entrance_id=None, room_id=None
    )
    entrances = [
        checked(each.name, Subject.ENTRANCE, reverse("places:entrance", args=[*address, each.pk]), entrance_id=each.pk)
        for each in place.entrances.all()
    ]
    rooms = [
        checked(each.name, Subject.ROOM, reverse("places:access_room", args=[*address, each.slug]), room_id=each.pk)
        for each in place.rooms.all()
    ]
    return page(request, place, "access", whole=whole, entrances=entrances, rooms=rooms)


@filled_in
def of_place(request: HttpRequest, place: Centre) -> HttpResponse:
    """Tell the access of the whole place."""
    return _facts(request, place, Subject.PLACE)


@filled_in
def of_room(request: HttpRequest, place: Centre, room: str) -> HttpResponse:
    """Tell the access of a room."""
    return _facts(request, place, Subject.ROOM, room=get_object_or_404(place.rooms, slug=room))


@filled_in
def of_entrance(request: HttpRequest, place: Centre, entrance: int) -> HttpResponse:
    """Tell the access by an entrance."""
    return _facts(request, place, Subject.ENTRANCE, entrance=get_object_or_404(place.entrances, pk=entrance))


def _facts(
    request: HttpRequest,
    place: Centre,
    subject: Subject,
    *,
    entrance: Entrance | None = None,
    room: Room | None = None,
) -> HttpResponse:
    known: dict[str, AccessFact] = {
        fact.question: fact for fact in place.access_facts.filter(entrance=entrance, room=room)
    }
    form = FactsForm(sent(request), subject=subject, facts=known)

    def deed() -> None:
        actions.answer(
            centre=place,
            findings=form.findings(),
            entrance=entrance,
            room=room,
            is_all_checked=form.cleaned_data["is_all_checked"],
            by=actor_of(request),
        )

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:access", place.network.slug, place.slug)
    return page(request, place, "facts", form=form, entrance=entrance, room=room)


@filled_in
def new_entrance(request: HttpRequest, place: Centre) -> HttpResponse:
    """Add an entrance, then tell its access."""
    form = EntranceForm(sent(request), initial={"is_main": not place.entrances.exists()})
    made: list[Entrance] = []

    def deed() -> None:
        data = form.cleaned_data
        made.append(
            actions.add_entrance(centre=place, name=data["name"], is_main=data["is_main"], by=actor_of(request))
        )

    if request.method == "POST" and succeeded(form, deed):
        return redirect("places:entrance", place.network.slug, place.slug, made[0].pk)
    return page(request, place, "entrance", form=form)


@filled_in
def rename_entrance(request: HttpRequest, place: Centre, entrance: int) -> HttpResponse:
    """Change what an entrance is called, or remove it."""
    found = get_object_or_404(place.entrances.select_related("centre"), pk=entrance)
    form = EntranceForm(sent(request), initial={"name": found.name, "is_main": found.is_main})

    def deed() -> None:
        data = form.cleaned_data
        actions.change_entrance(entrance=found, name=data["name"], is_main=data["is_main"], by=actor_of(request))

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Saved. Visitors see it already."))
        return redirect("places:access", place.network.slug, place.slug)
    return page(request, place, "entrance", form=form, entrance=found)


@pressed
def remove_entrance(request: HttpRequest, place: Centre, entrance: int) -> HttpResponse:
    """Remove an entrance with what was found of it."""
    found = get_object_or_404(place.entrances.select_related("centre"), pk=entrance)
    actions.remove_entrance(entrance=found, by=actor_of(request))
    messages.success(request, _("The entrance is removed."))
    return redirect("places:access", place.network.slug, place.slug)
