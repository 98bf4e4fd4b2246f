"""The rules of lending, as those set them who keep a place right; who is on duty there reads them."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from podworko.bookings import concerned
from podworko.bookings.actions import blackouts, declarations
from podworko.bookings.actions import rules as actions
from podworko.bookings.forms_rules import BlackoutForm, DeclarationForm, RoomTermsForm, TermsForm
from podworko.bookings.models import Blackout, Declaration, RoomTerms
from podworko.bookings.queries import rules_said
from podworko.bookings.terms import Rules, rules_of
from podworko.core.web import told
from podworko.places.models import Centre, Room
from podworko.places.queries import centre_or_404
from podworko.places.views.keeping import actor_of, filled_in, frame, pressed, sent, succeeded


def page(request: HttpRequest, place: Centre, template: str, **context: Any) -> HttpResponse:
    """Show a page of the rules; 422 when its form was sent and is shown again."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, f"bookings/{template}.html", frame(place) | context, status=status)


def _to(place: Centre, name: str = "rules") -> HttpResponse:
    return redirect(f"bookings:{name}", place.network.slug, place.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show all rules of a place and change them; who may not change them reads them."""
    place = centre_or_404(network, centre)
    may_change = request.user.has_perm("places.change_centre", place)
    if not may_change and (request.method == "POST" or not request.user.has_perm("bookings.see_rules", place)):
        raise Http404
    form = _terms_form(request, place) if may_change else None

    def deed(form: TermsForm) -> None:
        seen = form.cleaned_data["seen"]
        actions.change_terms(centre=place, draft=form.draft(), by=actor_of(request), seen=seen)

    if form and request.method == "POST":
        sent_form = form
        if succeeded(form, lambda: deed(sent_form), version=lambda: actions.terms_version(place)):
            messages.success(request, _("Saved. It holds from now on; what was accepted before stays."))
            return _to(place)
    return page(request, place, "rules", form=form, **_overview(place))


def _terms_form(request: HttpRequest, place: Centre) -> TermsForm:
    standing = rules_of(place)
    return TermsForm(
        sent(request),
        meanings=rules_said.meanings(place, standing),
        initial=TermsForm.initial_of(actions.draft_of(standing.terms)),
        version=actions.terms_version(place),
    )


def _overview(place: Centre) -> dict[str, Any]:
    """Return what the page shows beside the form."""
    own = {row.room_id: row for row in RoomTerms.objects.filter(room__centre=place)}
    rooms = [room for room in place.rooms.all() if room.is_lent or room.pk in own]
    return {
        "said": rules_said.said(place),
        "said_today": rules_said.said_today(place),
        "rooms": [(room, rules_said.own_sentences(own[room.pk]) if room.pk in own else []) for room in rooms],
        "blackouts": _blackouts(place, rules_of(place)),
        "declarations": place.declarations.all(),
    }


def _blackouts(place: Centre, standing: Rules) -> list[dict[str, Any]]:
    """Return the days without lending that are to come, each with the accepted uses that stay in them."""
    names = {room.pk: room for room in place.rooms.all()}
    rows = standing.blackouts
    touched = concerned.while_not_lent(
        place, [(row.first_on, row.last_on, names[row.room_id] if row.room_id else None) for row in rows]
    )
    return [
        {
            "pk": row.pk,
            "days": rules_said.days_of(row),
            "room": names[row.room_id].name if row.room_id else "",
            "reason": row.reason,
            "concerns": concerns,
        }
        for row, concerns in zip(rows, touched, strict=True)
    ]


@filled_in
def room_rules(request: HttpRequest, place: Centre, room: str) -> HttpResponse:
    """Show what holds of a room, and change what it has of its own."""
    found = _room(place, room)
    row = RoomTerms.objects.filter(room=found).first()
    standing = rules_of(place)
    form = RoomTermsForm(
        sent(request),
        place=actions.draft_of(standing.terms),
        initial=RoomTermsForm.initial_of(actions.room_draft_of(row)),
        version=actions.room_terms_version(found),
    )

    def deed() -> None:
        seen = form.cleaned_data["seen"]
        actions.change_room_terms(room=found, draft=form.draft(), by=actor_of(request), seen=seen)

    if request.method == "POST" and succeeded(form, deed, version=lambda: actions.room_terms_version(found)):
        messages.success(request, _("Saved. It holds from now on; what was accepted before stays."))
        return _to(place)
    said = {"said": rules_said.said(place, found), "said_today": rules_said.said_today(place, found)}
    return page(request, place, "rules_room", form=form, room=found, **said)


def _room(place: Centre, slug: str) -> Room:
    return get_object_or_404(place.rooms.select_related("centre__network"), slug=slug)


@filled_in
def blackout_list(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show the days on which nothing, or not all, is lent; add some."""
    form = BlackoutForm(sent(request), rooms=list(place.rooms.all()))

    def deed() -> None:
        blackouts.add_blackout(
            centre=place,
            draft=form.draft(),
            by=actor_of(request),
            is_acknowledged=form.cleaned_data["is_acknowledged"],
        )

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Saved. Nobody can ask for these days any more."))
        return _to(place, "rules_days")
    return page(request, place, "rules_days", form=form, blackouts=_blackouts(place, rules_of(place)))


@filled_in
def blackout(request: HttpRequest, place: Centre, number: int) -> HttpResponse:
    """Change days on which nothing is lent."""
    found = _blackout(place, number)
    form = BlackoutForm(
        sent(request),
        rooms=list(place.rooms.all()),
        initial=BlackoutForm.initial_of(found),
        version=blackouts.blackout_version(found),
    )

    def deed() -> None:
        data = form.cleaned_data
        blackouts.change_blackout(
            blackout=found,
            draft=form.draft(),
            by=actor_of(request),
            seen=data["seen"],
            is_acknowledged=data["is_acknowledged"],
        )

    def version() -> str:
        return blackouts.blackout_version(_blackout(place, number))

    if request.method == "POST" and succeeded(form, deed, version=version):
        messages.success(request, _("Saved."))
        return _to(place, "rules_days")
    return page(request, place, "rules_day", form=form, days=rules_said.days_of(found))


@pressed
def remove_blackout(request: HttpRequest, place: Centre, number: int) -> HttpResponse:
    """Lend again on these days."""
    blackouts.remove_blackout(blackout=_blackout(place, number), by=actor_of(request))
    messages.success(request, _("Removed. These days can be asked for again."))
    return _to(place, "rules_days")


def _blackout(place: Centre, number: int) -> Blackout:
    return get_object_or_404(place.blackouts.select_related("centre__network", "room"), pk=number)


@filled_in
def agreed(request: HttpRequest, place: Centre) -> HttpResponse:
    """Show to what people agree, in its order; add a sentence, one's own or one that is suggested."""
    suggested = declarations.suggestions()
    taken = request.POST.get("suggestion", "")
    data = sent(request)
    if data is not None and taken:
        data = data.copy()
        data["words"] = suggested.get(taken, "")
    form = DeclarationForm(data)

    def deed() -> None:
        declarations.add_declaration(centre=place, words=form.cleaned_data["words"], by=actor_of(request))

    if request.method == "POST" and succeeded(form, deed):
        messages.success(request, _("Added. Whoever asks for a room from now on agrees to it."))
        return _to(place, "rules_agreed")
    rows = list(place.declarations.all())
    there = {row.words.casefold() for row in rows}
    left = {key: words for key, words in suggested.items() if words.casefold() not in there}
    return page(request, place, "rules_agreed", form=form, declarations=rows, suggested=left)


@filled_in
def declaration(request: HttpRequest, place: Centre, number: int) -> HttpResponse:
    """Say a sentence in other words."""
    found = _declaration(place, number)
    version = declarations.declaration_version(found)
    form = DeclarationForm(sent(request), initial={"words": found.words}, version=version)

    def deed() -> None:
        data = form.cleaned_data
        declarations.change_declaration(declaration=found, words=data["words"], by=actor_of(request), seen=data["seen"])

    def newest() -> str:
        return declarations.declaration_version(_declaration(place, number))

    if request.method == "POST" and succeeded(form, deed, version=newest):
        messages.success(request, _("Saved. Who agreed before agreed to the old words."))
        return _to(place, "rules_agreed")
    return page(request, place, "rules_declaration", form=form)


@pressed
def move_declaration(request: HttpRequest, place: Centre, number: int) -> HttpResponse:
    """Put a sentence one place higher or lower."""
    is_up = request.POST.get("way") != "down"
    declarations.move_declaration(declaration=_declaration(place, number), is_up=is_up, by=actor_of(request))
    return _to(place, "rules_agreed")


@pressed
def remove_declaration(request: HttpRequest, place: Centre, number: int) -> HttpResponse:
    """Ask for agreement to a sentence no longer."""
    with told(request):
        declarations.remove_declaration(declaration=_declaration(place, number), by=actor_of(request))
        messages.success(request, _("Removed."))
    return _to(place, "rules_agreed")


def _declaration(place: Centre, number: int) -> Declaration:
    return get_object_or_404(place.declarations.select_related("centre__network"), pk=number)
