"""The desk of those on duty: what is to be decided, deciding it, and taking a request from a caller."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from podworko.bookings.actions import asking, deciding, ending
from podworko.bookings.forms import DecisionForm, StaffRequestForm
from podworko.bookings.messages import reach_of
from podworko.bookings.models import BookingRequest, Channel, DateState, RequestState
from podworko.bookings.queries import requests
from podworko.bookings.queries.handovers import handed_over, record_of
from podworko.bookings.queries.plans import day_plan
from podworko.bookings.queries.prospects import prospects as prospects_of
from podworko.bookings.queries.prospects import sides
from podworko.bookings.queries.queue import queue
from podworko.bookings.views.asking import first_values, frame, page, values_again
from podworko.bookings.views.staffed import staffed_centre_or_404
from podworko.core import audit, clock
from podworko.core.errors import Problem, Refused
from podworko.core.forms import add_problems
from podworko.core.models import Message
from podworko.core.queries import history_of
from podworko.core.words import spoken_phone
from podworko.people.models import User
from podworko.places.models import Centre


def actor(request: HttpRequest) -> audit.Actor:
    """Return who acts: the member of staff who is signed in."""
    assert isinstance(request.user, User)
    return audit.staff(request.user)


def _visible(request: HttpRequest, reference: str) -> BookingRequest:
    return get_object_or_404(requests.visible_to(request.user), reference=reference)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the places where one is on duty; straight to the inbox where there is one."""
    centres = list(requests.counts_by_centre(requests.centres_staffed_by(request.user)))
    if len(centres) == 1:
        return redirect("bookings:inbox", centres[0].network.slug, centres[0].slug)
    return render(request, "bookings/desk.html", {"centres": centres, "now": clock.now()})


@login_required
@require_safe
def inbox(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show what is to be decided, the oldest deadline first, and the plan of today."""
    place = staffed_centre_or_404(request, network, centre)
    context = {
        "queue": queue(place),
        "letters": requests.letters_to_print(place),
        "plan": day_plan(place, clock.today(place.zone), for_staff=True),
        "zone": place.zone,
        **frame(place),
    }
    return render(request, "bookings/inbox.html", context)


@login_required
@require_safe
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request beside the plan of its day and its rivals, with what can be done."""
    booking = _visible(request, reference)
    return render(request, "bookings/decide.html", _decision_page(booking))


def _decision_page(booking: BookingRequest, form: DecisionForm | None = None) -> dict[str, Any]:
    prospects = prospects_of(booking)
    zone = booking.centre.zone
    first = next((each for each in prospects if each.date.state == DateState.WAITING), prospects[0])
    return {
        "booking": booking,
        "prospects": prospects,
        "waiting": [each for each in prospects if each.date.state == DateState.WAITING],
        "free": [each for each in prospects if each.date.state == DateState.WAITING and each.is_free],
        "first": first,
        "plan": day_plan(booking.centre, first.date.starts_at.astimezone(zone).date(), for_staff=True),
        "history": history_of(booking, zone=zone),
        "reach": reach_of(booking),
        "sides": sides(booking, prospects),
        "lines": handed_over(booking),
        "record": record_of(booking),
        "can_cancel": any(
            each.date.state == DateState.ACCEPTED and each.date.starts_at > clock.now() for each in prospects
        ),
        "form": form or DecisionForm(booking=booking),
        "now": clock.now(),
        "zone": zone,
        **frame(booking.centre),
    }


Deed = Callable[[HttpRequest, BookingRequest, DecisionForm], None]


def _decision(deed: Deed) -> Callable[[HttpRequest, str], HttpResponse]:
    """Make a view of a deed: read the form, do it, say what came of it, show the request as it stands."""

    @login_required
    @require_POST
    @wraps(deed)
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        booking = _visible(request, reference)
        form = DecisionForm(request.POST, booking=booking)
        if form.is_valid():
            try:
                deed(request, booking, form)
            except Refused as refusal:
                booking = _visible(request, reference)
                for problem in refusal.problems:
                    form.add_error(_beside(problem, form), str(problem.sentence))
                return render(request, "bookings/decide.html", _decision_page(booking, form), status=refusal.status)
            return redirect("bookings:decide", booking.reference)
        return render(request, "bookings/decide.html", _decision_page(booking, form), status=422)

    return view


def _beside(problem: Problem, form: DecisionForm) -> str | None:
    if not problem.field:
        return None
    return problem.field if problem.field in form.fields else "words"


@_decision
def accept(request: HttpRequest, booking: BookingRequest, form: DecisionForm) -> None:
    """Give the room at all the waiting dates, or at those named."""
    outcome = deciding.accept(request=booking, by=actor(request), date_ids=form.chosen_dates, room=form.chosen_room)
    given, left = len(outcome.accepted), len(outcome.taken)
    said = ngettext("Accepted: %(count)s date.", "Accepted: %(count)s dates.", given) % {"count": given}
    if left:
        said += " " + ngettext("Taken, still to decide: %(count)s.", "Taken, still to decide: %(count)s.", left) % {
            "count": left
        }
    messages.success(request, f"{said} {_how_told(booking)}")


@_decision
def decline(request: HttpRequest, booking: BookingRequest, form: DecisionForm) -> None:
    """Refuse all the waiting dates, or those named, with a reason."""
    deciding.decline(request=booking, by=actor(request), reason=form.cleaned_data["words"], date_ids=form.chosen_dates)
    messages.success(request, f"{_('Declined.')} {_how_told(booking)}")


@_decision
def ask_for_changes(request: HttpRequest, booking: BookingRequest, form: DecisionForm) -> None:
    """Ask the person to change the request."""
    deciding.ask_for_changes(request=booking, by=actor(request), question=form.cleaned_data["words"])
    messages.success(request, f"{_('We asked for a change.')} {_how_told(booking)}")


@_decision
def queue_dates(request: HttpRequest, booking: BookingRequest, form: DecisionForm) -> None:
    """Put the waiting dates, or those named, on the waiting list of their hours."""
    deciding.queue(request=booking, by=actor(request), date_ids=form.chosen_dates)
    messages.success(request, f"{_('On the waiting list.')} {_how_told(booking)}")


@_decision
def call_off(request: HttpRequest, booking: BookingRequest, form: DecisionForm) -> None:
    """Call off the dates that are still to come, with a reason."""
    ending.cancel(request=booking, by=actor(request), reason=form.cleaned_data["words"], date_ids=form.chosen_dates)
    messages.success(request, f"{_('Called off.')} {_how_told(booking)}")


def _how_told(booking: BookingRequest) -> str:
    reach = reach_of(booking)
    if reach is None:
        contact = spoken_phone(booking.phone) or booking.email
        return _("Now please tell them yourself: %(contact)s.") % {"contact": contact}
    said = {
        Message.Channel.EMAIL: _("We have written to %(to)s."),
        Message.Channel.SMS: _("We have sent a text message to %(to)s."),
        Message.Channel.LETTER: _("A letter to %(to)s waits below to be printed."),
    }[reach.channel]
    return said % {"to": spoken_phone(reach.to) if reach.channel == Message.Channel.SMS else reach.to}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Fill the form in for somebody who calls, comes, or left a paper sheet."""
    place = staffed_centre_or_404(request, network, centre)
    if request.method != "POST":
        form = StaffRequestForm(centre=place, initial=_first_values(request, place))
        return render(request, "bookings/take.html", page(place, form))
    form = StaffRequestForm(request.POST, centre=place)
    if form.is_valid():
        draft = form.draft()
        try:
            booking = asking.submit(
                centre=place,
                draft=draft,
                channel=Channel(form.cleaned_data["channel"]),
                by=actor(request),
                submission_key=f"desk:{form.cleaned_data['submission_key'][:36]}:{draft.digest()[:16]}",
                waiver=form.cleaned_data["waiver"],
                assistance=form.assistance(),
            )
        except Refused as refusal:
            add_problems(form, refusal.problems)
        else:
            return redirect("bookings:decide", booking.reference)
    return render(request, "bookings/take.html", page(place, form), status=422)


def _first_values(request: HttpRequest, place: Centre) -> dict[str, Any]:
    """Return what the form begins with: the request that the address names, once more; else the first possible day."""
    reference = request.GET.get("again", "")
    if not reference:
        return first_values(request, place)
    if not reference.isalnum():
        raise Http404
    confirmed = requests.visible_to(request.user).exclude(state=RequestState.UNCONFIRMED)
    booking = get_object_or_404(confirmed, reference=reference, centre=place)
    return values_again(booking) | {"letters": booking.language}
