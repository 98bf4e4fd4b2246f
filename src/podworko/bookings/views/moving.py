"""Another day, hours or room for what was asked for or given: by the resident, by staff."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from podworko.bookings.actions import moving
from podworko.bookings.actions.moving import Outcome, Scope
from podworko.bookings.forms import EditForm
from podworko.bookings.links import path_of, reference_in
from podworko.bookings.models import MOVABLE, UNDECIDED, BookingDate, BookingRequest, RequestState
from podworko.bookings.queries import requests
from podworko.bookings.queries.edits import EditLine, preview
from podworko.bookings.views.asking import frame
from podworko.bookings.views.desk import actor
from podworko.core import audit, clock, versions
from podworko.core.errors import Conflict, Refused
from podworko.core.forms import add_problems
from podworko.core.text import ids_in


@require_http_methods(["GET", "HEAD", "POST"])
def own_edit(request: HttpRequest, token: str, date: int) -> HttpResponse:
    """Let the resident move or shorten one date, it and the following, or all."""
    booking = requests.by_reference_or_404(reference_in(token))
    back = path_of(booking)
    return _edit(request, booking, date, by=audit.RESIDENT, back=back, more={"token": token})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def staff_edit(request: HttpRequest, reference: str, date: int) -> HttpResponse:
    """Let staff do the same; what was given is moved at once."""
    booking = get_object_or_404(requests.visible_to(request.user), reference=reference)
    back = reverse("bookings:decide", args=[booking.reference])
    return _edit(request, booking, date, by=actor(request), back=back, more={})


def _edit(
    request: HttpRequest, booking: BookingRequest, pk: int, *, by: audit.Actor, back: str, more: Mapping[str, Any]
) -> HttpResponse:
    if booking.state == RequestState.UNCONFIRMED:
        raise Http404
    date = _date_or_404(booking, pk)
    if words := _why_not(date, by):
        messages.info(request, words)
        return redirect(back)
    form = EditForm(request.POST if request.method == "POST" else None, date=date, is_staff=by.is_staff)
    lines: list[EditLine] = []
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if form.is_valid():
        lines = _lines(booking, form, by)
        # A resident is told that the hours are taken before they ask for them all the same.
        is_clear = form.chosen_scope == Scope.THIS and (
            by.is_staff or all(line.is_free or line.problem for line in lines)
        )
        try:
            versions.check(form.was_seen, moving.date_version(date))
            if is_clear or "sure" in request.POST:
                messages.success(request, _said(_carry_out(request, booking, date, form, by)))
                return redirect(back)
        except Refused as refusal:
            date = form.date = _date_or_404(booking, pk)
            # Whoever pressed twice has done it with the first.
            done = _("It stands so already.") if isinstance(refusal, Conflict) and form.is_done else ""
            if words := _why_not(date, by) or done:
                messages.info(request, words)
                return redirect(back)
            # Looked at before the problems are told: a field that has one is taken out of what the form holds.
            lines = _lines(booking, form, by)
            add_problems(form, refusal.problems)
            form.show_again(moving.date_version(date))
            status = HTTPStatus(refusal.status)
    context = {
        "booking": booking,
        "date": date,
        "form": form,
        "lines": lines,
        "can_move": any(line.can_move for line in lines),
        "is_taken": bool(lines) and not form.errors and form.chosen_scope == Scope.THIS,
        "is_staff": by.is_staff,
        "back": back,
        "zone": booking.centre.zone,
        **frame(booking.centre),
        **more,
    }
    return render(request, "bookings/edit.html", context, status=status)


def _date_or_404(booking: BookingRequest, pk: int) -> BookingDate:
    return get_object_or_404(booking.dates.select_related("room", "request__centre__network"), pk=pk)


def _why_not(date: BookingDate, by: audit.Actor) -> str:
    """Return why there is nothing to change about `date` here; nothing where there is."""
    if date.state not in MOVABLE or date.starts_at <= clock.now():
        return _("This date cannot be changed any more.")
    if not date.replaced_by.filter(state__in=UNDECIDED).exists():
        return ""
    if by.is_staff:
        return _("They have asked to move this date already. Decide on that first.")
    return _("You have asked to move this date already.")


def _lines(booking: BookingRequest, form: EditForm, by: audit.Actor) -> list[EditLine]:
    """Return what the edit in `form` would bring, date by date."""
    moves = moving.moves(booking, form.date, form.chosen_scope, form.edit())
    return preview(booking, moves, is_staff=by.is_staff)


def _carry_out(
    request: HttpRequest, booking: BookingRequest, date: BookingDate, form: EditForm, by: audit.Actor
) -> Outcome:
    named = ids_in(request.POST.getlist("only"))
    if form.chosen_scope != Scope.THIS and not named:
        raise Refused.because("no-date", _("Tick at least one date."))
    return moving.edit(
        request=booking,
        date=date,
        scope=form.chosen_scope,
        change=form.edit(),
        by=by,
        why=form.cleaned_data.get("why", ""),
        only=named if form.chosen_scope != Scope.THIS else None,
        seen=form.was_seen,
    )


def _said(outcome: Outcome) -> str:
    parts = []
    if count := len(outcome.moved):
        parts.append(ngettext("Changed: %(count)s date.", "Changed: %(count)s dates.", count) % {"count": count})
    if count := len(outcome.asked):
        words = ngettext(
            "Asked for: %(count)s date. Until the place decides, the old hours stay yours.",
            "Asked for: %(count)s dates. Until the place decides, the old hours stay yours.",
            count,
        )
        parts.append(words % {"count": count})
    if count := len(outcome.taken) + len(outcome.refused):
        words = ngettext("As it was: %(count)s date.", "As they were: %(count)s dates.", count)
        parts.append(words % {"count": count})
    return " ".join(parts)
