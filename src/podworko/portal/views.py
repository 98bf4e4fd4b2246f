"""Pages that compose the areas: the home of the installation, of a network, the page of a place."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from podworko.bookings import terms
from podworko.bookings.queries.plans import coming, day_plan
from podworko.core import clock
from podworko.core.models import Message
from podworko.core.queries import newest_messages
from podworko.places import hours
from podworko.places.models import Network
from podworko.places.queries import centre_or_404, centres, lent_rooms, networks
from podworko.portal import styleguide as samples


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the networks of the installation; straight to the only one."""
    found = list(networks())
    if len(found) == 1:
        return redirect(found[0])
    return render(request, "portal/home.html", {"networks": found})


@require_safe
def network(request: HttpRequest, network: str) -> HttpResponse:
    """Show the places of a network."""
    found = get_object_or_404(Network, slug=network)
    places = list(centres().filter(network=found).order_by("name"))
    return render(request, "portal/network.html", {"network": found, "places": places})


@require_safe
def place(request: HttpRequest, network: str, centre: str) -> HttpResponse:
    """Show a place: what it is, where, when, its rooms, what is on, how to borrow a room."""
    found = centre_or_404(network, centre)
    today = clock.today(found.zone)
    context = {
        "centre": found,
        "network": found.network,
        "kind": found.kind,
        "now": hours.now(found),
        "today": hours.day(found, today),
        "week": hours.usual_week(found),
        "rooms": lent_rooms(found),
        "plan": day_plan(found, today),
        "coming": coming(found),
        "access": found.access_facts.order_by("question"),
        "terms": terms.terms_of(found),
        "is_staff": request.user.has_perm("bookings.decide", found),
    }
    return render(request, "portal/place.html", context)


@login_required
@require_safe
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to where one's work is."""
    return redirect("bookings:desk")


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the messages that were sent; only in the demo, where they reach nobody."""
    _only_in_demo()
    return render(request, "portal/mailbox.html", {"letters": newest_messages()})


@require_safe
def mailbox_file(request: HttpRequest, message: int, number: int) -> HttpResponse:
    """Return what is attached to a message; only in the demo."""
    _only_in_demo()
    attachments = get_object_or_404(Message, pk=message).attachments
    if number >= len(attachments):
        raise Http404
    file = attachments[number]
    headers = {"Content-Disposition": f'attachment; filename="{file["name"]}"'}
    return HttpResponse(file["text"], content_type=f"{file['type']}; charset=utf-8", headers=headers)


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show each component in each state."""
    return render(request, "portal/styleguide.html", samples.context())
