"""The door to the pages of those who work at a place: to others these do not exist."""

from django.http import Http404, HttpRequest

from podworko.places.models import Centre
from podworko.places.queries import centre_or_404

DECIDE = "bookings.decide"


def staffed_centre_or_404(request: HttpRequest, network: str, centre: str, *, may: str = DECIDE) -> Centre:
    """Return the centre at the address /network/centre/ to whoever `may` do there what the page is for.

    Raises Http404 to others, and where there is none.
    """
    place = centre_or_404(network, centre)
    check_staffed(request, place, may=may)
    return place


def check_staffed(request: HttpRequest, place: Centre, *, may: str = DECIDE) -> None:
    """Raise Http404 unless the one who asks `may` do that at `place`."""
    if not request.user.has_perm(may, place):
        raise Http404
